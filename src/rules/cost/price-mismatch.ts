import { priceHolds, priceList } from '../../economics/price-list.ts'
import { addDays, daysBetween, type IsoDate } from '../../phrases/index.ts'
import type { Context, Finding, Rule } from '../rule.ts'
import { unread } from '../unread.ts'
import { filledCost } from './section.ts'

const asOf = ['cost', 'price', 'as_of']

function* tooOld(on: IsoDate, today: IsoDate, oldest: number): Generator<Finding> {
  const age = daysBetween(on, today)
  if (age > oldest)
    yield {
      path: asOf,
      message: `the prices are of ${on}, ${age} days ago`,
      help: `as_of: ${today}, after a look at the price list; a price holds for ${oldest} days, here until ${addDays(on, oldest)}`,
    }
}

/** What is wrong with the list price of a model that stands in place of prices. */
function* listed({ listPrice, today, pilot }: Context, oldest: number): Generator<Finding> {
  const path = ['cost', 'price', 'model']
  // Without a day there is no list price either, and that is told above.
  if (listPrice === undefined || pilot.cost?.price?.as_of === undefined) return
  if (!listPrice.ok) {
    yield { path, message: listPrice.why, help: listPrice.help, severity: 'error' }
    return
  }
  const age = daysBetween(priceList.date, today)
  if (age > oldest)
    yield {
      path,
      message: `the built-in price list is of ${priceList.date}, ${age} days ago`,
      help: 'input: 1.00 EUR/Mtok, output: 5.00 EUR/Mtok, as you are billed; or a newer pilotlint',
    }
}

export const priceMismatch: Rule = {
  id: 'cost/price-mismatch',
  severity: 'warning',
  from: 'limited',
  summary: 'The prices are dated, and were looked up in the last 90 days',
  why: "Prices of models move by the quarter, down and up. A margin that is computed from last year's price is a margin of last year.",
  details: `Asked for where \`cost.price\` says what tokens cost. \`as_of\` is the day on which somebody looked.

A \`model\` may stand in place of prices: \`price: {model: gpt-4o, provider: openai, as_of: 2026-11-02}\`. It is priced from a list that is built in, nothing goes online, and a price that you declare always wins. A model or provider that the list does not know is an error, and so is a file in another currency than USD without a \`rate\`. A list that is as old as no price may be is told, too.`,
  seed: ['S18', 'S35'],
  references: ['LiteLLM, model_prices_and_context_window.json', 'FinOps Foundation, Rate Optimization'],
  settings: {
    oldest_price: {
      value: priceHolds,
      meaning: 'The days after which a price is looked up again',
      source: 'a quarter, the rhythm in which the file is reviewed at full rollout',
    },
  },
  examples: {
    ready: `cost:
  price: {input: 1.00 EUR/Mtok, output: 5.00 EUR/Mtok, as_of: 2026-11-02}
`,
    notReady: `cost:
  price: {input: 1.00 EUR/Mtok, output: 5.00 EUR/Mtok, as_of: 2026-03-02}   # expect: cost/price-mismatch
`,
  },

  *check(context) {
    const price = filledCost(context)?.price
    if (price === undefined) return
    const oldest = context.setting('oldest_price')
    if (price.as_of !== undefined) yield* tooOld(price.as_of, context.today, oldest)
    else if ((price.input ?? price.output ?? price.model) !== undefined && !unread(context.faults, asOf))
      yield {
        path: asOf,
        message: 'nothing says when the prices were looked up',
        help: `as_of: ${context.today}, after a look at the price list`,
      }
    yield* listed(context, oldest)
  },
}
