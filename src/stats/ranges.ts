import { incompleteBeta, normalQuantile, z95 } from './distributions.ts'
import { crossing } from './numeric.ts'

/** What a range `low..high`, its 5th and 95th percentile, says of a quantity. */
export type Distribution = {
  readonly mean: number
  /** For probabilities in ascending order. */
  readonly quantiles: (probabilities: readonly number[]) => number[]
}

const spread = 2 * z95.one

const z = (p: number): number => normalQuantile(p) ?? Number.NaN

const normal = (low: number, high: number): Distribution => {
  const [mean, sd] = [(low + high) / 2, (high - low) / spread]
  return { mean, quantiles: (ps) => ps.map((p) => mean + sd * z(p)) }
}

const lognormal = (low: number, high: number): Distribution => {
  const [mu, sigma] = [Math.log(low * high) / 2, Math.log(high / low) / spread]
  return { mean: Math.exp(mu + sigma ** 2 / 2), quantiles: (ps) => ps.map((p) => Math.exp(mu + sigma * z(p))) }
}

type Shape = { readonly alpha: number; readonly beta: number }

const cdf = ({ alpha, beta }: Shape, x: number): number => incompleteBeta(alpha, beta, x) ?? Number.NaN

/**
 * The beta distribution with 5% below `low` and 5% above `high`, by damped Newton steps on the logarithms of its
 * parameters; undefined where they do not converge.
 */
export const betaFrom = (low: number, high: number): Shape | undefined => {
  const [mean, sd] = [(low + high) / 2, (high - low) / spread]
  const size = (mean * (1 - mean)) / sd ** 2 - 1
  const shapeOf = ([a, b]: readonly [number, number]): Shape => ({ alpha: Math.exp(a), beta: Math.exp(b) })
  const residual = (at: readonly [number, number]): [number, number] => [
    cdf(shapeOf(at), low) - 0.05,
    cdf(shapeOf(at), high) - 0.95,
  ]
  const norm = ([a, b]: readonly [number, number]): number => Math.hypot(a, b)
  let at: [number, number] = [Math.log(mean * size), Math.log((1 - mean) * size)]
  let error = residual(at)
  for (let round = 0; round < 100 && norm(error) >= 1e-12; round += 1) {
    const step = 1e-6
    const [da, db] = [residual([at[0] + step, at[1]]), residual([at[0], at[1] + step])]
    const [aa, ba] = [(da[0] - error[0]) / step, (da[1] - error[1]) / step]
    const [ab, bb] = [(db[0] - error[0]) / step, (db[1] - error[1]) / step]
    const determinant = aa * bb - ab * ba
    const move = [(error[0] * bb - error[1] * ab) / determinant, (aa * error[1] - ba * error[0]) / determinant] as const
    // A full step may leave the range in which the step is a good guess.
    let damping = 1
    let next = at
    let left = error
    while (damping > 1e-6) {
      next = [at[0] - damping * move[0], at[1] - damping * move[1]]
      left = residual(next)
      if (norm(left) < norm(error)) break
      damping /= 2
    }
    if (!(norm(left) < norm(error))) break
    at = next
    error = left
  }
  return norm(error) < 1e-9 ? shapeOf(at) : undefined
}

const beta = (low: number, high: number): Distribution | undefined => {
  const shape = betaFrom(low, high)
  if (shape === undefined) return undefined
  const quantile = (p: number, from: number) => crossing((x) => cdf(shape, x) >= p, from, 1)
  return {
    mean: shape.alpha / (shape.alpha + shape.beta),
    quantiles: (ps) => {
      // Of ten thousand every fiftieth is searched for, and those between lie on a line.
      const known = ps.filter((_, at) => at % 50 === 0 || at === ps.length - 1)
      let from = 0
      const found = known.map((p) => {
        from = quantile(p, from)
        return from
      })
      return ps.map((p, at) => {
        const left = Math.floor(at / 50)
        const [low = 0, high = low] = [found[left], found[left + 1]]
        const [first = p, last = first] = [known[left], known[left + 1]]
        return last > first ? low + ((high - low) * (p - first)) / (last - first) : low
      })
    },
  }
}

/** Of an amount, or of a share from 0 to 1; undefined where no beta distribution fits. */
export const distributionOf = (low: number, high: number, isShare: boolean): Distribution | undefined => {
  if (isShare) return beta(low, high)
  return low > 0 ? lognormal(low, high) : normal(low, high)
}
