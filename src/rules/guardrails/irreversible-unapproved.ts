import { decimal, perDay, printMoney } from '../../finance/amounts.ts'
import type { Pilot } from '../../model/pilot.ts'
import { enumerate, quote } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { gap, inBackticks, lacking } from '../lib/absent.ts'
import { actionsOf } from '../lib/actions.ts'
import { type Context, type Finding, fields, type Rule } from '../lib/rule.ts'
import { rolesOf, sameName } from '../lib/teams.ts'

type Judged = ReturnType<typeof actionsOf>[number]

const unknown = {
  approval: { yaml: '<human or automatic>' },
  by: { yaml: '<role in people>' },
  max_amount: { yaml: '<largest amount of one>' },
  cap: { yaml: '<most in a day>' },
  max_loss: { yaml: '<most that a day may cost>' },
}

const approver = ({ action, path, called }: Judged, pilot: Pilot, faults: Context['faults']): Finding | undefined => {
  const roles = rolesOf(pilot)
  if (lacking(faults, path, action, ['by']).length > 0)
    return {
      ...gap(path, ['by'], unknown),
      message: `${called} is irreversible, but \`by\` is missing`,
      help: 'or approval: automatic with max_amount and cap',
    }
  const { by } = action
  if (by === undefined || roles === undefined || roles.some((role) => sameName(role, by))) return undefined
  return {
    path: [...path, 'by'],
    message: `${called} is approved by ${quote(by)}, which is not in \`people\`: ${enumerate(roles.map(quote))}`,
    help: 'set it to a people[].role',
  }
}

/** `cap` times `max_amount`, against `max_loss` or else the spend limit. */
const worstDay = ({ action, path, called }: Judged, { cost }: Pilot): Finding | undefined => {
  const { max_amount: amount, cap, max_loss: loss } = action
  if (amount === undefined || cap === undefined) return undefined
  const worst = decimal(amount.value).times(perDay(cap))
  const [most, limit, at]: [ReturnType<typeof decimal> | undefined, string, Path] =
    loss === undefined
      ? [cost?.spend_limit && perDay(cost.spend_limit), 'cost.spend_limit', ['cost', 'spend_limit']]
      : [decimal(loss.value), 'max_loss', [...path, 'max_loss']]
  const unit = loss?.unit ?? cost?.spend_limit?.unit
  const said = `${called} can cost ${printMoney(worst, amount.unit)} on the worst day`
  const working = [`worst day = ${amount.value} ${amount.unit} x ${perDay(cap).toFixed()}/day`]
  if (most === undefined)
    return {
      ...gap(path, ['max_loss'], unknown),
      message: `${said}; neither \`max_loss\` nor \`cost.spend_limit\` bounds it`,
      help: '',
      working,
    }
  if (unit !== amount.unit || worst.lte(most)) return undefined
  return {
    path: [...path, 'cap'],
    message: `${said}, above \`${limit}\` ${printMoney(most, amount.unit)}`,
    help: 'lower cap or max_amount, or declare a max_loss that the owner accepts',
    related: [{ path: at, label: 'the bound' }],
    working,
  }
}

export const irreversibleUnapproved: Rule = {
  id: 'guardrails/irreversible-unapproved',
  severity: 'error',
  from: 'shadow',
  waivable: false,
  summary: 'A person approves each irreversible action, or it has a maximum amount and a cap',
  why: 'An irreversible error is noticed too late. One bad prompt repeats the same refund a thousand times before anyone looks.',
  details: `An action with \`effect: irreversible\` needs \`approval: human\` with \`by\`, which is a \`people[].role\`, or \`approval: automatic\` with \`max_amount\` for one action and \`cap\` for all of them. \`by\` is not compared without \`people\`. An action that can be reversed is \`effect: write\` with \`undo\`.

The worst day of an automatic action is \`max_amount\` times \`cap\`. It must not exceed \`max_loss\`, or \`cost.spend_limit\` if there is no \`max_loss\`.`,
  principles: ['bounded-use-case', 'guardrails'],
  fields: fields`guardrails.actions guardrails.actions.{effect,approval,by,max_amount,cap,max_loss} people.role cost.spend_limit`,
  references: ['OWASP LLM03:2026 no. 6-7', 'EU AI Act Art. 14'],
  examples: {
    ready: `people: [{role: billing agents}]
cost: {spend_limit: 60 EUR/day}
guardrails:
  actions:
    - {name: refund_order, effect: irreversible, approval: human, by: billing agents, scope: refunds:create}
    - {name: issue_voucher, effect: irreversible, approval: automatic, max_amount: 5 EUR, cap: 10/day, max_loss: 50 EUR}`,
    notReady: `people: [{role: billing agents}]
guardrails:
  actions:
    - {name: refund_order, effect: irreversible, approval: automatic, scope: refunds:create}  # expect: guardrails/irreversible-unapproved
    - {name: close_account, effect: irreversible, approval: human, by: a second model}  # expect: guardrails/irreversible-unapproved`,
  },

  *check({ pilot, faults }) {
    for (const judged of actionsOf(pilot)) {
      const { action, path, called } = judged
      if (action.effect !== 'irreversible') continue
      const open = lacking(faults, path, action, ['max_amount', 'cap'])
      if (action.approval === undefined)
        yield {
          ...gap(path, ['approval', 'by'], unknown),
          path: [...path, 'approval'],
          message: `${called} is irreversible, but \`approval\` is missing`,
          help: 'or for automatic approval, set max_amount and cap instead of by',
        }
      else if (action.approval === 'automatic' && open.length > 0)
        yield {
          ...gap(path, open, unknown),
          message: `${called} is irreversible and automatic, but has no ${enumerate(open.map(inBackticks), 'or')}`,
          help: 'or approval: human with by',
        }
      else {
        const found = action.approval === 'human' ? approver(judged, pilot, faults) : worstDay(judged, pilot)
        if (found) yield found
      }
    }
  },
}
