import { isDenial } from '../lib/absent.ts'
import { actionsOf, forGood, verbOf, verbs } from '../lib/actions.ts'
import { fields, type Rule } from '../lib/rule.ts'

export const effectUnderstated: Rule = {
  id: 'guardrails/effect-understated',
  severity: 'error',
  from: 'shadow',
  summary: 'The effect of an action matches the verb in its name',
  why: 'The effect decides who has to approve an action. A cancellation declared as a read runs without approval.',
  details: `Judges only the leading verb of \`name\`: ${[...verbs].join(', ')}. \`list_refunds\`, \`get_issue\`, \`read_payments\`, \`draft_refund\` and \`refund_status\` begin with another verb or are nouns, and are accepted; so are \`submit_query\` and \`transfer_to_agent\`.

Such an action must not be \`read\`. It may be \`write\` with \`undo\` or \`approval: human\`.`,
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
          message: `${called} has effect read, but ${verb} is not a read`,
          write: forGood(path),
          help: 'or effect: write with undo',
        }
      if (action.effect !== 'write' || action.approval === 'human') continue
      if (action.undo === undefined || isDenial(action.undo))
        yield {
          path: [...path, 'undo'],
          message: `${called} has effect write, but no \`undo\``,
          write: 'an agent reverses it in the same thread',
          help: 'how a person reverses it; if that is impossible, set effect: irreversible and approval: human',
        }
    }
  },
}
