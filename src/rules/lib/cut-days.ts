import type { PilotThen } from '../../evidence/history/bar.ts'
import type { PastPilot, PilotRun } from '../../evidence/history/past.ts'
import type { Phase } from '../../evidence/results/stage-results.ts'
import { readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { type ExposedStage, exposedStages, reaches } from '../../model/stage.ts'
import type { Period } from '../../values/date.ts'
import { addDays, daysBetween, type IsoDate } from '../../values/index.ts'
import { stepsOf } from './results.ts'

/** What a version plans of a stage: its first and last day, and the days on which no units arrive. */
type Days = {
  readonly from: IsoDate | undefined
  readonly to: IsoDate | undefined
  readonly frozen: readonly Period[]
  /** The shares of its steps and of control, in percent. */
  readonly shares: readonly (number | undefined)[]
  /** Whether it was planned to stop at a look before the last one. */
  readonly mayStop: boolean
}

const daysOf = ({ rollout }: PilotThen, stage: ExposedStage): Days => {
  const planned = rollout?.[stage]
  const steps = planned === undefined ? [] : stepsOf(planned)
  // Full has no end.
  return {
    from: steps[0]?.from,
    to: stage === 'full' ? undefined : steps.at(-1)?.to,
    frozen: readable(rollout?.freeze),
    shares: [...steps.map(({ treatment }) => treatment), planned?.control?.value],
    mayStop: planned?.looks !== undefined && planned.looks !== 1,
  }
}

/** Days until somebody has written down what happened on a Friday, such as an outage. */
const grace = 4

/** Whether a day had passed for long enough, when a plan was made, that it may be known what it showed. */
const isOver = (day: IsoDate, made: IsoDate): boolean => addDays(day, grace) < made

const covers = (period: Period, { from, to }: Period): boolean => period.from <= from && to <= period.to

type Part = 'start' | 'duration' | 'freeze'

/** What the later of two plans takes away from the earlier one, of days that had passed when it was made. */
const cutBy = (was: Days, now: Days, made: IsoDate): (Period & { readonly part: Part })[] => {
  const yesterday = addDays(made, -1)
  const last = was.to !== undefined && was.to < yesterday ? was.to : yesterday
  const { from } = was
  if (from === undefined) return []
  const isLater = now.from !== undefined && now.from > from && isOver(now.from, made)
  const isShorter = !was.mayStop && now.to !== undefined && now.to < last && isOver(now.to, made)
  const added = now.frozen.filter((one) => isOver(one.to, made) && !was.frozen.some((old) => covers(old, one)))
  return [
    ...(isLater ? [{ part: 'start' as const, from, to: addDays(now.from, -1) }] : []),
    ...(isShorter ? [{ part: 'duration' as const, from: addDays(now.to, 1), to: last }] : []),
    ...added.map((one) => ({
      part: 'freeze' as const,
      from: one.from > from ? one.from : from,
      to: one.to < last ? one.to : last,
    })),
  ].filter((one) => one.from <= one.to)
}

/** Whether the plan of now counts none of these days. */
const isGone = ({ from, to, frozen }: Days, cut: Period): boolean =>
  (from !== undefined && cut.to < from) || (to !== undefined && cut.from > to) || frozen.some((one) => covers(one, cut))

/** What one version planned of a stage that it says has begun, and what the next one, or the file as it is, made of it. */
type Change = { readonly set: PastPilot; readonly was: Days; readonly now: Days; readonly made: IsoDate }

const changesOf = (run: PilotRun, pilot: Pilot, stage: ExposedStage, today: IsoDate): Change[] => {
  const all: { readonly date: IsoDate; readonly pilot: PilotThen }[] = [...run.versions, { date: today, pilot }]
  return run.versions.flatMap((set, at) => {
    const next = all[at + 1]
    if (next === undefined || !reaches(set.pilot.stage ?? 'pilot', stage)) return []
    return [{ set, was: daysOf(set.pilot, stage), now: daysOf(next.pilot, stage), made: next.date }]
  })
}

export type LoweredShare = {
  readonly stage: ExposedStage
  readonly was: number
  readonly now: number
  readonly set: PastPilot
}

/** The shares of a stage that were lowered when its last day was over, so that fewer observations look like all of them. */
export const loweredShares = (run: PilotRun, pilot: Pilot, today: IsoDate): LoweredShare[] =>
  exposedStages.flatMap((stage) => {
    const kept = daysOf(pilot, stage).shares
    const lowered = changesOf(run, pilot, stage, today).flatMap(({ set, was: { to, shares }, now: then, made }) => {
      if (to === undefined || !isOver(to, made) || shares.length !== kept.length) return []
      return shares.flatMap((was = 0, place) => {
        // Who plans no control any more plans one of 0%; a segment may have no share.
        const none = place === shares.length - 1 ? 0 : was
        const now = kept[place] ?? none
        return (then.shares[place] ?? none) < was && now < was ? [{ stage, was, now, set }] : []
      })
    })
    // One is enough to say that the plan is another one.
    return lowered.slice(0, 1)
  })

/** The control of full that was planned for days of its results, and taken out of the plan when they have none. */
export const droppedControl = (
  run: PilotRun,
  pilot: Pilot,
  today: IsoDate,
  phases: readonly Phase[],
): { readonly was: number; readonly set: PastPilot } | undefined => {
  const isNone = ({ shares }: Days) => !shares.at(-1)
  if (!isNone(daysOf(pilot, 'full'))) return undefined
  const alone = phases.filter(({ control }) => control === undefined)
  const change = changesOf(run, pilot, 'full', today).find(
    ({ was, now, made }) => !isNone(was) && isNone(now) && alone.some(({ from }) => isOver(from, made)),
  )
  return change && { was: change.was.shares.at(-1) ?? 0, set: change.set }
}

export type CutDays = Period & {
  readonly stage: ExposedStage
  readonly part: Part
  readonly days: number
  /** The version that planned them; the one after it does not. */
  readonly set: PastPilot
}

/**
 * The days of a stage that had begun and passed, and that a later version plans no more: whoever takes them away knows
 * what they showed. A plan that is put off before its day, or that ends before its end, takes away nothing.
 */
export const cutDays = (run: PilotRun, pilot: Pilot, today: IsoDate): CutDays[] =>
  exposedStages.flatMap((stage) => {
    const kept = daysOf(pilot, stage)
    const changes = changesOf(run, pilot, stage, today)
    // Before a version says that the stage has begun, its days are a plan alone.
    const begun = changes[0]?.set.date ?? today
    return changes.flatMap(({ set, was, now, made }) =>
      cutBy(was, now, made)
        .map((cut) => ({ ...cut, from: cut.from > begun ? cut.from : begun }))
        .filter((cut) => cut.from <= cut.to && isGone(kept, cut))
        .map((cut) => ({ ...cut, stage, days: daysBetween(cut.from, cut.to) + 1, set })),
    )
  })
