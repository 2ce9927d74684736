import { isPositive, isProbability } from './domain.ts'
import { studentQuantile, studentUpper } from './student.ts'
import type { Interval } from './wilson.ts'

/** What was measured in one arm. */
export type Measured = { readonly mean: number; readonly sd: number; readonly n: number }

/** A difference of means, treatment minus control, with its standard error and its degrees of freedom. */
export type MeanDifference = { readonly difference: number; readonly error: number; readonly df: number }

/**
 * The difference of two measured means where the arms may vary differently. Undefined with fewer than two
 * observations in an arm, or where nothing varies.
 * Source: B. L. Welch (1947), The generalization of Student's problem when several different population variances
 * are involved, Biometrika 34.
 */
export const welchDifference = (treatment: Measured, control: Measured): MeanDifference | undefined => {
  const parts = [treatment, control].map(({ sd, n }) => ({ variance: sd ** 2 / n, n }))
  if (parts.some(({ variance, n }) => !(variance >= 0) || !(n >= 2))) return undefined
  const total = parts.reduce((sum, { variance }) => sum + variance, 0)
  const rest = parts.reduce((sum, { variance, n }) => sum + (variance / total) ** 2 / (n - 1), 0)
  const found = { difference: treatment.mean - control.mean, error: Math.sqrt(total), df: 1 / rest }
  return Number.isFinite(found.difference) && isPositive(found.error) && isPositive(found.df)
    ? found
    : undefined
}

/** The interval with this much below each end: 0.05 for a one-sided bound of 95%. */
export const welchInterval = (
  { difference, error, df }: MeanDifference,
  tail: number,
): Interval | undefined => {
  const reach = studentQuantile(1 - tail, df)
  if (reach === undefined || !isProbability(tail)) return undefined
  const [lower, upper] = [difference - reach * error, difference + reach * error]
  return Number.isFinite(upper - lower) ? { lower, upper } : undefined
}

/**
 * The test that the treatment is not worse by the margin: t and the one-sided p. Undefined where the margin is not
 * above 0.
 */
export const welchNonInferiority = (
  { difference, error, df }: MeanDifference,
  margin: number,
  better: 'more' | 'less',
): { readonly t: number; readonly p: number } | undefined => {
  if (!isPositive(margin)) return undefined
  const t = ((better === 'more' ? difference : -difference) + margin) / error
  const p = studentUpper(t, df)
  return p === undefined || !Number.isFinite(t) ? undefined : { t, p }
}
