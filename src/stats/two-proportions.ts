import { finite, isPositive, isProbability, isShare } from './domain.ts'
import { normalCdf, normalQuantile } from './normal.ts'
import { crossing } from './solve.ts'

/** How many independent units there are in each arm. */
export type Arms = { readonly control: number; readonly treatment: number }

/** Two proportions, from 0 to 1. */
export type Proportions = { readonly control: number; readonly treatment: number }

const variance = (p: number): number => p * (1 - p)

const pooled = (p: Proportions, arms: Arms): number =>
  (arms.control * p.control + arms.treatment * p.treatment) / (arms.control + arms.treatment)

/**
 * The units that the control arm needs, not rounded; the treatment arm needs `ratio` times as many.
 * `critical` is what |z| has to exceed. Undefined where the proportions are the same or an argument has no meaning.
 * Source: Fleiss, Tytun and Ury (1980), A simple approximation for calculating sample sizes for comparing
 * independent proportions, Biometrics 36; without continuity correction.
 */
export const sampleSizeTwoProportions = (
  p: Proportions,
  { ratio, critical, power }: { readonly ratio: number; readonly critical: number; readonly power: number },
): number | undefined => {
  const reach = normalQuantile(power)
  if (!isShare(p.control) || !isShare(p.treatment) || p.control === p.treatment) return undefined
  if (!isPositive(ratio) || !isPositive(critical) || reach === undefined) return undefined
  const mixed = pooled(p, { control: 1, treatment: ratio })
  const root =
    critical * Math.sqrt((1 + 1 / ratio) * variance(mixed)) +
    reach * Math.sqrt(variance(p.control) + variance(p.treatment) / ratio)
  return finite((Math.max(0, root) / (p.treatment - p.control)) ** 2)
}

/**
 * The probability that a difference of these proportions is significant in the direction that it has.
 * Undefined where the proportions are the same, an arm is empty or an argument has no meaning.
 * Source: as `sampleSizeTwoProportions`; the same as R's power.prop.test where the arms are equal.
 */
export const powerTwoProportions = (p: Proportions, arms: Arms, critical: number): number | undefined => {
  if (!isShare(p.control) || !isShare(p.treatment) || p.control === p.treatment) return undefined
  if (!isPositive(arms.control) || !isPositive(arms.treatment) || !isPositive(critical)) return undefined
  const mixed = pooled(p, arms)
  const under = Math.sqrt(variance(mixed) * (1 / arms.control + 1 / arms.treatment))
  const spread = Math.sqrt(variance(p.control) / arms.control + variance(p.treatment) / arms.treatment)
  const excess = Math.abs(p.treatment - p.control) - critical * under
  // From 0% to 100% nothing varies: the difference is either seen every time or never.
  if (spread === 0) return excess > 0 ? 1 : 0
  return normalCdf(excess / spread)
}

/**
 * The smallest difference from the control that is significant with probability `power`, always above 0.
 * Undefined where no proportion on that side of the control is far enough away.
 */
export const detectableDifference = (
  control: number,
  arms: Arms,
  {
    critical,
    power,
    better,
  }: { readonly critical: number; readonly power: number; readonly better: 'more' | 'less' },
): number | undefined => {
  if (!isShare(control) || !isProbability(power)) return undefined
  const sign = better === 'more' ? 1 : -1
  const room = better === 'more' ? 1 - control : control
  const seen = (difference: number) => {
    const treatment = Math.min(1, Math.max(0, control + sign * difference))
    return (powerTwoProportions({ control, treatment }, arms, critical) ?? 0) >= power
  }
  return room > 0 && seen(room) ? crossing(seen, 0, room) : undefined
}

/** The z of a difference of two observed proportions under the hypothesis that there is none; undefined without any. */
export const zTwoProportions = (p: Proportions, arms: Arms): number | undefined => {
  if (!isShare(p.control) || !isShare(p.treatment)) return undefined
  if (!isPositive(arms.control) || !isPositive(arms.treatment)) return undefined
  const mixed = pooled(p, arms)
  return finite(
    (p.treatment - p.control) / Math.sqrt(variance(mixed) * (1 / arms.control + 1 / arms.treatment)),
  )
}
