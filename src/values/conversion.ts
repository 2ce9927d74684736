import { isCurrency } from './currency.ts'
import type { Duration, EffortRate, Quantity, Rate, Share } from './quantity.ts'
import { isRateUnit, isTimeUnit, RATE_SECONDS, type RateUnit, SECONDS, sameUnit } from './unit.ts'

export const seconds = (duration: Duration): number => duration.value * SECONDS[duration.unit]

export const days = (duration: Duration): number => seconds(duration) / SECONDS.d

/** A share as a number from 0 to 1. */
export const fraction = (share: Share): number => share.value / 100

const every = (rate: Rate, unit: RateUnit) => (rate.value * RATE_SECONDS[unit]) / RATE_SECONDS[rate.per]

/** So much a minute, in the unit of the rate. */
export const perMinute = (rate: Rate): number => every(rate, 'min')

/** So much a day, in the unit of the rate. */
export const perDay = (rate: Rate): number => every(rate, 'day')

/** So much in 30 days, in the unit of the rate. */
export const perMonth = (rate: Rate): number => every(rate, 'month')

const hours = (effort: EffortRate, unit: RateUnit) => (every(effort, unit) * SECONDS[effort.unit]) / SECONDS.h

/** Hours of work a day. */
export const hoursPerDay = (effort: EffortRate): number => hours(effort, 'day')

/** Hours of work in 30 days. */
export const hoursPerMonth = (effort: EffortRate): number => hours(effort, 'month')

const isExact = (unit: string) => unit === '' || unit === '%' || isCurrency(unit)

const sameAbove = (a: string, b: string) =>
  (isTimeUnit(a) && isTimeUnit(b)) || (isExact(a) || isExact(b) ? a === b : sameUnit(a, b))

const sameBelow = (a: string | undefined, b: string | undefined) =>
  a === undefined || b === undefined ? a === b : (isRateUnit(a) && isRateUnit(b)) || sameUnit(a, b)

const inSeconds = ({ value, unit, per }: Quantity) =>
  (value * (isTimeUnit(unit) ? SECONDS[unit] : 1)) /
  (per !== undefined && isRateUnit(per) ? RATE_SECONDS[per] : 1)

/**
 * Below zero where `a` is less than `b`, above where it is more, 0 where both are the same amount;
 * undefined where the units cannot be compared: other currencies, shares with points, rates with amounts.
 */
export const compare = (a: Quantity, b: Quantity): number | undefined => {
  if (!sameAbove(a.unit, b.unit) || !sameBelow(a.per, b.per)) return undefined
  if (a.unit === b.unit && a.per === b.per) return Math.sign(a.value - b.value)
  const [left, right] = [inSeconds(a), inSeconds(b)]
  // 1.1 h and 66 min are one duration, although their seconds differ in the last bit.
  if (Math.abs(left - right) <= 1e-12 * Math.max(Math.abs(left), Math.abs(right))) return 0
  return Math.sign(left - right)
}
