import type { Review } from '../../evidence/review/review-file.ts'
import type { Pilot } from '../../model/pilot.ts'
import { type ExposedStage, exposedStages } from '../../model/stage.ts'
import type { Context } from './rule.ts'
import { unfit } from './teams.ts'

/** The stages that serve customers and are proven by an expert review instead of statistics. */
export const reviewedStages = ({ rollout }: Pilot): ExposedStage[] =>
  exposedStages.filter((stage) => stage !== 'shadow' && rollout?.[stage]?.prove?.by !== undefined)

/** Whoever of a review may neither hold nor accept it. */
export const unfitOf = (pilot: Pilot, names: readonly (string | undefined)[]) =>
  names.flatMap((name) => (name === undefined ? [] : (unfit(name, pilot) ?? [])))[0]

/** The review that stands for the results of a stage; undefined where it may not, or was not read. */
export const reviewOf = (
  { pilot, facts }: Pick<Context, 'pilot' | 'facts'>,
  stage: ExposedStage,
): { readonly approver: string; readonly file: string; readonly value: Review } | undefined => {
  const { by, why, approver } = pilot.rollout?.[stage]?.prove ?? {}
  const fact = facts.reviews[stage]
  if (by === undefined || why === undefined || approver === undefined || fact?.state !== 'found') return undefined
  const { file, value } = fact
  return unfitOf(pilot, [approver, value.by]) === undefined ? { approver, file, value } : undefined
}
