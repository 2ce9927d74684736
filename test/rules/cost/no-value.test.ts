import { noValue } from '../../../src/rules/cost/no-value.ts'
import { table } from '../table.ts'

const proportion = 'success: {metric: deflection_rate, baseline: 22%, target: at least 35%}'
const fewer = 'success: {metric: fraud_rate, baseline: 2.1%, target: at most 1.4%}'
const mean = 'success: {metric: handling_time, baseline: 9.4 min, target: at most 7 min}'
const basket = 'success: {metric: basket_value, baseline: 48 EUR, target: at least 52 EUR}'

table(noValue, [
  {
    name: 'a value in the currency of the file',
    yaml: `success: {metric: first_pass_rate, baseline: 61%, target: at least 75%}
cost: {fixed: {infrastructure: 300 CHF/month}}   # expect: cost/no-value`,
    helps: [
      'cost: {fixed: {infrastructure: 300 CHF/month}, value: {per_success: <amount per success>}}  # the value of one more success',
    ],
  },
  {
    name: 'a proportion without a value',
    yaml: `
${proportion}
cost:  # expect: cost/no-value
  fixed: {infrastructure: 900 EUR/month}
`,
    says: ['`cost.value` is missing'],
    helps: ['value: {per_success: <amount per success>}  # in cost: the value of one more success'],
  },
  {
    name: 'a mean without a value',
    yaml: `
${mean}
cost:
  fixed: {infrastructure: 900 EUR/month}
  value: {why: 24 EUR/h}  # expect: cost/no-value
`,
    helps: ['value: {per_metric_unit: <amount per min>}  # in cost: the value of one unit of improvement'],
  },
  {
    name: 'a metric that is not there',
    yaml: `
cost:  # expect: cost/no-value
  fixed: {infrastructure: 900 EUR/month}
`,
    helps: [
      'value: {per_success: <amount per success>}  # in cost: the value of one more success; for a mean, use per_metric_unit, an amount per min',
    ],
  },
  {
    name: 'a proportion that is valued like a mean',
    yaml: `
${fewer}
cost:
  value: {per_metric_unit: 0.40 EUR/min}  # expect: cost/no-value
`,
    says: ['"fraud_rate" is a proportion, but `cost.value.per_success` is missing'],
    helps: [
      'value: {per_metric_unit: 0.40 EUR/min, per_success: <amount per success>}  # in cost: the value of one more success',
    ],
  },
  {
    name: 'a mean that is valued like a proportion',
    yaml: `
${mean}
cost:
  value: {per_success: 2.20 EUR}  # expect: cost/no-value
`,
    says: ['"handling_time" is a mean in min, but `cost.value.per_metric_unit` is missing'],
    helps: [
      'value: {per_success: 2.20 EUR, per_metric_unit: <amount per min>}  # in cost: the value of one unit of improvement',
    ],
  },
  { name: 'a proportion, more is better', yaml: `${proportion}\ncost: {value: {per_success: 2.20 EUR}}` },
  { name: 'a proportion, less is better', yaml: `${fewer}\ncost: {value: {per_success: 140 EUR}}` },
  ...[
    ['{one: person, many: people}', '11.5 people/day', '13 people/day', 'person'],
    ['support ticket', '11.5 support tickets/day', '13 support tickets/day', 'support ticket'],
    ['support ticket', '11.5 support tickets/day', '13 tickets/day', 'ticket'],
  ].map(([unit, baseline, target, per]) => ({
    name: `what is counted a day, and the value of each: ${per}`,
    yaml: `use_case: {unit: ${unit}}
success: {metric: served, baseline: ${baseline}, target: at least ${target}}
cost: {value: {per_metric_unit: 0.40 EUR/${per}}}`,
  })),
  { name: 'a mean, less is better', yaml: `${mean}\ncost: {value: {per_metric_unit: 0.40 EUR/min}}` },
  {
    name: 'a mean, more is better',
    yaml: `success: {target: at least 4.3 points}\ncost: {value: {per_metric_unit: 3 EUR/point}}`,
  },
  {
    name: 'closest honest file: a mean in money, whose improvement is worth a share of itself',
    yaml: `${basket}\ncost: {value: {per_metric_unit: 0.30 EUR/EUR}}`,
  },
  {
    name: 'a target that cannot be read: either form will do',
    yaml: `success: {target: improve efficiency}\ncost: {value: {per_metric_unit: 0.40 EUR/min}}`,
  },
  {
    name: 'a target against the baseline takes the unit of the baseline',
    yaml: `success: {metric: handling_time, baseline: 9.4 min, target: not above baseline}\ncost: {value: {per_metric_unit: 0.40 EUR/min}}`,
  },
  {
    name: 'a value that cannot be read is not missing',
    yaml: `${proportion}\ncost: {value: {per_success: a lot}, fixed: {infrastructure: 900 EUR/month}}`,
  },
  {
    name: 'a value of another unit than the metric',
    yaml: `${basket}\ncost: {value: {per_metric_unit: 0.30 EUR/min}}  # expect: cost/no-value`,
    helps: ['write the value of one EUR, for example `per_metric_unit: 0.30 EUR/EUR`'],
  },
  {
    name: 'closest honest file: a value by the hour of a metric in minutes',
    yaml: `${mean}\ncost: {value: {per_metric_unit: 24 EUR/h}}`,
  },
  { name: 'a section in another file', yaml: `${proportion}\ncost: {include: ../finance/claims.yaml}` },
  { name: 'a missing section is reported elsewhere', yaml: proportion },
])
