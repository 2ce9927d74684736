import { incompleteBeta } from './beta.ts'
import { isCountOf, isProbability } from './domain.ts'
import { normalQuantile } from './normal.ts'
import { crossing, leastWhole } from './solve.ts'
import { wilsonInterval } from './wilson.ts'

/** With more trials than this Wilson's bound agrees to 6 digits, and the exact one takes too long. */
const mostExact = 10_000_000

/**
 * The exact upper bound of an error rate of which `errors` in `total` trials were seen, on one side. With no error
 * it is 1 - alpha^(1/total), the "rule of three": about 3/total.
 * Undefined where there is no trial. Beyond ten million trials it is Wilson's bound.
 * Source: Clopper and Pearson (1934), The use of confidence or fiducial limits, Biometrika 26; Hanley and
 * Lippman-Hand (1983), If nothing goes wrong, is everything all right?, JAMA 249.
 */
export const exactUpperBound = (errors: number, total: number, confidence = 0.95): number | undefined => {
  if (!isCountOf(errors, total) || !isProbability(confidence)) return undefined
  if (errors === total) return 1
  if (errors === 0) return -Math.expm1(Math.log1p(-confidence) / total)
  if (total > mostExact) {
    const critical = normalQuantile(confidence)
    return critical === undefined || critical <= 0
      ? undefined
      : wilsonInterval(errors, total, critical)?.upper
  }
  const bounded = (level: number) => (incompleteBeta(errors + 1, total - errors, level) ?? 0) >= confidence
  return crossing(bounded, errors / total, 1)
}

/**
 * How many trials with so many errors bring the exact upper bound down to `level`. Undefined where `level` is no
 * rate between 0 and 1, or more trials are needed than anybody makes.
 */
export const trialsToBound = (errors: number, level: number, confidence = 0.95): number | undefined => {
  if (!Number.isSafeInteger(errors) || errors < 0 || !isProbability(level) || !isProbability(confidence))
    return undefined
  return leastWhole(
    (total) => (exactUpperBound(errors, total, confidence) ?? 1) <= level,
    Math.max(1, errors),
    1e15,
  )
}
