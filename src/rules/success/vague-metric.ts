import { isMetricName } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { missing } from '../lib/absent.ts'
import { asIdentifier, isModelMetric } from '../lib/metrics.ts'
import type { Context, Finding, Rule } from '../lib/rule.ts'

const countable = { write: '<metric>', help: 'a quantity that is counted or measured' }
const levelled = { write: '<target>', help: 'a level with its unit: at least or at most so much' }

const aboutMetric = (metric: string | undefined): Finding | undefined => {
  const path = ['success', 'metric']
  if (metric === undefined) return { path, message: '`success.metric` is missing', ...countable }
  if (isMetricName(metric) || isModelMetric(metric)) return undefined
  const name = asIdentifier(metric)
  return {
    path,
    message: `expected one metric name in snake_case, found ${quote(metric)}`,
    ...(name === undefined ? countable : { write: name, help: 'if that is the metric' }),
  }
}

const aboutTarget = ({ pilot: { success }, faults }: Context): Finding | undefined => {
  const path = ['success', 'target']
  const target = success?.target
  // A part of a baseline that is missing is for success/baseline-missing.
  if (target !== undefined && ('quantity' in target || 'by' in target)) return undefined
  if (target !== undefined)
    return {
      path,
      message: `expected a level such as "at least 35%", found a target relative to the ${target.reference}`,
      ...levelled,
    }
  const fault = faults.find(
    ({ kind, path: [section, key, ...rest] }) =>
      kind === 'phrase' && section === 'success' && key === 'target' && rest.length === 0,
  )
  if (fault === undefined) return { path, message: '`success.target` is missing', ...levelled }
  // The schema explains a target with a number better.
  if (/\d/.test(String(fault.value))) return undefined
  return { path, message: `expected a target with a number, found ${quote(fault.value)}`, ...levelled, fault }
}

export const vagueMetric: Rule = {
  id: 'success/vague-metric',
  severity: 'error',
  from: 'pilot',
  summary: 'Success is one named metric and a target level with a unit',
  why: 'A pilot that is to "improve efficiency" can neither fail nor succeed: everyone reads the same results differently.',
  details: `The metric is one name in snake_case, because exit conditions, alerts and the results file refer to it. A target without a number is reported here, one with a number that cannot be read, such as \`35%\` or \`at least 35\`, as \`schema/pattern\`. \`above control\` and \`not below baseline\` are exit conditions, not targets.

\`success/model-metric\` reports model scores. A missing \`success\` section is reported here only.`,
  principles: ['business-metric'],
  fields: ['success.metric', 'success.target'],
  references: ['EU AI Act Art. 9(8)'],
  examples: {
    ready: `success:
  metric: invoice_cycle_time
  baseline: 9.4 min
  target: at most 7 min`,
    notReady: `success:
  metric: improve efficiency  # expect: success/vague-metric
  target: noticeably faster  # expect: success/vague-metric`,
  },

  *check(context) {
    const { success } = context.pilot
    if (success === undefined) {
      yield missing(
        ['success'],
        '{agreed: <day>, metric: <metric>, baseline: <level before the pilot>, target: <target>, guardrail_metrics: [{metric: <metric that could get worse>, max_drop: <margin>}]}',
      )
      return
    }
    for (const finding of [aboutMetric(success.metric), aboutTarget(context)]) if (finding !== undefined) yield finding
  },
}
