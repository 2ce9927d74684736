import { finite, isPositive, isProbability } from './domain.ts'
import { sdOfProportion } from './non-inferiority.ts'

/**
 * How many observations an alert has to wait for, so that a metric that stands where it usually stands does not reach
 * the level that fires by chance; not rounded. `critical` is one-sided: 1.645 for 5%.
 * Undefined where the level is the usual one, or nothing varies.
 * Source: the normal approximation of a mean or a proportion; Beyer et al. (2018), The Site Reliability Workbook,
 * chapter 5, on low traffic.
 */
export const observationsForLevel = (
  usual: number,
  fires: number,
  { sd, critical }: { readonly sd: number; readonly critical: number },
): number | undefined => {
  const distance = Math.abs(fires - usual)
  if (!isPositive(distance) || !isPositive(sd) || !isPositive(critical)) return undefined
  return finite(((critical * sd) / distance) ** 2)
}

/** The same for a proportion, from 0 to 1; undefined where it usually is 0 or 1. */
export const observationsForShare = (usual: number, fires: number, critical: number): number | undefined => {
  const sd = sdOfProportion(usual)
  return sd === undefined ? undefined : observationsForLevel(usual, fires, { sd, critical })
}

/**
 * How many observations a percentile needs to be more than the largest of them: 20 for the 95th.
 * Undefined unless the quantile is between 0 and 1.
 */
export const observationsForQuantile = (quantile: number): number | undefined =>
  // 1 - 0.95 is a last digit more than a twentieth.
  isProbability(quantile) ? finite(Number((1 / (1 - quantile)).toPrecision(12))) : undefined
