import { effectUnderstated } from '../../../src/rules/guardrails/effect-understated.ts'
import { table } from '../table.ts'

const file = (action: string, guilty = false) => `
guardrails:
  actions:
    - {${action}}${guilty ? '  # expect: guardrails/effect-understated' : ''}
`

const actions = (...list: string[]) =>
  `guardrails:\n  actions:\n${list.map((action) => `    - {${action}}\n`).join('')}`

table(effectUnderstated, [
  {
    name: 'closest honest file: a query that is submitted, a chat that is handed over, and nouns',
    yaml: actions(
      ...['submit_query', 'submit_search', 'publish_date', 'drop_off_points', 'issue_summary', 'refund_window'].map(
        (name) => `name: ${name}, effect: read`,
      ),
      ...['transfer_to_agent', 'transfer_call', 'transferToHuman'].map((name) => `name: ${name}, effect: write`),
    ),
  },
  {
    name: 'money that is transferred is not handed over',
    yaml: file('name: transfer_funds, effect: write', true),
  },
  {
    name: 'a cancellation that is declared a read',
    yaml: file('name: cancel_order, effect: read', true),
    says: ['"cancel_order" has effect read, but cancel is not a read'],
    helps: [
      '{name: cancel_order, effect: irreversible, approval: human}  # in guardrails.actions: or effect: write with undo',
    ],
  },
  {
    name: 'a message that nobody can take back',
    yaml: file('name: send_reply, effect: write', true),
    says: ['"send_reply" has effect write, but no `undo`'],
    helps: [
      '{name: send_reply, effect: write, undo: an agent reverses it in the same thread}  # in guardrails.actions: how a person reverses it; if that is impossible, set effect: irreversible and approval: human',
    ],
  },
  ...['issueVoucher', 'Refund-Order', 'orders.cancel', 'crm/delete_contact', 'refund', 'REFUND_ORDER'].map((name) => ({
    name: `the verb of ${name}`,
    yaml: file(`name: ${name}, effect: read`, true),
  })),
  {
    name: 'an undo that says there is none',
    yaml: file('name: delete_note, effect: write, undo: none', true),
  },
  {
    name: 'a read, even when approved',
    yaml: file('name: pay_invoice, effect: read, approval: human', true),
  },
  {
    name: 'closest honest files: reads whose name has such a verb, but not as their own',
    yaml: actions(
      'name: read_payments, effect: read',
      'name: list_refunds, effect: read',
      'name: get_issue, effect: read',
      'name: draft_refund, effect: read',
      'name: check_cancel_window, effect: read',
      'name: refund_status, effect: read',
      'name: issue_search, effect: read',
      'name: refunds.list, effect: read',
      'name: payment_lookup, effect: read',
      'name: sender_profile, effect: read',
      'name: issues:read, effect: read',
    ),
  },
  {
    name: 'writes that can be taken back, or that a person lets through',
    yaml: actions(
      'name: send_reply, effect: write, undo: agent corrects in thread',
      'name: post_reply, effect: write',
      'name: issue_credit, effect: write, approval: human, by: billing',
    ),
  },
  {
    name: 'declared as it is, or not at all',
    yaml: actions(
      'name: refund_order, effect: irreversible',
      'name: cancel_order',
      'effect: read',
      'name: "::", effect: read',
    ),
  },
  {
    name: 'an undo that cannot be read is not missing',
    yaml: file('name: send_reply, effect: write, undo: TBD'),
  },
  { name: 'missing guardrails are reported elsewhere', yaml: 'stage: shadow' },
])
