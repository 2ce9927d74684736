import { metricKey, present } from '../../model/lists.ts'
import type { GuardrailMetric, Pilot } from '../../model/pilot.ts'
import { isShare, moreIsBetter, printQuantity, threshold } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { lacking } from '../lib/absent.ts'
import { guardrailName } from '../lib/metrics.ts'
import { both, type Finding, fields, type Rule } from '../lib/rule.ts'

const margins = ['max_drop', 'max_rise', 'limit'] as const

const isMargin = (key: unknown): boolean => margins.some((margin) => margin === key)

/** Whether the metric has an end that it cannot move beyond. */
const isBounded = ({ scale, baseline, max_drop: drop, max_rise: rise }: GuardrailMetric): boolean => {
  const level = baseline?.value ?? drop ?? rise
  return scale !== undefined || (level !== undefined && isShare(level))
}

/** How far from the usual values the unusual ones are, in standard deviations: a mean hardly moves by so many. */
const maxDeviations = 2

/** How far the metric can move in the direction of the margin; undefined if the file does not say. */
const roomOf = ({ max_drop: drop, max_rise: rise, baseline, scale, sd }: GuardrailMetric): number | undefined => {
  const [margin, level] = [drop ?? rise, baseline?.value]
  if (margin === undefined) return undefined
  const isPart = isShare(level ?? margin)
  if (level && !isPart && level.unit !== margin.unit) return undefined
  const [low, high] = scale ? [scale.from, scale.to] : [0, isPart ? 100 : undefined]
  const spread = sd?.unit === margin.unit ? maxDeviations * sd.value : undefined
  if (level === undefined) {
    const rooms = [high === undefined ? undefined : high - low, spread].filter((one) => one !== undefined)
    return rooms.length === 0 ? undefined : Math.min(...rooms)
  }
  // A rating has an end, and nearly all answers lie closer to their mean.
  if (scale) return Math.min(drop ? level.value - low : scale.to - level.value, (spread ?? Infinity) / maxShare)
  if (drop) return level.value - low
  // What has no end may not double.
  return high === undefined ? level.value : high - level.value
}

/** A margin that uses up more of the room than this leaves nothing to exceed it. */
const maxShare = 0.8

/** The same of a limit. Shares such as a utilisation are kept near their end by honest people, too. */
const maxShareOfLimit = 0.95

/** The share of the room between its baseline, or its best value, and its worst that a limit allows. */
const allowed = ({ limit, baseline }: GuardrailMetric): number | undefined => {
  if (limit === undefined || !('quantity' in limit) || !isShare(limit.quantity)) return undefined
  const { value } = limit.quantity
  const usual = baseline?.value && isShare(baseline.value) ? baseline.value.value : undefined
  // An index may lie above 100%.
  if (value > 100 || (usual ?? 0) >= 100) return undefined
  if (moreIsBetter(limit)) return ((usual ?? 100) - value) / (usual ?? 100)
  return (value - (usual ?? 0)) / (100 - (usual ?? 0))
}

/** A margin that nothing can exceed holds nothing. */
function* tooWide(success: NonNullable<Pilot['success']>): Generator<Finding> {
  for (const { item, at } of present(success.guardrail_metrics)) {
    if ((allowed(item) ?? 0) >= maxShareOfLimit)
      yield {
        path: ['success', 'guardrail_metrics', at, 'limit'],
        message: `limit ${quote(item.limit && threshold.print(item.limit))} of ${guardrailName(item, at)} allows nearly any result`,
        help: 'set it to a level that a harmful system exceeds',
      }
    const key = item.max_drop ? 'max_drop' : 'max_rise'
    const [margin, room] = [item[key], roomOf(item)]
    if (margin === undefined || room === undefined || margin.value < (isBounded(item) ? maxShare : 1) * room) continue
    yield {
      path: ['success', 'guardrail_metrics', at, key],
      message: `${key} ${printQuantity(margin)} of ${guardrailName(item, at)} allows nearly any result`,
      help: `set it to a loss that is acceptable, well below ${Number(room.toPrecision(6))}`,
    }
  }
}

/** Of a metric that is listed twice, results are judged by one of its margins, and nobody sees by which. */
function* twice({ metric: primary, guardrail_metrics: list }: NonNullable<Pilot['success']>): Generator<Finding> {
  const keys = present(list).flatMap(({ item: { metric }, at }) =>
    metric === undefined
      ? []
      : [{ key: metricKey(metric), path: ['success', 'guardrail_metrics', at, 'metric'], metric }],
  )
  const decides = primary === undefined ? undefined : metricKey(primary)
  for (const { key, path, metric } of keys) {
    const first = keys.find((one) => one.key === key)?.path ?? path
    // Without any other, none is there: success/guardrail-missing.
    const isPrimary = key === decides && keys.some((one) => one.key !== decides)
    if (first === path && !isPrimary) continue
    yield {
      path,
      message: `${quote(metric)} is ${isPrimary ? 'also `success.metric`' : 'listed twice'}`,
      help: isPrimary ? 'remove it, or name a metric that could get worse' : 'put its limit and margin into one entry',
      related: [{ path: isPrimary ? ['success', 'metric'] : first, label: 'the same metric' }],
    }
  }
}

export const guardrailNoMargin: Rule = {
  id: 'success/guardrail-no-margin',
  severity: 'error',
  from: 'shadow',
  summary: 'Each guardrail metric has a margin or a limit',
  why: 'No experiment shows that a metric is exactly unchanged. Without a margin agreed beforehand, "CSAT stays good" is a matter of opinion.',
  details: `A guardrail metric needs \`max_drop\` or \`max_rise\`, the margin against its baseline or the control group, or \`limit\`, an absolute level. \`limit: not below baseline\` has no margin, and a margin that reaches the end of the \`scale\`, the baseline or 100%, or uses up four fifths of the way, does not count; nor does one of two standard deviations on a \`scale\` or without a baseline, or a limit within a twentieth of the worst. A limit without a number, such as \`CSAT stays good\`, is reported here, and so is a metric that is listed twice or is \`success.metric\` as well; one with a number that cannot be read as \`schema/pattern\`.`,
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
    if (success) {
      yield* tooWide(success)
      yield* twice(success)
    }
    for (const { item, at } of present(success?.guardrail_metrics)) {
      const missing = lacking(faults, [...list, at], item, margins)
      const { limit } = item
      if (missing.length === 2 && limit !== undefined && 'reference' in limit)
        yield {
          path: [...list, at, 'limit'],
          message: `limit "${threshold.print(limit)}" of ${guardrailName(item, at)} leaves no margin`,
          help: 'replace it with max_drop or max_rise, a margin with its unit, or set it to a level',
        }
      if (missing.length < margins.length) continue
      yield {
        path: [...list, at, 'limit'],
        message: `${guardrailName(item, at)} has no \`max_drop\`, \`max_rise\` or \`limit\``,
        write: '<limit>',
        help: 'a level with its unit; or max_drop or max_rise, a margin',
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
          ? { write: '<limit>', help: 'a level with its unit' }
          : { write: '<margin>', help: 'with its unit' }),
        fault,
      }
    }
  },
}
