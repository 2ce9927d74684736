import type { StageResults } from '../evidence/results/stage-results.ts'
import { present } from '../model/lists.ts'
import type { Pilot } from '../model/pilot.ts'
import type { Condition, OfMetric } from '../values/condition.ts'
import { moreIsBetter } from '../values/index.ts'
import { type Level, printThreshold } from '../values/threshold.ts'
import type { Path } from '../yaml/path.ts'
import { absent, betterThanControl, notWorse, type ResultMeasure } from './comparisons.ts'
import { boundAgainst, reaches, withinLimit } from './levels.ts'
import { type Shortfall, shortfall } from './printed.ts'
import { type Metric, metricOf, observationsOf, sampleOf } from './samples.ts'

export type Unmet = Shortfall & {
  readonly metric: string
  readonly at: Path
  /** Whether the results have the metric. */
  readonly seen: boolean
  /** The index of the guardrail metric. */
  readonly guardrail?: number
}

export type ExitContext = {
  readonly pilot: Pilot
  readonly results: StageResults
  readonly measure: ResultMeasure
  /** Whether every guardrail metric could be read. */
  readonly whole: boolean
}

/** The place of the metric in the results, or of the arm without it. */
const where = (name: string, { pilot, results }: ExitContext): { readonly at: Path; readonly seen: boolean } => {
  const [first] = observationsOf(results.phases, 'treatment', metricOf(pilot, name))
  return first ? { at: first.at, seen: true } : { at: [...(results.phases[0]?.at ?? []), 'treatment'], seen: false }
}

/** Other rules report a missing baseline of the primary metric. */
const noBaseline = ({ primary }: Metric, { success }: Pilot): Shortfall | undefined =>
  primary || success?.metric === undefined
    ? undefined
    : shortfall('it has no baseline', 'add its baseline to success.guardrail_metrics, or use a level in the exit')

const levelShortfall = (
  threshold: Level,
  metric: Metric,
  { pilot, results, measure }: ExitContext,
): Shortfall | undefined => {
  const sample = sampleOf(pilot, results, 'treatment', metric)
  if (sample === undefined) return absent(metric, 'treatment')
  const more = moreIsBetter(threshold)
  const { unit, value } = threshold.quantity
  // An index may lie below 0 and above 100%; what is counted in parts of a whole does not.
  if (sample.kind === 'proportion' && unit === '%' && (more ? value <= 0 : value >= 100))
    return shortfall(`any proportion is ${printThreshold(threshold)}`, 'set the level to one that a poor system misses')
  if (metric.primary || (more && results.stage !== 'shadow')) return reaches(sample, threshold, metric, measure)
  return more && sample.kind === 'proportion'
    ? boundAgainst(sample, threshold.quantity, threshold, metric, measure)
    : withinLimit(sample, threshold, metric, measure)
}

const metricShortfall = ({ metric: name, threshold }: OfMetric, grounds: ExitContext): Shortfall | undefined => {
  const { pilot, results, measure, whole } = grounds
  const metric = metricOf(pilot, name)
  if ('quantity' in threshold) return levelShortfall(threshold, metric, grounds)
  if (threshold.reference === 'control')
    return betterThanControl(pilot, results, name, moreIsBetter(threshold), measure)
  const sample = sampleOf(pilot, results, 'treatment', metric)
  if (sample === undefined) return absent(metric, 'treatment')
  const { baseline } = metric
  if (baseline === undefined) return whole ? noBaseline(metric, pilot) : undefined
  if (sample.kind !== 'percentile') return boundAgainst(sample, baseline, threshold, metric, measure)
  return withinLimit(sample, { op: 'at_most', quantity: baseline }, metric, measure)
}

/** What is short of a guardrail metric's own limit and margin. */
export const guardrailShortfall = (at: number, grounds: ExitContext): Shortfall | undefined => {
  const { pilot, results, measure } = grounds
  const item = pilot.success?.guardrail_metrics?.[at]
  if (item?.metric === undefined) return undefined
  const { metric: name, limit, max_drop: drop, max_rise: rise } = item
  const margin = drop ?? rise
  const ofLimit = () => {
    if (limit === undefined) return undefined
    if ('reference' in limit) return metricShortfall({ metric: name, threshold: limit }, grounds)
    const metric = metricOf(pilot, name)
    const sample = sampleOf(pilot, results, 'treatment', metric)
    return sample ? withinLimit(sample, limit, metric, measure) : absent(metric, 'treatment')
  }
  return ofLimit() ?? (margin && notWorse(pilot, results, name, { more: drop !== undefined, margin }, measure))
}

export function* unmet(condition: Condition, grounds: ExitContext): Generator<Unmet> {
  if ('metric' in condition) {
    const found = metricShortfall(condition, grounds)
    if (found) yield { ...found, metric: condition.metric, ...where(condition.metric, grounds) }
    return
  }
  for (const { item, at } of present(grounds.pilot.success?.guardrail_metrics)) {
    const found = guardrailShortfall(at, grounds)
    if (found && item.metric !== undefined)
      yield { ...found, metric: item.metric, ...where(item.metric, grounds), guardrail: at }
  }
}
