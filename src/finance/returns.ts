import type { ExposedStage } from '../model/stage.ts'
import { type Decimal, decimal, most, sum, zero } from './amounts.ts'
import type { Inputs } from './inputs.ts'
import type { Gain } from './lift.ts'
import { monthlyCost, paid, type UnitCost, unitCost } from './unit-cost.ts'

/** In the currency of the inputs, per unit unless noted. */
export type Returns = {
  /** On the lift over the baseline: the old process already earned the baseline. */
  readonly value: Decimal
  readonly margin: Decimal
  readonly perMonth: Decimal
  /** Months from `started`; undefined without `one_off` or without a positive margin. */
  readonly payback: Decimal | undefined
  /** Units per month; undefined if no volume is enough. */
  readonly breakEvenVolume: Decimal | undefined
  /** In the unit of the metric, from 0 to 1 for a proportion; undefined if a success costs more than it is worth. */
  readonly breakEvenLift: Decimal | undefined
}

const one = decimal(1)
const monthDays = decimal(30)
const nothing = { minutes: zero, wage: zero }

/** The target moves, the baseline stays. */
export const withLift = (inputs: Inputs, gain: Decimal): Inputs => {
  const { lift } = inputs
  if (lift === undefined) return inputs
  const target = lift.more ? lift.baseline.plus(gain) : lift.baseline.minus(gain)
  return {
    ...inputs,
    lift: { ...lift, gain, target },
    gain: inputs.gain && { ...inputs.gain, gain, target },
  }
}

/** What results show in place of the plan. */
export type Measured = {
  /** In the unit of the lift; below 0 if the treatment was worse. */
  readonly gain: number
  readonly interval: string
  /** The rate of errors, from 0 to 1. */
  readonly errors?: number
}

export const restated = (inputs: Inputs, { gain, errors }: Measured): Inputs =>
  withLift(
    errors === undefined ? inputs : { ...inputs, errors: { ...inputs.errors, rate: decimal(errors) } },
    decimal(gain),
  )

const volumeAtZero = (inputs: Inputs, value: Decimal): Decimal | undefined => {
  const uncapped = inputs.approvals.filter(({ cap }) => cap === undefined)
  const { variable, fixedPerMonth } = unitCost({ ...inputs, approvals: uncapped }, inputs.volume)
  const approvals = inputs.approvals
    .flatMap(({ cap, work }) => (cap ? [{ upTo: cap.times(monthDays), each: paid(work) }] : []))
    .toSorted((a, b) => a.upTo.cmp(b.upTo))
  // Between two caps the monthly margin is a straight line.
  let perUnit = approvals.reduce((rest, { each }) => rest.minus(each), value.minus(variable))
  let perMonth = fixedPerMonth
  for (const range of [...approvals, undefined]) {
    const root = perUnit.gt(zero) ? perMonth.div(perUnit) : undefined
    if (root && (range === undefined || root.lte(range.upTo))) return root
    if (range === undefined) return undefined
    perUnit = perUnit.plus(range.each)
    perMonth = perMonth.plus(range.upTo.times(range.each))
  }
  return undefined
}

const liftAtZero = (inputs: Inputs, gain: Gain, volume: Decimal): Decimal | undefined => {
  if (gain.kind === 'mean') return gain.worth.gt(zero) ? unitCost(inputs, volume).unit.div(gain.worth) : undefined
  // More successes mean more fees and fewer failed cases.
  const [fee, failure] = [inputs.perSuccess.times(inputs.share), paid(inputs.failed).times(inputs.share)]
  const rest = unitCost({ ...inputs, perSuccess: zero, failed: nothing }, volume).unit
  const served = gain.more ? gain.baseline : one.minus(gain.baseline)
  const atBaseline = rest.plus(served.times(fee)).plus(one.minus(served).times(failure))
  const perSuccess = gain.worth.minus(fee).plus(failure)
  return perSuccess.gt(zero) ? atBaseline.div(perSuccess) : undefined
}

/** What the stages before full earn; fixed cost runs from the first of them. */
const earnedBefore = (inputs: Inputs): Decimal =>
  sum(
    inputs.schedule.periods.map(({ stage, percent, days }) => {
      const volume = inputs.total.times(decimal(percent)).div(100)
      const fixed = sum(inputs.fixed.map(({ amount }) => amount))
      const month = volume.gt(zero) ? returnsAt(inputs, volume, stage)?.perMonth : zero.minus(fixed)
      return (month ?? zero).times(days).div(monthDays)
    }),
  )

const paybackOf = (inputs: Inputs, oneOff: Decimal, perMonth: Decimal): Decimal =>
  inputs.schedule.untilFull.div(monthDays).plus(most(zero, oneOff.minus(earnedBefore(inputs))).div(perMonth))

const perMonthAt = (cost: UnitCost, value: Decimal): Decimal => value.times(cost.volume).minus(monthlyCost(cost))

/**
 * `volume` is in units per month, above zero; `stage` decides the review; break-even is that of full rollout.
 * Undefined without a value or a lift.
 */
export const returnsAt = (
  inputs: Inputs,
  volume: Decimal = inputs.volume,
  stage: ExposedStage = 'full',
): Returns | undefined => {
  const { gain, oneOff } = inputs
  if (gain === undefined) return undefined
  const value = stage === 'shadow' ? zero : gain.gain.times(gain.worth)
  const cost = unitCost(inputs, volume, stage)
  const perMonth = perMonthAt(cost, value)
  // Divisions are slow, and callers need one or two of these.
  return {
    value,
    perMonth,
    get margin() {
      return value.minus(cost.unit)
    },
    get payback() {
      return oneOff && perMonth.gt(zero) ? paybackOf(inputs, oneOff, perMonth) : undefined
    },
    get breakEvenVolume() {
      return volumeAtZero(inputs, value)
    },
    get breakEvenLift() {
      return liftAtZero(inputs, gain, volume)
    },
  }
}
