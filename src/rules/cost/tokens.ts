import { enumerate } from '../../values/text.ts'
import type { Context, Finding } from '../rule.ts'
import type { Cost } from './section.ts'

const parts = [
  {
    name: 'usage',
    missing: 'the cost has a price of tokens and no usage: nobody says how many a unit takes',
    partly: 'the usage of a unit cannot be told without',
    help: 'usage: {calls: 2.4 per conversation, input: 3200 tokens, output: 220 tokens, retries: 4%}; what is paid per call and not per token belongs in per_unit',
  },
  {
    name: 'price',
    missing: 'the usage counts tokens, and nothing says what they cost',
    partly: 'what the tokens cost cannot be told without',
    help: 'price: {input: 1.00 EUR/Mtok, output: 5.00 EUR/Mtok, as_of: 2026-11-02}; what is paid per call and not per token belongs in per_unit',
  },
] as const

/** What of tokens and their price is not said; `undeclared` holds dotted keys, and retries have a finding of their own. */
export function* judgeTokens(
  { listPrice, pilot }: Context,
  cost: Cost,
  undeclared: readonly string[],
): Generator<Finding> {
  const unit = pilot.use_case?.unit ?? 'conversation'
  for (const { name, missing, partly, help: example } of parts) {
    const help = example.replace('conversation', unit)
    // A model that the price list does not know is for cost/price-mismatch.
    if (name === 'price' && listPrice?.ok === false) continue
    const prefix = `cost.${name}.`
    const keys = undeclared
      .filter((key) => key.startsWith(prefix) && key !== 'cost.usage.retries')
      .map((key) => key.slice(prefix.length))
    const [key] = keys
    if (key === undefined) continue
    const path = ['cost', name]
    if (cost[name] === undefined) yield { path, message: missing, help, absent: true }
    else
      yield {
        path: keys.length === 1 ? [...path, key] : path,
        message: `${partly} ${enumerate(keys)}`,
        help,
      }
  }
}
