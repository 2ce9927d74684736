import { type Decimal, decimal, zero } from './decimal.ts'
import type { Gain } from './gain.ts'
import type { Inputs } from './inputs.ts'
import { unitCost } from './unit-cost.ts'

/** What the pilot earns at one volume. Money is in the currency of the inputs, per unit unless said. */
export type Returns = {
  /** On the lift over the baseline, never gross: the old process already earned the baseline. */
  readonly value: Decimal
  readonly margin: Decimal
  readonly perMonth: Decimal
  /** Months until the building cost is earned back; undefined where none is said or the margin never earns it. */
  readonly payback: Decimal | undefined
  /** Units a month at which the margin is zero; undefined where no volume carries the cost. */
  readonly breakEvenVolume: Decimal | undefined
  /** The lift at which the margin is zero, in the unit of the metric, a proportion from 0 to 1. */
  readonly breakEvenLift: Decimal | undefined
}

/** The same pilot with another lift: the target moves, the baseline stays. */
export const withLift = (gain: Gain, lift: Decimal): Gain => ({
  ...gain,
  gain: lift,
  target: gain.more ? gain.baseline.plus(lift) : gain.baseline.minus(lift),
})

const marginAt = (inputs: Inputs, gain: Gain, volume: Decimal): Decimal =>
  gain.gain.times(gain.worth).minus(unitCost({ ...inputs, gain }, volume).unit)

const volumeAtZero = (inputs: Inputs, gain: Gain): Decimal | undefined => {
  // What a cap holds down does not grow with the volume, so each set of binding caps has a line of its own.
  const caps = inputs.approvals.flatMap(({ cap }) => (cap ? [cap.times(30)] : []))
  const edges = [...caps].sort((a, b) => a.cmp(b))
  const ranges = [...edges, undefined]
  let from = zero
  for (const to of ranges) {
    const probe = to === undefined ? from.plus(1) : from.plus(to).div(2)
    const next = to === undefined ? from.plus(2) : from.plus(to.minus(from).times(3).div(4))
    if (to === undefined || to.gt(from)) {
      // Within a range the monthly margin is a straight line in the volume.
      const [at, then] = [
        marginAt(inputs, gain, probe).times(probe),
        marginAt(inputs, gain, next).times(next),
      ]
      const slope = then.minus(at).div(next.minus(probe))
      const root = slope.gt(zero) ? probe.minus(at.div(slope)) : undefined
      if (root?.gte(from) && (to === undefined || root.lte(to))) return root
    }
    from = to ?? from
  }
  return undefined
}

const liftAtZero = (inputs: Inputs, gain: Gain, volume: Decimal): Decimal | undefined => {
  // The margin is a straight line in the lift, fees and failed cases included.
  const [none, some] = [zero, decimal(gain.kind === 'proportion' ? 0.01 : 1)]
  const at = marginAt(inputs, withLift(gain, none), volume)
  const slope = marginAt(inputs, withLift(gain, some), volume).minus(at).div(some)
  return slope.gt(zero) ? at.times(-1).div(slope) : undefined
}

/**
 * What the pilot earns at a volume a month, which is above zero; undefined where the file does not say what a
 * success is worth or promises no lift.
 */
export const returnsAt = (inputs: Inputs, volume: Decimal = inputs.volume): Returns | undefined => {
  const { gain, oneOff } = inputs
  if (gain === undefined) return undefined
  const margin = marginAt(inputs, gain, volume)
  const perMonth = margin.times(volume)
  return {
    value: gain.gain.times(gain.worth),
    margin,
    perMonth,
    payback: oneOff && perMonth.gt(zero) ? oneOff.div(perMonth) : undefined,
    breakEvenVolume: volumeAtZero(inputs, gain),
    breakEvenLift: liftAtZero(inputs, gain, volume),
  }
}

/** What counting every success, baseline included, would claim to earn a month. */
export const grossPerMonth = (inputs: Inputs, volume: Decimal = inputs.volume): Decimal | undefined => {
  const { gain } = inputs
  if (gain?.kind !== 'proportion') return undefined
  const served = gain.more ? gain.target : decimal(1).minus(gain.target)
  return served.times(gain.worth).minus(unitCost(inputs, volume).unit).times(volume)
}
