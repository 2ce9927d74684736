import type { Overview, StageOverview, Told } from '../../finance/plans/overview.ts'
import { difference, inDays, level, observationsOrNone, percent, power } from '../../finance/plans/words.ts'
import type { Problem, Run } from '../format.ts'

/** What of a file cannot be read, or that it is no YAML at all. */
export type Unread = {
  readonly message: string
  readonly help: string
  readonly line: number
  readonly column: number
}

/** What one pilot's rollout can show; undefined where the file cannot be read at all. */
export type PilotRollout = {
  readonly file: string
  readonly unread: readonly Unread[]
  readonly overview: Overview | undefined
}

/** Everything about one run of `rollout` that a format may show. */
export type RolloutRun = Pick<Run, 'version' | 'status' | 'reason'> & {
  /** What was taken to be another than the files say, as it was written. */
  readonly set: readonly string[]
  readonly pilots: readonly PilotRollout[]
  readonly problems: readonly Problem[]
}

export type Planned = Extract<StageOverview, { ok: true }>

/** The stage in one line: `5% of the traffic for 14d, control 5%`. */
export const headOf = ({ plan: { shape, looks, clusters, designEffect } }: Planned): string =>
  [
    `${percent(shape.treatment)} of the traffic for ${inDays(shape.days)}`,
    shape.control > 0 ? `control ${percent(shape.control)}` : 'no control',
    ...(looks > 1 ? [`${looks} looks`] : []),
    ...(clusters ? [`design effect ${Number(designEffect.toPrecision(3))}`] : []),
  ].join(', ')

/** What a metric is to show, in few words. */
export const goalOf = ({ question }: Told): string => {
  const { kind, lift, margin, better } = question
  if (kind === 'lift' && lift) return `${level(lift.from, question)} to ${level(lift.to, question)}`
  if (kind === 'margin' && margin)
    return `${better === 'more' ? 'falls' : 'rises'} less than ${difference(margin, question)}`
  return 'keeps its limit'
}

/** One metric at one stage, each cell as a person reads it. */
export const cellsOf = (told: Told, bar: number) => ({
  days: inDays(told.effectiveDays),
  treatment: observationsOrNone(told.observed.treatment),
  control:
    told.question.kind === 'limit' || told.observed.control === 0
      ? '-'
      : observationsOrNone(told.observed.control),
  // A limit is compared with no control, so it has no power, however well it is shown.
  power: told.question.kind === 'limit' ? 'limit' : told.power === undefined ? '-' : power(told.power, bar),
  /** What a limit asks in the place of power. */
  asks: told.question.needed === undefined ? '' : `needs ${told.question.needed}`,
  detects: told.detectable === undefined ? '-' : difference(told.detectable, told.question),
  needs: told.daysNeeded === undefined ? '-' : inDays(Math.ceil(told.daysNeeded / 7) * 7),
})

/** Whether the stage shows it, where an exit asks; what no exit asks for is told only. */
export const markOf = ({ asked, enough }: Told): 'shown' | 'wanting' | 'told' =>
  enough ? 'shown' : asked ? 'wanting' : 'told'

/** What a stage without a control can be asked for. */
export const withoutControl = 'nothing is compared with a control here, so no lift and no margin is shown'

export const lacksOf = ({ stage, lacks }: Extract<StageOverview, { ok: false }>): string =>
  // Full is where the rollout ends: nobody plans how long it lasts.
  stage === 'full' && lacks.every((one) => one.startsWith('the duration'))
    ? 'it has no end, so nothing is computed of it'
    : `nothing can be computed without ${lacks.join(', ')}`

/** What is said of a file whose rollout has no stage. */
export const noStage = 'no stage of a rollout is planned, so there is nothing to show'
