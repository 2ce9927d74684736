import { incompleteBeta } from './beta.ts'
import { isPositive, isProbability } from './domain.ts'
import { normalCdf, normalQuantile } from './normal.ts'
import { crossing } from './solve.ts'

/** With more degrees of freedom than this, the normal distribution agrees to 8 digits and is used. */
const normalFrom = 1e8

/**
 * The probability that a variable of Student's t distribution is above `t`; undefined unless `df` is above 0.
 * Source: Abramowitz and Stegun 26.7.1.
 */
export const studentUpper = (t: number, df: number): number | undefined => {
  if (Number.isNaN(t) || !isPositive(df)) return undefined
  if (df > normalFrom || !Number.isFinite(t)) return normalCdf(-t)
  const square = t * t
  // Of the two forms the one whose argument is not close to 1, where a float has no digits left for the rest.
  const centre = square < df ? incompleteBeta(0.5, df / 2, square / (df + square)) : undefined
  const tail = centre === undefined ? incompleteBeta(df / 2, 0.5, df / (df + square)) : 1 - centre
  if (tail === undefined) return undefined
  return t < 0 ? 1 - tail / 2 : tail / 2
}

/** The value that a variable of Student's t distribution is below with probability `p`. */
export const studentQuantile = (p: number, df: number): number | undefined => {
  if (!isProbability(p) || !isPositive(df)) return undefined
  if (df > normalFrom) return normalQuantile(p)
  if (p === 0.5) return 0
  const tail = Math.min(p, 1 - p)
  const small = (t: number) => (studentUpper(t, df) ?? 0) <= tail
  let high = 1
  while (!small(high) && high < 1e150) high *= 2
  const size = crossing(small, 0, high)
  return p < 0.5 ? -size : size
}
