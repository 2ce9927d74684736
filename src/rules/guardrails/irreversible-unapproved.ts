import { enumerate, quote } from '../../values/text.ts'
import { gap, inBackticks, isDenial } from '../lib/absent.ts'
import { actionsOf, isMachine } from '../lib/actions.ts'
import { inCurrencyOf } from '../lib/money.ts'
import { fields, type Rule } from '../lib/rule.ts'

const byHuman = { approval: { yaml: 'human' }, by: { yaml: 'tier-1 agents' } }

export const irreversibleUnapproved: Rule = {
  id: 'guardrails/irreversible-unapproved',
  severity: 'error',
  from: 'shadow',
  summary: 'A person approves each irreversible action, or it has a maximum amount and a cap',
  why: 'An irreversible error is noticed too late. One bad prompt repeats the same refund a thousand times before anyone looks.',
  details: `An action with \`effect: irreversible\` needs \`approval: human\`, or \`approval: automatic\` with \`max_amount\` for one action and \`cap\` for all of them. An action that can be reversed is \`effect: write\` with \`undo\`.

An approver is a model if \`by\` contains only words for one ("the LLM", "second model", "AI") or is the id or provider of a model in this file. "Model risk team" and "Head of AI" are people.`,
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
            message: `${called} is irreversible and automatic, but has no ${enumerate(open.map(inBackticks), 'or')}`,
            help: 'or approval: human with by',
          }
      } else if (action.approval === undefined || (action.by !== undefined && isDenial(action.by)))
        yield {
          ...gap(path, ['approval', 'by'], byHuman),
          path: [...path, action.approval === undefined ? 'approval' : 'by'],
          message: `${called} is irreversible, but no person approves it`,
          help: 'or approval: automatic with max_amount and cap',
        }
      else if (action.by !== undefined && isMachine(action.by, pilot))
        yield {
          path: [...path, 'by'],
          message: `${called} is irreversible, but its approver ${quote(action.by)} is a model`,
          write: 'tier-1 agents',
          help: 'the people who approve, as in people[].role',
        }
    }
  },
}
