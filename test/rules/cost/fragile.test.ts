import { fragile } from '../../../src/rules/cost/fragile.ts'
import { table } from '../table.ts'
import { success, whole } from './whole.ts'

const bare = {
  usage: '',
  price: '',
  maintenance: '{effort: 0 h/month}',
  oversight: '{reviewed: 0%}',
  errors: '{rate: 0%}',
}
const mark = '{per_success: 2.20 EUR}   # expect: cost/fragile'

table(fragile, [
  {
    name: 'a lift that may shrink by a sixth only',
    yaml: `success: {baseline: 22%, target: at least 30%}\n${whole({ value: mark })}`,
    helps: [
      'reduce the unit cost from 0.1431 EUR to 0.1173 EUR, raise the value of the lift from 0.176 EUR to 0.2148 EUR per unit, or add an exception',
    ],
    says: ['the margin of 0.03286 EUR falls to zero if the lift is 81.3% of the target'],
    severity: 'warning',
  },
  {
    name: 'a margin of next to nothing, which no factor rounds away',
    yaml: success + whole({ volume: '{full: 15790/month}', value: mark }),
    says: [
      'the margin of 0.0000679 EUR falls to zero if the lift is 99.98% of the target, the fixed cost reaches 1.0004 times the plan, the cost of oversight reaches 1.001 times the plan, the cost of errors reaches 1.002 times the plan, the model cost reaches 1.01 times the plan or the per-unit cost reaches 1.03 times the plan',
    ],
  },
  {
    name: 'review that may not grow',
    yaml: success + whole({ oversight: '{reviewed: 28%, effort: 1.5 min, wage: 24 EUR/h}', value: mark }),
  },
  {
    name: 'closest honest file: exactly half as much again',
    yaml:
      success +
      whole({
        ...bare,
        per_unit: '{lookup: 0.2 EUR}',
        fixed: '{platform: 3600 EUR/month}',
        value: '{per_success: 3.00 EUR}',
      }),
  },
  {
    name: 'a hundredth of a cent more',
    yaml:
      success +
      whole({
        ...bare,
        per_unit: '{lookup: 0.2001 EUR}',
        fixed: '{platform: 3600 EUR/month}',
        value: '{per_success: 3.00 EUR}   # expect: cost/fragile',
      }),
  },
  {
    name: 'less is better',
    yaml: `success: {metric: rework_rate, baseline: 35%, target: at most 28%}\n${whole({ value: mark })}`,
  },
  {
    name: 'a mean, and less is better',
    yaml: `success: {metric: handling_time, baseline: 9.4 min, target: at most 8.8 min}\n${whole({ value: '{per_metric_unit: 0.30 EUR/min}   # expect: cost/fragile' })}`,
  },
  {
    name: 'a mean, and more is better',
    yaml: `success: {metric: csat, baseline: 3.9 points, target: at least 4.2 points}\n${whole({ value: '{per_metric_unit: 0.60 EUR/points}   # expect: cost/fragile' })}`,
  },
  { name: 'room for everything', yaml: success + whole() },
  {
    name: 'a negative margin is reported elsewhere',
    yaml: success + whole({ volume: '{full: 9000/month}' }),
  },
  { name: 'no value', yaml: success + whole({ value: '' }) },
  {
    name: 'a component that cannot be read',
    yaml: `success: {baseline: 22%, target: at least 30%}\n${whole({ errors: '{rate: few, cost: 3.50 EUR}' })}`,
  },
  { name: 'a section in another file', yaml: `${success}cost: {include: ../finance/claims.yaml}` },
])
