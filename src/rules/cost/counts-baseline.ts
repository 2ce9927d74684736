import { type Decimal, printMoney, printNumber, printShare, zero } from '../../finance/amounts.ts'
import type { Inputs } from '../../finance/inputs.ts'
import type { Gain } from '../../finance/lift.ts'
import { grossPerMonth, returnsAt } from '../../finance/returns.ts'
import { monthlyCost, unitCost } from '../../finance/unit-cost.ts'
import { unread } from '../lib/absent.ts'
import { costModel, filledCost } from '../lib/money.ts'
import { both, type Finding, type Rule } from '../lib/rule.ts'

type Working = Pick<Finding, 'working' | 'related'> & { readonly times?: string }

const compared = (inputs: Inputs, gain: Gain): Working => {
  const [gross, returns] = [grossPerMonth(inputs), returnsAt(inputs)]
  if (gross === undefined || returns === undefined || gain.gain.lte(zero)) return {}
  const { volume, currency } = inputs
  const money = (value: Decimal) => printMoney(value, currency)
  const cost = money(monthlyCost(unitCost(inputs, volume)))
  const served = gain.more ? gain.target : gain.target.times(-1).plus(1)
  const claim = (share: Decimal, earns: Decimal) =>
    `${printShare(share)} x ${money(gain.worth)} x ${printNumber(volume)} - ${cost} = ${money(earns)} a month`
  const factor = returns.perMonth.gt(zero) ? gross.div(returns.perMonth) : zero
  const times = factor.gt(1) ? printNumber(factor) : undefined
  return {
    working: [
      `gross = ${claim(served, gross)}`,
      `lift = ${claim(gain.gain, returns.perMonth)}`,
      ...(times ? [`gross / lift = ${times}`] : []),
    ],
    related: [
      { path: ['success', 'baseline'], label: 'the baseline' },
      { path: ['success', 'target'], label: 'the target' },
    ],
    ...(times && { times }),
  }
}

export const countsBaseline: Rule = {
  id: 'cost/counts-baseline',
  severity: 'error',
  from: 'limited',
  summary: 'The value counts only the lift over the baseline, not every success',
  why: 'The old process already earns the baseline. A business case that counts it again overstates the value several times.',
  details: `\`counted_on: lift\` must be explicit, so that whoever signs the business case has read it; pilotlint always computes with the lift. A mean (\`per_metric_unit\`) may leave it out. A missing value is reported by \`cost/no-value\`.`,
  principles: ['whole-cost', 'progressive-stage'],
  fields: ['cost.value.counted_on'],
  references: ['NIST AI RMF MANAGE 2.1', 'Kohavi, Tang and Xu, Trustworthy Online Controlled Experiments'],
  examples: both`success: {baseline: 22%, target: at least 35%}
cost:
  value: {per_success: 2.20 EUR, why: 5.5 agent minutes at 24 EUR/h, counted_on: «lift|gross»}   # expect: cost/counts-baseline`,

  *check(context) {
    const value = filledCost(context)?.value
    const path = ['cost', 'value', 'counted_on']
    if (value === undefined || value.counted_on === 'lift' || unread(context.faults, path)) return
    const gross = value.counted_on === 'gross'
    if (!gross && value.per_success === undefined) return
    const inputs = costModel(context)
    const { times, ...working } = inputs?.gain ? compared(inputs, inputs.gain) : {}
    yield {
      path,
      message: gross
        ? `\`cost.value.counted_on\` is "gross", which counts the baseline again${times ? `: ${times} times the value of the lift` : ''}`
        : '`cost.value.counted_on` is missing',
      write: 'lift',
      help: 'and use the value of the lift in the business case, too',
      ...working,
    }
  },
}
