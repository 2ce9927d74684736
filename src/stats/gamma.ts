import { isPositive } from './domain.ts'
import { polynomial } from './polynomial.ts'

const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156]

/**
 * The logarithm of the gamma function of a positive number.
 * Source: Stirling's series, after the argument was raised to 10 by the recurrence; Abramowitz and Stegun 6.1.41.
 */
export const lnGamma = (x: number): number => {
  let [raised, product] = [x, 1]
  for (; raised < 10; raised += 1) product *= raised
  const series = polynomial(1 / (raised * raised), stirling) / raised
  return (raised - 0.5) * Math.log(raised) - raised + Math.log(2 * Math.PI) / 2 + series - Math.log(product)
}

const precision = 1e-16
const most = 100_000

const lowerBySeries = (a: number, x: number): number => {
  let [term, sum] = [1 / a, 1 / a]
  for (let n = 1; n < most && Math.abs(term) > precision * Math.abs(sum); n += 1) {
    term *= x / (a + n)
    sum += term
  }
  return sum
}

const upperByFraction = (a: number, x: number): number => {
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let value = d
  for (let n = 1; n < most; n += 1) {
    const over = -n * (n - a)
    b += 2
    d = 1 / (over * d + b)
    c = b + over / c
    value *= d * c
    if (Math.abs(d * c - 1) < precision) break
  }
  return value
}

/**
 * The regularised upper incomplete gamma function Q(a, x); undefined unless `a` is above 0 and `x` is not below it.
 * Source: Abramowitz and Stegun 6.5.29 and 6.5.31.
 */
export const upperGamma = (a: number, x: number): number | undefined => {
  if (!isPositive(a) || !(x >= 0)) return undefined
  if (x === 0) return 1
  if (x === Number.POSITIVE_INFINITY) return 0
  const scale = Math.exp(a * Math.log(x) - x - lnGamma(a))
  const upper = x < a + 1 ? 1 - scale * lowerBySeries(a, x) : scale * upperByFraction(a, x)
  return Math.min(1, Math.max(0, upper))
}
