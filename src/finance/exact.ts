import type { Duration } from '../values/index.ts'
import type { EffortRate, Rate } from '../values/quantity.ts'
import { RATE_SECONDS, type RateUnit, SECONDS } from '../values/unit.ts'
import { type Decimal, decimal } from './decimal.ts'

const every = ({ value, per }: Rate, unit: RateUnit): Decimal =>
  decimal(value).times(RATE_SECONDS[unit]).div(RATE_SECONDS[per])

/** So much a minute, a day or in 30 days, in the unit of the rate. */
export const perMinute = (rate: Rate): Decimal => every(rate, 'min')
export const perDay = (rate: Rate): Decimal => every(rate, 'day')
export const perMonth = (rate: Rate): Decimal => every(rate, 'month')

const minutes = (value: Decimal, unit: Duration['unit']): Decimal => {
  const whole = SECONDS[unit] / 60
  // A product is exact and takes a fraction of the time of a division.
  return Number.isInteger(whole) ? value.times(whole) : value.times(SECONDS[unit]).div(60)
}

export const minutesOf = ({ value, unit }: Duration): Decimal => minutes(decimal(value), unit)

/** Hours of work a day, and in 30 days. */
export const hoursPerDay = (effort: EffortRate): Decimal => minutes(perDay(effort), effort.unit).div(60)
export const hoursPerMonth = (effort: EffortRate): Decimal => minutes(perMonth(effort), effort.unit).div(60)
