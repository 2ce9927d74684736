import { present } from '../model/lists.ts'
import type { Pilot } from '../model/pilot.ts'
import { observationsForQuantile } from '../stats/power.ts'
import {
  type Duration,
  fraction,
  isDuration,
  isShare,
  nounOf,
  sameUnit,
  type Threshold,
} from '../values/index.ts'
import { type Decimal, decimal, least, minutesOf, perDay, perMinute, perMonth, zero } from './amounts.ts'
import { type StageShare, shareAt } from './lift.ts'

/** How many units come, at full traffic. */
export type Traffic = {
  /** Units a month; above zero. */
  readonly volume: Decimal
  readonly peakDay: Decimal | undefined
  readonly peakMinute: Decimal | undefined
}

const day = decimal(1440)
const one = decimal(1)

/** The traffic of the plan; undefined where no volume at full rollout is said, or none comes. */
export const trafficOf = ({ cost }: Pilot): Traffic | undefined => {
  const { full, peak_day, peak_rate } = cost?.volume ?? {}
  if (full === undefined || full.value === 0) return undefined
  return {
    volume: perMonth(full),
    peakDay: peak_day && perDay(peak_day),
    peakMinute: peak_rate && perMinute(peak_rate),
  }
}

const month = day.times(30)

const usual = ({ volume }: Traffic, minutes: Decimal): Decimal => volume.times(minutes).div(month)

/** What comes at the peak rate, or where it is not said, at that of an even peak day. */
const burst = ({ peakDay, peakMinute }: Traffic, minutes: Decimal): Decimal =>
  peakMinute?.times(minutes) ?? peakDay?.times(minutes).div(day) ?? zero

/**
 * The most units that come in so many minutes: at the peak rate as far as the peak day reaches, or at the usual rate
 * where that is more.
 */
export const unitsWithin = (traffic: Traffic, minutes: Decimal): Decimal => {
  const peak = burst(traffic, minutes)
  const highest = traffic.peakDay ? least(peak, traffic.peakDay) : peak
  // A division takes longer than both products.
  const isBusier = traffic.volume.times(minutes).gt(highest.times(month))
  return isBusier ? usual(traffic, minutes) : highest
}

/**
 * The share of units that a trigger lets be harmed before it fires: its level for a rate of harm, all for a latency.
 * Undefined for a mean, and for a rate whose fall is the harm: how many are hurt there, the level does not say.
 */
const harmedShare = (is: Threshold): number | undefined => {
  if ('reference' in is) return undefined
  if (isDuration(is.quantity)) return 1
  return isShare(is.quantity) && (is.op === 'above' || is.op === 'at_least')
    ? fraction(is.quantity)
    : undefined
}

/**
 * The longest window, in minutes, with which no more than `limit` units are affected; below zero where there is
 * none. `share` is above zero.
 */
export const longestWindow = (traffic: Traffic, limit: Decimal, time: Duration, share: Decimal): Decimal => {
  const units = limit.div(share)
  const even = units.div(usual(traffic, one))
  const busy = burst(traffic, one)
  // A burst does not reach beyond the peak day.
  const endless = busy.eq(zero) || traffic.peakDay?.lte(units) === true
  return (endless ? even : least(even, units.div(busy))).minus(minutesOf(time))
}

/** The stages in which a customer can be hurt. */
export const servedStages = ['limited', 'progressive', 'full'] as const

export type ServedStage = (typeof servedStages)[number]

/** What one rollback trigger lets happen at one stage. */
export type Blast = {
  /** The index of the trigger in `rollback.when`. */
  readonly at: number
  readonly metric: string | undefined
  readonly stage: ServedStage
  readonly exposure: StageShare
  readonly over: Duration
  /** Units that come, at full traffic, while the trigger waits and the rollback runs. */
  readonly come: Decimal
  /** The share of the units at the stage that are harmed, from 0 to 1. */
  readonly harmed: Decimal
  /**
   * The units affected before a rollback is done.
   * Source: time to detect plus time to restore, times exposure; Google SRE, canarying releases.
   */
  readonly affected: Decimal
  /** The most units that may be affected; undefined where nothing says so. */
  readonly limit: Decimal | undefined
  /** Minutes that the stage lasts, a progressive one its last step; a year where it has no end. */
  readonly lasts: Decimal
  /** The longest window that keeps the limit, in minutes; below zero where there is none. */
  readonly longest: Decimal | undefined
  /** The shortest window in which a percentile can be told, in minutes; undefined for other metrics. */
  readonly shortest: Decimal | undefined
}

type Trigger = NonNullable<NonNullable<NonNullable<Pilot['rollback']>['when']>[number]>

/** The percentile that a metric is named for, from 0 to 1: 0.95 for `latency_p95`. */
const percentile = (metric: string | undefined): number | undefined => {
  const digits = /(?:^|[_-])p(\d{2,3})$/i.exec(metric ?? '')?.[1]
  return digits === undefined ? undefined : Number(`0.${digits}`)
}

const shortestWindow = (metric: string | undefined, { volume }: Traffic, share: Decimal) => {
  const q = percentile(metric)
  const samples = q === undefined ? undefined : observationsForQuantile(q)
  return samples === undefined ? undefined : decimal(samples).times(43_200).div(volume.times(share))
}

/** Whether what is counted is the unit of the file, where its noun alone may stand for it: `ticket` for `support ticket`. */
const isUnit = (counted: string, unit: string): boolean =>
  sameUnit(counted, unit) || sameUnit(counted, nounOf(unit)) || sameUnit(nounOf(counted), unit)

/** The limit in the unit of the file, with which its volumes compare; undefined where it counts something else. */
const limitOf = ({ rollback, rollout, use_case }: Pilot): Decimal | undefined => {
  const most = rollback?.max_affected
  if (most === undefined) return undefined
  const limit = decimal(most.value)
  if (use_case?.unit === undefined || isUnit(most.unit, use_case.unit)) return limit
  const { assign_by: assigned, units_per_assignee: each } = rollout ?? {}
  // No more come with each customer before a rollback than in a whole stage: the limit is no larger than this.
  return assigned !== undefined && each !== undefined && sameUnit(most.unit, assigned)
    ? limit.times(each)
    : undefined
}

const year = { value: 365, unit: 'd' } as const

const timeOf = ({ rollout }: Pilot, stage: ServedStage): Duration | undefined =>
  (stage === 'progressive' ? rollout?.progressive?.steps?.at(-1)?.time : undefined) ??
  rollout?.[stage]?.duration

type Plan = {
  readonly pilot: Pilot
  readonly traffic: Traffic
  /** The time of the rollback, and the same in minutes. */
  readonly time: Duration
  readonly minutes: Decimal
  readonly limit: Decimal | undefined
}

const blast = (
  { pilot, traffic, time, minutes, limit }: Plan,
  { metric, is, over }: Trigger,
  at: number,
  stage: ServedStage,
): Blast | undefined => {
  const share = is && harmedShare(is)
  const [exposure, window] = [shareAt(pilot, stage), over?.[stage]]
  if (share === undefined || exposure === undefined || window === undefined) return undefined
  if (share === 0 || exposure.percent === 0) return undefined
  const [harmed, exposed] = [decimal(share), decimal(exposure.percent).times(0.01)]
  const part = harmed.times(exposed)
  const come = unitsWithin(traffic, minutesOf(window).plus(minutes))
  return {
    at,
    metric,
    stage,
    exposure,
    over: window,
    come,
    harmed,
    affected: come.times(part),
    limit,
    // Exact numbers are slow, and few blasts need these.
    get lasts() {
      return minutesOf(timeOf(pilot, stage) ?? year)
    },
    get longest() {
      return limit && longestWindow(traffic, limit, time, part)
    },
    get shortest() {
      return shortestWindow(metric, traffic, exposed)
    },
  }
}

/** What every trigger lets happen at every planned stage, as far as the file tells. */
export const blastRadii = (pilot: Pilot, traffic: Traffic): Blast[] => {
  const time = pilot.rollback?.time?.quantity
  if (time === undefined) return []
  const plan = { pilot, traffic, time, minutes: minutesOf(time), limit: limitOf(pilot) }
  return present(pilot.rollback?.when).flatMap(({ item, at }) =>
    servedStages.flatMap((stage) => blast(plan, item, at, stage) ?? []),
  )
}

/** A trigger whose blast radius nobody can compute, and why: a clause. */
export type Uncomputed = { readonly at: number; readonly metric: string | undefined; readonly why: string }

const reason = ({ is, over }: Trigger): string => {
  if (is === undefined) return 'it has no level'
  if (over === undefined) return 'it does not say how long it waits'
  if (harmedShare(is) === 0) return 'its level is zero'
  if (harmedShare(is) !== undefined)
    return servedStages.some((stage) => over[stage] !== undefined)
      ? 'no planned stage says what share of the traffic it has'
      : 'it has no window for a stage that serves anybody'
  if ('reference' in is) return 'its level is no number'
  return is.quantity.unit === '%'
    ? 'a rate whose fall is the harm does not say how many are hurt'
    : 'a mean has no share of units that are hurt'
}

/** The triggers that {@link blastRadii} says nothing about. */
export const uncomputed = (pilot: Pilot, found: readonly Blast[]): Uncomputed[] =>
  present(pilot.rollback?.when)
    .filter(({ at }) => !found.some((one) => one.at === at))
    .map(({ item, at }) => ({ at, metric: item.metric, why: reason(item) }))
