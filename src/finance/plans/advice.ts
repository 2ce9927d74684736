import type { Pilot } from '../../model/pilot.ts'
import type { ExposedStage } from '../../model/stage.ts'
import { perMonth } from '../../values/index.ts'
import { largest, type Proposal, proposals } from './proposal.ts'
import type { Question } from './questions.ts'
import { answer, type StagePlan } from './stage-plan.ts'
import { asked, difference, power, shape, stepTexts, yaml } from './words.ts'

/** Who accepts that an expert review stands in for the statistics of a stage; it needs a reason as well. */
export const reviewerOf = ({ rollout }: Pilot, stage: ExposedStage): string | undefined => {
  const { by, why, approver } = rollout?.[stage]?.prove ?? {}
  return by === undefined || why === undefined ? undefined : approver
}

/** What a change of the plan has to carry: every guardrail metric where the exits ask for them, and the lift. */
export const questionsOf = ({ lift, asks, guardrails }: StagePlan): Question[] => [
  ...(lift && (asks.lift || !asks.guardrails) ? [lift] : []),
  ...(asks.guardrails ? guardrails : []),
]

/**
 * The nearest plan that carries all that the exits of the stage compare, where there is one: then no expert review stands
 * in for it.
 */
export const carriedBy = (pilot: Pilot, plan: StagePlan): Proposal | undefined => {
  const questions = plan.asks.lift || plan.asks.guardrails ? questionsOf(plan) : []
  return questions.length === 0 ? undefined : proposals(pilot, plan, questions)[0]
}

const powersOf = (plan: StagePlan, { shape: wanted }: Proposal, questions: readonly Question[]): string => {
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

const another = (found: readonly Proposal[]): string[] =>
  (['days', 'control', 'treatment'] as const).flatMap((key) => {
    const only = found.find(({ changes }) => changes.length > 0 && changes.every((one) => one === key))
    return only === undefined || only === found[0] ? [] : [`${alone[key]}: ${shape(only.shape)}`]
  })

const change = (pilot: Pilot, plan: StagePlan, questions: readonly Question[]): string | undefined => {
  const found = proposals(pilot, plan, questions)
  const [nearest] = found
  if (nearest === undefined) return undefined
  const steps = stepTexts(pilot.rollout?.progressive?.steps)
  return [`${yaml(plan, nearest, steps)} (${powersOf(plan, nearest, questions)})`, ...another(found)].join(
    '; ',
  )
}

/** What the largest plan falls short of. */
const shortfall = (pilot: Pilot, plan: StagePlan, question: Question): string => {
  const most = largest(pilot, plan)
  const { detectable } = answer(plan, question, most)
  // Beside the days that one metric alone would take, a reader has to know whose days these are.
  const even = `even the largest plan that is proposed, ${shape(most)}, `
  if (detectable === undefined) return `${even}does not show ${asked(question)}`
  const least = difference(detectable, question)
  return question.kind === 'lift'
    ? `${even}shows only a difference of ${least} or more in ${question.metric}`
    : `${even}shows only ${asked({ ...question, margin: detectable })}`
}

const expert = ({ use_case, cost }: Pilot, stage: ExposedStage): string => {
  const volume = cost?.volume?.full
  const few = volume
    ? `${Math.round(perMonth(volume))} ${use_case?.unit ?? 'unit'}s a month`
    : 'too few units'
  return `rollout.${stage}.prove: {by: expert_review, why: ${few}, approver: acme/legal}`
}

/**
 * What to write so that the stage shows all that its exits ask, or at least what is in the question; where nothing
 * does, what could be shown, and what stands in for it. The search for all of it is made once.
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
    const falls = shortfall(pilot, plan, rest)
    const stands =
      reviewerOf(pilot, plan.stage) !== undefined
        ? 'the review stays'
        : `promise no less, or ${expert(pilot, plan.stage)}`
    return own === undefined ? `${falls}: ${stands}` : `${own}; but ${falls}: ${stands}`
  }
}
