/**
 * The rehearsal a second time, written from its description alone: one proportion, one mean with a margin and one rate
 * with a limit, counted day by day, and judged by formulas of its own.
 */
import { once } from '../../src/values/once.ts'
import { binomial, normal, poisson, seeded } from '../simulation/random.ts'

export type Design = {
  readonly perDay: number
  readonly effect: number
  readonly baseline: number
  readonly expected: number
  readonly target: number
  readonly window: number
  readonly mean: {
    readonly level: number
    readonly sd: number
    readonly margin: number
    readonly observed: number
    readonly window: number
  }
  readonly errors: {
    readonly rate: number
    readonly limit: number
    readonly window: number
    readonly trigger: number
    readonly over: number
  }
  readonly limited: { readonly share: number; readonly control: number; readonly days: number }
  readonly steps: readonly { readonly share: number; readonly days: number }[]
  readonly control: number
  readonly breakEven: number
}

export type Real = { readonly rate: number; readonly mean: number; readonly errors: number }

const z = { one: 1.6448536269514722, two: 1.959963984540054 }

const wilson = (p: number, n: number, critical: number): [number, number] => {
  const centre = (p + critical ** 2 / (2 * n)) / (1 + critical ** 2 / n)
  const half = (critical * Math.sqrt((p * (1 - p)) / n + critical ** 2 / (4 * n * n))) / (1 + critical ** 2 / n)
  return [centre - half, centre + half]
}

/** The binomial probability of at most so many, term by term. */
const atMost = (count: number, n: number, p: number): number => {
  let term = n * Math.log1p(-p)
  let sum = 0
  for (let k = 0; k <= count; k += 1) {
    sum += Math.exp(term)
    term += Math.log(((n - k) / (k + 1)) * (p / (1 - p)))
  }
  return sum
}

type Cell = { n: number; sum: number }
type Phase = { treatment: Record<'rate' | 'mean' | 'errors', Cell>; control: Record<'rate' | 'mean', Cell> }

const pooled = (cells: readonly Cell[]): Cell => ({
  n: cells.reduce((all, one) => all + one.n, 0),
  sum: cells.reduce((all, one) => all + one.sum, 0),
})

/** The difference of the rate with its Newcombe limits, phases weighted by n_t n_c / (n_t + n_c). */
const newcombe = (phases: readonly Phase[]) => {
  const strata = phases
    .map(({ treatment, control }) => ({ t: treatment.rate, c: control.rate }))
    .filter(({ t, c }) => t.n > 0 && c.n > 0)
  const weights = strata.map(({ t, c }) => (t.n * c.n) / (t.n + c.n))
  const whole = weights.reduce((all, one) => all + one, 0)
  let [difference, below] = [0, 0]
  strata.forEach(({ t, c }, at) => {
    const [pt, pc, weight] = [t.sum / t.n, c.sum / c.n, (weights[at] ?? 0) / whole]
    difference += weight * (pt - pc)
    below += weight ** 2 * ((pt - wilson(pt, t.n, z.two)[0]) ** 2 + (wilson(pc, c.n, z.two)[1] - pc) ** 2)
  })
  return { difference, lower: difference - Math.sqrt(below) }
}

const meanDifference = (phases: readonly Phase[], sd: number) => {
  const strata = phases
    .map(({ treatment, control }) => ({ t: treatment.mean, c: control.mean }))
    .filter(({ t, c }) => t.n > 1 && c.n > 1)
  const weights = strata.map(({ t, c }) => (t.n * c.n) / (t.n + c.n))
  const whole = weights.reduce((all, one) => all + one, 0)
  let [difference, variance] = [0, 0]
  strata.forEach(({ t, c }, at) => {
    const weight = (weights[at] ?? 0) / whole
    difference += weight * (t.sum / t.n - c.sum / c.n)
    variance += weight ** 2 * sd ** 2 * (1 / t.n + 1 / c.n)
  })
  return { difference, error: Math.sqrt(variance) }
}

/** Within the limit by the point, at most twice the limit by the exact bound, and enough observations for it. */
const withinLimit = ({ n, sum }: Cell, limit: number): boolean =>
  n >= Math.log(0.05) / Math.log1p(-limit) &&
  sum <= limit * n * (1 + 1e-12) &&
  atMost(Math.round(sum), Math.round(n), 2 * limit) <= 0.05

type Stage = {
  readonly days: number
  readonly step: (day: number) => number
  readonly shares: readonly number[]
  readonly control: number
}

/** How many of `n` succeed; the cumulated probabilities of each number are kept from run to run. */
const successesOf = (random: () => number) => {
  const binomials = once((p: number) => once((n: number) => binomial(n, p, random)))
  const successes = (n: number, p: number): number => {
    if (n <= 0) return 0
    // Exact by its cumulated probabilities where they fit, else a sum of two halves.
    if (n > 1500) return successes(Math.floor(n / 2), p) + successes(n - Math.floor(n / 2), p)
    return binomials(p)(n)()
  }
  return successes
}

/** One run: `shipped`, or where it ended. */
const playOnce = (
  design: Design,
  real: Real,
  random: () => number,
  successes: ReturnType<typeof successesOf>,
): string => {
  const play = ({ days, step, shares, control }: Stage): Phase[] | undefined => {
    const { effect, perDay, errors } = design
    const daily: Cell[] = []
    const phases: Phase[] = shares.map(() => ({
      treatment: { rate: { n: 0, sum: 0 }, mean: { n: 0, sum: 0 }, errors: { n: 0, sum: 0 } },
      control: { rate: { n: 0, sum: 0 }, mean: { n: 0, sum: 0 } },
    }))
    const add = (cell: Cell | undefined, n: number, sum: number) => {
      if (cell === undefined) return
      cell.n += n
      cell.sum += sum
    }
    const meanOf = (n: number, level: number) => n * level + Math.sqrt(n) * design.mean.sd * normal(random)
    for (let day = 1; day <= days; day += 1) {
      const at = step(day)
      const units = perDay * (shares[at] ?? 0)
      const phase = phases[at]
      const others = perDay * control
      const seen = Math.round(poisson(units, random) / effect)
      const wrong = successes(seen, real.errors)
      daily.push({ n: seen, sum: wrong })
      if (day <= days - errors.window) add(phase?.treatment.errors, seen, wrong)
      if (day <= days - design.window) {
        const [t, c] = [units, others].map((mean) => Math.round(poisson(mean, random) / effect)) as [number, number]
        add(phase?.treatment.rate, t, successes(t, real.rate))
        add(phase?.control.rate, c, successes(c, design.baseline))
      }
      if (day <= days - design.mean.window) {
        const [t, c] = [units, others].map((mean) =>
          Math.round(poisson(mean * design.mean.observed, random) / effect),
        ) as [number, number]
        add(phase?.treatment.mean, t, meanOf(t, real.mean))
        add(phase?.control.mean, c, meanOf(c, design.mean.level))
      }
      const last = day - errors.window
      if (last < errors.over) continue
      const window = pooled(daily.slice(last - errors.over, last))
      const healthy = errors.rate
      const needed = (z.one ** 2 * healthy * (1 - healthy)) / (errors.trigger - healthy) ** 2
      if (window.n * effect >= Math.ceil(needed) && window.sum / window.n > errors.trigger) return undefined
    }
    return phases
  }
  const { limited, steps, control, mean, errors, baseline, target, breakEven } = design
  const first = play({ days: limited.days, step: () => 0, shares: [limited.share], control: limited.control })
  if (first === undefined) return 'limited stopped'
  const early = pooled(first.map((phase) => phase.treatment.rate))
  const lift = newcombe(first)
  const csat = meanDifference(first, mean.sd)
  const refuted = csat.difference + z.one * csat.error < -mean.margin
  if (
    early.n < 30 ||
    wilson(early.sum / early.n, early.n, z.one)[0] < baseline ||
    !withinLimit(pooled(first.map((phase) => phase.treatment.errors)), errors.limit) ||
    lift.difference < breakEven ||
    refuted
  )
    return 'limited failed'
  const days = steps.reduce((all, one) => all + one.days, 0)
  const stepOf = (day: number) => {
    let [left, at] = [day, 0]
    while (left > (steps[at]?.days ?? 0)) {
      left -= steps[at]?.days ?? 0
      at += 1
    }
    return at
  }
  const second = play({ days, step: stepOf, shares: steps.map((one) => one.share), control })
  if (second === undefined) return 'progressive stopped'
  const late = pooled(second.map((phase) => phase.treatment.rate))
  const shown = newcombe(second)
  const held = meanDifference(second, mean.sd)
  return shown.lower > 0 &&
    shown.difference >= breakEven &&
    late.sum / late.n >= target &&
    held.difference - z.one * held.error > -mean.margin &&
    withinLimit(pooled(second.map((phase) => phase.treatment.errors)), errors.limit)
    ? 'shipped'
    : 'progressive failed'
}

export const playMany = (design: Design, real: Real, runs: number, seed: number): ReadonlyMap<string, number> => {
  const random = seeded(seed)
  const successes = successesOf(random)
  const counts = new Map<string, number>()
  for (let run = 0; run < runs; run += 1) {
    const end = playOnce(design, real, random, successes)
    counts.set(end, (counts.get(end) ?? 0) + 1 / runs)
  }
  return counts
}
