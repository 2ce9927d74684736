import type { Overview, StageOverview, Told } from '../../finance/plans/overview.ts'
import { difference, inDays, level, observationsOrNone, percent, power } from '../../finance/plans/words.ts'
import { type Block, bar, type Column } from '../blocks.ts'
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

type Planned = Extract<StageOverview, { ok: true }>

/** The stage in one line: `5% of the traffic for 14d, control 5%`. */
const headOf = ({ plan: { shape, looks, clusters, designEffect } }: Planned): string =>
  [
    `${percent(shape.treatment)} of traffic for ${inDays(shape.days)}`,
    shape.control > 0 ? `control ${percent(shape.control)}` : 'no control',
    ...(looks > 1 ? [`${looks} looks`] : []),
    ...(clusters ? [`design effect ${Number(designEffect.toPrecision(3))}`] : []),
  ].join(', ')

/** What a metric is to show, in few words. */
const goalOf = ({ question }: Told): string => {
  const { kind, lift, margin, better } = question
  if (kind === 'lift' && lift) return `${level(lift.from, question)} to ${level(lift.to, question)}`
  if (kind === 'margin' && margin)
    return `${better === 'more' ? 'falls' : 'rises'} less than ${difference(margin, question)}`
  return 'keeps its limit'
}

const lacksOf = ({ stage, lacks }: Extract<StageOverview, { ok: false }>): string =>
  // Full is where the rollout ends: nobody plans how long it lasts.
  stage === 'full' && lacks.every((one) => one.startsWith('the duration'))
    ? 'open-ended; no plan is computed'
    : `nothing can be computed without ${lacks.join(', ')}`

const legend =
  '✓ shown  ✗ required and underpowered  ○ informational; a limit is compared with no control, so it needs that many units in treatment; units: final ones in treatment / control; detects: the smallest effect shown with power 0.8; takes: the days that this metric alone needs with these shares, in whole weeks'

const columns: readonly Column[] = [
  { head: 'metric', kind: 'text', rank: 9 },
  { head: 'to show', kind: 'text', rank: 1 },
  { head: 'power', kind: 'number', rank: 8 },
  { head: 'days', kind: 'number', rank: 4 },
  { head: 'units', kind: 'number', rank: 7 },
  { head: 'detects', kind: 'number', rank: 3 },
  { head: 'takes', kind: 'number', rank: 6 },
  { ...bar, rank: 2 },
]

/** Whether the stage shows it, where an exit asks; what no exit asks for is informational. */
const toneOf = ({ asked, enough }: Told) => (enough ? 'good' : asked ? 'bad' : 'dim')
const signs = { good: '✓', bad: '✗', dim: '○' } as const

const powerOf = ({ question: { kind, needed }, power: value }: Told, asked: number): string => {
  // A limit is compared with no control, so it has no power, however well it is shown.
  if (kind === 'limit') return needed === undefined ? 'limit' : `needs ${needed}`
  return value === undefined ? '-' : power(value, asked)
}

const row = (told: Told, asked: number): (string | number)[] => {
  const { question, observed, detectable, daysNeeded, effectiveDays } = told
  const control =
    question.kind === 'limit' || observed.control === 0 ? '-' : observationsOrNone(observed.control)
  return [
    `${signs[toneOf(told)]} ${question.metric}`,
    goalOf(told),
    powerOf(told, asked),
    inDays(effectiveDays),
    `${observationsOrNone(observed.treatment)} / ${control}`,
    detectable === undefined ? '-' : difference(detectable, question),
    daysNeeded === undefined ? '-' : inDays(Math.ceil(daysNeeded / 7) * 7),
    told.power ?? '',
  ]
}

const isCompared = (overview: StageOverview): overview is Planned =>
  overview.ok && overview.told.length > 0 && overview.plan.shape.control > 0

const stageBlock = (overview: StageOverview): Block => {
  const { stage, exits, reviewer } = overview
  const asked = overview.ok ? overview.plan.test.bar.power : 0
  const advice = overview.ok ? overview.advice : undefined
  return {
    title: `${stage}: ${overview.ok ? headOf(overview) : lacksOf(overview)}`,
    ...(isCompared(overview) && {
      table: {
        columns,
        rows: overview.told.map((told) => row(told, asked)),
        tones: overview.told.map(toneOf),
      },
    }),
    lines: [
      ...(overview.ok && !isCompared(overview) ? ['no control: no lift and no margin can be shown'] : []),
      ...(exits.length > 0 ? [`exits: ${exits.join(', ')}`] : []),
      ...(advice === undefined ? [] : [`enough: ${advice}`]),
      ...(reviewer === undefined ? [] : [`review: ${reviewer} accepts it in place of statistics`]),
    ],
  }
}

/** What each stage of one pilot can show. */
export const rolloutBlocks = (
  { file, unread, overview }: PilotRollout,
  { set }: Pick<RolloutRun, 'set'>,
): Block[] => {
  const stages = overview?.stages ?? []
  const heading: Block = {
    title: file,
    lines: [
      ...(set.length === 0 ? [] : [`as if ${set.join(', ')}`]),
      ...unread.flatMap(({ line, column, message, help }) => [
        `error: ${file}:${line}:${column} ${message}`,
        `help: ${help}`,
      ]),
      ...(overview?.proof === undefined ? [] : [overview.proof]),
      ...(overview !== undefined && stages.length === 0 ? ['no stage of a rollout is planned'] : []),
    ],
  }
  return [
    heading,
    ...stages.map(stageBlock),
    ...(stages.some(isCompared) ? [{ title: 'Legend', lines: [legend] }] : []),
  ]
}
