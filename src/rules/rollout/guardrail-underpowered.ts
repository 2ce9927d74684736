import { adviser } from '../../finance/plans/advice.ts'
import { answer, type StagePlan } from '../../finance/plans/stage-plan.ts'
import { present } from '../../model/lists.ts'
import { quote } from '../../values/text.ts'
import { both, type Context, type Finding, fields, type Rule } from '../lib/rule.ts'
import { isReadable, planFields, planSettings, readablePlan, served, unshown } from '../lib/stages.ts'

/** Whether the lift of the stage is found wanting already: its finding proposes a plan for all that is asked. */
const isTold = (plan: StagePlan): boolean =>
  plan.asks.lift && plan.lift !== undefined && !answer(plan, plan.lift).enough

const percentile = /_p\d{2,3}$/

/** A margin of which nobody says what it is measured against. */
function* unsaid({ pilot: { success } }: Context, { stage }: StagePlan): Generator<Finding> {
  for (const { item, at } of present(success?.guardrail_metrics)) {
    const margin = item.max_drop ?? item.max_rise
    if (margin === undefined || percentile.test(item.metric ?? '')) continue
    const level = item.baseline?.value
    const share = (level ?? margin).unit === '%'
    const key = share ? 'baseline' : 'sd'
    if (share ? level !== undefined : (item.sd ?? item.baseline?.sd) !== undefined) continue
    yield {
      path: ['success', 'guardrail_metrics', at, key],
      message: `${quote(item.metric ?? 'a guardrail metric')} has a margin and no ${share ? 'baseline' : 'standard deviation'}, so nobody can tell whether ${stage} shows it unharmed`,
      help: share
        ? 'baseline: 8.1%, the share before the pilot'
        : `sd: 1.05 ${margin.unit}, of one observation`,
    }
  }
}

export const guardrailUnderpowered: Rule = {
  id: 'rollout/guardrail-underpowered',
  severity: 'error',
  from: 'progressive',
  summary: 'A stage whose exit asks that the guardrail metrics hold can show each of them unharmed',
  why: 'The lift shows long before the harm: a metric that a tenth of the customers answer takes ten times as long. "No difference in satisfaction was found" then means that nobody could have found one.',
  details: `It judges every stage with the exit \`guardrail_metrics hold\`, once the stage can show the lift; a progressive stage stands for its last step.

A metric with \`max_drop\` or \`max_rise\` has to be shown not to be worse than the control by that margin, with the power that the settings ask. A mean needs \`sd\`, a proportion \`baseline\`. Observations count as in \`rollout/underpowered\`, with the metric's own \`window\` and \`response_rate\`.

A metric with \`limit\` is compared with its level and not with the control. Nobody knows how far below it will stay, so it is only asked for so many observations that a flawless run would show it: 299 for \`at most 1%\`, 30 for a mean, 20 for a 95th percentile.

The help is the nearest plan that carries the lift and every guardrail metric; \`prove: {by: expert_review, …}\` turns the finding into a warning where no plan does.`,
  principles: ['unharmed-metrics', 'progressive-stage'],
  fields: [
    ...fields`success.guardrail_metrics success.guardrail_metrics.baseline.{value,sd} success.guardrail_metrics.{sd,max_drop,max_rise,limit,response_rate,window}`,
    ...planFields,
  ],
  references: [
    'Spotify: Schultzberg, Ankargren and Frånberg (2024), Risk-aware product decisions in A/B tests with multiple metrics',
    'Chow, Shao, Wang and Lokhnygina (2017), Sample Size Calculations in Clinical Research, 3.2',
  ],
  settings: planSettings,
  examples: both`use_case: {unit: chat}
success:
  guardrail_metrics: [{metric: csat, sd: 1.05 points, max_drop: 0.10 points, response_rate: 12%, window: 2d}]
cost: {volume: {full: 60000/month}}
rollout:
  assign_by: chat
  progressive: {steps: [50% for «28d|14d»], control: «20%|10%», exit: [guardrail_metrics hold]}   # expect: rollout/guardrail-underpowered`,

  *check(context) {
    if (!isReadable(context, [['success', 'guardrail_metrics']])) return
    let told = false
    for (const stage of served) {
      const plan = readablePlan(context, stage)
      if (plan === undefined || !plan.asks.guardrails || isTold(plan)) continue
      if (!told) yield* unsaid(context, plan)
      told = true
      const advise = adviser(context.pilot, plan)
      // A progressive stage without a control is for rollout/no-control.
      const alone = stage === 'progressive' && plan.shape.control === 0
      for (const question of plan.guardrails) {
        const found =
          alone && question.kind === 'margin' ? undefined : unshown(context.pilot, plan, question, advise)
        if (found) yield found
      }
    }
  },
}
