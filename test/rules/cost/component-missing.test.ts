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
      '`cost.fixed` is missing',
      '`cost.maintenance` is missing',
      '`cost.oversight` is missing',
      '`cost.errors` is missing',
      '`cost.usage.output` is missing',
      '`cost.usage.retries` is missing',
    ],
    helps: [
      'fixed: {infrastructure: <amount per month>}  # in cost: an amount of 0 if there is none',
      'maintenance: {effort: <hours per month>, wage: <amount per hour>}  # in cost: effort: 0 h/month if a fee covers it',
      'oversight: {reviewed: <share reviewed>, effort: <time per review>, wage: <amount per hour>}  # in cost: reviewed: 0% if outputs are not reviewed',
      'errors: {rate: <share of errors>, cost: <cost of one error>}  # in cost: rate: 0% if there are no errors',
      'output: <tokens>  # in cost.usage: or move a price per call to `cost.per_unit`',
      'retries: <share of calls>  # in cost.usage: as measured; if calls are never retried, retries: {value: 0%, why: <why>}',
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
      '`cost.fixed` is missing',
      '`cost.maintenance.wage` is missing',
      '`cost.oversight` has no effort and no wage',
      '`cost.errors.cost` is missing',
    ],
    helps: [
      'fixed: {infrastructure: <amount per month>}  # in cost: an amount of 0 if there is none',
      'maintenance: {effort: 24 h/month, wage: <amount per hour>}  # in cost: effort: 0 h/month if a fee covers it',
      'oversight: {reviewed: 8%, capacity: 14 h/day, effort: <time per review>, wage: <amount per hour>}  # in cost: reviewed: 0% if outputs are not reviewed',
      'errors: {rate: 1%, cost: <cost of one error>}  # in cost: rate: 0% if there are no errors',
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
      'errors: {rate: <share of errors>, cost: <cost of one error>}  # in cost: rate: 0% if there are no errors',
      'maintenance: {effort: 24 h/month, wage: <amount per hour>}  # in cost: effort: 0 h/month if a fee covers it',
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
    says: ['`cost.oversight.reviewed.full` is missing'],
  },
  {
    name: 'no retries, without a reason',
    yaml: `
cost:${whole}
  usage: {calls: 1 per invoice, input: 900 tokens, output: 60 tokens, retries: 0%}  # expect: cost/component-missing
${price}`,
    says: ['`cost.usage.retries` is 0%, but `why` is missing'],
    helps: [
      'usage: {calls: 1 per invoice, input: 900 tokens, output: 60 tokens, retries: {value: 0%, why: <why calls are never retried>}}  # in cost',
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
    says: ['`cost.usage` counts tokens, but `cost.price` is missing'],
  },
  {
    name: 'a price without tokens',
    yaml: `
cost:  # expect: cost/component-missing${whole}
${price}`,
    says: ['`cost.price` is set, but `cost.usage` is missing'],
  },
  {
    name: 'a price without tokens, in a file that counts something else',
    yaml: `use_case: {unit: support ticket}
cost:  # expect: cost/component-missing${whole}
${price}`,
    helps: [
      'usage: {calls: <calls per support ticket>, input: <tokens>, output: <tokens>, retries: <share of calls>}  # in cost: or move a price per call to `cost.per_unit`',
    ],
  },
  {
    name: 'a price of one kind of token only',
    yaml: `
cost:${whole}${tokens}
  price: {input: 1.00 EUR/Mtok, as_of: 2026-11-02}  # expect: cost/component-missing
`,
    says: ['`cost.price.output` is missing'],
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
    says: ['`cost.errors.cost` is in USD, but `cost.fixed.infrastructure` is in EUR'],
  },
  {
    name: 'a spend limit in another currency',
    yaml: `
cost:${whole}
  spend_limit: 40 USD/day  # expect: cost/component-missing
`,
    helps: ['write the amount in EUR, or add its rate to `cost`: `rates: {USD: <amount> EUR}`'],
  },
  {
    name: 'a price in another currency without a rate',
    yaml: `
cost:${whole}${tokens}
  price: {input: 1.00 USD/Mtok, output: 5.00 USD/Mtok, as_of: 2026-11-02}  # expect: cost/component-missing
`,
    helps: ['write the amount in EUR, or add its rate to `cost`: `rates: {USD: <amount> EUR}`'],
  },
  {
    name: 'closest honest file: a price in another currency with its rate',
    yaml: `
cost:${whole}${tokens}
  price: {input: 1.00 USD/Mtok, output: 5.00 USD/Mtok, as_of: 2026-11-02}
  rates: {USD: 0.92 EUR}
`,
  },
  {
    name: 'approvals that somebody is paid for, at a wage that nobody says',
    yaml: `${voucher('0%')}  # expect: cost/component-missing`,
    says: ['`cost.oversight.wage` is missing'],
  },
  { name: 'approvals with a wage need no effort of review', yaml: voucher('0%', ', wage: 24 EUR/h') },
  {
    name: 'a model that its provider sells, and no price of it',
    yaml: `
model: {provider: openai, id: gpt-4o-2024-08-06}
cost:  # expect: cost/component-missing${whole}
`,
    says: ['"gpt-4o-2024-08-06" is sold by its provider, but `cost` has no usage, price, fee or capacity'],
  },
  {
    name: 'the same name with a digest runs on machines of one’s own',
    yaml: `
model: {provider: mistral, id: mistral-small-2506, digest: "sha256:${'0'.repeat(64)}"}
cost:${whole}
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
  usage: {calls: 1 per invoice, input: 900 tokens, output: 60, retries: few}
  price: {input: 1.00 EUR/Mtok, output: 5.00, as_of: 2026-11-02}
`,
  },
])

const several = (more: string, rest = whole) => `model: {provider: example-ai, id: large-3-20260701}
cost:${rest}
  price: {input: 1.00 EUR/Mtok, output: 5.00 EUR/Mtok, as_of: 2026-11-02}
  usage:
    - {calls: 1 per claim, input: 900 tokens, output: 90 tokens, retries: 2%}
${more}`

table(componentMissing, [
  {
    name: 'a second model without a price: that of another model does not stand for it',
    yaml: several(
      '    - {name: judge, model: mini-1, calls: 1 per claim, input: 900 tokens, output: 9 tokens, retries: 2%}  # expect: cost/component-missing',
    ),
    says: ['`cost.usage[1]` counts tokens, but `cost.usage[1].price` is missing'],
  },
  {
    name: 'a second model without its tokens',
    yaml: several('    - {name: judge, calls: 1 per claim, retries: 2%}  # expect: cost/component-missing'),
    says: ['`cost.usage[1]` has no input and no output'],
  },
  {
    name: 'closest honest file: the same model twice, and one that writes nothing and needs no price for it',
    yaml: several(
      `    - {name: judge, calls: 1 per claim, input: 900 tokens, output: 9 tokens, retries: 2%}
    - {name: search, model: embed-2, calls: 1 per claim, input: 90 tokens, output: 0 tokens, retries: 2%, price: {input: 0.02 EUR/Mtok, as_of: 2026-11-02}}
`,
    ),
  },
  {
    name: 'the lie: a list that leaves out the model of the pilot',
    yaml: `model: {provider: example-ai, id: large-3-20260701}
cost:${whole}
  usage:  # expect: cost/component-missing
    - {model: mini-1, calls: 1 per claim, input: 900 tokens, output: 90 tokens, retries: 2%, price: {input: 0.01 EUR/Mtok, output: 0.01 EUR/Mtok, as_of: 2026-11-02}}
`,
    says: ['`cost.usage` has no entry for "large-3-20260701", the model of the pilot'],
  },
])

table(componentMissing, [
  {
    name: 'capacity and seats that cannot be counted',
    yaml: `people: [{role: clerks, count: 12}, {role: agents}]
cost:${whole}
  capacity:
    - {name: throughput, price: 4200 EUR/month}  # expect: cost/component-missing
    - {name: none, price: 4200 EUR/month, per: 0/month}  # expect: cost/component-missing
  seats:
    - {name: licence, price: 30 EUR/month, for: agents}  # expect: cost/component-missing
    - {name: licence, for: clerks}  # expect: cost/component-missing
`,
    says: [
      '`cost.capacity[0].per` is missing',
      '`cost.capacity[1].per` is missing',
      '`cost.seats[0].for` is "agents", but `people` has no count of that role',
      '`cost.seats[1].price` is missing',
    ],
  },
  {
    name: 'a capacity for the peak, without a peak',
    yaml: `cost:${whole}
  volume: {full: 6000/month}  # expect: cost/component-missing
  capacity: [{name: throughput, price: 4200 EUR/month, per: 20/min}]
`,
    says: ['`cost.capacity[0].per` is 20/min, but `cost.volume.peak_rate` is missing'],
  },
  {
    name: "closest honest file: a provider's model on reserved throughput, with seats for the clerks",
    yaml: `model: {provider: openai, id: gpt-4o-2024-08-06}
people: [{role: Clerks, count: 12}]
cost:${whole}
  volume: {full: 6000/month, peak_rate: 4/min}
  capacity: [{name: throughput, price: 4200 EUR/month, per: 20/min}]
  seats: [{name: licence, price: 30 EUR/month, for: clerks}]
`,
  },
])

table(componentMissing, [
  {
    name: 'a range that no beta distribution fits',
    yaml: `cost:${whole.replace('{rate: 1%, cost: 3.50 EUR}', '\n    rate: 49.99%..50%  # expect: cost/component-missing\n    cost: 3.50 EUR')}\n`,
    says: ['cannot fit a distribution to the range of `cost.errors.rate`'],
  },
  { name: 'closest: a wide one', yaml: `cost:${whole.replace('rate: 1%', 'rate: 0.1%..90%')}\n` },
])

const priced = (id: string, price: string, mark = '', rest = '') =>
  `model: {provider: ours, id: ${id}}\ncost:\n  usage: {calls: 1 per unit, input: 2100 tokens, output: 180 tokens, retries: 3%}\n  price: {${price}, as_of: 2026-11-02}${mark}${rest}${whole}`
const free = 'input: 0 EUR/Mtok, output: 0 EUR/Mtok'
const table0 = { 'p.json': '{"currency": "EUR", "gpt-4o": {"input_cost_per_token": 0, "output_cost_per_token": 0}}' }

table(componentMissing, [
  {
    name: 'a sold model that costs nothing',
    yaml: priced('gpt-4o', free, '  # expect: cost/component-missing'),
    says: ['"gpt-4o" is sold by its provider, but its tokens cost 0 EUR/Mtok'],
  },
  {
    name: 'a table without a currency',
    files: { 'p.json': table0['p.json'].replace('"currency": "EUR", ', '') },
    yaml: priced('gpt-4o', 'table: p.json', '  # expect: cost/component-missing'),
    says: ['the price of "gpt-4o" in "p.json" has no currency'],
    helps: ['add the key `currency` to the file, as in `currency: EUR`'],
  },
  {
    name: 'a sold model that costs nothing by its table',
    files: table0,
    yaml: priced('gpt-4o', 'table: p.json', '  # expect: cost/component-missing'),
  },
  { name: 'closest: a model of the house that costs nothing', yaml: priced('house-2', free) },
  { name: 'closest: output that costs nothing', yaml: priced('gpt-4o', 'input: 1 EUR/Mtok, output: 0 EUR/Mtok') },
  {
    name: 'closest: tokens within a fee',
    yaml: priced('gpt-4o', free, '', '\n  per_success: 0.99 EUR'),
  },
])

const unpaid = (id: string, rest = '') => `model: {provider: ours, id: ${id}${rest}}\ncost:${whole}`

table(componentMissing, [
  {
    name: 'a model without dated siblings that only its provider runs',
    yaml: unpaid('gemini-2.5-pro').replace('cost:', 'cost:  # expect: cost/component-missing'),
    says: ['"gemini-2.5-pro" is sold by its provider, but `cost` has no usage, price, fee or capacity'],
  },
  {
    name: 'a model of our own, by its file, that an eval run calls at a provider',
    files: {
      'run.json': '{"ran": "2026-10-20", "model": "openai:chat:small", "cases": 160, "errors": 0, "by": "acme/evals"}',
    },
    yaml: `data: {eval_set: {path: e.jsonl, results: run.json}}\n${unpaid('small-2')}`.replace(
      'cost:',
      'cost:  # expect: cost/component-missing',
    ),
  },
  { name: 'closest honest file: open weights on machines of our own', yaml: unpaid('gemma-3') },
  { name: 'closest honest file: with a digest', yaml: unpaid('gpt-oss-120b', `, digest: sha256:${'a'.repeat(64)}`) },
])
