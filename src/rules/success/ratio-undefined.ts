import { present } from '../../model/lists.ts'
import { enumerate } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { gap, inBackticks, lacking } from '../lib/absent.ts'
import { guardrailName, isProportion, nameOf } from '../lib/metrics.ts'
import { type Finding, fields, type Rule } from '../lib/rule.ts'

const examples = {
  good: { yaml: '<what counts as a success>' },
  total: { yaml: '<what is counted in all>' },
  window: { yaml: '<time until it is final>' },
  source: { yaml: '<file of the query>' },
}

const about = (name: string, path: Path, missing: readonly (keyof typeof examples)[]): Finding[] => {
  const message = `${name} has no ${enumerate(missing.map(inBackticks), 'or')}`
  const place = [...path, ...missing.slice(0, 1)]
  return missing.length === 0 ? [] : [{ ...gap(path, missing, examples), path: place, message, help: '' }]
}

export const ratioUndefined: Rule = {
  id: 'success/ratio-undefined',
  severity: 'error',
  from: 'shadow',
  summary: 'Each metric defines what it counts, when an observation is final, and its source',
  why: 'Without a definition, "deflection" is 61% for the vendor and 34% for finance in the same week: only one of them excludes customers who come back the next day.',
  details: `A primary metric with a target in \`%\` is a proportion and needs \`good\`, \`total\`, \`window\` and \`source\`. Any other primary metric and each guardrail metric need \`window\` and \`source\`.

\`window\` is the time after which an observation no longer changes: seven days if a customer may come back, one day for a nightly job.`,
  principles: ['unharmed-metrics'],
  fields: fields`success.{good,total,window,source} success.guardrail_metrics.{window,source}`,
  references: [
    'OpenSLO, ratioMetric good and total',
    'Zendesk, automated resolutions: 72 hours without further contact',
  ],
  examples: {
    ready: `success:
  metric: deflection_rate
  good: closed with no agent reply and no re-contact on the same order
  total: in-scope conversations
  window: 7d
  source: analytics/deflection.sql
  target: at least 35%`,
    notReady: `success:  # expect: success/ratio-undefined
  metric: deflection_rate
  target: at least 35%
  guardrail_metrics:
    - {metric: csat, max_drop: 0.10 points, window: 2d}  # expect: success/ratio-undefined`,
  },

  *check({ pilot: { success }, faults }) {
    if (success === undefined) return
    const keys = ['window', 'source'] as const
    const own = isProportion(success) ? (['good', 'total', ...keys] as const) : keys
    if (success.metric !== undefined)
      yield* about(nameOf(success), ['success'], lacking(faults, ['success'], success, own))
    for (const { item, at } of present(success.guardrail_metrics)) {
      const path = ['success', 'guardrail_metrics', at]
      yield* about(guardrailName(item, at), path, lacking(faults, path, item, keys))
    }
  },
}
