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
  summary: 'Each guardrail metric has a margin or a limit',
  why: 'No experiment shows that a metric is exactly unchanged. Without a margin agreed beforehand, "CSAT stays good" is a matter of opinion.',
  details: `A guardrail metric needs \`max_drop\` or \`max_rise\`, the margin against its baseline or the control group, or \`limit\`, an absolute level. \`limit: not below baseline\` has no margin. A limit without a number, such as \`CSAT stays good\`, is reported here; one with a number that cannot be read as \`schema/pattern\`.`,
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
          message: `limit "${threshold.print(limit)}" of ${guardrailName(item, at)} leaves no margin`,
          help: 'replace it with max_drop: 0.10 points or max_rise: 0.5%, or set it to a level such as at most 1%',
        }
      if (missing.length < margins.length) continue
      yield {
        path: [...list, at, 'limit'],
        message: `${guardrailName(item, at)} has no \`max_drop\`, \`max_rise\` or \`limit\``,
        write: 'at most 1%',
        help: 'or max_drop: 0.10 points, or max_rise: 0.5%',
      }
    }
    for (const fault of faults) {
      const [section, key, at, field, ...rest] = fault.path
      if (section !== 'success' || key !== 'guardrail_metrics' || !isMargin(field) || rest.length > 0) continue
      if (fault.kind !== 'phrase' || /\d/.test(String(fault.value))) continue
      const name = guardrailName(success?.guardrail_metrics?.[Number(at)] ?? {}, Number(at))
      const bar = `${field === 'limit' ? 'limit' : 'margin'} ${quote(fault.value)}`
      yield {
        path: fault.path,
        message: `${bar} of ${name} has no number`,
        ...(field === 'limit'
          ? { write: 'at most 1%', help: 'or another level with a unit' }
          : { write: '0.10 points', help: 'or another margin with a unit' }),
        fault,
      }
    }
  },
}
