import type { Pilot } from '../model/pilot.ts'
import type { ExposedStage } from '../model/stage.ts'
import { isShare, moreIsBetter, type Quantity, sameUnit, type Threshold } from '../values/index.ts'
import { isRateUnit, isTimeUnit, RATE_SECONDS, SECONDS } from '../values/unit.ts'
import { type Decimal, decimal } from './amounts.ts'

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
const liftBetween = (baseline: Quantity, target: Threshold): Lift | undefined => {
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

/** The promised lift, and what one success, or one unit of a mean, is worth. */
export type Gain = Lift & { readonly worth: Decimal }

const secondsIn = (unit: string): number | undefined => {
  if (isTimeUnit(unit)) return SECONDS[unit]
  return isRateUnit(unit) ? RATE_SECONDS[unit] : undefined
}

/** How many of the unit below the line one unit of the metric is: 1 min is 60 s. Undefined where they do not compare. */
export const factorBetween = (metricUnit: string, per: string): Decimal | undefined => {
  const [metric, line] = [secondsIn(metricUnit), secondsIn(per)]
  if (metric !== undefined && line !== undefined) return decimal(metric).div(decimal(line))
  return sameUnit(metricUnit, per) ? decimal(1) : undefined
}

/** What the pilot is to earn a unit; undefined where lift or value is missing, or their units do not compare. */
export const gainOf = (pilot: Pilot): Gain | undefined => {
  const lift = liftOf(pilot)
  const value = pilot.cost?.value
  if (lift === undefined || value === undefined) return undefined
  if (lift.kind === 'proportion')
    return value.per_success && { ...lift, worth: decimal(value.per_success.value) }
  const perUnit = value.per_metric_unit
  const factor = perUnit && factorBetween(lift.unit, perUnit.per)
  return factor && { ...lift, worth: decimal(perUnit.value).times(factor) }
}

/** How much of the traffic meets the system at a stage, and where the file says so. */
export type StageShare = {
  /** Percent, from 0 to 100. */
  readonly percent: number
  readonly path: readonly (string | number)[]
}

/** The share of a stage; a progressive stage stands for its last step. Undefined where the file does not say. */
export const shareAt = ({ rollout }: Pilot, stage: ExposedStage): StageShare | undefined => {
  const planned = rollout?.[stage]
  if (planned === undefined) return undefined
  const steps = stage === 'progressive' ? rollout?.progressive?.steps : undefined
  if (steps !== undefined && steps.length > 0) {
    const at = steps.length - 1
    const percent = steps[at]?.share?.value
    return percent === undefined ? undefined : { percent, path: ['rollout', stage, 'steps', at] }
  }
  const { segment, traffic } = planned
  if (segment?.share) return { percent: segment.share.value, path: ['rollout', stage, 'segment', 'share'] }
  return traffic && { percent: traffic.value, path: ['rollout', stage, 'traffic'] }
}
