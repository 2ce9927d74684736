import { isBoundAbove } from './intervals.ts'
import { isProbability, leastWhole } from './numeric.ts'
import { chanceOfAtMost } from './score.ts'

/** The exact upper bound may reach this many times the limit, so that a system at the limit itself is not asked for more. */
export const slack = 2

/** How many trials without an error show that the rate is at most `limit`, one-sided 95%: ln 0.05 / ln(1 - limit). */
export const flawlessTrials = (limit: number): number | undefined =>
  isProbability(limit) ? Math.log(0.05) / Math.log1p(-limit) : undefined

/**
 * What is short of showing that a rate is at most `limit`: too few trials, a rate above the limit, or an exact one-sided
 * 95% upper bound of more than twice the limit. Counts need not be whole: a design effect divides them.
 */
export const shortOfLimit = (errors: number, total: number, limit: number): 'few' | 'point' | 'bound' | undefined => {
  if (total < (flawlessTrials(limit) ?? 0) - 1e-9) return 'few'
  if (errors > limit * total * (1 + 1e-12)) return 'point'
  return isBoundAbove(errors, total, slack * limit) ? 'bound' : undefined
}

/** How often a system with this true rate shows in so many trials that it is within `limit`. */
export const chanceOfLimit = (rate: number, total: number, limit: number): number | undefined => {
  const trials = Math.floor(total + 1e-9)
  if (!isProbability(limit) || !(trials >= 1 && trials <= 1e12) || !(rate >= 0 && rate <= 1)) return undefined
  if (shortOfLimit(0, trials, limit) !== undefined) return 0
  const tooMany = leastWhole((errors) => shortOfLimit(errors, trials, limit) !== undefined, 0, trials) ?? trials + 1
  return chanceOfAtMost(tooMany - 1, trials, rate)
}

/** Beyond so many allowed errors the search for enough trials is given up; power 0.8 takes three or four. */
const maxErrors = 1000

/** The fewest trials in which a system at half the limit shows with probability `power` that it is within it. */
export const trialsForLimit = (limit: number, power: number): number | undefined => {
  if (!isProbability(limit) || !isProbability(power)) return undefined
  // With every error that more trials allow the chance jumps, and falls until the next: only the jumps are looked at.
  for (let errors = 0; errors < maxErrors; errors += 1) {
    const trials = leastWhole((total) => shortOfLimit(errors, total, limit) === undefined, 1, 1e7)
    if (trials === undefined) return undefined
    if ((chanceOfLimit(limit / 2, trials, limit) ?? 0) >= power) return trials
  }
  return undefined
}
