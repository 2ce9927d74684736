import { printDeclared, printMoney, printNumber, zero } from '../../finance/amounts.ts'
import type { Inputs } from '../../finance/inputs.ts'
import { unitCost } from '../../finance/unit-cost.ts'
import type { Cost } from '../../model/pilot.ts'
import { enumerate } from '../../values/text.ts'
import { costModel, filledCost, meteredPlaces, meteredWorking } from '../lib/money.ts'
import type { Finding, Rule } from '../lib/rule.ts'

const meteredKeys = ['usage', 'price', 'per_unit', 'per_success'] as const

type Limit = NonNullable<Cost['spend_limit']>

/** A limit per week or month is compared with the whole month. */
const busiest = (inputs: Inputs, limit: Limit) => {
  const { volume, peakDay, spendLimit = zero } = inputs
  return limit.per === 'month' || limit.per === 'week' || peakDay === undefined
    ? { units: volume, most: spendLimit.times(30), period: 'month', per: 'month', key: 'full' }
    : { units: peakDay, most: spendLimit, period: 'peak day', per: 'day', key: 'peak_day' }
}

function* tooLow(inputs: Inputs, cost: Cost, declared: Limit): Generator<Finding> {
  const { units, most, period, per, key } = busiest(inputs, declared)
  const { metered } = unitCost(inputs, inputs.volume)
  const spend = metered.times(units)
  if (spend.lte(most)) return
  const money = (value: typeof spend) => printMoney(value, inputs.currency)
  yield {
    path: ['cost', 'spend_limit'],
    message: `\`cost.spend_limit\` is ${printDeclared(declared)}, but the planned spend of a ${period} is ${money(spend)}`,
    write: `${printMoney(spend.round(2, 3), inputs.currency).replaceAll(',', '')}/${per}`,
    help: 'or more, to leave headroom',
    working: [
      meteredWorking(inputs),
      `spend of a ${period} = ${printNumber(units)} x ${money(metered)} = ${money(spend)}`,
    ],
    related: [{ path: ['cost', 'volume', key], label: `the volume of the ${period}` }, ...meteredPlaces(cost)],
  }
}

export const noSpendLimit: Rule = {
  id: 'cost/no-spend-limit',
  severity: 'error',
  from: 'limited',
  summary: 'Metered spend has a limit, and the limit is above the planned spend',
  why: 'A retry loop or one abusive customer spends a month of budget in a night. Without a limit the invoice is the first alert.',
  details: `Required if cost is metered: \`usage\`, \`price\`, \`per_unit\` or \`per_success\`. A self-hosted model with \`fixed\` cost only needs no limit.

The limit is compared with the metered spend (model, per-unit cost and fees) of the peak day; with that of a whole month if the limit is per week or month, or if \`peak_day\` is not set. If \`cost.include\` names a file that cannot be read, nothing is reported.`,
  principles: ['cost-model'],
  fields: ['cost.spend_limit', 'cost.volume.peak_day', ...meteredKeys.map((key) => `cost.${key}`)],
  references: ['AWS Well-Architected GENCOST05-BP01', 'OWASP Unbounded Consumption'],
  examples: {
    ready: `cost:
  usage: {calls: 1 per invoice, input: 2100 tokens, output: 180 tokens, retries: 3%}
  spend_limit: 25 EUR/day`,
    notReady: `cost:  # expect: cost/no-spend-limit
  per_success: 0.99 EUR`,
  },

  *check(context) {
    const cost = filledCost(context)
    if (cost === undefined) return
    if (cost.spend_limit !== undefined) {
      const inputs = costModel(context)
      if (inputs) yield* tooLow(inputs, cost, cost.spend_limit)
      return
    }
    const growing = meteredKeys.filter((key) => Object.keys(cost[key] ?? {}).length > 0)
    if (growing.length > 0)
      yield {
        path: ['cost', 'spend_limit'],
        message: `\`cost.spend_limit\` is missing, but ${enumerate(growing.map((key) => `\`${key}\``))} ${growing.length === 1 ? 'is' : 'are'} metered`,
        write: '<amount per day>',
        help: 'above the spend of a peak day; set the same limit at the provider',
        absent: true,
      }
  },
}
