import type { MetricAnswer, Overview, StageOverview } from '../../finance/plans/overview.ts'
import { difference, inDays, level, observationsOrNone, percent, power } from '../../finance/plans/print-plan.ts'
import { type Block, bar, type Column } from '../blocks.ts'
import { type ComputedPilot, headingOf, type PlanRun } from '../computed.ts'

type Planned = Extract<StageOverview, { ok: true }>

const effectText = ({ least, most }: NonNullable<Planned['designEffects']>): string => {
  const [low, high] = [least, most].map((value) => Number(value.toPrecision(3)))
  return low === high ? `design effect ${high}` : `design effect ${low} to ${high}`
}

const headOf = ({ plan: { shape, looks }, designEffects }: Planned): string =>
  [
    `${percent(shape.treatment)} of traffic for ${inDays(shape.days)}`,
    shape.control > 0 ? `control ${percent(shape.control)}` : 'no control',
    ...(looks === 1 ? [] : [looks === 'continuous' ? 'looks at any time' : `${looks} looks`]),
    ...(designEffects ? [effectText(designEffects)] : []),
  ].join(', ')

const goalOf = ({ question }: MetricAnswer): string => {
  const { kind, lift, margin, better } = question
  if (kind === 'lift' && lift) return `${level(lift.from, question)} to ${level(lift.to, question)}`
  if (kind === 'margin' && margin)
    return `${better === 'more' ? 'falls' : 'rises'} less than ${difference(margin, question)}`
  return 'within its limit'
}

const lacksOf = ({ stage, lacks }: Extract<StageOverview, { ok: false }>): string =>
  // The length of full rollout is not planned.
  stage === 'full' && lacks.every((one) => one.startsWith('the duration'))
    ? 'open-ended; no plan is computed'
    : `not computed; missing ${lacks.join(', ')}`

const legend =
  '✓ enough  ✗ required and underpowered  ○ informational; units: final observations in treatment / control; detects: the minimum detectable effect with the required power; takes: the time that this metric alone needs with these shares, in whole weeks; needs: a limit has no control, so it needs that many units in treatment'

const columns: readonly Column[] = [
  { head: 'metric', kind: 'text', rank: 9 },
  { head: 'goal', kind: 'text', rank: 1 },
  { head: 'power', kind: 'number', rank: 8 },
  { head: 'days', kind: 'number', rank: 4 },
  { head: 'units', kind: 'number', rank: 7 },
  { head: 'detects', kind: 'number', rank: 3 },
  { head: 'takes', kind: 'number', rank: 6 },
  { ...bar, rank: 2 },
]

const toneOf = ({ asked, enough }: MetricAnswer) => (enough ? 'good' : asked ? 'bad' : 'dim')
const signs = { good: '✓', bad: '✗', dim: '○' } as const

const powerOf = ({ question: { kind, needed }, power: value }: MetricAnswer, asked: number): string => {
  // A limit has no control, so it has no power.
  if (kind === 'limit') return needed === undefined ? 'limit' : `needs ${needed}`
  return value === undefined ? '-' : power(value, asked)
}

const row = (answer: MetricAnswer, asked: number): (string | number)[] => {
  const { question, observed, detectable, daysNeeded, effectiveDays } = answer
  const control = question.kind === 'limit' || observed.control === 0 ? '-' : observationsOrNone(observed.control)
  return [
    `${signs[toneOf(answer)]} ${question.metric}`,
    goalOf(answer),
    powerOf(answer, asked),
    inDays(effectiveDays),
    `${observationsOrNone(observed.treatment)} / ${control}`,
    detectable === undefined ? '-' : difference(detectable, question),
    daysNeeded === undefined ? '-' : inDays(Math.ceil(daysNeeded / 7) * 7),
    answer.power ?? '',
  ]
}

/** What the stage leaves to chance, if the pilot is as promised. */
const chanceLines = ({ chance, plan: { lift } }: Planned): string[] => {
  if (chance === undefined) return []
  const { chances, enoughAt, never, open } = chance
  const said = chances.map(
    ({ at, value, chance: whole }) => `${share(whole)} at ${lift ? `${level(value, lift)}, ${at}` : at}`,
  )
  const rest = never
    ? [`cannot reach 0.80: ${never.metric} holds with probability ${share(never.chance)}`]
    : enoughAt !== undefined && lift
      ? [`0.80 from ${level(enoughAt, lift)}`]
      : // Without a condition on the primary metric, the chance is the same at every level.
        chances.some(({ chance: whole }) => whole >= 0.8)
        ? []
        : ['cannot reach 0.80']
  return said.length === 0
    ? []
    : [
        `chance of passing every exit condition: ${[...said, ...rest].join('; ')}${open.length > 0 ? ` (without ${open.join(', ')})` : ''}`,
      ]
}

const share = (chance: number): string => (chance > 0.995 && chance < 1 ? 'over 0.99' : chance.toFixed(2))

const isCompared = (overview: StageOverview): overview is Planned =>
  overview.ok && overview.answers.length > 0 && overview.plan.shape.control > 0

const stageBlock = (overview: StageOverview): Block => {
  const { stage, exits, reviewer } = overview
  const asked = overview.ok ? overview.plan.test.bar.power : 0
  const advice = overview.ok ? overview.advice : undefined
  return {
    title: `${stage}: ${overview.ok ? headOf(overview) : lacksOf(overview)}`,
    ...(isCompared(overview) && {
      table: {
        columns,
        rows: overview.answers.map((answer) => row(answer, asked)),
        tones: overview.answers.map(toneOf),
      },
    }),
    lines: [
      ...(overview.ok && !isCompared(overview) ? ['no control group: neither a lift nor a margin can be shown'] : []),
      ...(exits.length > 0 ? [`exits: ${exits.join(', ')}`] : []),
      ...(overview.ok ? chanceLines(overview) : []),
      ...(advice === undefined ? [] : [`advice: ${advice}`]),
      ...(reviewer === undefined ? [] : [`review: ${reviewer} accepts an expert review instead of statistics`]),
    ],
  }
}

export const rolloutBlocks = (pilot: ComputedPilot<Overview>, run: Pick<PlanRun<Overview>, 'set'>): Block[] => {
  const { result: overview } = pilot
  const stages = overview?.stages ?? []
  const heading = headingOf(pilot, run, [
    ...(overview?.proof === undefined ? [] : [overview.proof]),
    ...(overview !== undefined && stages.length === 0 ? ['no rollout stage is planned'] : []),
  ])
  return [
    heading,
    ...stages.map(stageBlock),
    ...(stages.some(isCompared) ? [{ title: 'Legend', lines: [legend] }] : []),
  ]
}
