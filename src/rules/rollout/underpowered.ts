import { adviser, reviewerOf } from '../../finance/plans/advice.ts'
import type { Question } from '../../finance/plans/questions.ts'
import type { StagePlan } from '../../finance/plans/stage-plan.ts'
import type { Pilot } from '../../model/pilot.ts'
import { quote } from '../../values/text.ts'
import type { Context, Finding, Rule } from '../lib/rule.ts'
import { planFields, planSettings, readablePlan, served, unshown } from '../lib/stages.ts'

/** Whether the lift is to be shown here: an exit compares with control, or an expert says so in its place. */
const isAsked = ({ rollout }: Pilot, { stage, asks }: StagePlan): boolean =>
  asks.lift || (stage === 'progressive' && rollout?.[stage]?.prove?.by !== undefined)

/** A mean whose spread nobody says: no power can be computed of it. */
function* unsaid({ pilot: { success } }: Context, plans: readonly StagePlan[]): Generator<Finding> {
  const { baseline, target } = success ?? {}
  const [first] = plans
  if (first === undefined || baseline?.value === undefined || target === undefined) return
  if (baseline.value.unit === '%' || baseline.sd !== undefined) return
  yield {
    path: ['success', 'baseline', 'sd'],
    message: `the baseline of ${quote(success?.metric ?? 'the metric')} has no standard deviation, so nobody can tell what ${first.stage} can show`,
    write: `6.1 ${baseline.value.unit}`,
    help: 'the standard deviation, measured where the value was',
  }
}

export const underpowered: Rule = {
  id: 'rollout/underpowered',
  severity: 'error',
  from: 'limited',
  summary: 'A stage that is to show the lift over the control has the traffic and the time for it',
  why: 'A stage that is too small ends in "no significant difference" whatever the system does. The pilot is then stopped, or goes on by opinion, and the weeks are lost either way.',
  details: `It judges every stage one of whose exits compares \`success.metric\` with control; a progressive stage stands for its last step. What another exit needs is told by \`pilotlint rollout\` and not judged.

Days that count are the duration less \`success.window\`. The observations of an arm are \`cost.volume.full\` / 30 x share x these days, divided by the design effect 1 + (\`units_per_assignee\` - 1) x \`intra_class_correlation\` where \`assign_by\` is another unit. With \`looks\` above 1 the test is Pocock's. A mean needs \`baseline.sd\`.

The help is the nearest plan that passes, found by search over whole weeks, shares of the stage up to those of the next one, and controls, where twice as much of anything counts the same. Where no plan of half a year does, it says what could be shown at most. Then, and only then, is \`prove: {by: expert_review, why: …, approver: …}\` an answer: with a reason and somebody who accepts it, the finding is a warning.`,
  principles: ['progressive-stage'],
  fields: ['success.baseline.value', 'success.baseline.sd', 'success.target', ...planFields],
  references: [
    'Fleiss, Tytun and Ury (1980), Biometrics 36',
    'Pocock (1977), Biometrika 64',
    'Kohavi, Tang and Xu (2020), Trustworthy Online Controlled Experiments, chapter 17',
  ],
  settings: planSettings,
  examples: {
    ready: `use_case: {unit: search}
success: {metric: conversion_rate, window: 1d, baseline: 2.4%, target: at least 2.9%}
cost: {volume: {full: 900000/month}}
rollout:
  assign_by: search
  progressive: {steps: [20% for 7d, 50% for 14d], control: 20%, exit: [conversion_rate above control]}`,
    notReady: `use_case: {unit: search}
success: {metric: conversion_rate, window: 1d, baseline: 2.4%, target: at least 2.9%}
cost: {volume: {full: 30000/month}}
rollout:
  assign_by: search
  progressive:
    steps: [20% for 7d, 50% for 14d]   # expect: rollout/underpowered
    control: 20%
    exit: [conversion_rate above control]`,
  },

  *check(context) {
    const { pilot } = context
    const plans = served
      .flatMap((stage) => readablePlan(context, stage) ?? [])
      .filter((plan) => isAsked(pilot, plan))
    yield* unsaid(context, plans)
    for (const plan of plans) {
      const { stage, lift, shape } = plan
      // A progressive stage without a control is for rollout/no-control, unless an expert stands in for it.
      const alone = shape.control === 0 && stage === 'progressive' && reviewerOf(pilot, stage) === undefined
      const advise = (question: Question) => adviser(pilot, plan)(question)
      const found = lift === undefined || alone ? undefined : unshown(pilot, plan, lift, advise)
      if (found) yield found
    }
  },
}
