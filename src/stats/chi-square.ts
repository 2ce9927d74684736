import { isPositive } from './domain.ts'
import { upperGamma } from './gamma.ts'
import { erfc } from './normal.ts'

/** The probability that a chi-square variable is above `x`; undefined unless `df` is above 0 and `x` is not below. */
export const chiSquareUpper = (x: number, df: number): number | undefined => {
  if (!isPositive(df) || !(x >= 0)) return undefined
  return df === 1 ? erfc(Math.sqrt(x / 2)) : upperGamma(df / 2, x / 2)
}
