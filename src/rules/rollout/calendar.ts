import { type ExposedStage, exposedStages } from '../../model/stage.ts'
import { addDays, type Duration, days, type IsoDate } from '../../values/index.ts'
import type { Path } from '../../yaml/path.ts'
import type { Rollout } from './shares.ts'

/** When a stage runs, as far as the plan says. */
export type Run = {
  readonly stage: ExposedStage
  /** The start that the file names. */
  readonly start: IsoDate | undefined
  /** The first day after the stage, at the earliest; undefined where nothing before it has a date. */
  readonly end: IsoDate | undefined
}

/** Whole days that the stage takes at least. */
const length = (rollout: Rollout, stage: ExposedStage): number => {
  const whole = rollout[stage]?.duration
  const steps = stage === 'progressive' ? (rollout.progressive?.steps ?? []) : []
  const times = steps.flatMap((step) => step?.time ?? [])
  const known = times.length === steps.length && times.length > 0
  if (!known && whole !== undefined) return Math.floor(days(whole))
  return Math.floor(times.reduce((sum, time) => sum + days(time), 0))
}

/** The stages in their order; one without a start begins where the one before it ends, at the earliest. */
export const runs = (rollout: Rollout, started: IsoDate | undefined): Run[] => {
  const found: Run[] = []
  for (const stage of exposedStages) {
    const planned = rollout[stage]
    if (planned === undefined) continue
    const begin = planned.start ?? found.at(-1)?.end ?? started
    found.push({ stage, start: planned.start, end: begin && addDays(begin, length(rollout, stage)) })
  }
  return found
}

/** Every start that the file names or implies: of a stage, and of the steps within progressive. */
export const starts = (
  rollout: Rollout,
): { readonly name: string; readonly path: Path; readonly on: IsoDate }[] => {
  const stages = exposedStages.flatMap((stage) => {
    const on = rollout[stage]?.start
    return on === undefined ? [] : [{ name: stage, path: ['rollout', stage, 'start'], on }]
  })
  const { start, steps = [] } = rollout.progressive ?? {}
  if (start === undefined) return stages
  const times: (Duration | undefined)[] = steps.map((step) => step?.time)
  const later = steps.flatMap((_, at) => {
    const before = times.slice(0, at)
    const passed = before.reduce((sum, time) => sum + (time ? days(time) : Number.NaN), 0)
    if (at === 0 || Number.isNaN(passed)) return []
    const path = ['rollout', 'progressive', 'steps', at]
    return [{ name: `step ${at + 1} of progressive`, path, on: addDays(start, passed) }]
  })
  return [...stages, ...later]
}
