import { irreversibleUnapproved } from '../../../src/rules/guardrails/irreversible-unapproved.ts'
import { table } from '../table.ts'

const file = (action: string, guilty = false, rest = '') => `
people: [{role: tier-1 agents}, {role: Osoby zatwierdzające}]
${rest}
guardrails:
  actions:
    - {name: read_order, effect: read}
    - {name: refund_order, effect: irreversible, ${action}}${guilty ? '  # expect: guardrails/irreversible-unapproved' : ''}
`
const limit = 'cost: {spend_limit: 60 EUR/day}'

table(irreversibleUnapproved, [
  {
    name: 'no approval',
    yaml: file('scope: refunds:create', true),
    says: ['"refund_order" is irreversible, but `approval` is missing'],
    helps: [
      '{name: refund_order, effect: irreversible, scope: refunds:create, approval: <human or automatic>, by: <role in people>}  # in guardrails.actions: or for automatic approval, set max_amount and cap instead of by',
    ],
  },
  {
    name: 'a person who is not named',
    yaml: file('approval: human', true),
    says: ['"refund_order" is irreversible, but `by` is missing'],
  },
  ...['nobody', 'AI', 'a second model', 'the system', 'billing'].map((by) => ({
    name: `approved by ${by}, whom the file does not know`,
    yaml: file(`approval: human, by: ${by}`, true),
    says: [
      `"refund_order" is approved by "${by}", which is not in \`people\`: "tier-1 agents" and "Osoby zatwierdzające"`,
    ],
  })),
  {
    name: 'automatic without a band',
    yaml: file('approval: automatic', true),
    says: ['"refund_order" is irreversible and automatic, but has no `max_amount` or `cap`'],
    helps: [
      '{name: refund_order, effect: irreversible, approval: automatic, max_amount: <largest amount of one>, cap: <most in a day>}  # in guardrails.actions: or approval: human with by',
    ],
  },
  {
    name: 'a band without a cap',
    yaml: file('approval: automatic, max_amount: 10 EUR', true),
    says: ['"refund_order" is irreversible and automatic, but has no `cap`'],
  },
  {
    name: 'a worst day above the spend limit',
    yaml: file('approval: automatic, max_amount: 10 EUR, cap: 40/day', true, limit),
    says: ['"refund_order" can cost 400 EUR on the worst day, above `cost.spend_limit` 60 EUR'],
    severity: 'error',
  },
  {
    name: 'a worst day above what is declared',
    yaml: file('approval: automatic, max_amount: 10 EUR, cap: 3/h, max_loss: 500 EUR', true, limit),
    says: ['"refund_order" can cost 720 EUR on the worst day, above `max_loss` 500 EUR'],
  },
  {
    name: 'a worst day that nothing bounds',
    yaml: file('approval: automatic, max_amount: 10 EUR, cap: 40/day', true),
    says: ['"refund_order" can cost 400 EUR on the worst day; neither `max_loss` nor `cost.spend_limit` bounds it'],
  },
  {
    name: 'closest honest file: a worst day exactly at its bound',
    yaml: file('approval: automatic, max_amount: 10 EUR, cap: 40/day, max_loss: 400 EUR', false, limit),
  },
  {
    name: 'a bound in another currency is not compared',
    yaml: file('approval: automatic, max_amount: 10 USD, cap: 40/day', false, limit),
  },
  ...['tier-1 agents', 'Tier-1  Agents', 'osoby zatwierdzające'].map((by) => ({
    name: `closest honest file: approved by ${by}`,
    yaml: file(`approval: human, by: ${by}`),
  })),
  {
    name: 'people who are missing are reported elsewhere',
    yaml: 'guardrails: {actions: [{name: refund_order, effect: irreversible, approval: human, by: billing}]}',
  },
  {
    name: 'a write that can be taken back needs no approval',
    yaml: 'guardrails: {actions: [{name: block_card, effect: write, undo: unblock within 1h}]}',
  },
  { name: 'what cannot be read is not missing', yaml: file('approval: automatic, max_amount: 10, cap: 3/day') },
  { name: 'an approval that cannot be read is not missing', yaml: file('approval: manager') },
  { name: 'missing guardrails are reported elsewhere', yaml: 'stage: shadow' },
])
