import { type Difference, differencesOf, interval } from '../../exits/comparisons.ts'
import { limitOf } from '../../exits/levels.ts'
import { critical, repeated } from '../../exits/refutations.ts'
import { metricOf, placeOf, sampleOf } from '../../exits/samples.ts'
import { errorMetric, errorMetrics } from '../../finance/inputs.ts'
import { errorOf } from '../../finance/ranges.ts'
import type { Measured } from '../../finance/returns.ts'
import type { GuardrailMetric } from '../../model/pilot.ts'
import { z95 } from '../../stats/distributions.ts'
import { exactLowerBound } from '../../stats/intervals.ts'
import { type IsoDate, isShare, moreIsBetter } from '../../values/index.ts'
import type { Path } from '../../yaml/path.ts'
import { type JudgedResults, judged, mismatches, mismatchLevel, type ResultsContext } from './results.ts'

export type Errors = {
  readonly one: JudgedResults
  readonly at: Path
  /** Shares from 0 to 1; the bound is the exact one-sided one of 95%. */
  readonly rate: number
  readonly lower: number
  readonly seen: string
}

/** The rate of errors in the latest results that count the metric, beyond that of a control group. */
const measuredBy = ({ metric: name, limit }: GuardrailMetric, context: ResultsContext): Errors | undefined => {
  if (name === undefined || limit === undefined || !('quantity' in limit)) return undefined
  const metric = metricOf(context.pilot, name)
  for (const one of judged(context).toReversed()) {
    const sample = sampleOf(context.pilot, one.value, 'treatment', metric)
    const counted = sample && limitOf(sample, limit, metric)
    if (sample === undefined || counted === undefined || 'says' in counted || counted.total === 0) continue
    const { errors, total } = counted
    const at = placeOf(one.value, metric)
    const seen = `${errors} of ${total}`
    // What goes wrong without the system as well is no error of it.
    const [beyond] = differencesOf(context.pilot, one.value, metric, 'margin', z95.one)
    if (beyond !== undefined) {
      const [rate, lower] = [beyond.value, beyond.lower].map((points) => Math.max(0, points / 100)) as [number, number]
      return { one, at, rate, lower, seen: `${seen}, beyond the control group` }
    }
    const lower = exactLowerBound(errors / sample.effect, total / sample.effect) ?? 0
    return { one, at, rate: errors / total, lower, seen }
  }
  return undefined
}

/** Those of the only metric that may count them. */
export const measuredErrors = (context: ResultsContext): Errors | undefined => {
  const only = errorMetric(context.pilot)
  return only && measuredBy(only.item, context)
}

export type NamedErrors = Errors & { readonly metric: string }

/** Of each metric that may count them, the fewest first; undefined where one of them is not measured. */
export const errorsByMetric = (context: ResultsContext): readonly NamedErrors[] | undefined => {
  const metrics = errorMetrics(context.pilot).map(({ item }) => item)
  const measured = metrics.flatMap((item) => {
    const found = measuredBy(item, context)
    return found && item.metric !== undefined ? [{ ...found, metric: item.metric }] : []
  })
  return measured.length === metrics.length ? measured.toSorted((one, other) => one.lower - other.lower) : undefined
}

export type MeasuredLift = Measured & {
  readonly error: number
  readonly one: JudgedResults
  readonly at: Path
  readonly difference: Difference
  /** The most that chance leaves of the lift in the last of several phases. */
  readonly last?: { readonly gain: number; readonly from: IsoDate; readonly difference: Difference }
}

/** By how much the metric was better than in its control group, in the latest stage that has one. */
export const measuredLift = (context: ResultsContext): MeasuredLift | undefined => {
  const { pilot } = context
  const { metric: name, target } = pilot.success ?? {}
  if (name === undefined || target === undefined) return undefined
  const metric = metricOf(pilot, name)
  const more = moreIsBetter(target)
  const better = ({ value }: Difference) => (more ? value : -value)
  for (const one of judged(context).toReversed()) {
    // With a sample ratio mismatch no comparison is valid; results/srm reports it.
    if (mismatches(one, mismatchLevel).length > 0) continue
    const found = differencesOf(pilot, one.value, metric, 'lift', z95.two)
    const [difference] = found.toSorted((a, b) => better(a) - better(b))
    if (difference === undefined) continue
    const errors = measuredErrors(context)?.rate
    const scale = metric.unit && isShare(metric.unit) ? 0.01 : 1
    const phase = one.value.phases.length > 1 ? one.value.phases.at(-1) : undefined
    const [now] = phase
      ? differencesOf(pilot, { ...one.value, phases: [phase] }, metric, 'lift', critical(repeated.two / 2))
      : []
    return {
      one,
      at: placeOf(one.value, metric),
      difference,
      gain: better(difference) * scale,
      error: errorOf(difference.lower, difference.upper) * scale,
      interval: interval(difference),
      ...(errors !== undefined && { errors }),
      ...(phase &&
        now && {
          last: { gain: (more ? now.upper : -now.lower) * scale, from: phase.from, difference: now },
        }),
    }
  }
  return undefined
}
