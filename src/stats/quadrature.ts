export type Node = { readonly at: number; readonly weight: number }

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
      for (let k = 2; k <= count; k += 1)
        [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k]
      slope = (count * (x * value - before)) / (x * x - 1)
      const shift = value / slope
      x -= shift
      if (Math.abs(shift) < 1e-15) break
    }
    return { at: (1 - x) / 2, weight: 1 / ((1 - x * x) * slope * slope) }
  })
