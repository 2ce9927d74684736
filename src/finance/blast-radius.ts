import type { Pilot } from '../model/pilot.ts'
import { type Duration, fraction, isDuration, isShare, type Threshold } from '../values/index.ts'
import { type Decimal, decimal, least, zero } from './decimal.ts'
import { minutesOf, perDay, perMinute, perMonth } from './exact.ts'

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
export const harmedShare = (is: Threshold): number | undefined => {
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
