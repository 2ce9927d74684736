import { type Duration, days, fraction, isDuration, isShare, type Threshold } from '../phrases/index.ts'
import { type Decimal, decimal, least, most } from './decimal.ts'

/** How many units come, at full traffic. */
export type Traffic = {
  /** Units a month. */
  readonly volume: Decimal
  readonly peakDay: Decimal | undefined
  readonly peakMinute: Decimal | undefined
}

const day = decimal(1440)

/**
 * The most units that come in so many minutes: at the peak rate as far as the peak day reaches, or at the usual rate
 * where that is more.
 */
export const unitsWithin = ({ volume, peakDay, peakMinute }: Traffic, minutes: Decimal): Decimal => {
  const usual = volume.div(30).times(minutes).div(day)
  const burst = peakMinute?.times(minutes)
  if (burst === undefined)
    return peakDay ? most(usual, least(peakDay, peakDay.times(minutes).div(day))) : usual
  return most(peakDay ? least(burst, peakDay) : burst, usual)
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

export const minutesOf = (time: Duration): Decimal => decimal(days(time)).times(day)

/**
 * The units affected before a rollback is done: what comes while the trigger waits and the rollback runs.
 * `share` is the part of the traffic that meets the system and is harmed, from 0 to 1.
 * Source: time to detect plus time to restore, times exposure; Google SRE, canarying releases.
 */
export const affected = (traffic: Traffic, over: Duration, time: Duration, share: Decimal): Decimal =>
  unitsWithin(traffic, minutesOf(over).plus(minutesOf(time))).times(share)

/** The longest window, in minutes, with which no more than `limit` units are affected; below zero where none is. */
export const longestWindow = (traffic: Traffic, limit: Decimal, time: Duration, share: Decimal): Decimal => {
  const units = limit.div(share)
  const minutes = (rate: Decimal) => units.div(rate)
  const usual = minutes(traffic.volume.div(30).div(day))
  const { peakDay, peakMinute } = traffic
  const busy = peakMinute ?? peakDay?.div(day)
  if (busy === undefined || peakDay?.lte(units)) return usual.minus(minutesOf(time))
  return least(usual, minutes(busy)).minus(minutesOf(time))
}
