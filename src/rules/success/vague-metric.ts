import { quote } from '../../values/text.ts'
import { asIdentifier, isIdentifier, isModelMetric } from '../lib/metrics.ts'
import type { Context, Finding, Rule } from '../lib/rule.ts'

const countable = { write: 'deflection_rate', help: 'something that is counted or measured' }
const levelled = { write: 'at least 35%', help: 'the level to reach, with its unit' }

/** A wish is not what is counted, however it is spelt. */
const wish =
  /^(?:improve|increase|raise|boost|enhance|optimi[sz]e|reduce|lower|save|make|better|faster|more|less)\b/i

/** The same in snake_case; only verbs that no metric is named by, since `save_rate` and `lower_quartile` are. */
const wishfulName = /^(?:improve|enhance|optimi[sz]e)_/

const aboutMetric = (metric: string | undefined): Finding | undefined => {
  const path = ['success', 'metric']
  if (metric === undefined) return { path, message: 'no metric decides about the pilot', ...countable }
  if (wishfulName.test(metric))
    return { path, message: `${quote(metric)} is a wish: nothing is counted by that name`, ...countable }
  if (isIdentifier(metric) || isModelMetric(metric)) return undefined
  const name = wish.test(metric.trim()) ? undefined : asIdentifier(metric)
  return {
    path,
    message: `${quote(metric)} is no metric: a metric is one name in snake_case`,
    ...(name === undefined ? countable : { write: name, help: 'if that is what is counted' }),
  }
}

const aboutTarget = ({ pilot: { success }, faults }: Context): Finding | undefined => {
  const path = ['success', 'target']
  const target = success?.target
  if (target !== undefined && 'quantity' in target) return undefined
  if (target !== undefined)
    return {
      path,
      message: `the target is only relative to the ${target.reference}: it names no level to reach`,
      ...levelled,
    }
  const fault = faults.find(
    ({ kind, path: [section, key, ...rest] }) =>
      kind === 'phrase' && section === 'success' && key === 'target' && rest.length === 0,
  )
  if (fault === undefined) return { path, message: 'no target says how good is good enough', ...levelled }
  // A target with a number is nearly right: its grammar says best what is wrong with it.
  if (/\d/.test(String(fault.value))) return undefined
  return { path, message: `the target ${quote(fault.value)} holds no number`, ...levelled, fault }
}

export const vagueMetric: Rule = {
  id: 'success/vague-metric',
  severity: 'error',
  from: 'pilot',
  summary: 'Success is one named metric and a level of it, with a unit',
  why: 'A pilot that is to "improve efficiency" can neither fail nor succeed: after three months everybody reads the same numbers their own way, and it goes on.',
  details: `The metric is one name in snake_case, because the conditions of the rollout, the alerts and the results file name it too. A name that is a wish, as \`improve_efficiency\`, is no metric, and a target of \`improve efficiency\` is no target. A target that holds a number and cannot be read all the same, such as \`35%\` or \`at least 35\`, is reported as \`schema/pattern\` with the right form. \`above control\` and \`not below baseline\` are conditions for leaving a stage: they set no bar, so they are no target.

Scores of a model belong to \`success/model-metric\`. A missing \`success\` section is reported here, and nowhere else.`,
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
      yield {
        path: ['success'],
        message: 'nothing says what success is',
        write:
          '{agreed: 2026-09-07, metric: deflection_rate, baseline: 22%, target: at least 35%, guardrail_metrics: [{metric: csat, max_drop: 0.10 points}]}',
        help: '',
      }
      return
    }
    for (const finding of [aboutMetric(success.metric), aboutTarget(context)])
      if (finding !== undefined) yield finding
  },
}
