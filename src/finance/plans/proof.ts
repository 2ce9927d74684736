import type { Pilot } from '../../model/pilot.ts'
import type { ExposedStage } from '../../model/stage.ts'
import { enumerate } from '../../values/words.ts'
import { reviewerOf } from './advice.ts'
import type { Question } from './question.ts'
import { type Answer, answer, planOf, type StagePlan } from './stage-plan.ts'
import { type Bar, usualBar } from './standards.ts'
import { level, power } from './words.ts'

const stages = ['limited', 'progressive', 'full'] as const

type Said = { readonly stage: ExposedStage; readonly answer: Answer & { readonly power: number } }

/** The first stage that shows it, or else the one that comes closest; undefined where none compares with a control. */
const best = (plans: readonly StagePlan[], question: Question): Said | undefined => {
  const said = plans.flatMap((plan) => {
    const found = answer(plan, question)
    return found.power === undefined ? [] : [{ stage: plan.stage, answer: { ...found, power: found.power } }]
  })
  const [first, ...others] = said
  const enough = said.find((one) => one.answer.enough)
  return (
    enough ?? (first && others.reduce((top, one) => (one.answer.power > top.answer.power ? one : top), first))
  )
}

const liftWords = (question: Question): string => {
  const { from, to } = question.lift ?? { from: 0, to: 0 }
  return `${to > from ? 'a lift' : 'a fall'} from ${level(from, question)} to ${level(to, question)}`
}

const told = ({ stage, answer: { power: value, enough } }: Said, what: string, bar: Bar): string =>
  enough
    ? `${stage} can show ${what} (power ${power(value, bar.power)})`
    : `no stage can show ${what}: ${stage} comes closest (power ${power(value, bar.power)})`

/** The metrics that one stage shows unharmed, or that none does, in one breath. */
const unharmed = (said: readonly (Said & { readonly metric: string })[], bar: Bar): string[] => {
  const shownAt = ({ stage, answer: { enough } }: Said): string => (enough ? stage : 'none')
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
    return reviewer === undefined ? [] : [`a review by ${reviewer} stands in at ${stage}`]
  })

/**
 * What the rollout can prove, as a sponsor would say it: the lift, and each guardrail metric unharmed. Undefined where
 * the file says too little to compute with.
 */
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
    plan.lift && lift === undefined
      ? [`no stage has a control and the time to show ${liftWords(plan.lift)}`]
      : []
  const parts = [
    ...(lift && plan.lift ? [told(lift, liftWords(plan.lift), bar)] : alone),
    ...unharmed(guardrails, bar),
    ...reviews(pilot),
  ]
  return parts.length === 0 ? undefined : `the proof: ${parts.join('; ')}`
}
