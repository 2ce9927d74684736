import { enumerate } from '../../phrases/words.ts'
import type { Rule } from '../rule.ts'
import { filledCost } from './section.ts'

/** What grows with the use of the system, so that a loop or an attacker can make it grow. */
const metered = ['usage', 'price', 'per_unit', 'per_success'] as const

export const noSpendLimit: Rule = {
  id: 'cost/no-spend-limit',
  severity: 'error',
  from: 'limited',
  summary: 'Metered spend has a limit at which the system stops',
  why: 'A retry loop or one abusive customer spends a month of budget in a night; without a limit the invoice is the first alert.',
  details: `Asked for where something is metered: \`usage\`, \`price\`, \`per_unit\` or a fee \`per_success\`.
A model on machines of your own, with \`fixed\` cost only, has nothing to limit.
Nothing is judged where \`cost.include\` keeps the section in another file.`,
  seed: ['S18'],
  references: ['AWS Well-Architected GENCOST05-BP01', 'OWASP Unbounded Consumption'],
  examples: {
    ready: `cost:
  usage: {calls: 1 per invoice, input: 2100 tokens, output: 180 tokens, retries: 3%}
  spend_limit: 25 EUR/day
`,
    notReady: `cost:  # expect: cost/no-spend-limit
  per_success: 0.99 EUR
`,
  },

  *check(context) {
    const cost = filledCost(context)
    if (cost === undefined || cost.spend_limit !== undefined) return
    const growing = metered.filter((key) => Object.keys(cost[key] ?? {}).length > 0)
    if (growing.length > 0)
      yield {
        path: ['cost', 'spend_limit'],
        message: `${enumerate(growing)} grow${growing.length === 1 ? 's' : ''} with every request, and nothing stops the spend`,
        help: 'spend_limit: 60 EUR/day, above the spend of a peak day, and set it where the provider enforces it',
        absent: true,
      }
  },
}
