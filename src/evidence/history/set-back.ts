import { readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { type ExposedStage, exposedStages, reaches, type Stage } from '../../model/stage.ts'
import { days, daysBetween, type IsoDate } from '../../values/index.ts'
import type { Fact } from '../reading/kind.ts'
import type { StageResults } from '../results/stage-results.ts'
import type { PilotThen } from './bar.ts'
import type { Committed, PastPilot } from './past.ts'

type SetBack = Pick<PastPilot, 'at' | 'date'> & {
  /** The stage from which the pilot went on. */
  readonly back: Stage
  /** What was planned since the pilot first reached the stage that was set back. */
  readonly plans: readonly PilotThen[]
}

/** Each time that the pilot had reached `stage`, and went back to it or before it. */
const setBacksOf = ({ versions }: Pick<Committed, 'versions'>, stage: ExposedStage): SetBack[] => {
  const stages = versions.toReversed().map((one) => ({ ...one, stage: one.pilot.stage ?? 'pilot' }))
  const reached = stages.findIndex((one) => reaches(one.stage, stage))
  return stages.flatMap((one, place) => {
    const before = stages[place - 1]?.stage
    const isBack = before !== undefined && reaches(before, stage) && !reaches(one.stage, before)
    if (!isBack || !reaches(stage, one.stage)) return []
    const on = stages.findIndex((other, later) => later > place && !reaches(stage, other.stage))
    const held = stages.slice(place, on === -1 ? undefined : on).map((other) => other.stage)
    const lowest = held.reduce((one, other) => (reaches(one, other) ? other : one))
    const plans = stages.slice(reached, place).map((other) => other.pilot)
    return [{ at: one.at, date: one.date, back: lowest, plans }]
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

const plannedDays = ({ rollout }: Pick<PilotThen, 'rollout'>, stage: ExposedStage): number => {
  const planned = rollout?.[stage]
  const steps = stage === 'progressive' ? readable(rollout?.progressive?.steps) : []
  const times = steps.length === 0 ? [planned?.duration] : steps.map(({ time }) => time)
  return times.reduce((sum, time) => sum + (time === undefined ? 0 : Math.ceil(days(time))), 0)
}

/**
 * When the pilot went back behind old results, and began again: all stages from there on, up to that of the old ones,
 * have results of later days, and of no fewer than were planned. Where others stand in their place, those are later as
 * well. To set `stage` back and forth alone repeats nothing, nor does a day of a stage that lasted weeks.
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
    if (fact?.state !== 'found' || fact.value.stage !== one) return false
    const [then, now] = [Math.max(...since.plans.map((plan) => plannedDays(plan, one))), plannedDays(pilot, one)]
    // What the stage itself has shown so far may stand in the place of the old results, while its plan is no shorter.
    const fewest = one === stage && now >= then ? 0 : Math.max(then, now)
    const { from, to: last } = fact.value
    return from > to && last >= since.date && daysBetween(from, last) + 1 >= fewest
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
