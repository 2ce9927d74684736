import type { StageResults } from '../evidence/results/stage-results.ts'
import { inUnitOf } from '../finance/lift.ts'
import { present } from '../model/lists.ts'
import type { Pilot } from '../model/pilot.ts'
import { normalQuantile } from '../stats/distributions.ts'
import { exactLowerBound, exactUpperBound } from '../stats/intervals.ts'
import { meets, moreIsBetter, printQuantity, type Quantity } from '../values/index.ts'
import { printThreshold } from '../values/threshold.ts'
import type { Path } from '../yaml/path.ts'
import { differencesOf, interval, marginIn } from './comparisons.ts'
import { limitOf } from './levels.ts'
import { apart, inUnit, seen, signed, workingOfEffect } from './printed.ts'
import { metricOf, placeOf, type Sample, sampleOf } from './samples.ts'

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
export type Doubt = { readonly two: number; readonly one: number }

/** 95%; of results that are asked for again each quarter, 99% and 99.5%, so that chance does not refute a good system in time. */
export const usual: Doubt = { two: 0.05, one: 0.05 }
export const repeated: Doubt = { two: 0.01, one: 0.005 }

const critical = (tail: number): number => normalQuantile(1 - tail) ?? Number.POSITIVE_INFINITY

function* ofLift(pilot: Pilot, results: StageResults, { two }: Doubt): Generator<Refutation> {
  const { metric: name, target } = pilot.success ?? {}
  if (name === undefined || target === undefined) return
  const metric = metricOf(pilot, name)
  const more = moreIsBetter(target)
  const found = differencesOf(pilot, results, metric, 'lift', critical(two / 2))
  const wrong = found.find(({ lower, upper }) => (more ? upper < 0 : lower > 0))
  if (wrong === undefined) return
  yield {
    metric: name,
    path: ['success', 'target'],
    at: placeOf(results, metric),
    says: `${name} is significantly worse than in the control group: ${interval(wrong)}`,
    working: wrong.working,
  }
}

function* ofGuardrails(pilot: Pilot, results: StageResults, { one }: Doubt): Generator<Refutation> {
  for (const { item, at } of present(pilot.success?.guardrail_metrics)) {
    const { metric: name, limit, max_drop: drop, max_rise: rise } = item
    if (name === undefined) continue
    const metric = metricOf(pilot, name)
    const path = ['success', 'guardrail_metrics', at]
    const margin = drop ?? rise
    const sample = sampleOf(pilot, results, 'treatment', metric)
    const counted = limit && sample && 'quantity' in limit ? limitOf(sample, limit, metric) : undefined
    if (limit && sample && counted && !('says' in counted)) {
      const { errors, total, limit: most } = counted
      // The bound is below the rate, and slow to find.
      const lower =
        errors > most * total ? (exactLowerBound(errors / sample.effect, total / sample.effect, 1 - one) ?? 0) : 0
      if (lower > most) {
        const [bound] = apart(100 * lower, 100 * most, (text) => `${text}%`, 'down')
        yield {
          metric: name,
          path: [...path, 'limit'],
          at: placeOf(results, metric),
          says: `${name} is at least ${bound}, not ${printThreshold(limit)}: ${seen(sample, metric.unit)}`,
          working: [`exact one-sided ${100 * (1 - one)}% lower bound`, ...workingOfEffect(sample)],
        }
      }
    }
    if (margin === undefined) continue
    const more = drop !== undefined
    const beyond = differencesOf(pilot, results, metric, 'margin', critical(one)).find((difference) => {
      const most = marginIn(margin, difference)
      return most !== undefined && (more ? difference.upper < -most : difference.lower > most)
    })
    if (beyond !== undefined)
      yield {
        metric: name,
        path: [...path, more ? 'max_drop' : 'max_rise'],
        at: placeOf(results, metric),
        says: `${name} is worse by more than ${printQuantity(margin)}: ${signed(beyond.value, more ? 'up' : 'down', beyond.unit)} against the control group`,
        working: [
          ...beyond.working,
          `one-sided ${100 * (1 - one)}% bound ${more ? signed(beyond.upper, 'up', beyond.unit) : signed(beyond.lower, 'down', beyond.unit)}`,
        ],
      }
  }
}

/** The best value of a sample that chance leaves, one-sided; undefined where it is a percentile. */
const bestOf = (sample: Sample, more: boolean, unit: Quantity, one: number): Quantity | undefined => {
  const n = sample.total / sample.effect
  if (sample.kind === 'mean')
    return { ...unit, value: sample.mean + ((more ? 1 : -1) * critical(one) * sample.sd) / Math.sqrt(n) }
  if (sample.kind === 'percentile') return undefined
  const share = (more ? exactUpperBound : exactLowerBound)(sample.good / sample.effect, n, 1 - one)
  return share === undefined ? undefined : { value: 100 * share, unit: '%' }
}

/** The target that the treatment misses by more than chance. At full it has to be kept, and not to be shown again. */
export const missedTarget = (pilot: Pilot, results: StageResults, { one }: Doubt): Refutation | undefined => {
  const { metric: name, target } = pilot.success ?? {}
  if (name === undefined || target === undefined || !('quantity' in target)) return undefined
  const metric = metricOf(pilot, name)
  const sample = sampleOf(pilot, results, 'treatment', metric)
  const more = moreIsBetter(target)
  const best = sample && bestOf(sample, more, metric.unit ?? { ...target.quantity, value: 1 }, one)
  if (sample === undefined || best === undefined || meets(target, best) !== false) return undefined
  const wanted = inUnitOf(target.quantity, best)?.toNumber() ?? target.quantity.value
  const [bound] = apart(best.value, wanted, inUnit(best), more ? 'up' : 'down')
  return {
    metric: name,
    path: ['success', 'target'],
    at: placeOf(results, metric),
    says: `${name} is at ${more ? 'most' : 'least'} ${bound}, not ${printThreshold(target)}: ${seen(sample, metric.unit)}`,
    working: [`one-sided ${100 * (1 - one)}% bound`, ...workingOfEffect(sample)],
  }
}

/** What the results refute significantly, whatever the exits ask for. */
export function* refutations(pilot: Pilot, results: StageResults, doubt: Doubt): Generator<Refutation> {
  yield* ofLift(pilot, results, doubt)
  yield* ofGuardrails(pilot, results, doubt)
}
