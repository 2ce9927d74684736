import { present } from '../../model/lists.ts'
import { threshold } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { lacking } from '../lib/absent.ts'
import { guardrailName } from '../lib/metrics.ts'
import { both, fields, type Rule } from '../lib/rule.ts'

const margins = ['max_drop', 'max_rise', 'limit'] as const

const isMargin = (key: unknown): boolean => margins.some((margin) => margin === key)

export const guardrailNoMargin: Rule = {
  id: 'success/guardrail-no-margin',
  severity: 'error',
  from: 'shadow',
  summary: 'Each guardrail metric says by how much it may get worse, or what it may never cross',
  why: 'No experiment shows that a metric is exactly unharmed. Without a margin agreed beforehand, "CSAT stays good" is decided by whoever shouts last.',
  details: `A guardrail metric has \`max_drop\` or \`max_rise\`, the margin against its baseline or the control group, or \`limit\`, a level that holds whatever the baseline. \`limit: not below baseline\` is none: it allows no margin at all. \`limit: CSAT stays good\` holds no number and is reported here; one that holds a number and cannot be read is reported as \`schema/pattern\`, with the right form.`,
  principles: ['unharmed-metrics'],
  fields: fields`success.guardrail_metrics.{max_drop,max_rise,limit}`,
  references: ['Spotify: Schultzberg et al. (2024), non-inferiority margins'],
  examples: both`success:
  metric: search_conversion
  guardrail_metrics:
    - {metric: return_rate, «max_rise: 0.3%|baseline: 8.1%»}  # expect: success/guardrail-no-margin
    - {metric: search_latency_p95, limit: «at most 250ms|stays fast»}  # expect: success/guardrail-no-margin`,

  *check({ pilot: { success }, faults }) {
    const list = ['success', 'guardrail_metrics']
    for (const { item, at } of present(success?.guardrail_metrics)) {
      const missing = lacking(faults, [...list, at], item, margins)
      const { limit } = item
      if (missing.length === 2 && limit !== undefined && 'reference' in limit)
        yield {
          path: [...list, at, 'limit'],
          message: `the limit "${threshold.print(limit)}" of ${guardrailName(item, at)} is no level, and leaves no margin`,
          help: `max_drop: 0.10 points or max_rise: 0.5%, whichever fits the metric, in the place of limit; or a level, as in at most 1%`,
        }
      if (missing.length < margins.length) continue
      yield {
        path: [...list, at, 'limit'],
        message: `${guardrailName(item, at)} does not say by how much it may get worse`,
        write: 'at most 1%',
        help: 'or max_drop: 0.10 points or max_rise: 0.5%, whichever fits the metric',
      }
    }
    for (const fault of faults) {
      const [section, key, at, field, ...rest] = fault.path
      if (section !== 'success' || key !== 'guardrail_metrics' || !isMargin(field) || rest.length > 0)
        continue
      if (fault.kind !== 'phrase' || /\d/.test(String(fault.value))) continue
      const name = guardrailName(success?.guardrail_metrics?.[Number(at)] ?? {}, Number(at))
      const bar = `${field === 'limit' ? 'limit' : 'margin'} ${quote(fault.value)}`
      yield {
        path: fault.path,
        message: `the ${bar} of ${name} holds no number`,
        ...(field === 'limit'
          ? { write: 'at most 1%', help: 'or another level with its unit' }
          : { write: '0.10 points', help: 'or another margin with its unit' }),
        fault,
      }
    }
  },
}
