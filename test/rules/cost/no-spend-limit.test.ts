import { noSpendLimit } from '../../../src/rules/cost/no-spend-limit.ts'
import { table } from '../table.ts'

table(noSpendLimit, [
  {
    name: 'tokens without a limit',
    yaml: `
cost:  # expect: cost/no-spend-limit
  usage: {calls: 2.4 per conversation, input: 3200 tokens}
  price: {input: 1.00 EUR/Mtok}
`,
    says: ['usage and price grow with every request, and nothing stops the spend'],
    helps: [
      'spend_limit: 60 EUR/day, above the spend of a peak day, and set it where the provider enforces it',
    ],
  },
  {
    name: 'a fee per resolution without a limit',
    yaml: `
cost:  # expect: cost/no-spend-limit
  per_success: 0.99 EUR
`,
    says: ['per_success grows with every request, and nothing stops the spend'],
  },
  {
    name: 'a paid look-up for every unit',
    yaml: `
cost:  # expect: cost/no-spend-limit
  per_unit: {carrier_lookup: 0.002 EUR}
`,
  },
  { name: 'a limit', yaml: 'cost: {per_success: 0.99 EUR, spend_limit: 400 EUR/month}' },
  {
    name: 'closest honest file: a ranking model on machines of its own, with fixed cost only',
    yaml: 'cost: {per_unit: {}, fixed: {gpu_nodes: 4200 EUR/month}, maintenance: {effort: 30 h/month, wage: 70 EUR/h}}',
  },
  {
    name: 'a limit that cannot be read is not missing',
    yaml: 'cost: {per_success: 0.99 EUR, spend_limit: low}',
  },
  { name: 'a section in another file', yaml: 'cost: {include: ../finance/claims.yaml}' },
  { name: 'a missing section is reported elsewhere', yaml: 'stage: limited' },
])
