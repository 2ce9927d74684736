import { readable, unitOf } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import type { Plan } from '../../model/plan.ts'
import { type ExposedStage, exposedStages } from '../../model/stage.ts'
import { condition } from '../../values/index.ts'
import { adviser, questionsOf, reviewerOf } from './advice.ts'
import { chanceOf, type ExitChance } from './chance.ts'
import { type PlanProposal, proposals } from './proposal.ts'
import type { Question } from './questions.ts'
import { proofSentence } from './sentence.ts'
import { type Answer, answer, daysNeeded, planOf, type StagePlan } from './stage-plan.ts'

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
      /** The smallest and the largest of its metrics and arms; undefined if no assignee has several units. */
      readonly designEffects: { readonly least: number; readonly most: number } | undefined
      /** The chance of passing all of its exit. */
      readonly chance: ExitChance | undefined
      readonly answers: readonly MetricAnswer[]
      /** The nearest plan that shows everything required, if this one does not. */
      readonly nearest: PlanProposal | undefined
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

const designEffectsOf = ({ clusters, shape }: StagePlan, answers: readonly Answer[]) => {
  if (clusters === undefined || answers.length === 0) return undefined
  const found = answers.flatMap(({ effects: { treatment, control }, question: { kind } }) =>
    kind === 'limit' || shape.control === 0 ? [treatment] : [treatment, control],
  )
  return { least: Math.min(...found), most: Math.max(...found) }
}

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
    designEffects: designEffectsOf(plan, answers),
    chance: chanceOf(pilot, plan),
    answers,
    nearest: short && proposals(pilot, plan, questionsOf(plan))[0],
    advice: short && adviser(pilot, plan)(short.question),
  }
}

export const overviewOf = (plan: Plan): Overview => ({
  unit: unitOf(plan.pilot)?.one,
  proof: proofSentence(plan),
  stages: exposedStages.flatMap((stage) =>
    plan.pilot.rollout?.[stage] === undefined ? [] : [stageOf(plan.pilot, stage)],
  ),
})
