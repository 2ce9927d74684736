import { chiSquareUpper } from './chi-square.ts'
import { isPositive } from './domain.ts'

/**
 * Whether units were assigned to the arms as planned: chi-square and its p. A p below 0.001 says that assignment or
 * counting is broken, and that no result of the stage can be read. Undefined with fewer than two arms, a share that is
 * not above 0, or nobody assigned.
 * Source: Fabijan et al. (2019), Diagnosing sample ratio mismatch in online controlled experiments, KDD.
 */
export const sampleRatio = (
  observed: readonly number[],
  planned: readonly number[],
): { readonly chiSquare: number; readonly p: number } | undefined => {
  const all = observed.reduce((sum, count) => sum + count, 0)
  const shares = planned.reduce((sum, share) => sum + share, 0)
  if (observed.length < 2 || observed.length !== planned.length || !isPositive(all)) return undefined
  if (!planned.every(isPositive) || !observed.every((count) => count >= 0) || !isPositive(shares))
    return undefined
  const chiSquare = observed.reduce((sum, count, arm) => {
    const expected = (all * (planned[arm] ?? 0)) / shares
    return sum + (count - expected) ** 2 / expected
  }, 0)
  const p = chiSquareUpper(chiSquare, observed.length - 1)
  return p === undefined || !Number.isFinite(chiSquare) ? undefined : { chiSquare, p }
}
