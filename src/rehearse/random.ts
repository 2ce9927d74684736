import { lnGamma } from '../stats/distributions.ts'

/** A stream of draws that its seed decides. */
export type Random = {
  /** From 0 to 1, neither included. */
  readonly uniform: () => number
  readonly normal: () => number
  /** Events of a mean. */
  readonly poisson: (mean: number) => number
  /** Successes of so many trials. */
  readonly binomial: (trials: number, rate: number) => number
  /** Of mean 1, with this coefficient of variation. */
  readonly factor: (variation: number) => number
  /** A rate of this mean, with this part of the variance of a single trial. */
  readonly rate: (mean: number, part: number) => number
}

/** Mixes a seed and the number of a run into the state of a stream. Source: the finaliser of MurmurHash3. */
const mixed = (seed: number, run: number): number => {
  let state = (seed ^ Math.imul(run + 1, 0x9e3779b1)) | 0
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
  return state ^ (state >>> 16)
}

/** Below so many events on average, they are counted one by one. */
const few = 10

/** The same seed and run give the same draws. Source: mulberry32. */
export const randomOf = (seed: number, run: number): Random => {
  let state = mixed(seed, run)
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return (((value ^ (value >>> 14)) >>> 0) + 0.5) / 2 ** 32
  }
  // Source: Box and Muller (1958).
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())

  // Source: Hörmann (1993), The transformed rejection method for generating Poisson random variables, PTRS.
  const poisson = (mean: number): number => {
    if (!(mean > 0)) return 0
    if (mean < few) {
      let [count, product] = [0, uniform()]
      for (const end = Math.exp(-mean); product > end; product *= uniform()) count += 1
      return count
    }
    const b = 0.931 + 2.53 * Math.sqrt(mean)
    const a = -0.059 + 0.02483 * b
    const quick = 0.9277 - 3.6224 / (b - 2)
    const scale = Math.log(1.1239 + 1.1328 / (b - 3.4))
    for (;;) {
      const [u, v] = [uniform() - 0.5, uniform()]
      const edge = 0.5 - Math.abs(u)
      const count = Math.floor((2 * (a / edge) + b) * u + mean + 0.43)
      if (edge >= 0.07 && v <= quick) return count
      if (count < 0 || (edge < 0.013 && v > edge)) continue
      const height = Math.log(v) + scale - Math.log(a / (edge * edge) + b)
      if (height <= count * Math.log(mean) - mean - lnGamma(count + 1)) return count
    }
  }

  // Source: Hörmann (1993), The generation of binomial random variates, BTRS.
  const binomial = (trials: number, rate: number): number => {
    if (!(trials > 0) || !(rate > 0)) return 0
    if (rate > 0.5) return trials - binomial(trials, 1 - rate)
    const odds = rate / (1 - rate)
    if (trials * rate < few) {
      let [count, mass, left] = [0, (1 - rate) ** trials, uniform()]
      while (left > mass && count < trials) {
        left -= mass
        count += 1
        mass *= ((trials + 1 - count) / count) * odds
      }
      return count
    }
    const spread = Math.sqrt(trials * rate * (1 - rate))
    const b = 1.15 + 2.53 * spread
    const a = -0.0873 + 0.0248 * b + 0.01 * rate
    const quick = 0.92 - 4.2 / b
    const most = Math.floor((trials + 1) * rate)
    for (;;) {
      const [u, v] = [uniform() - 0.5, uniform()]
      const edge = 0.5 - Math.abs(u)
      const count = Math.floor((2 * (a / edge) + b) * u + trials * rate + 0.5)
      if (count < 0 || count > trials) continue
      if (edge >= 0.07 && v <= quick) return count
      const height = Math.log((v * (2.83 + 5.1 / b) * spread) / (a / (edge * edge) + b))
      const from = lnGamma(most + 1) + lnGamma(trials - most + 1)
      const to = lnGamma(count + 1) + lnGamma(trials - count + 1)
      if (height <= from - to + (count - most) * Math.log(odds)) return count
    }
  }

  // Source: Marsaglia and Tsang (2000), A simple method for generating gamma variables.
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * uniform() ** (1 / shape)
    const d = shape - 1 / 3
    for (;;) {
      const x = normal()
      const cube = (1 + x / Math.sqrt(9 * d)) ** 3
      if (cube > 0 && Math.log(uniform()) < (x * x) / 2 + d - d * cube + d * Math.log(cube)) return d * cube
    }
  }
  const factor = (variation: number): number => gamma(variation ** -2) * variation ** 2
  // A beta distribution, as the quotient of two gamma variables.
  const rate = (mean: number, part: number): number => {
    if (!(mean > 0 && mean < 1 && part > 0)) return mean
    const shape = 1 / part - 1
    const good = gamma(mean * shape)
    return good / (good + gamma((1 - mean) * shape))
  }
  return { uniform, normal, poisson, binomial, factor, rate }
}
