import { apart } from '../../exits/printed.ts'
import { type Decimal, decimal, printMoney, printNumber, zero } from '../../finance/amounts.ts'
import { type Headroom, headroom } from '../../finance/headroom.ts'
import { unitCost } from '../../finance/unit-cost.ts'
import { enumerate } from '../../values/text.ts'
import { costModel, type Profit, profitOf, valuePath } from '../lib/money.ts'
import { both, type Finding, fields, type Rule } from '../lib/rule.ts'

const factors: { readonly [factor in Headroom['factor']]: readonly [noun: string, path: readonly string[]] } = {
  model: ['the model cost', ['cost', 'usage']],
  per_unit: ['the per-unit cost', ['cost', 'per_unit']],
  per_success: ['the success fee', ['cost', 'per_success']],
  oversight: ['the cost of oversight', ['cost', 'oversight']],
  errors: ['the cost of errors', ['cost', 'errors']],
  failed: ['the cost of failed cases', ['cost', 'failed']],
  fixed: ['the fixed cost', ['cost', 'fixed']],
  lift: ['the lift', ['success', 'target']],
}

const told = ({ factor, times }: Headroom): string =>
  factor === 'lift'
    ? `the lift is ${apart(100 / times.toNumber(), 100, (text) => `${text}%`)[0]} of the target`
    : `${factors[factor][0]} reaches ${apart(times.toNumber(), 1, (text) => text, 'nearest', 2)[0]} times the plan`

const finding = ({ inputs, gain, returns }: Profit, thin: Headroom[], least: Decimal): Finding => {
  const money = (value: Decimal) => printMoney(value, inputs.currency)
  const { unit } = unitCost(inputs, inputs.volume)
  // At this unit cost, each part of it and the lift have the required headroom.
  const most = printMoney(returns.value.div(least), inputs.currency, 'down')
  const worth = printMoney(unit.times(least), inputs.currency, 'up')
  return {
    path: valuePath(gain),
    message: `the margin of ${money(returns.margin)} falls to zero if ${enumerate(thin.map(told), 'or')}`,
    help: `reduce the unit cost from ${money(unit)} to ${most}, raise the value of the lift from ${money(returns.value)} to ${worth} per unit, or add an exception`,
    working: [
      `margin = value ${money(returns.value)} - unit cost ${money(unit)} = ${money(returns.margin)}`,
      ...thin.map(
        ({ factor, times }) =>
          `headroom of ${factors[factor][0]} = ${printNumber(times, 3)}, below ${printNumber(least)}`,
      ),
    ],
    related: [
      ...thin.map(({ factor: one }) => ({ path: factors[one][1], label: factors[one][0] })),
      { path: ['cost', 'volume', 'full'], label: 'the full volume' },
    ],
  }
}

export const fragile: Rule = {
  id: 'cost/fragile',
  severity: 'warning',
  from: 'progressive',
  summary: 'The margin stays positive if any cost grows by half or the lift shrinks by a third',
  why: 'No plan is met exactly. A margin without headroom is lost to the first price increase or to a lift slightly below target.',
  details: `Headroom is the factor by which a cost can grow, or the lift shrink, before the margin at full volume reaches zero. One finding names every factor below the setting. A negative margin is reported by \`cost/negative-margin\`; an incomplete cost section is not judged.`,
  principles: ['late-cost'],
  fields: [
    ...fields`cost.value.{per_success,per_metric_unit} cost.volume.full`,
    ...Object.values(factors).map(([, path]) => path.join('.')),
  ],
  references: ['FinOps Foundation, Unit Economics'],
  settings: {
    least_headroom: {
      value: 1.5,
      weaker: 'less',
      meaning: 'Factor by which each cost can grow, or the lift shrink, before the margin reaches zero',
      source: '50% is the usual contingency of an early estimate; AACE 18R-97, class 4',
    },
  },
  examples: both`success: {baseline: 22%, target: at least 35%}
cost:
  volume: {full: 60000/month}
  fixed: {infrastructure: 900 EUR/month}
  maintenance: {effort: 20 h/month, wage: 65 EUR/h}
  oversight: {reviewed: «8|30»%, effort: 1.5 min, wage: 24 EUR/h}
  errors: {rate: 1%, cost: 3.50 EUR}
  value: {per_success: 2.20 EUR}   # expect: cost/fragile`,

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
