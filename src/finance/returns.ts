import type { ExposedStage } from '../model/stage.ts'
import { type Decimal, decimal, least, most, sum, zero } from './amounts.ts'
import type { Inputs } from './inputs.ts'
import type { Gain } from './lift.ts'
import { fixedAt, meteredCost, monthlyCost, paid, type UnitCost, unitCost } from './unit-cost.ts'

/** In the currency of the inputs, per unit unless noted. */
export type Returns = {
  /** On the lift over the baseline: the old process already earned the baseline. */
  readonly value: Decimal
  readonly margin: Decimal
  readonly perMonth: Decimal
  /** Months from `started`; undefined without `one_off` or without a positive margin. */
  readonly payback: Decimal | undefined
  /** Units per month: where the range begins that holds the volume, or the next one; undefined if no volume is enough. */
  readonly breakEvenVolume: Decimal | undefined
  /** Several where a further step of a capacity costs more than it earns at first. */
  readonly paying: readonly PayingRange[]
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
  /** Its standard error. */
  readonly error?: number
  readonly interval: string
  /** The rate of errors, from 0 to 1. */
  readonly errors?: number
}

export const restated = (inputs: Inputs, { gain, errors }: Measured): Inputs =>
  withLift(
    errors === undefined ? inputs : { ...inputs, errors: { ...inputs.errors, rate: decimal(errors) } },
    decimal(gain),
  )

/** Units per month at which the margin is not below zero; `to` is undefined for the range that has no end. */
export type PayingRange = { readonly from: Decimal; readonly to: Decimal | undefined }

/** Gaps beyond so many further steps are not looked for. */
const maxSteps = 1000

/** A capacity by the monthly volume that one of it is enough for, and how many are bought. */
const stepsOf = ({ capacity, total, peakMinute }: Inputs) =>
  capacity.flatMap(({ price, units, isPeak }) => {
    if (isPeak && !peakMinute?.gt(zero)) return []
    return [{ price, volume: isPeak ? units.times(total).div(peakMinute ?? one) : units, bought: one }]
  })

/** Between two caps of approvals and two steps of a capacity the monthly margin is a straight line. */
const payingRanges = (inputs: Inputs, value: Decimal): PayingRange[] => {
  const uncapped = inputs.approvals.filter(({ cap }) => cap === undefined)
  const { variable } = unitCost({ ...inputs, approvals: uncapped, capacity: [] }, inputs.volume)
  const metered = meteredCost(inputs)
  // Up to a minimum, what is used costs nothing more: a cap of the other sign.
  const used =
    inputs.minimum.gt(zero) && metered.gt(zero)
      ? [{ upTo: inputs.minimum.div(metered), each: zero.minus(metered) }]
      : []
  const caps = inputs.approvals
    .flatMap(({ cap, work }) => (cap ? [{ upTo: cap.times(monthDays), each: paid(work) }] : []))
    .concat(used)
    .toSorted((a, b) => a.upTo.cmp(b.upTo))
  const steps = stepsOf(inputs)
  const next = sum(steps.map(({ price }) => price))
  let perUnit = caps.reduce((rest, { each }) => rest.minus(each), value.minus(variable))
  let fixed = sum([inputs.minimum, ...inputs.fixed.map(({ amount }) => amount)])
  let from = zero
  const ranges: PayingRange[] = []
  for (let count = 0; count < maxSteps; count += 1) {
    const [cap] = caps
    // What a unit earns once whole steps are full: no volume below `fixed / net` pays.
    const net = steps.reduce((rest, { price, volume }) => rest.minus(price.div(volume)), perUnit)
    const earliest = net.gt(zero) ? fixed.div(net) : cap?.upTo
    if (earliest === undefined) break
    if (steps.length > 0) from = most(from, cap ? least(earliest, cap.upTo) : earliest)
    for (const step of steps) step.bought = most(step.bought, from.div(step.volume).round(0, 0).plus(1))
    const ends = [...steps.map(({ volume, bought }) => volume.times(bought)), ...(cap ? [cap.upTo] : [])]
    const to = ends.length > 0 ? ends.reduce(least) : undefined
    const perMonth = sum([fixed, ...steps.map(({ price, bought }) => price.times(bought))])
    const root = perUnit.gt(zero) ? perMonth.div(perUnit) : undefined
    if (root && (to === undefined || root.lte(to))) {
      const before = root.lte(from) && ranges.at(-1)?.to?.eq(from) ? ranges.pop() : undefined
      ranges.push({ from: before?.from ?? most(root, from), to })
    }
    if (to === undefined) break
    from = to
    if (cap?.upTo.eq(to)) {
      perUnit = perUnit.plus(cap.each)
      fixed = fixed.plus(cap.upTo.times(cap.each))
      caps.shift()
      continue
    }
    const last = ranges.at(-1)
    // From here on the next step of each is paid before it is full.
    if (cap === undefined && last?.to?.eq(from) && net.times(from).gte(fixed.plus(next))) {
      ranges.splice(-1, 1, { from: last.from, to: undefined })
      break
    }
  }
  return ranges
}

const liftAtZero = (all: Inputs, gain: Gain, volume: Decimal): Decimal | undefined => {
  const inputs = { ...all, minimum: zero }
  if (gain.kind === 'mean') return gain.worth.gt(zero) ? unitCost(inputs, volume).unit.div(gain.worth) : undefined
  // More successes mean more fees and fewer failed cases.
  const [fee, failure] = [inputs.perSuccess.times(inputs.share), paid(inputs.failed).times(inputs.share)]
  const rest = unitCost({ ...inputs, perSuccess: zero, failed: nothing }, volume).unit
  const served = gain.more ? gain.baseline : one.minus(gain.baseline)
  const atBaseline = rest.plus(served.times(fee)).plus(one.minus(served).times(failure))
  const perSuccess = gain.worth.minus(fee).plus(failure)
  return perSuccess.gt(zero) ? atBaseline.div(perSuccess) : undefined
}

/** The minimum as the whole price of what is metered. */
const atMinimum = (inputs: Inputs): Inputs => ({
  ...inputs,
  usages: [],
  perUnit: [],
  perSuccess: zero,
  fixed: [...inputs.fixed, { name: 'minimum', amount: inputs.minimum }],
})

/** What the stages before full earn; fixed cost runs from the first of them. */
const earnedBefore = (inputs: Inputs): Decimal =>
  sum(
    inputs.schedule.periods.map(({ stage, percent, days }) => {
      const volume = inputs.total.times(decimal(percent)).div(100)
      const fixed = sum(fixedAt(inputs, volume).map(({ amount }) => amount))
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
      const ranges = payingRanges(inputs, value)
      return (ranges.find(({ to }) => to === undefined || to.gte(volume)) ?? ranges.at(-1))?.from
    },
    get paying() {
      return payingRanges(inputs, value)
    },
    get breakEvenLift() {
      const lift = liftAtZero(inputs, gain, volume)
      if (inputs.minimum.eq(zero)) return lift
      // The cost is the larger of what is used and of the minimum, and so is the lift that pays it.
      const least = liftAtZero(atMinimum(inputs), gain, volume)
      return lift && least && most(lift, least)
    },
  }
}
