import { apart } from '../../exits/printed.ts'
import { type Decimal, decimal, printMoney, printNumber, printShare, zero } from '../../finance/amounts.ts'
import type { Gain } from '../../finance/lift.ts'
import { type UnitCost, unitCost } from '../../finance/unit-cost.ts'
import { unitOf } from '../../model/lists.ts'
import { reaches } from '../../model/stage.ts'
import { enumerate, withArticle } from '../../values/text.ts'
import { measuredLift } from '../lib/measured.ts'
import { isModel } from '../lib/models.ts'
import { costModel, type Profit, profitOf, valuePath } from '../lib/money.ts'
import { both, type Context, type Finding, fields, type Rule } from '../lib/rule.ts'

/** Rounded to the safe side. */
const level = ({ baseline, more, kind, unit }: Gain, lift: Decimal): string => {
  const bar = more ? baseline.plus(lift) : baseline.minus(lift)
  return kind === 'proportion'
    ? printShare(bar.round(4, more ? 3 : 0))
    : `${printNumber(bar.round(2, more ? 3 : 0))} ${unit}`
}

const ways = ({ inputs, gain, returns }: Profit, components: UnitCost['components']): string[] => {
  const { breakEvenVolume, breakEvenLift, margin } = returns
  const [dearest] = components.toSorted((a, b) => b.amount.cmp(a.amount))
  const left = dearest?.amount.plus(margin)
  const room = gain.more ? decimal(1).minus(gain.baseline) : gain.baseline
  const possible = breakEvenLift && ((gain.kind === 'mean' && gain.more) || breakEvenLift.lte(room))
  // `full` counts the units of the control group, too.
  const full = breakEvenVolume?.times(inputs.total).div(inputs.volume).round(0, 3)
  return [
    ...(full ? [`raise \`full\` to ${full.toFixed()}/month`] : []),
    ...(possible ? [`set the target to ${gain.more ? 'at least' : 'at most'} ${level(gain, breakEvenLift)}`] : []),
    ...(dearest && left?.gt(zero)
      ? [`reduce ${dearest.name} to ${printMoney(left, inputs.currency, 'down')} per unit`]
      : []),
  ]
}

const loss = (profit: Profit, noun: string): Finding => {
  const { inputs, gain, returns } = profit
  const { currency, volume } = inputs
  const { components, unit } = unitCost(inputs, volume)
  const money = (value: Decimal) => printMoney(value, currency)
  // What costs 0.14584 and earns 0.14579 must not read as the same.
  const [costs, earns] =
    money(unit) === money(returns.value)
      ? apart(unit.toNumber(), returns.value.toNumber(), (text) => `${text} ${currency}`, 'nearest', 4)
      : [money(unit), money(returns.value)]
  const lift = gain.kind === 'proportion' ? printShare(gain.gain) : `${printNumber(gain.gain)} ${gain.unit}`
  const possible = ways(profit, components)
  const parts = components.map(({ name, amount }) => `${name} ${money(amount)}`).join(' + ')
  return {
    path: valuePath(gain),
    message: `at full volume ${withArticle(noun)} costs ${costs} but earns ${earns}, a loss of ${money(returns.perMonth.abs())} a month`,
    help:
      possible.length === 0
        ? 'reduce the cost or stop the pilot; no volume and no target breaks even'
        : `to break even, ${enumerate(possible, 'or')}`,
    working: [
      `unit cost = ${parts} = ${money(unit)}`,
      `value = lift ${lift} x ${money(gain.worth)} = ${money(returns.value)}`,
      `margin = ${money(returns.value)} - ${money(unit)} = ${money(returns.margin)}, x ${printNumber(volume)} = ${money(returns.perMonth)} a month`,
    ],
    related: [
      { path: ['cost', 'volume', 'full'], label: 'the full volume' },
      { path: ['success', 'baseline'], label: 'the baseline' },
      { path: ['success', 'target'], label: 'the target' },
    ],
  }
}

/** Whether `results/below-break-even` judges what was measured: the target is no longer what pays then. */
const isMeasured = (context: Context): boolean => {
  if (!reaches(context.gate, 'progressive')) return false
  const found = measuredLift(context)
  const { id } = context.pilot.model ?? {}
  if (found === undefined || found.one.stage === 'shadow' || found.gain <= 0) return false
  return id === undefined || isModel(found.one.value.model, id)
}

export const negativeMargin: Rule = {
  id: 'cost/negative-margin',
  severity: { limited: 'warning', progressive: 'error' },
  from: 'limited',
  summary: 'At full volume a unit earns more than it costs',
  why: 'A system that loses money on every unit is stopped by its first invoice at scale.',
  details: `The unit cost is the sum of model, per-unit cost, oversight at the share of \`full\`, errors, failed cases, and the monthly fixed cost divided by \`cost.volume.full\`. The value is that of the lift over the baseline, not of every success.

A loss at the volume of an early stage is normal and not reported. An incomplete cost section, or a target that is not beyond the baseline, is reported by other rules. From \`progressive\` on, a lift that was measured with \`model.id\` beside a control group after shadow is judged in its place, by \`results/below-break-even\`.`,
  principles: ['cost-model', 'late-cost'],
  fields: fields`cost.value.{per_success,per_metric_unit} cost.volume.full success.{baseline,target} success.baseline.value`,
  references: ['FinOps Foundation, Measuring Unit Costs', 'NIST AI RMF MANAGE 2.1'],
  examples: both`success: {baseline: 22%, target: at least 35%}
cost:
  volume: {full: «60000|9000»/month}
  per_unit: {lookup: 0.01 EUR}
  fixed: {infrastructure: 900 EUR/month}
  maintenance: {effort: 20 h/month, wage: 65 EUR/h}
  oversight: {reviewed: 8%, effort: 1.5 min, wage: 24 EUR/h}
  errors: {rate: 1%, cost: 3.50 EUR}
  value: {per_success: 2.20 EUR}   # expect: cost/negative-margin`,

  *check(context) {
    const profit = profitOf(costModel(context))
    if (profit?.returns.perMonth.lt(zero) && !isMeasured(context))
      yield loss(profit, unitOf(context.pilot)?.one ?? 'unit')
  },
}
