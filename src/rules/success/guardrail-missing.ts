import { metricKey, readable } from '../../model/lists.ts'
import { nameOf } from '../lib/metrics.ts'
import type { Rule } from '../lib/rule.ts'

export const guardrailMissing: Rule = {
  id: 'success/guardrail-missing',
  severity: 'error',
  from: 'pilot',
  summary: 'At least one guardrail metric says what must not get worse',
  why: 'A metric alone can be bought: a bot deflects every chat by hiding the way to an agent, and the customers leave a quarter later.',
  details:
    'One guardrail metric is enough for this rule, as long as it is another one than `success.metric`: no metric guards against its own rise. `success/no-error-rate` asks from the shadow stage on for the acceptable error rate, which may be the same one.',
  principles: ['unharmed-metrics'],
  fields: ['success.guardrail_metrics', 'success.guardrail_metrics.metric'],
  references: [
    'Spotify: Schultzberg et al., Risk-aware product decisions in A/B tests with multiple metrics (2024)',
  ],
  examples: {
    ready: `success:
  metric: auto_approved_invoices
  target: at least 40%
  guardrail_metrics: [{metric: wrong_payment_rate, limit: at most 0.1%}]`,
    notReady: `success:
  metric: auto_approved_invoices
  target: at least 40%
  guardrail_metrics: []  # expect: success/guardrail-missing`,
  },

  *check({ pilot: { success } }) {
    if (success === undefined) return
    const guardrails = readable(success.guardrail_metrics)
    const isItself = ({ metric }: { metric?: string | undefined }) =>
      metric !== undefined && metricKey(metric) === metricKey(success.metric ?? '')
    if (guardrails.some((one) => !isItself(one))) return
    const path = ['success', 'guardrail_metrics']
    const csat = '{metric: csat, max_drop: 0.10 points}'
    if (guardrails.length > 0)
      yield {
        path,
        message: `the only guardrail metric is ${nameOf(success)}, which is the metric that decides`,
        write: [{ path: [...path, success.guardrail_metrics?.length ?? 0], yaml: csat }],
        help: 'what could be harmed while it is reached',
      }
    else
      yield {
        path,
        message: 'no guardrail metric says what must not get worse',
        write: `[${csat}, {metric: wrong_answer_rate, limit: at most 1%}]`,
        help: '',
      }
  },
}
