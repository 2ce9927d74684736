import { priceHolds } from '../../finance/price-list.ts'
import { addDays, daysBetween } from '../../values/index.ts'
import type { Context, Finding, Rule } from '../rule.ts'
import { unread } from '../unread.ts'
import { billMismatch } from './bill.ts'
import { listPriceFlaw } from './list-price.ts'
import { tableMismatch } from './price-table.ts'
import { type Cost, filledCost } from './section.ts'

function* age(context: Context, price: NonNullable<Cost['price']>): Generator<Finding> {
  const path = ['cost', 'price', 'as_of']
  const write = context.today
  const help = 'after a look at the price list'
  if (price.as_of === undefined) {
    const priced = price.input ?? price.output ?? price.model
    if (priced !== undefined && unread(context.faults, path) === undefined)
      yield {
        path,
        message: 'nothing says when the prices were looked up',
        write,
        help,
        // A list has a price for a day: without one there is none.
        ...(price.input === undefined && price.output === undefined && { severity: 'error' }),
      }
    return
  }
  const days = daysBetween(price.as_of, context.today)
  const oldest = context.setting('oldest_price')
  // A price may be agreed for the next quarter; one for years ahead would never be looked up again.
  if (days < -oldest)
    yield { path, message: `the prices are of ${price.as_of}, ${-days} days from now`, write, help }
  if (days <= oldest) return
  yield {
    path,
    message: `the prices are of ${price.as_of}, ${days} days ago`,
    write,
    help: `${help}; a price holds for ${oldest} days, here until ${addDays(price.as_of, oldest)}`,
  }
}

export const priceMismatch: Rule = {
  id: 'cost/price-mismatch',
  severity: 'warning',
  from: 'limited',
  summary:
    'The prices are those of the table in the repository, looked up in the last 90 days; at full, those of the bill',
  why: "Prices of models move by the quarter, down and up. A margin that is computed from last year's price is a margin of last year.",
  details: `Asked for where \`cost.price\` says what tokens cost. \`as_of\` is the day on which somebody looked, or from which a price is agreed; more than 90 days ahead is told as well.

Where \`table\` names a price table in the repository, in the form that LiteLLM keeps, \`input\`, \`cached_input\` and \`output\` are compared with the entry of \`model.id\`, with or without its provider. A table may say its \`currency\`; prices in another one are not compared, and leave the table unverified. So does a table that counts in cents, or that names no currency and states each price a hundred times over.

A \`model\` may stand in place of prices: \`price: {model: gpt-4o, provider: openai, as_of: 2026-11-02}\`. It is priced from a list that is built in, nothing goes online, and a price that you declare always wins. A model or provider that the list does not know is an error, and so is a file in another currency than USD without a \`rate\`. A list that is as old as no price may be is told, too.

At \`full\`, where \`cost.bill\` is a CSV or JSON with a month, an amount and a count of \`use_case.unit\` in each row, the last month is compared with the modelled cost of model, \`per_unit\` and fees. A bill in another form is unverified, and so is one without a count of units, whose column has the name of the unit, in another currency or in cents: nobody can say by it what a unit cost, and cost is then declared and not proven. Whole amounts in a column that names no currency, which would be right if they were cents, are told as such: an info. A last month that ended more than a quarter ago, or is still to come, is told.`,
  proves: ['cost'],
  seed: ['S18', 'S35'],
  references: ['LiteLLM, model_prices_and_context_window.json', 'FinOps Foundation, Rate Optimization'],
  settings: {
    oldest_price: {
      value: priceHolds,
      meaning: 'The days after which a price is looked up again',
      source: 'a quarter, the rhythm in which the file is reviewed at full rollout',
    },
    oldest_bill: {
      value: 92,
      meaning: 'Days since the end of the last month on the bill after which, at full, another is asked for',
      source: 'a quarter, the rhythm in which the file is reviewed at full rollout',
    },
    bill_tolerance: {
      value: 20,
      meaning: 'Percent by which a billed unit may cost more than the modelled one',
      source:
        'FinOps Foundation, Forecasting: a variance of up to 20% is that of teams that begin to forecast',
    },
  },
  examples: {
    files: {
      'costs/prices.json':
        '{"small-2-20260801": {\n  "input_cost_per_token": 0.000001,\n  "output_cost_per_token": 0.000005\n}}\n',
    },
    ready: `model: {id: small-2-20260801}
cost:
  price: {input: 1.00 EUR/Mtok, output: 5.00 EUR/Mtok, as_of: 2026-11-02, table: costs/prices.json}
`,
    notReady: `model: {id: small-2-20260801}
cost:
  price:
    input: 0.50 EUR/Mtok  # expect: cost/price-mismatch
    output: 5.00 EUR/Mtok
    as_of: 2026-03-02  # expect: cost/price-mismatch
    table: costs/prices.json
`,
  },

  *check(context) {
    const cost = filledCost(context)
    if (cost === undefined) return
    if (cost.price !== undefined) {
      yield* tableMismatch(context, cost.price)
      yield* age(context, cost.price)
      yield* listPriceFlaw(context)
    }
    yield* billMismatch(context, cost)
  },
}
