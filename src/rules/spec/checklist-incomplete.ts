import { enumerate } from '../../phrases/words.ts'
import { items, type Rule } from '../rule.ts'

export const checklistIncomplete: Rule = {
  id: 'spec/checklist-incomplete',
  severity: 'error',
  from: 'limited',
  summary:
    'All seven items are there: integration, monitoring, fallback, ownership, cost, guardrails, rollback',
  why: 'Six of seven is a pilot: it is the missing one that ends it, on the day on which it would have been needed.',
  details: `An item is missing where a rule of it says that something is not there at all, whether the finding is open or waived: an exception lets a finding rest, it does not
make an item exist. Vague or contradictory declarations are errors of their own and leave the item declared.

The rule runs after all others and reports once, on \`stage\`. It cannot be waived.`,
  seed: ['S1', 'S21'],
  references: ['ML Test Score (Breck et al. 2017): the score is the minimum over its sections'],
  waivable: false,
  closing: true,
  examples: {
    ready: `stage: shadow
`,
    notReady: `stage: limited  # expect: spec/checklist-incomplete
`,
  },

  *check({ missing }) {
    if (missing.length === 0) return
    const named = missing.map(({ item, rules }) => `${item} (${rules.join(', ')})`)
    yield {
      path: ['stage'],
      message: `${missing.length} of the ${items.length} items ${missing.length === 1 ? 'is' : 'are'} missing: ${enumerate(named)}`,
      help: 'fix what these rules report; an exception does not make an item exist',
    }
  },
}
