import { type Decimal, decimal, printMoney, printNumber, printShare, zero } from '../../finance/amounts.ts'
import { type Headroom, headroom } from '../../finance/sensitivity.ts'
import { unitCost } from '../../finance/unit-cost.ts'
import { enumerate } from '../../values/text.ts'
import { costModel, type Profit, profitOf, valuePath } from '../lib/money.ts'
import { both, type Finding, fields, type Rule } from '../lib/rule.ts'

const factors: { readonly [factor in Headroom['factor']]: readonly [noun: string, path: readonly string[]] } =
  {
    model: ['the model', ['cost', 'usage']],
    per_unit: ['what is paid per unit', ['cost', 'per_unit']],
    per_success: ['the fee per success', ['cost', 'per_success']],
    oversight: ['oversight', ['cost', 'oversight']],
    errors: ['the errors', ['cost', 'errors']],
    failed: ['failed cases', ['cost', 'failed']],
    fixed: ['the fixed cost', ['cost', 'fixed']],
    lift: ['the lift', ['success', 'target']],
  }

const told = ({ factor, times }: Headroom): string =>
  factor === 'lift'
    ? `the lift comes out at ${printShare(decimal(1).div(times), 1)} of the promise`
    : `${factors[factor][0]} ${factor === 'errors' || factor === 'failed' ? 'cost' : 'costs'} ${printNumber(times)} times the plan`

const finding = ({ inputs, gain, returns }: Profit, thin: Headroom[], least: Decimal): Finding => {
  const money = (value: Decimal) => printMoney(value, inputs.currency)
  const { unit } = unitCost(inputs, inputs.volume)
  // At this unit cost, every part of it and the lift have the room that is asked for.
  const most = printMoney(returns.value.div(least), inputs.currency, 'down')
  const worth = printMoney(unit.times(least), inputs.currency, 'up')
  return {
    path: valuePath(gain),
    message: `the margin of ${money(returns.margin)} is gone when ${enumerate(thin.map(told), 'or')}`,
    help: `a unit cost of ${most} instead of ${money(unit)}, or a lift worth ${worth} a unit instead of ${money(returns.value)}; or an exception that says why the bet is taken`,
    working: [
      `margin = value ${money(returns.value)} - unit cost ${money(unit)} = ${money(returns.margin)}`,
      ...thin.map(
        ({ factor, times }) =>
          `headroom of ${factors[factor][0]} = ${printNumber(times, 3)}, below ${printNumber(least)}`,
      ),
    ],
    related: [
      ...thin.map(({ factor: one }) => ({ path: factors[one][1], label: factors[one][0] })),
      { path: ['cost', 'volume', 'full'], label: 'the volume that carries the fixed cost' },
    ],
  }
}

export const fragile: Rule = {
  id: 'cost/fragile',
  severity: 'warning',
  from: 'progressive',
  summary: 'The margin survives half as much cost again, and a third less lift',
  why: 'No plan is met to the point. A case that dies of the first price rise or of a lift a little under the promise is not a plan but a bet.',
  details: `The headroom of a cost is the factor by which it can grow before the margin at full volume is gone; that of the lift, the factor by which it can shrink. Every factor below the setting is named, in one finding.

Nothing is said where the margin is negative already, or where the cost section is not whole. A bet that everybody knows and takes is waived with an exception.`,
  principles: ['late-cost'],
  fields: [
    ...fields`cost.value.{per_success,per_metric_unit} cost.volume.full`,
    ...Object.values(factors).map(([, path]) => path.join('.')),
  ],
  references: ['FinOps Foundation, Unit Economics'],
  settings: {
    least_headroom: {
      value: 1.5,
      meaning: 'The factor by which each cost can grow, and the lift shrink, before the margin is gone',
      source: 'half as much again is the usual contingency of an early estimate; AACE 18R-97, class 4',
    },
  },
  examples: both`success: {baseline: 22%, target: at least 35%}
cost:
  volume: {full: 60000/month}
  fixed: {infrastructure: 900 EUR/month}
  maintenance: {effort: 20 h/month, wage: 65 EUR/h}
  oversight: {reviewed: «8|30»%, effort: 1.5 min, wage: 24 EUR/h}
  errors: {rate: 1%, cost: 3.50 EUR}
  value: {per_success: 2.20 EUR, counted_on: lift}   # expect: cost/fragile`,

  *check(context) {
    const profit = profitOf(costModel(context))
    if (profit === undefined || profit.returns.perMonth.lt(zero)) return
    const least = decimal(context.setting('least_headroom'))
    const thin = headroom(profit.inputs)
      .filter(({ times }) => times.lt(least))
      .toSorted((a, b) => a.times.cmp(b.times))
    if (thin.length > 0) yield finding(profit, thin, least)
  },
}
