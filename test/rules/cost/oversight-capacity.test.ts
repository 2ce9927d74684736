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
    helps: ['set `capacity` to 13.5 h/day, or review at most 2.38% of the units'],
  },
  {
    name: 'progressive is the worst where review is not cut back',
    yaml: success + rollout + whole({ oversight: review('14 h/day', '{limited: 100%, full: 8%}') + mark }),
    says: ['progressive needs 25 h/day of review, but `cost.oversight.capacity` is 14 h/day'],
  },
  {
    name: 'closest: a limited stage that is over needed more',
    yaml:
      success +
      rollout.replace('5%', '40%') +
      whole({ oversight: review('14 h/day', '{limited: 100%, progressive: 8%, full: 8%}') }),
  },
  {
    name: 'the same before limited is over',
    yaml: `stage: limited\n${success}${rollout.replace('5%', '40%')}${whole({ oversight: review('14 h/day', '{limited: 100%, progressive: 8%, full: 8%}') + mark })}`,
    says: ['limited needs 20 h/day of review, but `cost.oversight.capacity` is 14 h/day'],
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
    helps: ['set `capacity` to 69.3 h/day, or add a `cap` to send_mail'],
  },
  {
    name: 'closest honest file: the hours for one approval of each unit are there',
    yaml: `guardrails:
  actions: [{name: send_mail, effect: irreversible, approval: human, by: agents, effort: 30s}]
${success}${rollout}${whole({ oversight: review('69.3 h/day') })}`,
  },
  {
    name: 'an approval whose effort nobody says is no hours',
    yaml: `guardrails:
  actions: [{name: send_mail, effect: irreversible, approval: human, by: agents}]
${success}${rollout}${whole({ oversight: review('13.5 h/day') })}`,
  },
  {
    name: 'approvals alone are too many',
    yaml: `guardrails:
  actions: [{name: issue_voucher, effect: irreversible, approval: human, by: agents, effort: 6 min, cap: 200/day}]
${success}${rollout}${whole({ oversight: review('15 h/day', '0%') + mark })}`,
    helps: ['set `capacity` to 23.6 h/day, or reduce the number of approvals'],
  },
  {
    name: 'nobody is there, and nothing is approved',
    yaml: success + rollout + whole({ oversight: review('0 h/day') + mark }),
    helps: ['set `capacity` to 13.5 h/day, or stop the review'],
  },
  {
    name: 'closest honest file: 85% of the hours are needed on the peak day',
    yaml: success + rollout + whole({ oversight: review('13.5 h/day') }),
  },
  {
    name: 'more than 85% of the hours are needed',
    yaml: success + rollout + whole({ oversight: review('13 h/day') + mark }),
    says: ['full needs 11.4 h/day of review, above 85% of `cost.oversight.capacity`, 13 h/day'],
    severity: 'warning',
  },
  {
    name: 'more than 95% of them',
    yaml: success + rollout + whole({ oversight: review('11.9 h/day') + mark }),
    says: ['full needs 11.4 h/day of review, above 95% of `cost.oversight.capacity`, 11.9 h/day'],
    severity: 'error',
  },
  {
    name: 'more hours than two people work',
    yaml: `people: [{role: reviewers, count: 2}]\n${success}${rollout}${whole({ oversight: review('24 h/day') + mark })}`,
    says: ['`cost.oversight.capacity` is 24 h/day, but `people` can work 16 h/day'],
  },
  {
    name: 'the hours of three people',
    yaml: `people: [{role: reviewers, count: 3}]\n${success}${rollout}${whole({ oversight: review('24 h/day') })}`,
  },
  { name: 'hours by the week', yaml: success + rollout + whole({ oversight: review('95 h/week') }) },
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
