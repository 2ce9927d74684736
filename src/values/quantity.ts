import { isCurrency } from './currency.ts'
import { printNumeral } from './numeral.ts'
import { isRateUnit, isTimeUnit, type RateUnit, rateUnitName, type TimeUnit, unitName } from './unit.ts'

/**
 * A number with its unit: `%`, a time unit, an ISO 4217 code, `points`, `tokens` or a counted thing.
 * The unit is empty where only what is below the line counts, as in `60000/month`.
 */
export type Quantity = { readonly value: number; readonly unit: string; readonly per?: string }

/** Percent, from 0 to 100. */
export type Share = { readonly value: number; readonly unit: '%' }
export type Duration = { readonly value: number; readonly unit: TimeUnit }
/** The unit is an ISO 4217 code. */
export type Money = { readonly value: number; readonly unit: string }
/** So much per unit of time. */
export type Rate = { readonly value: number; readonly unit: string; readonly per: RateUnit }
/** Working time per unit of time. */
export type EffortRate = Rate & { readonly unit: TimeUnit }
/** So much per counted thing. */
export type Ratio = { readonly value: number; readonly unit: string; readonly per: string }

export const isShare = (quantity: Quantity): quantity is Share =>
  quantity.unit === '%' && quantity.per === undefined

export const isDuration = (quantity: Quantity): quantity is Duration =>
  isTimeUnit(quantity.unit) && quantity.per === undefined

export const isMoney = (quantity: Quantity): quantity is Money =>
  isCurrency(quantity.unit) && quantity.per === undefined

export const isRate = (quantity: Quantity): quantity is Rate =>
  quantity.per !== undefined && isRateUnit(quantity.per)

/** Splits a text that already has the shape of a quantity. */
export const readQuantity = (text: string): Quantity => {
  const [, digits = '', rest = ''] = /^(-?[0-9.]+) ?(.*)$/u.exec(text) ?? []
  const [, unit = rest, per] = /^(.*?)(?:\/|(?:^| )per )(.+)$/u.exec(rest) ?? []
  // Adding zero turns -0 into 0, which has one spelling only.
  const value = Number(digits) + 0
  return per === undefined
    ? { value, unit: unitName(unit) }
    : { value, unit: unitName(unit), per: rateUnitName(per) }
}

const printAmount = ({ value, unit, per }: Quantity): string => {
  const digits = printNumeral(value)
  if (unit === '' || unit === '%') return `${digits}${unit}`
  if (isTimeUnit(unit) && per === undefined) {
    if (unit !== 'min') return `${digits}${unit}`
    return Number.isInteger(value) ? `${digits}m` : `${digits} min`
  }
  return `${isCurrency(unit) ? digits.replace(/\.([0-9])$/u, '.$10') : digits} ${unit}`
}

/** A quantity as pilot.yaml writes it: `22%`, `10m`, `9.4 min`, `0.20 EUR`, `24 h/month`, `2.4 per conversation`. */
export const printQuantity = (quantity: Quantity): string => {
  const { unit, per } = quantity
  if (per === undefined) return printAmount(quantity)
  return `${printAmount(quantity)}${unit === '' && !isRateUnit(per) ? ' per ' : '/'}${per}`
}
