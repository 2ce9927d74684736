import type { Pilot } from '../../model/pilot.ts'
import { type ExposedStage, exposedStages, reaches, type Stage } from '../../model/stage.ts'
import type { IsoDate } from '../../values/index.ts'
import type { Fact } from '../reading/kind.ts'
import type { StageResults } from '../results/stage-results.ts'
import type { Committed, PastPilot } from './past.ts'

/** A version that set `stage` back, and the stage from which the pilot went on. */
type SetBack = Pick<PastPilot, 'at' | 'date'> & { readonly back: Stage }

/** Each time that the pilot had reached `stage`, and went back to it or before it. */
const setBacksOf = ({ versions }: Pick<Committed, 'versions'>, stage: ExposedStage): SetBack[] => {
  const stages = versions.toReversed().map(({ at, date, pilot }) => ({ at, date, stage: pilot.stage ?? 'pilot' }))
  return stages.flatMap((one, place) => {
    const before = stages[place - 1]?.stage
    const isBack = before !== undefined && reaches(before, stage) && !reaches(one.stage, before)
    if (!isBack || !reaches(stage, one.stage)) return []
    const on = stages.findIndex((other, later) => later > place && !reaches(stage, other.stage))
    const held = stages.slice(place, on === -1 ? undefined : on).map((other) => other.stage)
    const lowest = held.reduce((one, other) => (reaches(one, other) ? other : one))
    return [{ at: one.at, date: one.date, back: lowest }]
  })
}

type Results = { readonly [stage in ExposedStage]?: Fact<StageResults> }

/** Results, read or only committed. */
type Old = {
  readonly stage: ExposedStage
  /** No day that they count is later. */
  readonly to: IsoDate
  /** The commit that brought them, where others stand in their place. */
  readonly at?: number
}

/**
 * When the pilot went back behind old results, and began again: all stages from there on, up to that of the old ones,
 * have results of later days. Where others stand in their place, those are later as well. To set `stage` back and forth
 * alone repeats nothing.
 */
export const repeatedSince = (
  pilot: Pilot,
  committed: Pick<Committed, 'versions'>,
  results: Results,
  { stage, to, at }: Old,
): IsoDate | undefined => {
  const isReplaced = at !== undefined
  const isAgain = (one: ExposedStage, since: SetBack): boolean => {
    const fact = results[one]
    return fact?.state === 'found' && fact.value.stage === one && fact.value.from > to && fact.value.to >= since.date
  }
  return setBacksOf(committed, stage).find((since) => {
    const again = exposedStages.filter(
      (one) =>
        reaches(one, since.back) &&
        reaches(stage, one) &&
        (one === stage ? isReplaced : pilot.rollout?.[one] !== undefined),
    )
    const isLater = at === undefined ? to < since.date : at > since.at
    return isLater && again.length > 0 && again.every((one) => isAgain(one, since))
  })?.date
}
