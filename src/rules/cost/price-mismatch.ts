import { addDays, daysBetween } from '../../phrases/index.ts'
import type { Rule } from '../rule.ts'
import { unread } from '../unread.ts'
import { filledCost } from './section.ts'

export const priceMismatch: Rule = {
  id: 'cost/price-mismatch',
  severity: 'warning',
  from: 'limited',
  summary: 'The prices are dated, and were looked up in the last 90 days',
  why: "Prices of models move by the quarter, down and up. A margin that is computed from last year's price is a margin of last year.",
  details: `Asked for where \`cost.price\` says what tokens cost. \`as_of\` is the day on which somebody looked.`,
  seed: ['S18', 'S35'],
  references: ['LiteLLM, model_prices_and_context_window.json', 'FinOps Foundation, Rate Optimization'],
  settings: {
    oldest_price: {
      value: 90,
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
    const path = ['cost', 'price', 'as_of']
    const help = `as_of: ${context.today}, after a look at the price list`
    if (price.as_of === undefined) {
      const priced = price.input ?? price.output ?? price.model
      if (priced !== undefined && unread(context.faults, path) === undefined)
        yield { path, message: 'nothing says when the prices were looked up', help }
      return
    }
    const age = daysBetween(price.as_of, context.today)
    const oldest = context.setting('oldest_price')
    if (age <= oldest) return
    yield {
      path,
      message: `the prices are of ${price.as_of}, ${age} days ago`,
      help: `${help}; a price holds for ${oldest} days, here until ${addDays(price.as_of, oldest)}`,
    }
  },
}
