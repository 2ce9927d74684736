import { isProbability } from './domain.ts'
import { type MeanTest, powerTwoMeans, sampleSizeTwoMeans } from './two-means.ts'
import type { Arms } from './two-proportions.ts'

// To show that a difference of zero is no loss of the margin takes the same units as to show a gain of the margin:
// only the critical value differs, as one side is tested.

/** The standard deviation of one observation of a proportion; undefined where nothing varies. */
export const sdOfProportion = (p: number): number | undefined =>
  isProbability(p) ? Math.sqrt(p * (1 - p)) : undefined

/**
 * The observations that the control arm needs to show that the treatment is not worse by the margin, where in truth
 * there is no difference; not rounded. `critical` is one-sided: 1.645 for 5%. A proportion has the `sd` of
 * `sdOfProportion`.
 * Source: Chow, Shao, Wang and Lokhnygina (2017), 3.2.2; Schultzberg, Ankargren and Frånberg (2024), Risk-aware
 * product decisions in A/B tests with multiple metrics (Spotify).
 */
export const sampleSizeNonInferiority = (
  margin: number,
  ratio: number,
  test: MeanTest,
): number | undefined => (margin > 0 ? sampleSizeTwoMeans(margin, ratio, test) : undefined)

/** The probability of showing that the treatment is not worse by the margin, where in truth there is no difference. */
export const powerNonInferiority = (
  margin: number,
  arms: Arms,
  test: Omit<MeanTest, 'power'>,
): number | undefined => (margin > 0 ? powerTwoMeans(margin, arms, test) : undefined)
