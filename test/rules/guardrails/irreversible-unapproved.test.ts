import { irreversibleUnapproved } from '../../../src/rules/guardrails/irreversible-unapproved.ts'
import { table } from '../table.ts'

const file = (action: string, guilty = false) => `
model: {provider: example-ai, id: small-2-20260801}
guardrails:
  actions:
    - {name: read_order, effect: read}
    - {name: refund_order, effect: irreversible, ${action}}${guilty ? '  # expect: guardrails/irreversible-unapproved' : ''}
`

table(irreversibleUnapproved, [
  {
    name: 'approved by nobody, and by the system itself',
    yaml: file('approval: human, by: nobody', true),
    says: ['"refund_order" is irreversible, but no person approves it'],
    helps: [
      '{name: refund_order, effect: irreversible, approval: human, by: tier-1 agents}  # in guardrails.actions: or approval: automatic with max_amount and cap',
    ],
  },
  {
    name: 'approved by the system itself',
    yaml: file('approval: human, by: the system', true),
  },
  {
    name: 'closest honest file: people who look after systems',
    yaml: file('approval: human, by: systems team'),
  },
  {
    name: 'no approval',
    yaml: file('scope: refunds:create', true),
    says: ['"refund_order" is irreversible, but no person approves it'],
    helps: [
      '{name: refund_order, effect: irreversible, scope: refunds:create, approval: human, by: tier-1 agents}  # in guardrails.actions: or approval: automatic with max_amount and cap',
    ],
  },
  {
    name: 'automatic without a band',
    yaml: file('approval: automatic', true),
    says: ['"refund_order" is irreversible and automatic, but has no `max_amount` or `cap`'],
    helps: [
      '{name: refund_order, effect: irreversible, approval: automatic, max_amount: 10 EUR, cap: 40/day}  # in guardrails.actions: or approval: human with by',
    ],
  },
  {
    name: 'a band without a cap',
    yaml: file('approval: automatic, max_amount: 10 EUR', true),
    says: ['"refund_order" is irreversible and automatic, but has no `cap`'],
  },
  {
    name: 'a band without an amount',
    yaml: file('approval: automatic, cap: 40/day', true),
    says: ['"refund_order" is irreversible and automatic, but has no `max_amount`'],
  },
  ...['AI', 'the LLM', 'a second model', 'gpt-4o', 'LLM judge', 'Example-AI', 'small-2-20260801'].map((by) => ({
    name: `approved by ${by}`,
    yaml: file(`approval: human, by: ${by}`, true),
    says: [`"refund_order" is irreversible, but its approver "${by}" is a model`],
    helps: [
      '{name: refund_order, effect: irreversible, approval: human, by: tier-1 agents}  # in guardrails.actions: the people who approve, as in people[].role',
    ],
  })),
  { name: 'a band with amount and cap', yaml: file('approval: automatic, max_amount: 10 EUR, cap: 40/day') },
  { name: 'a person who is not named', yaml: file('approval: human') },
  ...['model risk team', 'Head of AI', 'tier-1 agents', 'human agent', 'AI operations lead', 'assistants'].map(
    (by) => ({
      name: `closest honest file: approved by ${by}`,
      yaml: file(`approval: human, by: ${by}`),
    }),
  ),
  {
    name: 'a write that can be taken back needs no approval',
    yaml: 'guardrails: {actions: [{name: block_card, effect: write, undo: unblock within 1h}]}',
  },
  {
    name: 'what cannot be read is not missing',
    yaml: file('approval: automatic, max_amount: 10'),
  },
  { name: 'an approval that cannot be read is not missing', yaml: file('approval: manager') },
  { name: 'missing guardrails are reported elsewhere', yaml: 'stage: shadow' },
])
