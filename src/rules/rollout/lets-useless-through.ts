import { cases } from '../../finance/amounts.ts'
import { decidedStages, nearestThrough, type Slip, slipsOf } from '../../finance/plans/plan-chance.ts'
import { stepTexts, yaml } from '../../finance/plans/print-plan.ts'
import { answer } from '../../finance/plans/stage-plan.ts'
import { returnsAt } from '../../finance/returns.ts'
import { costModel } from '../lib/money.ts'
import { both, fields, type Rule } from '../lib/rule.ts'
import { isReadable, planFields } from '../lib/stages.ts'

const flaws = { useless: 'without lift', worthless: 'with half of the break-even lift' }

const words = ({ what, metric }: Slip): string =>
  `a system ${what === 'harmful' ? `whose ${metric} is worse by twice what is allowed` : flaws[what]}`

export const letsUselessThrough: Rule = {
  id: 'rollout/lets-useless-through',
  severity: 'error',
  from: 'progressive',
  summary: 'The exits of all stages stop a useless, a worthless and a harmful system',
  why: 'A plan may have the power to show a good system and still wave through a bad one: few observations meet a target or a limit by luck.',
  details: `Judges plans whose exit of \`progressive\` requires the lift over control, and the guardrail metrics if there are any; \`rollout/soft-exit\` reports the others. If the lift is underpowered, \`rollout/underpowered\` reports it, and only harmful systems are judged here.

A system is *useless* if its primary metric is at the baseline, *worthless* if it has half of the break-even lift, *harmful* if one guardrail metric is worse by twice its margin or at twice its limit. The chance is the product over the stages before full of the chance that all conditions of the exit hold, and that the measured lift is above break-even as \`results/below-break-even\` requires, by the normal approximation. \`pilotlint rehearse\` simulates it.

A stage that an expert review decides is not judged. Without a complete cost model there is no break-even lift, and no worthless system.`,
  principles: ['progressive-stage', 'unlocked-by-evidence', 'earns-its-keep'],
  fields: [
    ...fields`success.{target,guardrail_metrics} success.guardrail_metrics.{sd,sampled} success.baseline.value cost.value.{per_success,per_metric_unit}`,
    ...planFields,
  ],
  references: ['Kohavi, Tang and Xu (2020), Trustworthy Online Controlled Experiments, chapter 17'],
  settings: {
    most_slips: {
      value: 5,
      weaker: 'more',
      meaning: 'Percent of the cases in which such a system may pass',
      source: 'the usual significance level of one test',
    },
  },
  examples: both`use_case: {unit: chat}
success:
  metric: deflection_rate
  baseline: 22%
  target: at least 35%
  guardrail_metrics: [{metric: handling_time, limit: at most 9 min, sd: 40 min, sampled: «20|1»%}]
cost: {volume: {full: 9000/month}}
rollout:
  assign_by: chat
  progressive: {steps: [50% for 14d], control: 30%, exit: [deflection_rate above control, deflection_rate at least 35%, guardrail_metrics hold]}   # expect: rollout/lets-useless-through`,

  *check(context) {
    const { pilot, setting } = context
    if (!isReadable(context, [['success'], ['rollout'], ['cost', 'volume', 'full']])) return
    const plans = decidedStages(pilot)
    const last = plans?.at(-1)
    if (plans === undefined || last?.stage !== 'progressive') return
    const { asks, guardrails, lift } = last
    if (!asks.lift || (guardrails.length > 0 && !asks.guardrails)) return
    // More power for the lift stops a useless and a worthless system, too.
    const isShort = !answer(last, lift).enough
    const inputs = costModel(context)
    const needed = inputs && returnsAt(inputs)?.breakEvenLift?.toNumber()
    const most = setting('most_slips') / 100
    const slips = (changed: typeof plans) =>
      slipsOf(pilot, changed, needed).filter(({ what }) => what === 'harmful' || !isShort)
    const [worst] = slips(plans).toSorted((one, other) => other.chance - one.chance)
    if (worst === undefined || worst.chance <= most) return
    const nearest = nearestThrough(pilot, plans, (changed) => slips(changed).every(({ chance }) => chance <= most))
    yield {
      path: ['rollout', 'progressive', 'exit'],
      message: `${words(worst)} passes all exits in ${cases(worst.chance)} of 100 cases`,
      help: nearest
        ? `write ${yaml(nearest.plan, nearest.proposal, stepTexts(pilot.rollout?.progressive?.steps))}`
        : 'plan for a larger effect: no stage considered stops it',
      related: [{ path: ['cost', 'volume', 'full'], label: 'the traffic' }],
    }
  },
}
