import Big from 'big.js'
import type { Duration } from '../values/index.ts'
import { type EffortRate, type Rate, unmistakable } from '../values/quantity.ts'
import { type RateUnit, rateFactor, SECONDS } from '../values/unit.ts'

// Money is compared exactly, so no binary floats. Sums and products are exact; divisions keep 30 digits.
const Exact = Big()
Exact.DP = 30
Exact.NE = -40
Exact.PE = 40

export type Decimal = Big

/** Exactly the written digits: 0.2 is a fifth. */
export const decimal = (value: number): Decimal => new Exact(value)

export const isDecimal = (part: unknown): part is Decimal => part instanceof Exact

export const zero: Decimal = decimal(0)

export const sum = (values: readonly Decimal[]): Decimal => values.reduce((total, value) => total.plus(value), zero)

export const least = (one: Decimal, other: Decimal): Decimal => (one.lt(other) ? one : other)
export const most = (one: Decimal, other: Decimal): Decimal => (one.gt(other) ? one : other)

const every = ({ value, per }: Rate, unit: RateUnit): Decimal => {
  const [times, over] = rateFactor(per, unit)
  return decimal(value).times(times).div(over)
}

/** Amounts per minute, per day and per 30 days, in the unit of the rate. */
export const perMinute = (rate: Rate): Decimal => every(rate, 'min')
export const perDay = (rate: Rate): Decimal => every(rate, 'day')
export const perMonth = (rate: Rate): Decimal => every(rate, 'month')

const minutes = (value: Decimal, unit: Duration['unit']): Decimal => {
  const whole = SECONDS[unit] / 60
  // A product is exact and much faster than a division.
  return Number.isInteger(whole) ? value.times(whole) : value.times(SECONDS[unit]).div(60)
}

export const minutesOf = ({ value, unit }: Duration): Decimal => minutes(decimal(value), unit)

/** Hours of work per day, and per 30 days. */
export const hoursPerDay = (effort: EffortRate): Decimal => minutes(perDay(effort), effort.unit).div(60)
export const hoursPerMonth = (effort: EffortRate): Decimal => minutes(perMonth(effort), effort.unit).div(60)

/** Enough digits to tell two prices apart. */
const precision = 4

/** `1.00`, `0.20`, `38000`: no cents for round amounts of ten or more. */
const withCents = (digits: string): string => {
  const [, whole = '', cents = ''] = /^-?(\d+)(?:\.(\d+))?$/.exec(digits) ?? []
  if (cents === '') return whole.length > 1 || whole === '0' ? digits : `${digits}.00`
  return cents.length === 1 ? `${digits}0` : digits
}

const modes = { down: 0, near: 1, up: 3 } as const

/** As pilot.yaml writes it, rounded: `0.1431 EUR`, `8571.69 EUR`, `38000 EUR`. Round minimums up and limits down. */
export const printMoney = (value: Decimal, currency: string, rounding: keyof typeof modes = 'near'): string => {
  const mode = modes[rounding]
  const rounded = value.abs().gte(1) ? value.round(2, mode) : value.prec(precision, mode)
  return `${withCents(rounded.toFixed())} ${currency}`
}

type Money = {
  readonly value: number
  readonly unit: string
  readonly per?: string
  readonly range?: readonly [number, number]
}

/** All digits of the file: `1.00 EUR`, `60 EUR/day`. */
export const printDeclared = ({ range, ...money }: Money): string =>
  (range ?? [money.value]).map((value) => printOne({ ...money, value })).join('..')

const printOne = ({ value, unit, per }: Money): string =>
  `${unmistakable(withCents(decimal(value).toFixed()))} ${unit}${per === undefined ? '' : `/${per}`}`

export const printNumber = (value: Decimal, places = 2): string => value.round(places).toFixed()

export const printShare = (value: Decimal, places = 2): string => `${printNumber(value.times(100), places)}%`

const grouped = (digits: string): string => {
  const [whole = '', rest] = digits.split('.')
  const apart = whole.replaceAll(/\B(?=(?:\d{3})+(?!\d))/g, ',')
  return rest === undefined ? apart : `${apart}.${rest}`
}

/** With thousands separators, which pilot.yaml itself does not allow. */
export const printGrouped = (value: Decimal, places: number): string => grouped(value.toFixed(places))

/** Like {@link printMoney}, with thousands separators. */
export const printProse = (value: Decimal, currency: string): string => grouped(printMoney(value, currency))

export const printPayback = (months: Decimal): string =>
  months.lt(1) ? 'in less than a month' : `in ${printNumber(months, 1)} month${months.round(1).eq(1) ? '' : 's'}`

/** For a sponsor: no cents from a hundred up, two digits below ten cents. */
export const printAmount = (value: Decimal, currency: string): string => {
  const size = value.abs()
  if (size.gte(100)) return `${printGrouped(value, 0)} ${currency}`
  return `${size.gte(0.1) || size.eq(0) ? value.toFixed(2) : value.prec(2).toFixed()} ${currency}`
}

/** Of 100 cases. */
export const cases = (share: number): string => {
  if (share > 0 && share < 0.005) return 'less than 1'
  return share > 0.995 && share < 1 ? 'more than 99' : String(Math.round(100 * share))
}

/** What is not declared counts as 0. */
export const amountOf = (money: { readonly value: number } | undefined): Decimal =>
  money ? decimal(money.value) : zero
