import { componentMissing } from '../../../src/rules/cost/component-missing.ts'
import { table } from '../table.ts'

const whole = `
  fixed: {infrastructure: 900 EUR/month}
  maintenance: {effort: 24 h/month, wage: 65 EUR/h}
  oversight: {reviewed: 8%, effort: 1.5 min, wage: 24 EUR/h}
  errors: {rate: 1%, cost: 3.50 EUR}`

const tokens = '\n  usage: {calls: 1 per invoice, input: 900 tokens, output: 60 tokens, retries: 4%}'

const price = '  price: {input: 1.00 EUR/Mtok, output: 5.00 EUR/Mtok, as_of: 2026-11-02}\n'

const voucher = (reviewed: string, wage = '') => `
guardrails:
  actions: [{name: issue_voucher, effect: irreversible, approval: human, by: agents, effort: 6 min}]
cost:
  fixed: {infrastructure: 900 EUR/month}
  maintenance: {effort: 0 h/month}
  errors: {rate: 1%, cost: 3.50 EUR}
  oversight: {reviewed: ${reviewed}${wage}}`

table(componentMissing, [
  {
    name: 'the API price only',
    yaml: `
cost: # expect: cost/component-missing # expect: cost/component-missing # expect: cost/component-missing # expect: cost/component-missing
  usage: # expect: cost/component-missing # expect: cost/component-missing
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
      'the usage of a unit cannot be told without output',
    ],
    helps: [
      'fixed: {infrastructure: 900 EUR/month}  # in cost: 0 EUR/month where there is none',
      'maintenance: {effort: 24 h/month, wage: 65 EUR/h}  # in cost: effort: 0 h/month where a fee covers it',
      'oversight: {reviewed: 8%, effort: 1.5 min, wage: 24 EUR/h}  # in cost: reviewed: 0% where nobody does',
      'errors: {rate: 1%, cost: 3.50 EUR}  # in cost: rate: 0% where nothing can be wrong',
      'retries: 4%  # in cost.usage: as measured in the pilot; where no call is made again, retries: {value: 0%, why: one attempt then the template reply}',
      'usage: {calls: 2.4 per conversation, input: 3200 tokens, output: 220 tokens, retries: 4%}; what is paid per call and not per token belongs in per_unit',
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
    helps: [
      'fixed: {infrastructure: 900 EUR/month}  # in cost: 0 EUR/month where there is none',
      'maintenance: {effort: 24 h/month, wage: 65 EUR/h}  # in cost: effort: 0 h/month where a fee covers it',
      'oversight: {reviewed: 8%, capacity: 14 h/day, effort: 1.5 min, wage: 24 EUR/h}  # in cost: reviewed: 0% where nobody does',
      'errors: {rate: 1%, cost: 3.50 EUR}  # in cost: rate: 0% where nothing can be wrong',
    ],
  },
  {
    name: 'examples are in the currency of the file, or pasting them would mix two',
    yaml: `
cost:  # expect: cost/component-missing
  fixed: {infrastructure: 900 USD/month}
  maintenance: {effort: 24 h/month}  # expect: cost/component-missing
  oversight: {reviewed: 0%}
`,
    helps: [
      'errors: {rate: 1%, cost: 3.50 USD}  # in cost: rate: 0% where nothing can be wrong',
      'maintenance: {effort: 24 h/month, wage: 65 USD/h}  # in cost: effort: 0 h/month where a fee covers it',
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
  usage: {calls: 1 per invoice, input: 900 tokens, output: 60 tokens, retries: 0%}  # expect: cost/component-missing
${price}`,
    says: ['the usage has 0% retries and does not say why no call is ever made again'],
    helps: [
      'usage: {calls: 1 per invoice, input: 900 tokens, output: 60 tokens, retries: {value: 0%, why: one attempt then the template reply}}  # in cost',
    ],
  },
  {
    name: 'a reason without a share',
    yaml: `
cost:${whole}
  usage: {calls: 1 per invoice, input: 900 tokens, output: 60 tokens, retries: {why: one attempt}}  # expect: cost/component-missing
${price}`,
  },
  { name: 'all components', yaml: `cost:${whole}${tokens}\n${price}` },
  {
    name: 'no retries, with a reason',
    yaml: `cost:${whole}
  usage: {calls: 1 per invoice, input: 900 tokens, output: 60 tokens, retries: {value: 0%, why: one attempt then the form}}
${price}`,
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
  {
    name: 'tokens without a price',
    yaml: `
cost:${whole}${tokens}
`.replace('cost:', 'cost:  # expect: cost/component-missing'),
    says: ['the usage counts tokens, and nothing says what they cost'],
  },
  {
    name: 'a price without tokens',
    yaml: `
cost:  # expect: cost/component-missing${whole}
${price}`,
    says: ['the cost has a price of tokens and no usage: nobody says how many a unit takes'],
  },
  {
    name: 'a price without tokens, in a file that counts something else',
    yaml: `use_case: {unit: support ticket}
cost:  # expect: cost/component-missing${whole}
${price}`,
    helps: [
      'usage: {calls: 2.4 per support ticket, input: 3200 tokens, output: 220 tokens, retries: 4%}; what is paid per call and not per token belongs in per_unit',
    ],
  },
  {
    name: 'a price of one kind of token only',
    yaml: `
cost:${whole}${tokens}
  price: {input: 1.00 EUR/Mtok, as_of: 2026-11-02}  # expect: cost/component-missing
`,
    says: ['what the tokens cost cannot be told without output'],
  },
  {
    name: 'a list price in place of prices',
    yaml: `
cost:${whole.replaceAll('EUR', 'USD')}${tokens}
  price: {model: gpt-4o, provider: openai, as_of: 2026-11-02}
`,
  },
  {
    name: 'an amount in another currency',
    yaml: `
cost:
  fixed: {infrastructure: 900 EUR/month}
  maintenance: {effort: 24 h/month, wage: 65 EUR/h}
  oversight: {reviewed: 8%, effort: 1.5 min, wage: 24 EUR/h}
  errors: {rate: 1%, cost: 4.00 USD}  # expect: cost/component-missing
`,
    says: ['cost.errors.cost is in USD and cost.fixed.infrastructure in EUR: nobody can add them up'],
  },
  {
    name: 'a spend limit in another currency',
    yaml: `
cost:${whole}
  spend_limit: 40 USD/day  # expect: cost/component-missing
`,
    helps: ['write the amount in EUR; only the price of tokens may be in another currency, with its rate'],
  },
  {
    name: 'a price in another currency without a rate',
    yaml: `
cost:${whole}${tokens}
  price: {input: 1.00 USD/Mtok, output: 5.00 USD/Mtok, as_of: 2026-11-02}  # expect: cost/component-missing
`,
    helps: ['rate: 0.92 EUR/USD in cost.price, the rate of the day, or the price in EUR'],
  },
  {
    name: 'closest honest file: a price in another currency with its rate',
    yaml: `
cost:${whole}${tokens}
  price: {input: 1.00 USD/Mtok, output: 5.00 USD/Mtok, rate: 0.92 EUR/USD, as_of: 2026-11-02}
`,
  },
  {
    name: 'approvals that somebody is paid for, at a wage that nobody says',
    yaml: `${voucher('0%')}  # expect: cost/component-missing`,
    says: ['the cost of oversight cannot be told without wage'],
  },
  { name: 'approvals with a wage need no effort of review', yaml: voucher('0%', ', wage: 24 EUR/h') },
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
  usage: {calls: 1 per invoice, input: 900 tokens, output: 60, retries: few}
  price: {input: 1.00 EUR/Mtok, output: 5.00, as_of: 2026-11-02}
`,
  },
])
