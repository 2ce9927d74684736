import { isUnit, readable, unitOf } from '../model/lists.ts'
import type { Pilot } from '../model/pilot.ts'
import type { ExposedStage } from '../model/stage.ts'
import {
  days,
  daysBetween,
  fraction,
  isShare,
  moreIsBetter,
  type Quantity,
  type Share,
  sameUnit,
  type Threshold,
} from '../values/index.ts'
import { isRateUnit, isTimeUnit, RATE_SECONDS, SECONDS } from '../values/unit.ts'
import { type Decimal, decimal, sum } from './amounts.ts'

export type Lift = {
  readonly kind: 'proportion' | 'mean'
  readonly more: boolean
  /** A share from 0 to 1 for a proportion; in `unit` for a mean. */
  readonly baseline: Decimal
  readonly target: Decimal
  /** Positive if the target is better than the baseline. */
  readonly gain: Decimal
  readonly unit: string
}

/** Undefined if there is no conversion. */
export const inUnitOf = ({ value, unit, per }: Quantity, wanted: Quantity): Decimal | undefined => {
  const isPer = per === undefined || wanted.per === undefined ? per === wanted.per : sameUnit(per, wanted.per)
  if (!isPer) return undefined
  if (sameUnit(unit, wanted.unit)) return decimal(value)
  if (!isTimeUnit(unit) || !isTimeUnit(wanted.unit)) return undefined
  return decimal(value).times(decimal(SECONDS[unit])).div(decimal(SECONDS[wanted.unit]))
}

/** A level in the unit that is computed in: a share from 0 to 1, or that of a mean. */
export const levelIn = (quantity: Quantity, { unit }: { readonly unit: string }): number =>
  isShare(quantity) ? fraction(quantity) : (inUnitOf(quantity, { ...quantity, unit })?.toNumber() ?? quantity.value)

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

/** Undefined if baseline or target is missing, or they cannot be compared. */
export const liftOf = ({ success }: Pilot): Lift | undefined => {
  const { baseline, target } = success ?? {}
  return baseline?.value && target && liftBetween(baseline.value, target)
}

/** `worth` is the value of one success, or of one unit of a mean, times the part of the units that the metric counts. */
export type Gain = Lift & { readonly worth: Decimal }

const secondsIn = (unit: string): number | undefined => {
  if (isTimeUnit(unit)) return SECONDS[unit]
  return isRateUnit(unit) ? RATE_SECONDS[unit] : undefined
}

/** 1 min is 60 s; undefined if the units cannot be compared. */
export const factorBetween = (metricUnit: string, per: string, pilot: Pilot): Decimal | undefined => {
  const [metric, line] = [secondsIn(metricUnit), secondsIn(per)]
  if (metric !== undefined && line !== undefined) return decimal(metric).div(decimal(line))
  const unit = unitOf(pilot)
  const isOwn = unit !== undefined && [metricUnit, per].every((name) => isUnit(name, unit))
  return isOwn || sameUnit(metricUnit, per) ? decimal(1) : undefined
}

/** Undefined if lift or value is missing, or their units cannot be compared. */
export const gainOf = (pilot: Pilot): Gain | undefined => {
  const lift = liftOf(pilot)
  const value = pilot.cost?.value
  if (lift === undefined || value === undefined) return undefined
  const part = decimal(pilot.success?.share_of_units?.value ?? 100).times(0.01)
  if (lift.kind === 'proportion')
    return value.per_success && { ...lift, worth: decimal(value.per_success.value).times(part) }
  const perUnit = value.per_metric_unit
  const factor = perUnit && factorBetween(lift.unit, perUnit.per, pilot)
  return factor && { ...lift, worth: decimal(perUnit.value).times(factor).times(part) }
}

type Segment = { readonly share?: Share | undefined; readonly of?: Quantity | undefined }

/** One of three sites is taken for a third. */
export const segmentShare = ({ share, of }: Segment): Share | undefined =>
  share ?? (of && of.value > 0 ? { value: 100 / of.value, unit: '%' } : undefined)

export type StageShare = {
  readonly percent: number
  readonly path: readonly (string | number)[]
}

/** A progressive stage counts as its last step; undefined if not declared. */
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
  const part = segment && segmentShare(segment)
  if (part) return { percent: part.value, path: ['rollout', stage, 'segment', segment.share ? 'share' : 'of'] }
  return traffic && { percent: traffic.value, path: ['rollout', stage, 'traffic'] }
}

export type Schedule = {
  /** From `started` to full. */
  readonly untilFull: Decimal
  /** The stages before full, each step for itself. */
  readonly periods: readonly { readonly stage: ExposedStage; readonly percent: number; readonly days: Decimal }[]
}

/** In days. Without dates, full follows the stages at once. */
export const scheduleOf = (pilot: Pilot): Schedule => {
  const { started, rollout } = pilot
  const periods = (['shadow', 'limited', 'progressive'] as const).flatMap((stage) => {
    const steps = stage === 'progressive' ? readable(rollout?.progressive?.steps) : []
    const duration = rollout?.[stage]?.duration
    const parts =
      steps.length > 0
        ? steps.map(({ share, time }) => ({ percent: share?.value, time }))
        : [{ percent: shareAt(pilot, stage)?.percent, time: duration }]
    return parts.flatMap(({ percent = 0, time }) => (time ? [{ stage, percent, days: decimal(days(time)) }] : []))
  })
  const start = rollout?.full?.start
  return {
    untilFull: started && start ? decimal(daysBetween(started, start)) : sum(periods.map((one) => one.days)),
    periods,
  }
}
