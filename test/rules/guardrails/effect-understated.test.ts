import { effectUnderstated } from '../../../src/rules/guardrails/effect-understated.ts'
import { table } from '../table.ts'

const actions = (guilty: boolean, ...names: string[]) =>
  `guardrails:\n  actions:\n${names.map((name) => `    - {name: ${name}, effect: read}${guilty ? ' # expect: guardrails/effect-understated' : ''}\n`).join('')}`

table(effectUnderstated, [
  {
    name: 'a cancellation that is declared a read',
    yaml: actions(true, 'cancel_order'),
    says: ['"cancel_order" has effect read, but cancel is not a read'],
    severity: 'warning',
  },
  { name: 'the leading verb', yaml: actions(true, 'deleteContact', 'orders.cancel', 'crm/remove-note', 'SEND_REPLY') },
  {
    name: 'closest honest file: nouns, and verbs that are not leading',
    yaml: actions(
      false,
      ...['pay_grade', 'charge_level', 'issue_search', 'refund_status', 'read_payments', 'check_cancel_window'],
      ...['cancel_reason', 'submit_query', 'publish_date', 'sender_profile', 'orders:read', '"::"'],
    ),
  },
  {
    name: 'declared as it is, or not at all',
    yaml: 'guardrails: {actions: [{name: cancel_order, effect: irreversible}, {name: send_reply, effect: write}, {name: cancel_all}]}',
  },
  { name: 'missing guardrails are reported elsewhere', yaml: 'stage: shadow' },
])
