import { readable, unitOf } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import type { Plan } from '../../model/plan.ts'
import { type ExposedStage, exposedStages } from '../../model/stage.ts'
import { condition } from '../../values/index.ts'
import { enumerate } from '../../values/text.ts'
import { adviser, questionsOf, reviewerOf } from './advice.ts'
import { chanceOf, type ExitChance } from './chance.ts'
import { type Proposal, proposals } from './proposal.ts'
import { type Bar, type Question, usualBar } from './questions.ts'
import { type Answer, answer, daysNeeded, planOf, type StagePlan } from './stage-plan.ts'
import { level, power } from './words.ts'

const stages = ['limited', 'progressive', 'full'] as const

type StageAnswer = { readonly stage: ExposedStage; readonly answer: Answer & { readonly power: number } }

/** The first stage that shows it, or else the closest; undefined if no stage has a control. */
const best = (plans: readonly StagePlan[], question: Question): StageAnswer | undefined => {
  const said = plans.flatMap((plan) => {
    const found = answer(plan, question)
    return found.power === undefined ? [] : [{ stage: plan.stage, answer: { ...found, power: found.power } }]
  })
  const [first, ...others] = said
  const enough = said.find((one) => one.answer.enough)
  return enough ?? (first && others.reduce((top, one) => (one.answer.power > top.answer.power ? one : top), first))
}

const liftWords = (question: Question): string => {
  const { from, to } = question.lift ?? { from: 0, to: 0 }
  return `${to > from ? 'a lift' : 'a fall'} from ${level(from, question)} to ${level(to, question)}`
}

const liftSentence = ({ stage, answer: { power: value, enough } }: StageAnswer, what: string, bar: Bar): string =>
  enough
    ? `${stage} can show ${what} (power ${power(value, bar.power)})`
    : `no stage can show ${what}: ${stage} comes closest (power ${power(value, bar.power)})`

/** Groups metrics by the stage that shows them. */
const unharmed = (said: readonly (StageAnswer & { readonly metric: string })[], bar: Bar): string[] => {
  const shownAt = ({ stage, answer: { enough } }: StageAnswer): string => (enough ? stage : 'none')
  return [...new Set(said.map(shownAt))].map((stage) => {
    const group = said.filter((one) => shownAt(one) === stage)
    const metrics = group.map(
      ({ metric, answer: { power: value } }) => `${metric} unharmed (${power(value, bar.power)})`,
    )
    return stage === 'none'
      ? `no stage can show ${enumerate(metrics, 'or')}`
      : `${stage} can show ${enumerate(metrics)}`
  })
}

const reviews = (pilot: Pilot): string[] =>
  stages.flatMap((stage) => {
    const reviewer = reviewerOf(pilot, stage)
    return reviewer === undefined ? [] : [`an expert review by ${reviewer} replaces statistics at ${stage}`]
  })

/** One sentence for a sponsor; undefined if the file does not say enough. */
export const proofSentence = (pilot: Pilot, bar: Bar = usualBar): string | undefined => {
  const plans = stages.flatMap((stage) => {
    const planned = planOf(pilot, stage, bar)
    return planned.ok ? [planned.plan] : []
  })
  const [plan] = plans
  if (plan === undefined) return undefined
  const lift = plan.lift && best(plans, plan.lift)
  const guardrails = plan.guardrails.flatMap((question) => {
    const said = best(plans, question)
    return said === undefined ? [] : [{ ...said, metric: question.metric }]
  })
  const alone =
    plan.lift && lift === undefined ? [`no stage has a control and enough time to show ${liftWords(plan.lift)}`] : []
  const parts = [
    ...(lift && plan.lift ? [liftSentence(lift, liftWords(plan.lift), bar)] : alone),
    ...unharmed(guardrails, bar),
    ...reviews(pilot),
  ]
  return parts.length === 0 ? undefined : `evidence of lift: ${parts.join('; ')}`
}

export type MetricAnswer = Answer & {
  readonly asked: boolean
  /** Days that the stage needs with its shares; undefined if no duration is enough. */
  readonly daysNeeded: number | undefined
}

export type StageOverview = {
  readonly stage: ExposedStage
  readonly exits: readonly string[]
  /** Who accepts an expert review instead of statistics. */
  readonly reviewer: string | undefined
} & (
  | { readonly ok: false; readonly lacks: readonly string[] }
  | {
      readonly ok: true
      readonly plan: StagePlan
      /** The chance of passing all of its exit. */
      readonly chance: ExitChance | undefined
      readonly answers: readonly MetricAnswer[]
      /** The nearest plan that shows everything required, if this one does not. */
      readonly nearest: Proposal | undefined
      /** Undefined if nothing is missing. */
      readonly advice: string | undefined
    }
)

export type Overview = {
  readonly unit: string | undefined
  readonly proof: string | undefined
  readonly stages: readonly StageOverview[]
}

const isAsked = ({ asks }: StagePlan, { kind }: Question): boolean => (kind === 'lift' ? asks.lift : asks.guardrails)

const metricAnswer = (plan: StagePlan, question: Question): MetricAnswer => ({
  ...answer(plan, question),
  asked: isAsked(plan, question),
  daysNeeded: daysNeeded(plan, question),
})

const stageOf = (pilot: Pilot, stage: ExposedStage): StageOverview => {
  const base = {
    stage,
    exits: readable(pilot.rollout?.[stage]?.exit).map((exit) => condition.print(exit)),
    reviewer: reviewerOf(pilot, stage),
  }
  const planned = planOf(pilot, stage)
  if (!planned.ok) return { ...base, ok: false, lacks: planned.lacks }
  const { plan } = planned
  const answers = [...(plan.lift ? [plan.lift] : []), ...plan.guardrails].map((question) =>
    metricAnswer(plan, question),
  )
  const [short] = answers.filter(({ asked, enough }) => asked && !enough)
  return {
    ...base,
    ok: true,
    plan,
    chance: chanceOf(pilot, plan),
    answers,
    nearest: short && proposals(pilot, plan, questionsOf(plan))[0],
    advice: short && adviser(pilot, plan)(short.question),
  }
}

export const overviewOf = ({ pilot }: Plan): Overview => ({
  unit: unitOf(pilot)?.one,
  proof: proofSentence(pilot),
  stages: exposedStages.flatMap((stage) => (pilot.rollout?.[stage] === undefined ? [] : [stageOf(pilot, stage)])),
})
