import { ratioUndefined } from '../../../src/rules/success/ratio-undefined.ts'
import { table } from '../table.ts'

table(ratioUndefined, [
  {
    name: 'a proportion with nothing but its name',
    yaml: 'success:  # expect: success/ratio-undefined\n  metric: deflection_rate\n  target: at least 35%\n',
    says: ['"deflection_rate" has no `good`, `total`, `window` or `source`'],
    helps: [
      'success: {metric: deflection_rate, target: at least 35%, good: <what counts as a success>, total: <what is counted in all>, window: <time until it is final>, source: <file of the query>}',
    ],
  },
  {
    name: 'a proportion where less is better lacks one thing',
    yaml: `
success:  # expect: success/ratio-undefined
  metric: chargeback_rate
  good: payment charged back
  window: 60d
  source: analytics/chargebacks.sql
  target: at most 0.2%
`,
    says: ['"chargeback_rate" has no `total`'],
  },
  {
    name: 'a mean, which has no good and total',
    yaml: 'success:  # expect: success/ratio-undefined\n  metric: handling_time\n  target: at most 7 min\n',
    says: ['"handling_time" has no `window` or `source`'],
  },
  {
    name: 'guardrails without window or source',
    yaml: `
success:
  guardrail_metrics:
    - {metric: csat, max_drop: 0.10 points, window: 2d}  # expect: success/ratio-undefined
    - {limit: at most 1%}  # expect: success/ratio-undefined
`,
    says: ['"csat" has no `source`', '`success.guardrail_metrics[1]` has no `window` or `source`'],
  },
  {
    name: 'a mean with window and source, and no good or total',
    yaml: 'success: {metric: handling_time, target: at most 7 min, window: 1d, source: sql/aht.sql}\n',
  },
  {
    name: 'a proportion that says all four',
    yaml: `
success:
  metric: deflection_rate
  good: closed with no agent reply
  total: in-scope conversations
  window: 7d
  source: analytics/deflection.sql
  target: at least 35%
  guardrail_metrics: [{metric: csat, window: 2d, source: https://bi.example.com/csat}]
`,
  },
  {
    name: 'a window that cannot be read is not missing',
    yaml: 'success: {metric: handling_time, target: at most 7 min, window: a week, source: sql/aht.sql}\n',
  },
  { name: 'a metric that is missing altogether', yaml: 'success: {target: at least 35%}\n' },
  { name: 'no success', yaml: 'stage: shadow\n' },
])
