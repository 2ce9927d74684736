import type { StageResults } from '../evidence/results/stage-results.ts'
import type { Pilot } from '../model/pilot.ts'
import { normalCdf, studentUpper } from '../stats/distributions.ts'
import { newcombeInterval, welchDifference, welchInterval } from '../stats/intervals.ts'
import { continuousRadius, criticalValue } from '../stats/looks.ts'
import { chanceBelow, scoreInterval } from '../stats/score.ts'
import { compare, isDuration, isShare, type Quantity, seconds } from '../values/index.ts'
import { inUnit, outward, type Shortfall, seen, shortfall, signed, workingOfEffect } from './printed.ts'
import { type Metric, metricOf, pairsOf, platformOf, type Sample, type SamplePair, sampleOf } from './samples.ts'

/** By what results are judged. */
export type ResultMeasure = {
  /** The normal quantile of a one-sided bound, corrected for looks. */
  readonly one: number
  /** The same for a two-sided interval. */
  readonly two: number
  /** The fewest independent observations that are judged. */
  readonly least: number
}

/** Undefined if the number of looks has no correction. */
export const measureOf = (looks: number | 'continuous', alpha: number, least: number): ResultMeasure | undefined => {
  if (looks === 'continuous') {
    const [two, one] = [continuousRadius(1, 1, alpha), continuousRadius(1, 1, 2 * alpha)]
    return one === undefined || two === undefined ? undefined : { one, two, least }
  }
  const [one, two] = [criticalValue(2 * alpha, looks), criticalValue(alpha, looks)]
  return one === undefined || two === undefined ? undefined : { one, two, least }
}

/** Treatment minus control with its interval; in points if the metric is a proportion. */
export type Difference = {
  readonly value: number
  readonly lower: number
  readonly upper: number
  readonly unit: Quantity | undefined
  readonly working: readonly string[]
}

const points: Quantity = { value: 1, unit: 'points' }

const counted = (pairs: readonly SamplePair[]) =>
  pairs.flatMap(({ treatment, control }) =>
    treatment.kind === 'proportion' && control.kind === 'proportion'
      ? [
          {
            treatment: { good: treatment.good / treatment.effect, total: treatment.total / treatment.effect },
            control: { good: control.good / control.effect, total: control.total / control.effect },
          },
        ]
      : [],
  )

const measured = (pairs: readonly SamplePair[]) =>
  pairs.flatMap(({ treatment, control }) =>
    treatment.kind === 'mean' && control.kind === 'mean'
      ? [
          {
            treatment: { ...treatment, n: treatment.total / treatment.effect },
            control: { ...control, n: control.total / control.effect },
          },
        ]
      : [],
  )

/** Whether a lift over control is asked for, or that a loss stays within a margin. */
export type Comparison = 'lift' | 'margin'

const ofCounts = (
  pairs: readonly SamplePair[],
  { unit }: Metric,
  kind: Comparison,
  critical: number,
): Difference | undefined => {
  const [first] = pairs
  if (first === undefined) return undefined
  if (first.treatment.kind === 'proportion') {
    const strata = counted(pairs)
    if (strata.length < pairs.length) return undefined
    const found = (kind === 'lift' ? newcombeInterval : scoreInterval)(strata, critical)
    if (found === undefined) return undefined
    const method = kind === 'lift' ? 'Newcombe' : 'Miettinen-Nurminen'
    return {
      value: 100 * found.difference,
      lower: 100 * found.lower,
      upper: 100 * found.upper,
      unit: points,
      working: [`${method} interval, z ${critical.toFixed(3)}`],
    }
  }
  const strata = measured(pairs)
  if (strata.length < pairs.length) return undefined
  const welch = welchDifference(strata)
  if (welch === undefined) {
    // Without variance the difference is exact.
    const value = (strata[0]?.treatment.mean ?? 0) - (strata[0]?.control.mean ?? 0)
    return { value, lower: value, upper: value, unit, working: [] }
  }
  const interval = welchInterval(welch, normalCdf(-critical))
  if (interval === undefined) return undefined
  const working = `Welch's t interval: difference ${Number(welch.difference.toPrecision(6))}, standard error ${Number(welch.error.toPrecision(4))}, ${welch.df.toFixed(0)} degrees of freedom`
  return { value: welch.difference, ...interval, unit, working: [working] }
}

/** How likely a loss beyond the margin is seen by chance, where the loss is exactly the margin; one-sided. */
export const chanceOfLoss = (
  pilot: Pilot,
  results: StageResults,
  metric: Metric,
  { more, margin }: { readonly more: boolean; readonly margin: Quantity },
): number | undefined => {
  const pairs = pairsOf(pilot, results, metric)
  const [difference] = differencesOf(pilot, results, metric, 'margin', 1)
  const most = difference && marginIn(margin, difference)
  if (most === undefined || pairs.length === 0) return undefined
  const strata = counted(pairs)
  if (strata.length === pairs.length) {
    const below = chanceBelow(strata, (more ? -most : most) / 100)
    return below === undefined ? undefined : more ? below : 1 - below
  }
  const welch = welchDifference(measured(pairs))
  const t = welch && ((more ? welch.difference : -welch.difference) + most) / welch.error
  return welch && t !== undefined ? studentUpper(-t, welch.df) : undefined
}

const ofPlatform = (results: StageResults, metric: Metric, critical: number): Difference | undefined => {
  const found = platformOf(results, metric)
  if (found === undefined) return undefined
  const { difference, se, typed } = found
  return {
    value: difference,
    lower: difference - critical * se,
    upper: difference + critical * se,
    unit: metric.unit && isShare(metric.unit) ? points : metric.unit,
    working: [
      `difference ${Number(difference.toPrecision(6))}, standard error ${Number(se.toPrecision(4))}, ${typed ? 'typed' : 'from an export'}`,
    ],
  }
}

/** The difference by the counts, and the one that an experiment platform reports; empty if neither can be computed. */
export const differencesOf = (
  pilot: Pilot,
  results: StageResults,
  metric: Metric,
  kind: Comparison,
  critical: number,
): Difference[] =>
  [ofCounts(pairsOf(pilot, results, metric), metric, kind, critical), ofPlatform(results, metric, critical)].filter(
    (one) => one !== undefined,
  )

const lowerEnd = ({ lower, unit }: Difference): string => signed(lower, 'down', unit)
const upperEnd = ({ upper, unit }: Difference): string => signed(upper, 'up', unit)

/** `-1.2 points to +3.4 points` */
export const interval = (difference: Difference): string => `${lowerEnd(difference)} to ${upperEnd(difference)}`

const notAlike = (metric: Metric): Shortfall =>
  shortfall(
    'it cannot be compared with the control group',
    `record ${metric.name} in one form and unit in both arms: {good, total} or {mean, sd, n}; a percentile needs differences`,
  )

export const absent = ({ name }: Metric, arm: string): Shortfall =>
  shortfall(
    `the results have no ${name} in ${arm}`,
    `add ${name} to arms.${arm}, as {good, total}, {mean, sd, n} or {above, limit, total}`,
  )

export const tooFew = (sample: Sample, { unit }: Metric, least: number): Shortfall | undefined => {
  const worth = sample.total / sample.effect
  if (worth >= least) return undefined
  return {
    says: `${seen(sample, unit)} has ${Number(worth.toFixed(1))} ${sample.effect === 1 ? '' : 'independent '}observations, fewer than ${least}`,
    help: `run the stage until there are at least ${least}`,
    working: workingOfEffect(sample),
    open: true,
  }
}

const bothOf = (
  pilot: Pilot,
  results: StageResults,
  metric: Metric,
  { least }: ResultMeasure,
): SamplePair | Shortfall => {
  const treatment = sampleOf(pilot, results, 'treatment', metric)
  if (treatment === undefined) return absent(metric, 'treatment')
  const control = sampleOf(pilot, results, 'control', metric)
  // A review of the stage may stand for the comparison; where a control is planned, results/incomplete asks for it.
  if (control === undefined) return { ...absent(metric, 'control'), open: true }
  return tooFew(treatment, metric, least) ?? tooFew(control, metric, least) ?? { treatment, control }
}

/** The difference by which the treatment looks worst. */
const worst = (found: readonly Difference[], more: boolean): Difference | undefined =>
  [...found].sort((one, other) => (more ? one.lower - other.lower : other.upper - one.upper))[0]

/** The pooled counts alone may look better than each phase. */
const inPhases = ({ phases }: StageResults): string => (phases.length > 1 ? `, in ${phases.length} phases,` : '')

export const betterThanControl = (
  pilot: Pilot,
  results: StageResults,
  name: string,
  more: boolean,
  measure: ResultMeasure,
): Shortfall | undefined => {
  const metric = metricOf(pilot, name)
  const arms = bothOf(pilot, results, metric, measure)
  if ('says' in arms) return arms
  const difference = worst(differencesOf(pilot, results, metric, 'lift', measure.two), more)
  if (difference === undefined) return notAlike(metric)
  if (more ? difference.lower > 0 : difference.upper < 0) return undefined
  const right = more ? difference.value > 0 : difference.value < 0
  return {
    says: `${seen(arms.treatment, metric.unit)} against ${seen(arms.control, metric.unit)} in the control group${inPhases(results)} is a difference of ${interval(difference)}${right ? ', which includes 0' : ''}`,
    help: right
      ? 'run the stage until the interval excludes 0, or use a larger control group'
      : 'go back to the stage before: the treatment is not better than the control group',
    working: [...difference.working, ...workingOfEffect(arms.treatment)],
    open: right,
  }
}

/** The margin in the unit of the difference; undefined if they cannot be compared. */
export const marginIn = ({ value, unit, per }: Quantity, difference: Difference): number | undefined => {
  // A fall from 84% to 82% is 2 points, which teams also write as 2%.
  if (difference.unit === points && (unit === '%' || unit === 'points')) return value
  const { unit: target } = difference
  const asked = { value, unit, ...(per !== undefined && { per }) }
  if (target === undefined || (target.unit === unit && target.per === per)) return value
  if (isDuration(asked) && isDuration(target)) return seconds(asked) / seconds({ ...target, value: 1 })
  return compare(asked, { ...target, value }) === 0 ? value : undefined
}

export const notWorse = (
  pilot: Pilot,
  results: StageResults,
  name: string,
  { more, margin }: { readonly more: boolean; readonly margin: Quantity },
  measure: ResultMeasure,
): Shortfall | undefined => {
  const metric = metricOf(pilot, name)
  const arms = bothOf(pilot, results, metric, measure)
  if ('says' in arms) return arms
  const difference = worst(differencesOf(pilot, results, metric, 'margin', measure.one), more)
  if (difference === undefined) return notAlike(metric)
  const most = marginIn(margin, difference)
  if (most === undefined)
    return { ...notAlike(metric), says: `its margin is in ${margin.unit}, but its results are not` }
  const loss = more ? -difference.lower : difference.upper
  if (loss < most) return undefined
  return {
    says: `${seen(arms.treatment, metric.unit)} against ${seen(arms.control, metric.unit)} in the control group may be ${inUnit(difference.unit)(outward(loss, 'up'))} worse, more than the margin of ${inUnit({ ...margin, value: 1 })(String(margin.value))}`,
    help: 'run the stage until the bound is within the margin, or find out why the metric is worse',
    working: [
      ...difference.working,
      `one-sided 95% bound ${more ? lowerEnd(difference) : upperEnd(difference)}`,
      ...workingOfEffect(arms.treatment),
    ],
    open: (more ? -difference.value : difference.value) < most,
  }
}
