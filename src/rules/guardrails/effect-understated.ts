import { isDenial } from '../lib/absent.ts'
import { actionsOf, forGood, verbOf, verbs } from '../lib/actions.ts'
import { fields, type Rule } from '../lib/rule.ts'

export const effectUnderstated: Rule = {
  id: 'guardrails/effect-understated',
  severity: 'error',
  from: 'shadow',
  summary: 'An action whose name says that it changes something for good is declared so',
  why: 'The declared effect decides who has to approve. A cancellation declared as a read runs without anybody looking.',
  details: `Looks at the leading verb of \`name\` only: ${[...verbs].join(', ')}. \`list_refunds\`, \`get_issue\`, \`read_payments\`, \`draft_refund\` and \`refund_status\` begin with another verb or are nouns, and are left alone; so are \`submit_query\`, which reads, and \`transfer_to_agent\`, which hands over.

Such an action may not be \`read\`. It may be \`write\` where \`undo\` says how it is taken back, or where \`approval: human\` lets it through: that is what \`irreversible\` would ask for.`,
  principles: ['guardrails'],
  fields: fields`guardrails.actions.{name,effect,undo,approval}`,
  references: ['OWASP LLM06:2025'],
  examples: {
    ready: `guardrails:
  actions:
    - {name: list_refunds, effect: read, scope: refunds:read}
    - {name: send_reminder, effect: write, undo: a correction in the same thread, scope: mail:send}
    - {name: cancel_order, effect: irreversible, approval: human, by: order desk, scope: orders:cancel}`,
    notReady: `guardrails:
  actions:
    - {name: cancel_order, effect: read, scope: orders:cancel}  # expect: guardrails/effect-understated
    - {name: send_reminder, effect: write, scope: mail:send}  # expect: guardrails/effect-understated`,
  },

  *check({ pilot }) {
    for (const { action, path, called } of actionsOf(pilot)) {
      const verb = action.name === undefined ? undefined : verbOf(action.name)
      if (verb === undefined) continue
      if (action.effect === 'read')
        yield {
          path: [...path, 'effect'],
          message: `${called} is declared read, and to ${verb} changes something`,
          write: forGood(path),
          help: 'or effect: write with undo, how a person takes it back',
        }
      if (action.effect !== 'write' || action.approval === 'human') continue
      if (action.undo === undefined || isDenial(action.undo))
        yield {
          path: [...path, 'undo'],
          message: `${called} is declared write, and nothing says how to take it back after the system did ${verb}`,
          write: 'an agent takes it back in the same thread',
          help: 'how a person takes it back; where nobody can, effect: irreversible with approval: human',
        }
    }
  },
}
