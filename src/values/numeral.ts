/**
 * Plain decimal digits, at most 15 of them, so that every number survives the way through a double unchanged:
 * up to nine decimals below a million, up to three above, less than 10^12.
 */
export const NUMERAL = '(?:(?:0|[1-9][0-9]{0,5})(?:\\.[0-9]{1,9})?|[1-9][0-9]{6,11}(?:\\.[0-9]{1,3})?)'

/** A number as `NUMERAL` reads it; digits beyond its precision are rounded. */
export const printNumeral = (value: number): string => {
  const digits = value.toFixed(Math.abs(value) < 1e6 ? 9 : 3).replace(/\.?0+$/u, '')
  return digits === '-0' ? '0' : digits
}
