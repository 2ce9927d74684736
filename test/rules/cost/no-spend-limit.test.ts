import { noSpendLimit } from '../../../src/rules/cost/no-spend-limit.ts'
import { table } from '../table.ts'
import { success, whole } from './whole.ts'

const low = (limit: string) => whole({ spend_limit: `${limit}   # expect: cost/no-spend-limit` })

table(noSpendLimit, [
  {
    name: 'a limit in the currency of the file',
    yaml: 'cost: {per_success: 0.99 GBP}   # expect: cost/no-spend-limit',
    helps: [
      'cost: {per_success: 0.99 GBP, spend_limit: <amount per day>}  # above the spend of a peak day; set the same limit at the provider',
    ],
  },
  {
    name: 'tokens without a limit',
    yaml: `
cost:  # expect: cost/no-spend-limit
  usage: {calls: 2.4 per conversation, input: 3200 tokens}
  price: {input: 1.00 EUR/Mtok}
`,
    says: ['`cost.spend_limit` is missing, but `usage` and `price` are metered'],
    helps: [
      'spend_limit: <amount per day>  # in cost: above the spend of a peak day; set the same limit at the provider',
    ],
  },
  {
    name: 'a fee per resolution without a limit',
    yaml: `
cost:  # expect: cost/no-spend-limit
  per_success: 0.99 EUR
`,
    says: ['`cost.spend_limit` is missing, but `per_success` is metered'],
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
  {
    name: 'a limit below the spend of a peak day',
    yaml: success + low('50 EUR/day'),
    says: ['`cost.spend_limit` is 50 EUR/day, but the planned spend of a peak day is 54.83 EUR'],
    helps: ['spend_limit: 54.84 EUR/day  # in cost: or more, to leave headroom'],
  },
  {
    name: 'a month that the limit of a month does not last for',
    yaml: success + low('500 EUR/month'),
    says: ['`cost.spend_limit` is 500 EUR/month, but the planned spend of a month is 548.31 EUR'],
    helps: ['spend_limit: 548.32 EUR/month  # in cost: or more, to leave headroom'],
  },
  { name: 'a limit by the hour has its day', yaml: success + low('2.00 EUR/h') },
  {
    name: 'closest honest file: a limit to the cent',
    yaml: success + whole({ spend_limit: '54.84 EUR/day' }),
  },
  { name: 'a limit of the month, spread over it', yaml: success + whole({ spend_limit: '549 EUR/month' }) },
  {
    name: 'a day without a known peak has the month to even out',
    yaml: success + whole({ volume: '{full: 60000/month}', spend_limit: '18.30 EUR/day' }),
  },
  {
    name: 'a cost section that is not whole',
    yaml: success + whole({ spend_limit: '1.00 EUR/day', errors: '' }),
  },
])
