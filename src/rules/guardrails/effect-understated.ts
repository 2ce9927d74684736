import { actionsOf, words } from '../lib/actions.ts'
import { both, fields, type Rule, wordSet } from '../lib/rule.ts'

const verbs = new Set(
  'reimburse withdraw cancel terminate delete remove purge erase destroy wipe publish send submit'.split(' '),
)

/** What makes such a verb harmless, or a noun of it: a query is submitted, a cancel reason is looked up. */
const harmless = wordSet`query search date dates reason reasons policy deadline status`

const verbOf = (name: string): string | undefined => {
  const [verb = '', ...rest] = words(name.split(/[.:/]/).findLast((part) => part.trim() !== '') ?? '')
  return verbs.has(verb) && !harmless.has(rest.at(-1) ?? '') ? verb : undefined
}

export const effectUnderstated: Rule = {
  id: 'guardrails/effect-understated',
  severity: 'warning',
  from: 'shadow',
  summary: 'No action with effect read is named for a change',
  why: 'The effect decides who has to approve an action. A cancellation declared as a read runs without approval.',
  details: `Judges only the leading verb of \`name\`, and only of actions with \`effect: read\`: ${[...verbs].join(', ')}. \`cancel_reason\` and \`submit_query\` are accepted. A name proves nothing, so this is a warning; \`guardrails/tools-unlisted\` compares the actions with the tools themselves.`,
  principles: ['guardrails'],
  fields: fields`guardrails.actions.{name,effect}`,
  references: ['OWASP LLM06:2025'],
  examples: both`guardrails:
  actions:
    - {name: «list_orders|cancel_order», effect: read, scope: orders:read}  # expect: guardrails/effect-understated`,

  *check({ pilot }) {
    for (const { action, path, called } of actionsOf(pilot)) {
      const verb = action.effect === 'read' ? verbOf(action.name ?? '') : undefined
      if (verb !== undefined)
        yield {
          path: [...path, 'effect'],
          message: `${called} has effect read, but ${verb} is not a read`,
          help: 'set it to write with undo, or to irreversible with approval, if it changes something',
        }
    }
  },
}
