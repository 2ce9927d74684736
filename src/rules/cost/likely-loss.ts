import { chanceOfLoss } from '../../finance/ranges.ts'
import { restated, returnsAt } from '../../finance/returns.ts'
import { measuredLift } from '../lib/measured.ts'
import { costModel, valuePath } from '../lib/money.ts'
import { placeIn } from '../lib/results.ts'
import { both, fields, type Rule } from '../lib/rule.ts'

/** So many times as many observations. */
const longer = [1.5, 2, 3, 4, 6, 8, 12]

export const likelyLoss: Rule = {
  id: 'cost/likely-loss',
  severity: 'error',
  from: 'progressive',
  summary: 'With the measured lift, full rollout is unlikely to lose money',
  why: 'A lift that pays only at its point estimate may just as well lose money.',
  details: `The lift is drawn by its difference and standard error, with the [ranges](../../pilot-yaml.md#how-values-are-written) of \`cost\`; prices of one provider and all wages move together. At most a fifth of 10,000 draws may lose money at full volume.

A lift below break-even itself is reported by \`results/below-break-even\`.`,
  principles: ['cost-model', 'progressive-stage', 'earns-its-keep'],
  fields: fields`rollout.{limited,progressive,full}.results cost.value.{per_success,per_metric_unit}`,
  references: ['McKay, Beckman and Conover (1979)', 'FinOps Foundation, Forecasting'],
  settings: {
    most_loss: {
      value: 20,
      weaker: 'more',
      meaning: 'Percent of the draws in which full rollout may lose money',
      source: 'P80 is the usual confidence of a budget; GAO Cost Estimating and Assessment Guide, step 9',
    },
  },
  examples: {
    files: {
      'rollout/limited.json':
        '{"stage": "limited", "from": "2026-10-05", "to": "2026-10-25", "model": "small-2-20260801", "looks": 1,\n "arms": {"treatment": {"deflection_rate": {"good": 140, "total": 400}}, "control": {"deflection_rate": {"good": 104, "total": 400}}}}\n',
    },
    ...both`success: {metric: deflection_rate, baseline: 22%, target: at least 35%}
cost:
  volume: {full: 60000/month}
  fixed: {infrastructure: «900|3800» EUR/month}
  maintenance: {effort: 20 h/month, wage: 65 EUR/h}
  oversight: {reviewed: 8%, effort: 1.5 min, wage: 24 EUR/h}
  errors: {rate: 1%, cost: 3.50 EUR}
  value: {per_success: 2.20 EUR}
rollout:
  limited: {results: rollout/limited.json}  # expect: cost/likely-loss`,
  },

  *check(context) {
    const inputs = costModel(context)
    const measured = measuredLift(context)
    if (inputs?.gain === undefined || measured === undefined) return
    const { one, at, difference } = measured
    const real = restated(inputs, measured)
    const chanceAfter = (times: number) =>
      chanceOfLoss(context.plan, real, { ...measured, error: measured.error / Math.sqrt(times) })?.chance
    const chance = chanceAfter(1)
    const most = context.setting('most_loss') / 100
    if (chance === undefined || chance <= most || returnsAt(real)?.perMonth.lt(0)) return
    const enough = longer.find((times) => (chanceAfter(times) ?? 1) <= most)
    yield {
      ...placeIn(one, at, `results of ${one.stage}`),
      message: `the measured lift of ${one.stage}, ${measured.interval}, loses money at full with a probability of ${Math.round(100 * chance)}%`,
      help: `${enough === undefined ? '' : `measure ${enough} times as long, if the lift stays, or `}raise the lift or reduce the cost until it is at most ${100 * most}%`,
      working: difference.working,
      related: [{ path: valuePath(inputs.gain), label: 'the value of the lift' }],
    }
  },
}
