import { oversightCapacity } from '../../../src/rules/cost/oversight-capacity.ts'
import { table } from '../table.ts'
import { success, whole } from './whole.ts'

const rollout =
  'rollout: {limited: 5% for 14d, progressive: {steps: [20% for 7d, 50% for 28d], control: 20%}, full: {traffic: 95%, control: 5%}}\n'
const review = (capacity: string, reviewed = '{limited: 100%, progressive: 25%, full: 8%}') =>
  `{reviewed: ${reviewed}, effort: 1.5 min, wage: 24 EUR/h, capacity: ${capacity}}`
const mark = '   # expect: cost/oversight-capacity'

table(oversightCapacity, [
  {
    name: 'a peak day at full that nobody can review',
    yaml: success + rollout + whole({ oversight: review('4 h/day') + mark }),
    says: ['full needs 11.4 h/day of review, but `cost.oversight.capacity` is 4 h/day'],
    helps: ['set `capacity` to 11.4 h/day, or review at most 2.8% of the units'],
  },
  {
    name: 'progressive is the worst where review is not cut back',
    yaml: success + rollout + whole({ oversight: review('14 h/day', '{limited: 100%, full: 8%}') + mark }),
    says: ['progressive needs 25 h/day of review, but `cost.oversight.capacity` is 14 h/day'],
  },
  {
    name: 'approvals count',
    yaml: `guardrails:
  actions: [{name: issue_voucher, effect: irreversible, approval: human, by: agents, effort: 6 min, cap: 40/day}]
${success}${rollout}${whole({ oversight: review('15 h/day') + mark })}`,
    says: ['full needs 15.4 h/day of review and approval, but `cost.oversight.capacity` is 15 h/day'],
  },
  {
    name: 'approvals without a cap are one for each unit',
    yaml: `guardrails:
  actions: [{name: send_mail, effect: irreversible, approval: human, by: agents, effort: 30s}]
${success}${rollout}${whole({ oversight: review('15 h/day') + mark })}`,
    says: ['full needs 58.9 h/day of review and approval, but `cost.oversight.capacity` is 15 h/day'],
    helps: ['set `capacity` to 58.9 h/day, or add a `cap` to send_mail'],
  },
  {
    name: 'closest honest file: the hours for one approval of each unit are there',
    yaml: `guardrails:
  actions: [{name: send_mail, effect: irreversible, approval: human, by: agents, effort: 30s}]
${success}${rollout}${whole({ oversight: review('58.9 h/day') })}`,
  },
  {
    name: 'an approval whose effort nobody says is no hours',
    yaml: `guardrails:
  actions: [{name: send_mail, effect: irreversible, approval: human, by: agents}]
${success}${rollout}${whole({ oversight: review('11.4 h/day') })}`,
  },
  {
    name: 'approvals alone are too many',
    yaml: `guardrails:
  actions: [{name: issue_voucher, effect: irreversible, approval: human, by: agents, effort: 6 min, cap: 200/day}]
${success}${rollout}${whole({ oversight: review('15 h/day', '0%') + mark })}`,
    helps: ['set `capacity` to 20 h/day, or reduce the number of approvals'],
  },
  {
    name: 'nobody is there, and nothing is approved',
    yaml: success + rollout + whole({ oversight: review('0 h/day') + mark }),
    helps: ['set `capacity` to 11.4 h/day, or stop the review'],
  },
  {
    name: 'closest honest file: exactly the hours of the peak day',
    yaml: success + rollout + whole({ oversight: review('11.4 h/day') }),
  },
  { name: 'hours by the week', yaml: success + rollout + whole({ oversight: review('80 h/week') }) },
  {
    name: 'nobody reviews',
    yaml: success + rollout + whole({ oversight: '{reviewed: 0%, capacity: 0 h/day}' }),
  },
  {
    name: 'no capacity is asked for elsewhere',
    yaml: success + rollout + whole({ oversight: '{reviewed: 8%, effort: 1.5 min, wage: 24 EUR/h}' }),
  },
  { name: 'no rollout', yaml: success + whole({ oversight: review('1 h/day') }) },
  {
    name: 'a share that cannot be read',
    yaml: success + rollout + whole({ oversight: review('1 h/day', '{full: some}') }),
  },
  { name: 'a section in another file', yaml: `${rollout}cost: {include: ../finance/claims.yaml}` },
])
