import { finite, isPositive } from './domain.ts'
import { normalCdf, normalQuantile } from './normal.ts'
import type { Arms } from './two-proportions.ts'

/** What a difference of means is judged by; `sd` is the standard deviation of one observation. */
export type MeanTest = { readonly sd: number; readonly critical: number; readonly power: number }

const reachOf = ({ sd, critical, power }: MeanTest): number | undefined => {
  const reach = normalQuantile(power)
  return isPositive(sd) && isPositive(critical) && reach !== undefined
    ? Math.max(0, critical + reach) * sd
    : undefined
}

/** The standard error of a difference of means; undefined where an arm is empty or nothing varies. */
export const errorOfDifference = (sd: number, { control, treatment }: Arms): number | undefined =>
  isPositive(sd) && isPositive(control) && isPositive(treatment)
    ? finite(sd * Math.sqrt(1 / control + 1 / treatment))
    : undefined

/**
 * The observations that the control arm needs to see a difference of means, not rounded; the treatment arm needs
 * `ratio` times as many. `critical` is what |z| has to exceed.
 * Source: Chow, Shao, Wang and Lokhnygina (2017), Sample Size Calculations in Clinical Research, 3.2.1.
 */
export const sampleSizeTwoMeans = (difference: number, ratio: number, test: MeanTest): number | undefined => {
  const reach = reachOf(test)
  const size = Math.abs(difference)
  if (reach === undefined || !isPositive(size) || !isPositive(ratio)) return undefined
  return finite((reach / size) ** 2 * (1 + 1 / ratio))
}

/** The probability that a difference of means is significant in the direction that it has. */
export const powerTwoMeans = (
  difference: number,
  arms: Arms,
  { sd, critical }: Omit<MeanTest, 'power'>,
): number | undefined => {
  const error = errorOfDifference(sd, arms)
  const size = Math.abs(difference)
  if (error === undefined || !isPositive(error) || !isPositive(size) || !isPositive(critical))
    return undefined
  return normalCdf(size / error - critical)
}

/** The smallest difference of means that is significant with probability `power`. */
export const detectableMeanDifference = (arms: Arms, test: MeanTest): number | undefined => {
  const [reach, error] = [reachOf(test), errorOfDifference(1, arms)]
  return reach === undefined || error === undefined ? undefined : finite(reach * error)
}
