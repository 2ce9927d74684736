import { isPositive, isShare } from './domain.ts'
import { lnGamma } from './gamma.ts'

const smallest = 1e-300
const precision = 1e-16
const most = 100_000

const away = (value: number): number => (Math.abs(value) < smallest ? smallest : value)

// Lentz's method.
const fraction = (a: number, b: number, x: number): number => {
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m < most; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    value *= d * c
    if (Math.abs(d * c - 1) < precision) break
  }
  return value
}

/**
 * The regularised incomplete beta function: the probability that a beta(a, b) variable is at most `x`.
 * Undefined unless `a` and `b` are above 0 and `x` is from 0 to 1.
 * Source: DLMF 8.17.22, a continued fraction; it takes about the root of the larger of `a` and `b` steps.
 */
export const incompleteBeta = (a: number, b: number, x: number): number | undefined => {
  if (!isPositive(a) || !isPositive(b) || !isShare(x)) return undefined
  if (x === 0 || x === 1) return x
  const scale = Math.exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  const below =
    x < (a + 1) / (a + b + 2) ? (scale * fraction(a, b, x)) / a : 1 - (scale * fraction(b, a, 1 - x)) / b
  return Math.min(1, Math.max(0, below))
}
