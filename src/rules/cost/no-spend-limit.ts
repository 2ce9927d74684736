import { printDeclared, printMoney, printNumber, zero } from '../../finance/amounts.ts'
import type { Inputs } from '../../finance/inputs.ts'
import { unitCost } from '../../finance/unit-cost.ts'
import { enumerate } from '../../values/text.ts'
import {
  type Cost,
  costModel,
  filledCost,
  inCurrencyOf,
  meteredPlaces,
  meteredWorking,
} from '../lib/money.ts'
import type { Finding, Rule } from '../lib/rule.ts'

/** What grows with the use of the system, so that a loop or an attacker can make it grow. */
const meteredKeys = ['usage', 'price', 'per_unit', 'per_success'] as const

type Limit = NonNullable<Cost['spend_limit']>

/** The period that the limit is compared with: a limit by the week or month has the whole month to fill. */
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
    message: `the spend limit of ${printDeclared(declared)} stops the system on a ${period} that goes as planned: that spends ${money(spend)}`,
    write: `${printMoney(spend.round(2, 3), inputs.currency).replaceAll(',', '')}/${per}`,
    help: 'or more, with room for what is not planned',
    working: [
      meteredWorking(inputs),
      `spend of a ${period} = ${printNumber(units)} x ${money(metered)} = ${money(spend)}`,
    ],
    related: [{ path: ['cost', 'volume', key], label: `the units of the ${period}` }, ...meteredPlaces(cost)],
  }
}

export const noSpendLimit: Rule = {
  id: 'cost/no-spend-limit',
  severity: 'error',
  from: 'limited',
  summary: 'Metered spend has a limit at which the system stops, above what the plan spends',
  why: 'A retry loop or one abusive customer spends a month of budget in a night; without a limit the invoice is the first alert.',
  details: `Asked for where something is metered: \`usage\`, \`price\`, \`per_unit\` or a fee \`per_success\`. A model on machines of your own, with \`fixed\` cost only, has nothing to limit.

A limit below the metered spend of a peak day stops the system on a good day. Metered is what a bill sees: the model, what is paid per unit, and fees; oversight and fixed cost do not count. A limit by the week or month is compared with the whole month, and so is every limit where no \`peak_day\` is known. Nothing is judged where \`cost.include\` keeps the section in a file that cannot be read.`,
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
        message: `${enumerate(growing)} grow${growing.length === 1 ? 's' : ''} with every request, and nothing stops the spend`,
        write: inCurrencyOf(cost, '60 EUR/day'),
        help: 'above the spend of a peak day; set it where the provider enforces it',
        absent: true,
      }
  },
}
