import { readable } from '../../model/list.ts'
import type { Pilot } from '../../model/pilot.ts'
import { type ExposedStage, exposedStages } from '../../model/stage.ts'
import { condition } from '../../values/index.ts'
import { adviser, questionsOf, reviewerOf } from './advice.ts'
import { proofSentence } from './proof.ts'
import { type Proposal, proposals } from './proposal.ts'
import type { Question } from './question.ts'
import { type Answer, answer, daysNeeded, planOf, type StagePlan } from './stage-plan.ts'

/** What a stage shows of one metric, whether an exit asks for it, and how long it would take. */
export type Told = Answer & {
  readonly asked: boolean
  /** Days that the stage would have to last with its shares; undefined where no time is enough. */
  readonly daysNeeded: number | undefined
}

/** What a stage of the plan can and cannot show. */
export type StageOverview = {
  readonly stage: ExposedStage
  readonly exits: readonly string[]
  /** Who accepts a review in the place of statistics. */
  readonly reviewer: string | undefined
} & (
  | { readonly ok: false; readonly lacks: readonly string[] }
  | {
      readonly ok: true
      readonly plan: StagePlan
      readonly told: readonly Told[]
      /** The nearest plan that shows all that is asked, where this one does not. */
      readonly nearest: Proposal | undefined
      /** What would make it enough, or what stands in; undefined where nothing is wanting. */
      readonly advice: string | undefined
    }
)

/** What the whole rollout can and cannot show. */
export type Overview = {
  readonly unit: string | undefined
  readonly proof: string | undefined
  readonly stages: readonly StageOverview[]
}

const isAsked = ({ asks }: StagePlan, { kind }: Question): boolean =>
  kind === 'lift' ? asks.lift : asks.guardrails

const toldOf = (plan: StagePlan, question: Question): Told => ({
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
  const told = [...(plan.lift ? [plan.lift] : []), ...plan.guardrails].map((question) =>
    toldOf(plan, question),
  )
  const [wanting] = told.filter(({ asked, enough }) => asked && !enough)
  return {
    ...base,
    ok: true,
    plan,
    told,
    nearest: wanting && proposals(pilot, plan, questionsOf(plan))[0],
    advice: wanting && adviser(pilot, plan)(wanting.question),
  }
}

/** What each planned stage can show, and what would make it enough. */
export const overviewOf = (pilot: Pilot): Overview => ({
  unit: pilot.use_case?.unit,
  proof: proofSentence(pilot),
  stages: exposedStages.flatMap((stage) =>
    pilot.rollout?.[stage] === undefined ? [] : [stageOf(pilot, stage)],
  ),
})
