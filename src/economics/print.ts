import type { Decimal } from './decimal.ts'

/** Digits of an amount below one that still tell two prices apart. */
const precision = 4

const digits = (value: Decimal): string => {
  const size = value.abs()
  if (size.gte(1)) return value.round(2).toFixed(size.gte(100) && value.round(2).eq(value.round(0)) ? 0 : 2)
  if (size.eq(0)) return '0.00'
  const short = value.prec(precision).toFixed()
  return /\.\d$/.test(short) ? `${short}0` : short
}

/** An amount as a person reads it and as pilot.yaml writes it: `0.1431 EUR`, `8571.69 EUR`. */
export const printMoney = (value: Decimal, currency: string): string => `${digits(value)} ${currency}`

/** A number with at most `places` decimals, without zeros at its end. */
export const printNumber = (value: Decimal, places = 2): string => value.round(places).toFixed()

/** A share from 0 to 1 as percent: `34.5%`. */
export const printShare = (value: Decimal, places = 2): string => `${printNumber(value.times(100), places)}%`
