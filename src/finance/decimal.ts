import Big from 'big.js'

// Decimal digits kept by a division; sums and products are exact. Money is compared here, and 0.1 + 0.2 is no 0.3
// to a binary float.
const Exact = Big()
Exact.DP = 30
Exact.NE = -40
Exact.PE = 40

/** An exact decimal number. */
export type Decimal = Big

/** The number as it is written in decimal digits: 0.2 is exactly a fifth. */
export const decimal = (value: number): Decimal => new Exact(value)

export const zero: Decimal = decimal(0)

export const sum = (values: readonly Decimal[]): Decimal =>
  values.reduce((total, value) => total.plus(value), zero)

export const least = (one: Decimal, other: Decimal): Decimal => (one.lt(other) ? one : other)
export const most = (one: Decimal, other: Decimal): Decimal => (one.gt(other) ? one : other)
