import { enumerate, quote } from '../../values/text.ts'
import { gap, isDenial } from '../lib/absent.ts'
import { actionsOf, isMachine } from '../lib/actions.ts'
import { inCurrencyOf } from '../lib/money.ts'
import { fields, type Rule } from '../lib/rule.ts'

const byHuman = { approval: { yaml: 'human' }, by: { yaml: 'tier-1 agents' } }

export const irreversibleUnapproved: Rule = {
  id: 'guardrails/irreversible-unapproved',
  severity: 'error',
  from: 'shadow',
  summary: 'A person approves what cannot be undone, or it stays in a band with an amount and a cap',
  why: 'What cannot be undone is found out after it is done. One bad prompt repeats the same refund a thousand times before anybody looks.',
  details: `An action with \`effect: irreversible\` needs \`approval: human\`, or \`approval: automatic\` inside a band: \`max_amount\` for one action and \`cap\` for all of them. An action that can be taken back is \`effect: write\` with \`undo\`, and is left alone.

An approver is taken for a model where \`by\` holds nothing but words for one ("the LLM", "second model", "AI") or is the id or provider of a model of this file. "Model risk team" and "Head of AI" are people.`,
  principles: ['bounded-use-case', 'guardrails'],
  fields: fields`guardrails.actions guardrails.actions.{effect,approval,by,max_amount,cap}`,
  references: ['OWASP LLM03:2026 no. 6-7', 'EU AI Act Art. 14'],
  examples: {
    ready: `guardrails:
  actions:
    - {name: refund_order, effect: irreversible, approval: human, by: billing agents, scope: refunds:create}
    - {name: issue_voucher, effect: irreversible, approval: automatic, max_amount: 10 EUR, cap: 40/day, scope: vouchers:request}`,
    notReady: `guardrails:
  actions:
    - {name: refund_order, effect: irreversible, approval: automatic, scope: refunds:create}  # expect: guardrails/irreversible-unapproved
    - {name: close_account, effect: irreversible, approval: human, by: a second model}  # expect: guardrails/irreversible-unapproved`,
  },

  *check({ pilot }) {
    for (const { action, path, called } of actionsOf(pilot)) {
      if (action.effect !== 'irreversible') continue
      if (action.approval === 'automatic') {
        const open = (['max_amount', 'cap'] as const).filter((key) => action[key] === undefined)
        const bounds = { max_amount: { yaml: inCurrencyOf(pilot.cost, '10 EUR') }, cap: { yaml: '40/day' } }
        if (open.length > 0)
          yield {
            ...gap(path, open, bounds),
            message: `${called} is irreversible and automatic without ${enumerate(open)}`,
            help: 'so that the worst day is known; or approval: human with by',
          }
      } else if (action.approval === undefined || (action.by !== undefined && isDenial(action.by)))
        yield {
          ...gap(path, ['approval', 'by'], byHuman),
          path: [...path, action.approval === undefined ? 'approval' : 'by'],
          message: `${called} is irreversible, and nobody approves it`,
          help: 'the people who decide; or approval: automatic with max_amount and cap',
        }
      else if (action.by !== undefined && isMachine(action.by, pilot))
        yield {
          path: [...path, 'by'],
          message: `${called} is irreversible, and ${quote(action.by)} approves it: that is a model, not a person`,
          write: 'tier-1 agents',
          help: 'the people who decide, as in people[].role',
        }
    }
  },
}
