import type { Observed } from '../../evidence/results/results.ts'
import { type Measure, worth } from './sample.ts'
import { seen } from './words.ts'

/** What results do not show. */
export type Shortfall = {
  /** A clause in words: `262 of 700 proves at least 34.5%, not 35%`. */
  readonly says: string
  readonly help: string
  readonly working: readonly string[]
  /** Whether an expert review may stand in: more traffic would show it, or would not; what was seen does not refute it. */
  readonly open: boolean
}

/** What the counts are divided by, where they are. */
export const workingOfEffect = ({ effect }: Measure): string[] =>
  effect === 1 ? [] : [`design effect ${Number(effect.toFixed(4))}: n is divided by it`]

/** Too few observations for any verdict. */
export const tooFew = (
  observed: Observed,
  unit: string | undefined,
  measure: Measure,
): Shortfall | undefined => {
  const counts = worth(observed, measure)
  if (counts >= measure.least) return undefined
  const amount = Number(counts.toFixed(1))
  return {
    says: `${seen(observed, unit)} says nothing yet: ${measure.effect === 1 ? '' : 'it counts for '}${amount} ${measure.effect === 1 ? 'observations' : 'independent observations'}, and ${measure.least} are the least`,
    help: 'keep the stage running until there are enough',
    working: workingOfEffect(measure),
    open: true,
  }
}
