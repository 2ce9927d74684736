import { isCountOf, isPositive, isProbability } from './domain.ts'
import { leastWhole } from './solve.ts'

export type Interval = { readonly lower: number; readonly upper: number }

/**
 * The interval for a proportion of which `good` of `total` were seen. `critical` is 1.96 for 95% on two sides; one
 * end alone, taken with 1.645, is the one-sided bound. Undefined where there is nothing observed.
 * Source: E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22.
 */
export const wilsonInterval = (good: number, total: number, critical: number): Interval | undefined => {
  if (!isCountOf(good, total) || !isPositive(critical)) return undefined
  const p = good / total
  const spread = critical ** 2 / total
  const half = Math.sqrt(spread * (p * (1 - p) + spread / 4))
  const bound = (sign: 1 | -1) => (p + spread / 2 + sign * half) / (1 + spread)
  // The ends at 0 and 1 are exact; a float would miss them by a last digit.
  const lower = good === 0 ? 0 : Math.max(0, bound(-1))
  const upper = good === total ? 1 : Math.min(1, bound(1))
  return Number.isFinite(lower) && Number.isFinite(upper) ? { lower, upper } : undefined
}

/** The fewest good of `total` whose lower bound reaches `level`; undefined where not even all of them do. */
export const fewestGood = (total: number, level: number, critical: number): number | undefined => {
  if (!Number.isSafeInteger(total) || total < 1 || !(level > 0 && level <= 1)) return undefined
  return leastWhole((good) => (wilsonInterval(good, total, critical)?.lower ?? 0) >= level, 0, total)
}

/** How many trials with so many errors bring the upper bound down to `level`. */
export const trialsByWilson = (errors: number, level: number, critical: number): number | undefined => {
  if (!Number.isSafeInteger(errors) || errors < 0 || !isProbability(level) || !isPositive(critical))
    return undefined
  return leastWhole(
    (total) => (wilsonInterval(errors, total, critical)?.upper ?? 1) <= level,
    Math.max(1, errors),
  )
}
