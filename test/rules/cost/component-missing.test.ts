import { componentMissing } from '../../../src/rules/cost/component-missing.ts'
import { table } from '../table.ts'

const whole = `
  fixed: {infrastructure: 900 EUR/month}
  maintenance: {effort: 24 h/month, wage: 65 EUR/h}
  oversight: {reviewed: 8%, effort: 1.5 min, wage: 24 EUR/h}
  errors: {rate: 1%, cost: 3.50 EUR}`

table(componentMissing, [
  {
    name: 'the API price only',
    yaml: `
cost: # expect: cost/component-missing # expect: cost/component-missing # expect: cost/component-missing # expect: cost/component-missing
  usage: # expect: cost/component-missing
    calls: 2.4 per conversation
    input: 3200 tokens
  price: {input: 1.00 EUR/Mtok, output: 5.00 EUR/Mtok}
`,
    says: [
      'the cost leaves out fixed: what it costs whatever the volume',
      'the cost leaves out maintenance: the work that keeps it running',
      'the cost leaves out oversight: the people who review what it does',
      'the cost leaves out errors: what being wrong costs',
      'the usage leaves out retries: the calls that are made again',
    ],
    helps: [
      'fixed: {infrastructure: 900 EUR/month}  # in cost: 0 EUR/month where there is none',
      'maintenance: {effort: 24 h/month, wage: 65 EUR/h}  # in cost: effort: 0 h/month where a fee covers it',
      'oversight: {reviewed: 8%, effort: 1.5 min, wage: 24 EUR/h}  # in cost: reviewed: 0% where nobody does',
      'errors: {rate: 1%, cost: 3.50 EUR}  # in cost: rate: 0% where nothing can be wrong',
      'retries: 4%  # in cost.usage: as measured in the pilot; where no call is made again, retries: {value: 0%, why: one attempt then the template reply}',
    ],
  },
  {
    name: 'components without their numbers',
    yaml: `
cost:
  fixed: {}  # expect: cost/component-missing
  maintenance: {effort: 24 h/month}  # expect: cost/component-missing
  oversight: {reviewed: 8%, capacity: 14 h/day}  # expect: cost/component-missing
  errors: {rate: 1%}  # expect: cost/component-missing
`,
    says: [
      'the cost leaves out fixed: what it costs whatever the volume',
      'the cost of maintenance cannot be told without wage',
      'the cost of oversight cannot be told without effort and wage',
      'the cost of errors cannot be told without cost',
    ],
  },
  {
    name: 'review that is planned for the first stage only',
    yaml: `
cost:
  fixed: {infrastructure: 900 EUR/month}
  maintenance: {effort: 24 h/month, wage: 65 EUR/h}
  oversight:
    reviewed: {limited: 100%}  # expect: cost/component-missing
    effort: 1.5 min
    wage: 24 EUR/h
  errors: {rate: 1%, cost: 3.50 EUR}
`,
    says: ['the cost of oversight cannot be told without reviewed.full'],
  },
  {
    name: 'no retries, without a reason',
    yaml: `
cost:${whole}
  usage: {calls: 1 per invoice, retries: 0%}  # expect: cost/component-missing
`,
    says: ['the usage has 0% retries and does not say why no call is ever made again'],
    helps: [
      'usage: {calls: 1 per invoice, retries: {value: 0%, why: one attempt then the template reply}}  # in cost',
    ],
  },
  {
    name: 'a reason without a share',
    yaml: `
cost:${whole}
  usage: {calls: 1 per invoice, retries: {why: one attempt}}  # expect: cost/component-missing
`,
  },
  { name: 'all components', yaml: `cost:${whole}\n  usage: {calls: 1 per invoice, retries: 4%}\n` },
  {
    name: 'no retries, with a reason',
    yaml: `cost:${whole}\n  usage: {calls: 1 per invoice, retries: {value: 0%, why: one attempt then the form}}\n`,
  },
  { name: 'a ranking model without tokens has no usage and no retries', yaml: `cost:${whole}\n` },
  {
    name: 'closest honest file: a vendor product with a fee, where every other component is an explicit zero',
    yaml: `
cost:
  per_success: 0.99 EUR
  fixed: {platform: 0 EUR/month}
  maintenance: {effort: 0 h/month}
  oversight: {reviewed: 0%}
  errors: {rate: 0%}
`,
  },
  { name: 'a section in another file', yaml: 'cost: {include: ../finance/claims.yaml}' },
  { name: 'a missing section is reported elsewhere', yaml: 'stage: limited' },
  { name: 'an empty section is reported elsewhere', yaml: 'cost: {}' },
  {
    name: 'what cannot be read is not missing',
    yaml: `
cost:
  fixed: {infrastructure: 900}
  maintenance: {effort: 24 h/month, wage: 65}
  oversight: {reviewed: {full: some}, effort: 1.5 min, wage: 24 EUR/h}
  errors: TBD
  usage: {calls: 1 per invoice, retries: few}
`,
  },
])
