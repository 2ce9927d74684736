import type { Observed } from '../../evidence/results/results.ts'
import { studentQuantile } from '../../stats/distributions.ts'
import { fewestGood, wilsonInterval } from '../../stats/intervals.ts'
import { meets, moreIsBetter, printQuantity, type Quantity, type Threshold } from '../../values/index.ts'
import { printThreshold } from '../../values/threshold.ts'
import { counted, type Known, type Measure, tailOf, worth } from './sample.ts'
import { type Shortfall, tooFew, workingOfEffect } from './shortfall.ts'
import { apart, inUnit, roundedBound, seen } from './words.ts'

type Level = Extract<Threshold, { quantity: unknown }>

const otherUnit = (observed: Observed, bar: string): Shortfall => ({
  says: `it was recorded as ${observed.kind === 'proportion' ? 'a proportion' : 'a number in another unit'}, which ${bar} cannot be compared with`,
  help: 'write the bar in the unit of the metric, or record the metric in that of the bar',
  working: [],
  open: false,
})

const quantityOf = (observed: Observed, unit: string): Quantity => {
  if (observed.kind === 'level') return observed.value
  if (observed.kind === 'mean') return { value: observed.mean, unit }
  // Multiplied first: 29 of 100 is 29%, and 0.29 times 100 is a little less.
  return { value: (100 * observed.good) / observed.total, unit: '%' }
}

/** The value that was seen, against the bar: good enough, not perfect. */
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
  return {
    says: `${observed.kind === 'proportion' ? `${seen(observed, known.unit)} is ${found}` : `${found} was seen`}, not ${bar}`,
    help: 'stay in the stage before, and change what keeps the metric from its bar; a bar that moves is an exception with a reason',
    working: [],
    open: false,
  }
}

type Bound = { readonly value: number; readonly bar: number; readonly working: readonly string[] }

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
    bar,
    working: [
      `one-sided 95% Wilson bound of ${seen(observed, undefined)}, z ${measure.one.toFixed(3)}: ${roundedBound(100 * interval.lower, 2, 'down')}% from below, ${roundedBound(100 * interval.upper, 2, 'up')}% from above`,
      ...workingOfEffect(measure),
      ...(needed === undefined ? [] : [`${needed} of ${observed.total} would prove it`]),
    ],
  }
}

const meanBound = (
  observed: Extract<Observed, { kind: 'mean' }>,
  bar: number,
  more: boolean,
  measure: Measure,
): Bound | undefined => {
  const n = worth(observed, measure)
  const reach = studentQuantile(1 - tailOf(measure.one), n - 1)
  if (reach === undefined) return undefined
  const error = observed.sd / Math.sqrt(n)
  return {
    value: observed.mean + (more ? -1 : 1) * reach * error,
    bar,
    working: [
      `mean ${observed.mean}, standard error ${Number(error.toPrecision(4))}, one-sided 95% t ${reach.toFixed(3)}`,
      ...workingOfEffect(measure),
    ],
  }
}

/** What is proven with 95% confidence, against the bar; a percentile has no bound and is compared as it is. */
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
  if (proportion !== (level.unit === '%') && known.unit !== '%')
    return otherUnit(observed, printQuantity(level))
  const more = moreIsBetter(threshold)
  const bound = proportion
    ? wilsonBound(observed, level.value, more, measure)
    : meanBound(observed, level.value, more, measure)
  if (bound === undefined || (more ? bound.value >= bound.bar : bound.value <= bound.bar)) return undefined
  const [value, bar] = apart(
    bound.value,
    bound.bar,
    inUnit(proportion ? '%' : known.unit),
    more ? 'down' : 'up',
  )
  const baseline = 'reference' in threshold ? 'the baseline of ' : ''
  return {
    says: `${seen(observed, known.unit)} proves ${more ? 'at least' : 'at most'} ${value}, not ${baseline}${bar}`,
    help: 'keep the stage running until the numbers prove it, or stay in the stage before and make the system better',
    working: bound.working,
    open: true,
  }
}
