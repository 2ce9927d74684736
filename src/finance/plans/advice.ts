import { unitOf } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import type { ExposedStage } from '../../model/stage.ts'
import { perMonth } from '../../values/index.ts'
import { several, withArticle } from '../../values/text.ts'
import { asked, difference, power, shape, stepTexts, yaml } from './print-plan.ts'
import { largest, type PlanProposal, proposals } from './proposal.ts'
import type { Question } from './questions.ts'
import { answer, type Shape, type StagePlan } from './stage-plan.ts'

/** Who accepts an expert review instead of statistics; it needs a reason as well. */
export const reviewerOf = ({ rollout }: Pilot, stage: ExposedStage): string | undefined => {
  const { by, why, approver } = rollout?.[stage]?.prove ?? {}
  return by === undefined || why === undefined ? undefined : approver
}

/** What a proposed plan must show. */
export const questionsOf = ({ lift, asks, guardrails }: StagePlan): Question[] => [
  ...(lift && (asks.lift || !asks.guardrails) ? [lift] : []),
  ...(asks.guardrails ? guardrails : []),
]

/** All of the traffic in two equal arms for twelve weeks. */
export const allTraffic: Shape = { treatment: 50, control: 50, days: 84 }

/** Whether all of the traffic shows the lift and what the exit compares beside it; if so, no expert review is needed. */
export const isTestable = (plan: StagePlan): boolean => {
  const { lift, asks, guardrails } = plan
  const questions = [...(lift ? [lift] : []), ...(asks.guardrails ? guardrails : [])]
  return questions.length > 0 && questions.every((question) => answer(plan, question, allTraffic).enough)
}

const powersOf = (plan: StagePlan, { shape: wanted }: PlanProposal, questions: readonly Question[]): string => {
  const least = questions
    .map((question) => answer(plan, question, wanted).power)
    .filter((value) => value !== undefined)
    .reduce((low, value) => Math.min(low, value), 1)
  return `power ${power(least, plan.test.bar.power)}`
}

const alone = {
  days: 'a longer stage alone',
  control: 'a larger control alone',
  treatment: 'more traffic alone',
}

const another = (found: readonly PlanProposal[]): string[] =>
  (['days', 'control', 'treatment'] as const).flatMap((key) => {
    const only = found.find(({ changes }) => changes.length > 0 && changes.every((one) => one === key))
    return only === undefined || only === found[0] ? [] : [`${alone[key]}: ${shape(only.shape)}`]
  })

const change = (pilot: Pilot, plan: StagePlan, questions: readonly Question[]): string | undefined => {
  const found = proposals(pilot, plan, questions)
  const [nearest] = found
  if (nearest === undefined) return undefined
  const steps = stepTexts(pilot.rollout?.progressive?.steps)
  return [`${yaml(plan, nearest, steps)} (${powersOf(plan, nearest, questions)})`, ...another(found)].join('; ')
}

const shortfall = (pilot: Pilot, plan: StagePlan, question: Question): string => {
  const most = largest(pilot, plan)
  const { detectable } = answer(plan, question, most)
  // The metric is named, because the table shows days of each metric alone.
  const even = `even the largest plan considered, ${shape(most)}, `
  if (detectable === undefined) return `${even}does not show ${asked(question)}`
  const least = difference(detectable, question)
  return question.kind === 'lift'
    ? `${even}shows only a difference of ${least} or more in ${question.metric}`
    : `${even}shows only ${asked({ ...question, margin: detectable })}`
}

const expert = (pilot: Pilot, stage: ExposedStage): string => {
  const { cost, rollout } = pilot
  const volume = cost?.volume?.full
  const { assignees, assign_by: group = 'assignee' } = rollout ?? {}
  const few = assignees
    ? `${assignees} ${several(group)}`
    : volume
      ? `${Math.round(perMonth(volume))} ${unitOf(pilot)?.many ?? 'units'} a month`
      : 'too few units'
  return `rollout.${stage}.prove: {by: expert_review, why: ${few}, approver: <who accepts the review>, review: <file of the review>}`
}

/** More days of the same assignees show little more. */
const smaller = ({ rollout }: Pilot, { clusters }: StagePlan): string[] =>
  clusters?.assignees === undefined || rollout?.assign_by === undefined
    ? []
    : [`assign smaller units than ${withArticle(rollout.assign_by)}`]

/**
 * What to write so that the stage shows everything its exit conditions require, or at least the question;
 * otherwise what the largest plan shows, and the alternative. The full search runs once.
 */
export const adviser = (pilot: Pilot, plan: StagePlan): ((question: Question) => string) => {
  const all = questionsOf(plan)
  const most = largest(pilot, plan)
  let whole: { readonly text: string | undefined } | undefined
  return (question) => {
    whole ??= { text: change(pilot, plan, all) }
    if (whole.text !== undefined) return whole.text
    const own = change(pilot, plan, [question])
    const rest = all.find((one) => !answer(plan, one, most).enough) ?? question
    const limit = shortfall(pilot, plan, rest)
    const alternative =
      reviewerOf(pilot, plan.stage) !== undefined
        ? 'keep the expert review'
        : [
            ...smaller(pilot, plan),
            `plan for a larger ${rest.kind === 'margin' ? 'margin' : 'effect'}, or add ${expert(pilot, plan.stage)}`,
          ].join(', ')
    return own === undefined ? `${limit}: ${alternative}` : `${own}; but ${limit}: ${alternative}`
  }
}
