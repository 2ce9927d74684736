import { shadowUnobservable } from '../../../src/rules/rollout/shadow-unobservable.ts'
import { table } from '../table.ts'

const file = (exit: string, more = '') => `success:
  metric: deflection_rate
  guardrail_metrics: [{metric: csat, response_rate: 12%}, {metric: wrong_rate, limit: at most 1%}]
rollout:
  shadow:
    ${more}
    exit:
${exit}
`

table(shadowUnobservable, [
  {
    name: 'the primary metric and a metric that people answer',
    yaml: file(`      - status_match_rate at least 97%
      - deflection_rate at least 35%   # expect: rollout/shadow-unobservable
      - csat at least 4 points   # expect: rollout/shadow-unobservable
      - guardrail_metrics hold   # expect: rollout/shadow-unobservable`),
    says: [
      'exit "deflection_rate at least 35%" cannot be measured in shadow: it depends on what the system does',
      'exit "csat at least 4 points" cannot be measured in shadow: it has no responses there',
      'exit "guardrail_metrics hold" cannot be measured in shadow: "csat" has no responses there',
    ],
    severity: 'error',
  },
  {
    name: 'the honest file that comes closest: a guardrail metric that a query counts',
    yaml: file('      - wrong_rate at most 1%\n      - latency_p95 at most 4s'),
  },
  {
    name: 'a replay counts it',
    yaml: file('      - deflection_rate at least 35%', 'source: analytics/replay.sql'),
  },
  {
    name: 'an expert decides',
    yaml: file(
      '      - deflection_rate at least 35%',
      'prove: {by: expert_review, why: 40 a month, approver: acme/legal}',
    ),
  },
  {
    name: 'a metric that cannot be read',
    yaml: file('      - deflection_rate at least 35%').replace('metric: deflection_rate', 'metric: [x]'),
  },
  { name: 'not at pilot', yaml: file('      - deflection_rate at least 35%'), for: 'pilot' },
  {
    name: 'guardrail metrics that nobody has to answer',
    yaml: 'success: {metric: a_rate, guardrail_metrics: [{metric: wrong_rate, limit: at most 1%}]}\nrollout: {shadow: {exit: [guardrail_metrics hold]}}',
  },
])
