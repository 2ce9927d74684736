import { normalCdf, normalQuantile } from './distributions.ts'
import { finite, gaussLegendre, isPositive, isProbability } from './numeric.ts'

/** More looks than this are corrected by Bonferroni's bound, which is a little stricter. */
const maxComputedLooks = 100

/** Beyond this |z| the looks are so rarely significant that their rates may be added: the sum is below 1e-12. */
const widest = 8

const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)

/**
 * How often a test with no effect at all is significant at one of so many equally spaced looks, where each look
 * compares |z| with `critical`. Looks are correlated, so that 1 - (1 - alpha)^K is too much.
 * Undefined unless `looks` is a whole number from 1 to 100 and `critical` is above 0.
 * Source: Armitage, McPherson and Rowe (1969), Repeated significance tests on accumulating data, JRSS A 132.
 */
export const falseAlarmRate = (looks: number, critical: number): number | undefined => {
  if (!Number.isInteger(looks) || looks < 1 || looks > maxComputedLooks || !isPositive(critical)) return undefined
  if (critical > widest) return Math.min(1, 2 * looks * normalCdf(-critical))
  // The running sum stays within ±critical·√k at look k; it is symmetric, so half of it is enough.
  const spread = gaussLegendre(20 + Math.ceil(2.5 * critical * Math.sqrt(looks)))
  const region = (look: number) => {
    const width = critical * Math.sqrt(look)
    return spread.map(({ at, weight }) => ({ at: at * width, weight: weight * width }))
  }
  let nodes = region(1).map(({ at, weight }) => ({ at, mass: weight * 2 * density(at) }))
  for (let look = 2; look <= looks; look += 1) {
    const from = nodes
    nodes = region(look).map(({ at, weight }) => {
      const arriving = from.reduce((sum, { at: x, mass }) => sum + mass * (density(at - x) + density(at + x)), 0)
      return { at, mass: weight * arriving }
    })
  }
  const kept = looks === 1 ? 1 - 2 * normalCdf(-critical) : nodes.reduce((sum, { mass }) => sum + mass, 0)
  return Math.min(1, Math.max(0, 1 - kept))
}

// The false alarms fall as the critical value rises, so that a chord leads to the next guess (the secant method).
const pocock = (looks: number, alpha: number, single: number, bound: number): number => {
  const excess = (critical: number) => Math.log((falseAlarmRate(looks, critical) ?? alpha) / alpha)
  let [older, newer] = [single, (single + bound) / 2]
  let [old, now] = [excess(older), excess(newer)]
  for (let step = 0; step < 30 && Math.abs(now) > 1e-11 && now !== old; step += 1) {
    const next = Math.min(bound, Math.max(single, newer - (now * (newer - older)) / (now - old)))
    ;[older, old] = [newer, now]
    ;[newer, now] = [next, excess(next)]
  }
  return newer
}

const known = new Map<string, number>()

/**
 * What |z| has to exceed at each of so many equally spaced looks, so that a test with no effect is significant at
 * any of them with probability `alpha` at most: Pocock's constant, and the normal quantile where there is one look.
 * Beyond 100 looks Bonferroni's bound stands in, which is a little stricter. A one-sided test passes twice its alpha.
 * Undefined unless `alpha` is between 0 and 1 and `looks` is a whole number of at least 1.
 * Source: S. J. Pocock (1977), Group sequential methods in the design and analysis of clinical trials, Biometrika 64.
 */
export const criticalValue = (alpha: number, looks = 1): number | undefined => {
  if (!isProbability(alpha) || !Number.isSafeInteger(looks) || looks < 1) return undefined
  const single = normalQuantile(1 - alpha / 2)
  const bound = normalQuantile(1 - alpha / 2 / looks)
  if (looks === 1 || single === undefined || bound === undefined || looks > maxComputedLooks) return bound ?? single
  const key = `${looks} ${alpha}`
  const value = known.get(key) ?? pocock(looks, alpha, single, bound)
  known.set(key, value)
  return value
}

/**
 * How often a test whose z is `drift` on average at the last of so many equally spaced looks is significant in the right
 * direction at one of them, where the first significant look ends it.
 * Undefined unless `looks` is a whole number from 1 to 100, and `critical` and `drift` are numbers.
 * Source: as `falseAlarmRate`, with a mean.
 */
export const chanceToStop = (looks: number, drift: number, critical: number): number | undefined => {
  if (!Number.isInteger(looks) || looks < 1 || looks > maxComputedLooks || !isPositive(critical)) return undefined
  if (!Number.isFinite(drift)) return undefined
  if (critical > widest) return normalCdf(drift - critical)
  const step = drift / Math.sqrt(looks)
  const spread = gaussLegendre(20 + Math.ceil(2.5 * critical * Math.sqrt(looks)))
  let stopped = normalCdf(step - critical)
  let width = critical
  let nodes = spread.map(({ at, weight }) => {
    const x = (2 * at - 1) * width
    return { at: x, mass: 2 * weight * width * density(x - step) }
  })
  for (let look = 2; look <= looks; look += 1) {
    const next = critical * Math.sqrt(look)
    const from = nodes
    stopped += from.reduce((sum, { at, mass }) => sum + mass * normalCdf(at + step - next), 0)
    width = next
    nodes =
      look === looks
        ? []
        : spread.map(({ at, weight }) => {
            const x = (2 * at - 1) * next
            const arriving = from.reduce((sum, { at: before, mass }) => sum + mass * density(x - before - step), 0)
            return { at: x, mass: 2 * weight * next * arriving }
          })
  }
  return Math.min(1, stopped)
}

/** The tuning of the radius: best at the planned end where alpha is 5%. */
const tuning = 8.212

/**
 * How far from 0 a difference has to be that is watched all the time, where `error` is its standard error now and
 * `planned` that at the planned end; in the unit of both.
 * Source: Howard, Ramdas, McAuliffe and Sekhon (2021), Time-uniform, nonparametric, nonasymptotic confidence sequences,
 * Annals of Statistics 49; the normal mixture.
 */
export const continuousRadius = (error: number, planned: number, alpha = 0.05): number | undefined => {
  if (!isPositive(error) || !isPositive(planned) || !isProbability(alpha)) return undefined
  const [now, mixed] = [error ** 2, tuning * planned ** 2]
  return finite(Math.sqrt(((now * (now + mixed)) / mixed) * Math.log((now + mixed) / (alpha ** 2 * now))))
}
