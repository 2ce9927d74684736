import { cases } from '../../finance/amounts.ts'
import { chanceThrough, decidedStages, expectedLevel, nearestThrough } from '../../finance/plans/plan-chance.ts'
import { stepTexts, yaml } from '../../finance/plans/print-plan.ts'
import { printQuantity } from '../../values/index.ts'
import { both, fields, type Rule } from '../lib/rule.ts'
import { isReadable, planFields } from '../lib/stages.ts'

export const unlikelyExit: Rule = {
  id: 'rollout/unlikely-exit',
  severity: 'warning',
  from: 'limited',
  summary: 'A pilot that delivers what it expects passes its exits more often than not',
  why: 'Each test may have enough power, and the plan still fails: every condition has to hold at once, in every stage.',
  details: `Judges pilots with \`success.expected\`. The chance is the product over the stages before full of the chance that all conditions of the exit hold at once: the primary metric is as expected, the control at its baseline, metrics with a margin are equal in both arms, and a limit is at \`cost.errors.rate\` if it is the only one, else half used. It is computed by the normal approximation; \`pilotlint rollout\` shows it exactly for each stage, and \`pilotlint rehearse\` simulates it with the rollback triggers.

Metrics without a known variation count as met. A stage that an expert review decides is not judged.`,
  principles: ['progressive-stage', 'unlocked-by-evidence'],
  fields: [
    ...fields`success.{expected,target,guardrail_metrics} success.baseline.value cost.errors.rate`,
    ...planFields,
  ],
  references: ['Kohavi, Tang and Xu (2020), Trustworthy Online Controlled Experiments, chapter 17'],
  settings: {
    least_chance: {
      value: 50,
      weaker: 'less',
      meaning: 'Percent of the cases in which a pilot as expected passes',
      source: 'a plan that mostly fails decides nothing',
    },
  },
  examples: both`success: {metric: deflection_rate, window: 1d, baseline: 22%, target: at least 35%, expected: «38|35»%}
cost: {volume: {full: 60000/month}}
rollout:
  limited: {traffic: 5%, control: 5%, duration: 28d, exit: [deflection_rate not below baseline]}
  progressive: {steps: [20% for 7d, 50% for 28d], control: 30%, exit: [deflection_rate above control, deflection_rate at least 35%]}   # expect: rollout/unlikely-exit`,

  *check(context) {
    const { pilot, setting } = context
    const { success, rollout } = pilot
    if (success?.expected === undefined || !isReadable(context, [['success'], ['rollout'], ['cost', 'volume', 'full']]))
      return
    const plans = decidedStages(pilot)
    const level = plans?.[0] && expectedLevel(pilot, plans[0].lift)
    if (plans === undefined || level === undefined) return
    const passing = (changed: typeof plans) => chanceThrough(pilot, changed, { primary: level })
    const least = setting('least_chance') / 100
    const chance = passing(plans)
    if (chance >= least) return
    const each = plans.map((plan) => ({ plan, chance: passing([plan]) })).toSorted((a, b) => a.chance - b.chance)
    const stage = each[0]?.plan.stage ?? 'progressive'
    const nearest = nearestThrough(pilot, plans, (changed) => passing(changed) >= least)
    yield {
      path: ['rollout', stage, 'exit'],
      message: `a pilot that delivers the expected ${printQuantity(success.expected)} passes ${plans.length > 1 ? 'all exits' : 'the exit'} in ${cases(chance)} of 100 cases`,
      help: nearest
        ? `write ${yaml(nearest.plan, nearest.proposal, stepTexts(rollout?.progressive?.steps))}`
        : 'plan for a larger effect or fewer errors: no stage considered passes more often',
      working: each.map((one) => `${one.plan.stage}: ${one.chance.toFixed(2)}`),
      related: [{ path: ['success', 'expected'], label: 'what is expected' }],
    }
  },
}
