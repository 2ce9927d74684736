import type { StageResults } from '../evidence/results/stage-results.ts'
import { inUnitOf } from '../finance/lift.ts'
import { present } from '../model/lists.ts'
import type { Pilot } from '../model/pilot.ts'
import { normalQuantile, studentQuantile } from '../stats/distributions.ts'
import { exactLowerBound, exactUpperBound } from '../stats/intervals.ts'
import { compare, isShare, meets, moreIsBetter, printQuantity, type Quantity, type Threshold } from '../values/index.ts'
import { type Level, printThreshold } from '../values/threshold.ts'
import type { Path } from '../yaml/path.ts'
import { differencesOf, interval, marginIn } from './comparisons.ts'
import { levelOf, limitOf } from './levels.ts'
import { apart, inUnit, seen, signed, workingOfEffect } from './printed.ts'
import { type Metric, metricOf, placeOf, type Sample, sampleOf } from './samples.ts'

/** A promise that the results refute significantly. */
export type Refutation = {
  readonly metric: string
  /** The promise in pilot.yaml. */
  readonly path: Path
  /** The metric in the results. */
  readonly at: Path
  readonly says: string
  readonly working: readonly string[]
}

/** The share of refutations by chance: below one end of a two-sided interval, and beyond a one-sided bound. */
export type ErrorRates = { readonly two: number; readonly one: number }

/** 95%; of results that are asked for again each quarter, 99% and 99.5%, so that chance does not refute a good system in time. */
export const usual: ErrorRates = { two: 0.05, one: 0.05 }
export const repeated: ErrorRates = { two: 0.01, one: 0.005 }

/** The normal quantile above which so much of the distribution lies. */
export const critical = (tail: number): number => normalQuantile(1 - tail) ?? Number.POSITIVE_INFINITY

/** What is significantly worse than in the control group. */
function* ofControl(
  results: StageResults,
  { pilot, metric, more, path }: { pilot: Pilot; metric: Metric; more: boolean; path: Path },
  { two }: ErrorRates,
): Generator<Refutation> {
  const found = differencesOf(pilot, results, metric, 'lift', critical(two / 2))
  const wrong = found.find(({ lower, upper }) => (more ? upper < 0 : lower > 0))
  if (wrong === undefined) return
  yield {
    metric: metric.name,
    path,
    at: placeOf(results, metric),
    says: `${metric.name} is significantly worse than in the control group: ${interval(wrong)}`,
    working: wrong.working,
  }
}

function* ofLift(pilot: Pilot, results: StageResults, doubt: ErrorRates): Generator<Refutation> {
  const { metric: name, target } = pilot.success ?? {}
  if (name === undefined || target === undefined) return
  const one = { pilot, metric: metricOf(pilot, name), more: moreIsBetter(target), path: ['success', 'target'] }
  yield* ofControl(results, one, doubt)
}

type Miss = Pick<Refutation, 'says' | 'working'>

/** The best value of a sample that chance leaves, one-sided; undefined where nothing can be said of it. */
const bestOf = (
  sample: Exclude<Sample, { kind: 'percentile' }>,
  more: boolean,
  unit: Quantity,
  one: number,
): Quantity | undefined => {
  const n = sample.total / sample.effect
  if (sample.kind === 'mean') {
    const reach = studentQuantile(1 - one, n - 1)
    return reach === undefined
      ? undefined
      : { ...unit, value: sample.mean + ((more ? 1 : -1) * reach * sample.sd) / Math.sqrt(n) }
  }
  const share = (more ? exactUpperBound : exactLowerBound)(sample.good / sample.effect, n, 1 - one)
  return share === undefined ? undefined : { value: 100 * share, unit: '%' }
}

/** How a level is missed by more than chance. */
const missOf = (sample: Sample, level: Level, metric: Metric, { one }: ErrorRates): Miss | undefined => {
  if (sample.kind === 'percentile') return missOfPercentile(sample, level, metric, one)
  const more = moreIsBetter(level)
  const unit = metric.unit ?? { ...level.quantity, value: 1 }
  // The exact bound is slow to find, and better than the value itself.
  if (meets(level, levelOf(sample, unit)) !== false) return undefined
  const best = bestOf(sample, more, unit, one)
  if (best === undefined || meets(level, best) !== false) return undefined
  const wanted = inUnitOf(level.quantity, best)?.toNumber() ?? level.quantity.value
  const [bound] = apart(best.value, wanted, inUnit(best), more ? 'up' : 'down')
  return {
    says: `${metric.name} is at ${more ? 'most' : 'least'} ${bound}, not ${printThreshold(level)}: ${seen(sample, metric.unit)}`,
    working: [
      `${sample.kind === 'mean' ? '' : 'exact '}one-sided ${100 * (1 - one)}% bound`,
      ...workingOfEffect(sample),
    ],
  }
}

const missOfPercentile = (
  sample: Extract<Sample, { kind: 'percentile' }>,
  level: Level,
  metric: Metric,
  one: number,
): Miss | undefined => {
  // What is above 3s need not be above 4s.
  if (compare(sample.limit, level.quantity) !== 0) return undefined
  const counted = limitOf(sample, level, metric)
  if (counted === undefined || 'says' in counted) return undefined
  const { errors, total, limit: most } = counted
  const lower =
    errors > most * total ? (exactLowerBound(errors / sample.effect, total / sample.effect, 1 - one) ?? 0) : 0
  if (lower <= most) return undefined
  const [bound, bar] = apart(100 * lower, 100 * most, (text) => `${text}%`, 'down')
  return {
    says: `at least ${bound} of ${metric.name} is above ${printQuantity(level.quantity)}, but at most ${bar} may be: ${seen(sample, metric.unit)}`,
    working: [`exact one-sided ${100 * (1 - one)}% lower bound`, ...workingOfEffect(sample)],
  }
}

/** The level of a limit that names the baseline is that of the baseline. */
const limitLevel = (limit: Threshold, { baseline }: Metric): Level | undefined => {
  if ('quantity' in limit) return limit
  if (baseline === undefined || limit.reference !== 'baseline' || 'by' in limit) return undefined
  return { op: moreIsBetter(limit) ? 'at_least' : 'at_most', quantity: baseline }
}

function* ofLimit(pilot: Pilot, results: StageResults, metric: Metric, doubt: ErrorRates): Generator<Refutation> {
  const { item, at } = metric.guardrail ?? {}
  if (item?.limit === undefined || at === undefined) return
  const { limit } = item
  const path = ['success', 'guardrail_metrics', at, 'limit']
  if ('reference' in limit && limit.reference === 'control')
    return yield* ofControl(results, { pilot, metric, more: moreIsBetter(limit), path }, doubt)
  const sample = sampleOf(pilot, results, 'treatment', metric)
  const level = limitLevel(limit, metric)
  const miss = sample && level && missOf(sample, level, metric, doubt)
  if (miss) yield { metric: metric.name, path, at: placeOf(results, metric), ...miss }
}

/**
 * At full, where nobody is left to compare with, what is worse than the baseline by twice the margin: seasons may move it
 * by the margin itself. Before, whoever is treated need not be like those of the baseline.
 */
const ofBaseline = (
  results: StageResults,
  { pilot, metric, margin, more }: { pilot: Pilot; metric: Metric; margin: Quantity; more: boolean },
  doubt: ErrorRates,
): Miss | undefined => {
  const { baseline } = metric
  if (baseline === undefined || results.stage !== 'full' || results.phases.some(({ control }) => control))
    return undefined
  const isPoints = isShare(baseline) && (margin.unit === '%' || margin.unit === 'points')
  const most = isPoints ? margin.value : inUnitOf(margin, { ...baseline, value: 1 })?.toNumber()
  const sample = sampleOf(pilot, results, 'treatment', metric)
  if (most === undefined || sample === undefined) return undefined
  const quantity = { ...baseline, value: baseline.value + (more ? -2 : 2) * most }
  const miss = missOf(sample, { op: more ? 'at_least' : 'at_most', quantity }, metric, doubt)
  return (
    miss && {
      says: `${seen(sample, metric.unit)} is worse than the baseline of ${printQuantity(baseline)} by more than twice ${printQuantity(margin)}, without a control group`,
      working: miss.working,
    }
  )
}

function* ofGuardrails(pilot: Pilot, results: StageResults, doubt: ErrorRates): Generator<Refutation> {
  const { one } = doubt
  for (const { item, at } of present(pilot.success?.guardrail_metrics)) {
    const { metric: name, max_drop: drop, max_rise: rise } = item
    if (name === undefined) continue
    const metric = metricOf(pilot, name)
    yield* ofLimit(pilot, results, metric, doubt)
    const margin = drop ?? rise
    if (margin === undefined) continue
    const more = drop !== undefined
    const path = ['success', 'guardrail_metrics', at, more ? 'max_drop' : 'max_rise']
    const alone = ofBaseline(results, { pilot, metric, margin, more }, doubt)
    if (alone)
      yield { metric: name, path, at: placeOf(results, metric), says: `${name}: ${alone.says}`, working: alone.working }
    const beyond = differencesOf(pilot, results, metric, 'margin', critical(one)).find((difference) => {
      const most = marginIn(margin, difference)
      return most !== undefined && (more ? difference.upper < -most : difference.lower > most)
    })
    if (beyond !== undefined)
      yield {
        metric: name,
        path,
        at: placeOf(results, metric),
        says: `${name} is worse by more than ${printQuantity(margin)}: ${signed(beyond.value, more ? 'up' : 'down', beyond.unit)} against the control group`,
        working: [
          ...beyond.working,
          `one-sided ${100 * (1 - one)}% bound ${more ? signed(beyond.upper, 'up', beyond.unit) : signed(beyond.lower, 'down', beyond.unit)}`,
        ],
      }
  }
}

/** The target that the treatment misses by more than chance. At full it has to be kept, and not to be shown again. */
export const missedTarget = (pilot: Pilot, results: StageResults, doubt: ErrorRates): Refutation | undefined => {
  const { metric: name, target } = pilot.success ?? {}
  if (name === undefined || target === undefined || !('quantity' in target)) return undefined
  const metric = metricOf(pilot, name)
  const sample = sampleOf(pilot, results, 'treatment', metric)
  const miss = sample && missOf(sample, target, metric, doubt)
  return miss && { metric: name, path: ['success', 'target'], at: placeOf(results, metric), ...miss }
}

/** What the results refute significantly, whatever the exits ask for. */
export function* refutations(pilot: Pilot, results: StageResults, doubt: ErrorRates): Generator<Refutation> {
  yield* ofLift(pilot, results, doubt)
  yield* ofGuardrails(pilot, results, doubt)
}
