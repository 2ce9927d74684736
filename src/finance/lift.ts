import type { Pilot } from '../model/pilot.ts'
import { isShare, moreIsBetter, type Quantity, sameUnit, type Threshold } from '../values/index.ts'
import { isTimeUnit, SECONDS } from '../values/unit.ts'
import { type Decimal, decimal } from './decimal.ts'

/** What the primary metric is to gain. */
export type Lift = {
  readonly kind: 'proportion' | 'mean'
  /** Whether a higher value is the better one. */
  readonly more: boolean
  /** A share from 0 to 1 for a proportion; in `unit` for a mean. */
  readonly baseline: Decimal
  readonly target: Decimal
  /** How far the target lies beyond the baseline, in the better direction; zero or less where it does not. */
  readonly gain: Decimal
  /** `%`, or the unit of the mean. */
  readonly unit: string
}

/** The quantity in the unit of another one; undefined where there is no conversion. */
export const inUnitOf = ({ value, unit, per }: Quantity, wanted: Quantity): Decimal | undefined => {
  if (per !== wanted.per) return undefined
  if (sameUnit(unit, wanted.unit)) return decimal(value)
  if (!isTimeUnit(unit) || !isTimeUnit(wanted.unit)) return undefined
  return decimal(value).times(decimal(SECONDS[unit])).div(decimal(SECONDS[wanted.unit]))
}

/** Reads a level and a bar as one lift; undefined where they cannot be compared. */
export const liftBetween = (baseline: Quantity, target: Threshold): Lift | undefined => {
  if ('reference' in target) return undefined
  const { unit } = baseline
  const bar = inUnitOf(target.quantity, baseline)
  if (bar === undefined) return undefined
  const share = isShare(baseline)
  const scale = decimal(share ? 0.01 : 1)
  const [from, to] = [decimal(baseline.value).times(scale), bar.times(scale)]
  const more = moreIsBetter(target)
  return {
    kind: share ? 'proportion' : 'mean',
    more,
    baseline: from,
    target: to,
    gain: more ? to.minus(from) : from.minus(to),
    unit,
  }
}

/** The promised lift of the primary metric; undefined where baseline or target is missing or cannot be compared. */
export const liftOf = ({ success }: Pilot): Lift | undefined => {
  const { baseline, target } = success ?? {}
  return baseline?.value && target && liftBetween(baseline.value, target)
}
