/** A number that arithmetic can go on with: never NaN, never infinite. */
export const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined)

/** Above zero and finite: a sample size, a standard deviation, a margin. */
export const isPositive = (value: number): boolean => value > 0 && value < Number.POSITIVE_INFINITY

/** From 0 to 1, both included: what may be observed of a proportion. */
export const isShare = (value: number): boolean => value >= 0 && value <= 1

/** Between 0 and 1, both excluded: an error rate, a power, a confidence. */
export const isProbability = (value: number): boolean => value > 0 && value < 1

/** A count of events among `total`, of which there is at least one. */
export const isCountOf = (count: number, total: number): boolean => isPositive(total) && count >= 0 && count <= total

/** The value at `x` of the polynomial with these coefficients, that of the highest power last (Horner's scheme). */
export const polynomial = (x: number, coefficients: readonly number[]): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0)

type Node = { readonly at: number; readonly weight: number }

/**
 * The nodes and weights with which a smooth function is integrated from 0 to 1.
 * Source: Gauss-Legendre quadrature, the roots by Newton's method; Abramowitz and Stegun 25.4.29.
 */
export const gaussLegendre = (count: number): Node[] =>
  Array.from({ length: count }, (_, index) => {
    let x = Math.cos((Math.PI * (index + 0.75)) / (count + 0.5))
    let slope = 1
    for (let step = 0; step < 20; step += 1) {
      let [before, value] = [1, x]
      for (let k = 2; k <= count; k += 1) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k]
      slope = (count * (x * value - before)) / (x * x - 1)
      const shift = value / slope
      x -= shift
      if (Math.abs(shift) < 1e-15) break
    }
    return { at: (1 - x) / 2, weight: 1 / ((1 - x * x) * slope * slope) }
  })

/** The largest whole number that is still exact. */
const exact = Number.MAX_SAFE_INTEGER

/**
 * Where a condition that stays true once it is true becomes true, between `low`, where it is not, and `high`,
 * where it is.
 */
export const crossing = (holds: (x: number) => boolean, low: number, high: number): number => {
  let [below, above] = [low, high]
  for (let step = 0; step < 200; step += 1) {
    const middle = below + (above - below) / 2
    if (middle <= below || middle >= above) break
    if (holds(middle)) above = middle
    else below = middle
  }
  return above
}

/**
 * The smallest whole number from `from` to `to` for which a condition holds that stays true once it is true;
 * undefined where there is none.
 */
export const leastWhole = (holds: (n: number) => boolean, from: number, to: number = exact): number | undefined => {
  if (holds(from)) return from
  if (from >= to) return undefined
  let [below, above] = [from, from + 1]
  while (above < to && !holds(above)) [below, above] = [above, Math.min(to, above + 2 * (above - below))]
  if (!holds(above)) return undefined
  while (above - below > 1) {
    const middle = Math.floor(below + (above - below) / 2)
    if (holds(middle)) above = middle
    else below = middle
  }
  return above
}
