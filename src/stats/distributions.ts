import { crossing, isPositive, isProbability, isShare, polynomial } from './numeric.ts'

const nearOver = [3209.3775891384694, 377.485237685302, 113.86415415105016, 3.1611237438705655, 0.18577770618460315]
const nearUnder = [2844.236833439171, 1282.6165260773723, 244.02463793444417, 23.601290952344122, 1]
const midOver = [
  1230.3393547979972, 2051.0783778260716, 1712.0476126340707, 881.952221241769, 298.6351381974001, 66.11919063714163,
  8.883149794388377, 0.5641884969886701, 2.1531153547440383e-8,
]
const midUnder = [
  1230.3393548037495, 3439.3676741437216, 4362.619090143247, 3290.7992357334597, 1621.3895745666903, 537.1811018620099,
  117.6939508913125, 15.744926110709835, 1,
]
const farOver = [
  0.0006587491615298378, 0.016083785148742275, 0.12578172611122926, 0.36034489994980445, 0.30532663496123236,
  0.016315387137302097,
]
const farUnder = [
  0.0023352049762686918, 0.06051834131244132, 0.5279051029514285, 1.8729528499234673, 2.568520192289822, 1,
]

// The square is split in a part that a float holds exactly and a rest: e^-x² would lose its last digits otherwise.
const expOfSquare = (x: number): number => {
  const round = Math.trunc(x * 16) / 16
  return Math.exp(-round * round) * Math.exp(-(x - round) * (x + round))
}

/**
 * The complementary error function, to about 16 digits.
 * Source: W. J. Cody (1969), Rational Chebyshev approximations for the error function, Math. Comp. 23.
 */
const erfc = (x: number): number => {
  const size = Math.abs(x)
  if (size <= 0.46875) {
    const square = x * x
    return 1 - (x * polynomial(square, nearOver)) / polynomial(square, nearUnder)
  }
  let tail = 0
  if (size <= 4) tail = (expOfSquare(size) * polynomial(size, midOver)) / polynomial(size, midUnder)
  else if (size < 27) {
    const inverse = 1 / (size * size)
    const rest = (inverse * polynomial(inverse, farOver)) / polynomial(inverse, farUnder)
    tail = (expOfSquare(size) * (1 / Math.sqrt(Math.PI) - rest)) / size
  }
  return x < 0 ? 2 - tail : tail
}

/** The probability that a standard normal variable is at most `z`. */
export const normalCdf = (z: number): number => erfc(-z / Math.SQRT2) / 2

const centreOver = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
  33430.57558358813, 2509.0809287301227,
]
const centreUnder = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
  5226.495278852854,
]
const shoulderOver = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
  0.022723844989269184, 0.0007745450142783414,
]
const shoulderUnder = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
]
const tailOver = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
]
const tailUnder = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
  1.421511758316446e-7, 2.0442631033899397e-15,
]

/**
 * The value below which a standard normal variable lies with probability `p`, to about 16 digits;
 * undefined unless `p` is between 0 and 1.
 * Source: M. J. Wichura (1988), Algorithm AS 241, Applied Statistics 37.
 */
export const normalQuantile = (p: number): number | undefined => {
  if (!isProbability(p)) return undefined
  const centred = p - 0.5
  if (Math.abs(centred) <= 0.425) {
    const r = 0.180625 - centred * centred
    return (centred * polynomial(r, centreOver)) / polynomial(r, centreUnder)
  }
  const r = Math.sqrt(-Math.log(centred < 0 ? p : 1 - p))
  const size =
    r <= 5
      ? polynomial(r - 1.6, shoulderOver) / polynomial(r - 1.6, shoulderUnder)
      : polynomial(r - 5, tailOver) / polynomial(r - 5, tailUnder)
  return centred < 0 ? -size : size
}

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
const maxIterations = 100_000

const lowerBySeries = (a: number, x: number): number => {
  let [term, sum] = [1 / a, 1 / a]
  for (let n = 1; n < maxIterations && Math.abs(term) > precision * Math.abs(sum); n += 1) {
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
  for (let n = 1; n < maxIterations; n += 1) {
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

const smallest = 1e-300

const away = (value: number): number => (Math.abs(value) < smallest ? smallest : value)

// Lentz's method.
const fraction = (a: number, b: number, x: number): number => {
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m < maxIterations; m += 1) {
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
  const below = x < (a + 1) / (a + b + 2) ? (scale * fraction(a, b, x)) / a : 1 - (scale * fraction(b, a, 1 - x)) / b
  return Math.min(1, Math.max(0, below))
}

/** The probability that a chi-square variable is above `x`; undefined unless `df` is above 0 and `x` is not below. */
export const chiSquareUpper = (x: number, df: number): number | undefined => {
  if (!isPositive(df) || !(x >= 0)) return undefined
  return df === 1 ? erfc(Math.sqrt(x / 2)) : upperGamma(df / 2, x / 2)
}

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

/** The normal quantiles of a two-sided 95% interval, and of a one-sided 95% bound. */
export const z95 = { two: 1.959963984540054, one: 1.6448536269514722 } as const
