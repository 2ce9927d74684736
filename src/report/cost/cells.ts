import { type Decimal, most, printGrouped, zero } from '../../finance/amounts.ts'

/** Decimals that tell the parts of a unit cost apart: five digits of the whole. */
export const placesFor = (unit: Decimal): number => {
  const exponent = unit.eq(zero) ? 0 : unit.abs().e
  return Math.min(12, Math.max(2, 4 - exponent))
}

/** A volume a month. */
export const perMonth = (volume: Decimal): string =>
  `${printGrouped(volume, volume.mod(1).eq(0) ? 0 : 2)}/month`

export const largest = (values: readonly Decimal[]): Decimal => values.reduce(most, zero)

/** A part of a whole, for a bar. */
export const ratio = (value: Decimal, whole: Decimal): number =>
  whole.gt(zero) ? value.div(whole).toNumber() : 0
