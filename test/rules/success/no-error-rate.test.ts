import { noErrorRate } from '../../../src/rules/success/no-error-rate.ts'
import { table } from '../table.ts'

const guilty = '  # expect: success/no-error-rate'

table(noErrorRate, [
  {
    name: 'guardrails that limit no share',
    yaml: `success:\n  target: at least 35%\n  guardrail_metrics: [{metric: csat, max_drop: 0.10 points}, {metric: latency_p95, limit: at most 4s}]${guilty}\n`,
    says: ['no guardrail metric limits the error rate'],
    helps: [
      '{metric: <error metric>, limit: <share of errors>}  # add to success.guardrail_metrics: with the share of errors that is acceptable',
    ],
  },
  {
    name: 'a share of what is right is turned round',
    yaml: `success:\n  guardrail_metrics: [{metric: correct_account_rate, limit: at least 99.3%}]${guilty}\n`,
    helps: [
      '{metric: <error metric>, limit: at most 0.7%}  # add to success.guardrail_metrics: with the share of errors that is acceptable',
    ],
  },
  {
    name: 'a limit that is only relative',
    yaml: `success:\n  guardrail_metrics: [{metric: complaint_rate, limit: not above baseline}]${guilty}\n`,
  },
  {
    name: 'a limit on a share',
    yaml: 'success: {guardrail_metrics: [{metric: csat, max_drop: 0.10 points}, {metric: wrong_answer_rate, limit: at most 1%}]}\n',
  },
  {
    name: 'the same in a sign',
    yaml: 'success: {guardrail_metrics: [{metric: wrong_answer_rate, limit: "< 1%"}]}\n',
  },
  {
    name: 'a pilot whose primary metric is an error rate',
    yaml: 'success: {metric: chargeback_rate, target: at most 0.2%, guardrail_metrics: [{metric: csat, max_drop: 0.1 points}]}\n',
  },
  {
    name: 'a limit that cannot be read',
    yaml: 'success: {guardrail_metrics: [{metric: wrong_answer_rate, limit: 1%}]}\n',
  },
  { name: 'no guardrail has a rule of its own', yaml: 'success: {metric: deflection_rate}\n' },
  { name: 'no success', yaml: 'stage: shadow\n' },
  {
    name: 'a limit that nothing can cross',
    yaml: 'success:\n  guardrail_metrics: [{metric: wrong_answer_rate, limit: at most 100%}]  # expect: success/no-error-rate\n',
  },
])
