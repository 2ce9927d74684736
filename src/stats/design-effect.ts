import { finite, isShare } from './domain.ts'

/**
 * By how much units that come in groups count for less than independent ones: 1 + (m - 1)·rho, where `units` is the
 * mean number of units of one assignee and `correlation` how alike they are, 1 being the worst case.
 * Undefined where `units` is below 1 or the correlation is not from 0 to 1.
 * Source: L. Kish (1965), Survey Sampling, 5.4; Deng, Knoblich and Lu (2018), Applying the delta method in metric
 * analytics.
 */
export const designEffect = (units: number, correlation = 1): number | undefined =>
  units >= 1 && isShare(correlation) ? finite(1 + (units - 1) * correlation) : undefined
