import type { Observed } from '../../evidence/results/results.ts'
import { studentQuantile } from '../../stats/distributions.ts'
import { fewestGood, newcombeInterval, welchDifference, welchInterval, wilsonInterval } from '../../stats/intervals.ts'
import {
  compare,
  isDuration,
  meets,
  moreIsBetter,
  printQuantity,
  type Quantity,
  seconds,
  type Threshold,
} from '../../values/index.ts'
import { printThreshold } from '../../values/threshold.ts'
import { outward } from './evidence.ts'
import {
  apart,
  counted,
  inUnit,
  type Known,
  type Measure,
  measured,
  roundedBound,
  type Shortfall,
  seen,
  shortfall,
  tailOf,
  tooFew,
  workingOfEffect,
  worth,
} from './results.ts'

/** Treatment minus control with its interval; in points if the metric is a proportion. */
type Difference = {
  readonly value: number
  readonly lower: number
  readonly upper: number
  readonly unit: string | undefined
  /** Whether both arms are proportions, so that a margin in percent means points. */
  readonly share: boolean
  readonly working: readonly string[]
}

const signed = (value: number, toward: 'down' | 'up', unit: string | undefined): string => {
  const text = inUnit(unit)(outward(value, toward))
  return value > 0 ? `+${text}` : text
}

const lowerEnd = ({ lower, unit }: Difference): string => signed(lower, 'down', unit)
const upperEnd = ({ upper, unit }: Difference): string => signed(upper, 'up', unit)

/** Undefined if the arms were recorded in different forms. */
const differenceOf = (
  treatment: Observed,
  control: Observed,
  unit: string | undefined,
  critical: number,
  measure: Measure,
): Difference | undefined => {
  if (treatment.kind === 'proportion' && control.kind === 'proportion') {
    const found = newcombeInterval(
      [{ treatment: counted(treatment, measure), control: counted(control, measure) }],
      critical,
    )
    if (found === undefined) return undefined
    const { difference, lower, upper } = found
    const working = `Newcombe interval of ${seen(treatment, unit)} against ${seen(control, unit)}, z ${critical.toFixed(3)}`
    const points = { value: 100 * difference, lower: 100 * lower, upper: 100 * upper, unit: 'points' }
    return { ...points, share: true, working: [working] }
  }
  if (treatment.kind !== 'mean' || control.kind !== 'mean') return undefined
  const value = treatment.mean - control.mean
  const welch = welchDifference([{ treatment: measured(treatment, measure), control: measured(control, measure) }])
  // Without variance the difference is exact.
  if (welch === undefined) return { value, lower: value, upper: value, unit, share: false, working: [] }
  const interval = welchInterval(welch, tailOf(critical))
  if (interval === undefined) return undefined
  const working = `Welch's t interval: difference ${Number(value.toPrecision(6))}, standard error ${Number(welch.error.toPrecision(4))}, ${welch.df.toFixed(0)} degrees of freedom`
  return { value, ...interval, unit, share: false, working: [working] }
}

const notAlike = shortfall(
  'it has different forms in the two arms',
  'record the metric in one form in both arms: {good, total}, {mean, sd, n} or {value, n}',
)

type Arms = { readonly treatment: Observed; readonly control: Observed; readonly unit: string | undefined }

const few = ({ treatment, control, unit }: Arms, measure: Measure): Shortfall | undefined =>
  tooFew(treatment, unit, measure) ?? tooFew(control, unit, measure)

export const betterThanControl = (arms: Arms, more: boolean, measure: Measure): Shortfall | undefined => {
  const early = few(arms, measure)
  if (early) return early
  const difference = differenceOf(arms.treatment, arms.control, arms.unit, measure.two, measure)
  if (difference === undefined) return notAlike
  if (more ? difference.lower > 0 : difference.upper < 0) return undefined
  const { treatment, control, unit } = arms
  const right = more ? difference.value > 0 : difference.value < 0
  return {
    says: `${seen(treatment, unit)} against ${seen(control, unit)} in the control group is a difference of ${lowerEnd(difference)} to ${upperEnd(difference)}${right ? ', which includes 0' : ''}`,
    help: right
      ? 'run the stage until the interval excludes 0, or use a larger control group'
      : 'go back to the stage before: the treatment is not better than the control group',
    working: [...difference.working, ...workingOfEffect(measure)],
    open: right,
  }
}

const marginIn = ({ value, unit }: Quantity, { share, unit: target }: Difference): number | undefined => {
  // A fall from 84% to 82% is 2 points, which teams also write as 2%.
  if (share && unit === '%') return value
  const asked = { value, unit }
  if (target === undefined || target === unit) return value
  const base = { value: 1, unit: target }
  if (isDuration(asked) && isDuration(base)) return seconds(asked) / seconds(base)
  return compare(asked, base) === undefined ? undefined : value
}

export const notWorse = (arms: Arms, more: boolean, margin: Quantity, measure: Measure): Shortfall | undefined => {
  const early = few(arms, measure)
  if (early) return early
  const { treatment, control, unit } = arms
  const level = treatment.kind === 'level' && control.kind === 'level'
  const difference = level
    ? levelDifference(treatment.value, control.value)
    : differenceOf(treatment, control, unit, measure.one, measure)
  if (difference === undefined) return notAlike
  const most = marginIn(margin, difference)
  if (most === undefined) return { ...notAlike, says: `its margin is in ${margin.unit}, but its results are not` }
  const loss = more ? -difference.lower : difference.upper
  if (loss < most) return undefined
  const lost = inUnit(difference.unit)(outward(loss, 'up'))
  const seenLoss = more ? -difference.value : difference.value
  return {
    says: `${seen(treatment, unit)} against ${seen(control, unit)} in the control group may be ${lost} worse, more than the margin of ${inUnit(margin.unit)(String(margin.value))}`,
    help: 'run the stage until the bound is within the margin, or find out why the metric is worse',
    working: [
      ...difference.working,
      ...(level ? [] : [`one-sided 95% bound ${more ? lowerEnd(difference) : upperEnd(difference)}`]),
      ...workingOfEffect(measure),
    ],
    open: seenLoss < most,
  }
}

const levelDifference = (treatment: Quantity, control: Quantity): Difference | undefined => {
  const times = isDuration(treatment) && isDuration(control)
  if (treatment.unit !== control.unit && !times) return undefined
  const value = times
    ? (seconds(treatment) - seconds(control)) / seconds({ value: 1, unit: treatment.unit })
    : treatment.value - control.value
  return { value, lower: value, upper: value, unit: treatment.unit, share: false, working: [] }
}

type Level = Extract<Threshold, { quantity: unknown }>

const otherUnit = (observed: Observed, bar: string): Shortfall =>
  shortfall(
    `its results are ${observed.kind === 'proportion' ? 'a proportion' : 'in another unit'}, but the condition is ${bar}`,
    'write the condition and the results in one unit',
  )

const quantityOf = (observed: Observed, unit: string): Quantity => {
  if (observed.kind === 'level') return observed.value
  if (observed.kind === 'mean') return { value: observed.mean, unit }
  // Multiplied first, because 0.29 * 100 is less than 29.
  return { value: (100 * observed.good) / observed.total, unit: '%' }
}

export const pointAgainst = (
  observed: Observed,
  threshold: Level,
  known: Known,
  measure: Measure,
): Shortfall | undefined => {
  const few = tooFew(observed, known.unit, measure)
  if (few) return few
  const bar = printThreshold(threshold)
  const value = quantityOf(observed, known.unit ?? threshold.quantity.unit)
  const met = meets(threshold, value)
  if (met === undefined) return otherUnit(observed, printQuantity(threshold.quantity))
  if (met) return undefined
  const [found] = apart(value.value, threshold.quantity.value, inUnit(value.unit))
  return shortfall(
    `${observed.kind === 'proportion' ? `${seen(observed, known.unit)} is ${found}` : found}, not ${bar}`,
    'go back to the stage before and improve the metric; a lower target needs an exception',
  )
}

type Bound = { readonly value: number; readonly working: readonly string[] }

const wilsonBound = (
  observed: Extract<Observed, { kind: 'proportion' }>,
  bar: number,
  more: boolean,
  measure: Measure,
): Bound | undefined => {
  const { good, total } = counted(observed, measure)
  const interval = wilsonInterval(good, total, measure.one)
  if (interval === undefined) return undefined
  const needed = more && measure.effect === 1 ? fewestGood(observed.total, bar / 100, measure.one) : undefined
  return {
    value: 100 * (more ? interval.lower : interval.upper),
    working: [
      `one-sided 95% Wilson bounds of ${seen(observed, undefined)}, z ${measure.one.toFixed(3)}: ${roundedBound(100 * interval.lower, 2, 'down')}% and ${roundedBound(100 * interval.upper, 2, 'up')}%`,
      ...workingOfEffect(measure),
      ...(needed === undefined ? [] : [`needed: ${needed} of ${observed.total}`]),
    ],
  }
}

const meanBound = (
  observed: Extract<Observed, { kind: 'mean' }>,
  more: boolean,
  measure: Measure,
): Bound | undefined => {
  const n = worth(observed, measure)
  const reach = studentQuantile(1 - tailOf(measure.one), n - 1)
  if (reach === undefined) return undefined
  const error = observed.sd / Math.sqrt(n)
  return {
    value: observed.mean + (more ? -1 : 1) * reach * error,
    working: [
      `mean ${observed.mean}, standard error ${Number(error.toPrecision(4))}, one-sided 95% t ${reach.toFixed(3)}`,
      ...workingOfEffect(measure),
    ],
  }
}

export const boundAgainst = (
  observed: Exclude<Observed, { kind: 'level' }>,
  level: Quantity,
  threshold: Threshold,
  known: Known,
  measure: Measure,
): Shortfall | undefined => {
  const few = tooFew(observed, known.unit, measure)
  if (few) return few
  const proportion = observed.kind === 'proportion'
  if (proportion !== (level.unit === '%') && known.unit !== '%') return otherUnit(observed, printQuantity(level))
  const more = moreIsBetter(threshold)
  const bound = proportion ? wilsonBound(observed, level.value, more, measure) : meanBound(observed, more, measure)
  if (bound === undefined || (more ? bound.value >= level.value : bound.value <= level.value)) return undefined
  const unit = proportion ? '%' : known.unit
  const [value, bar] = apart(bound.value, level.value, inUnit(unit), more ? 'down' : 'up')
  const baseline = 'reference' in threshold ? 'the baseline of ' : ''
  return {
    says: `${seen(observed, known.unit)} shows ${more ? 'at least' : 'at most'} ${value}, not ${baseline}${bar}`,
    help: 'run the stage until the bound meets the condition, or go back to the stage before and improve the system',
    working: bound.working,
    open: true,
  }
}
