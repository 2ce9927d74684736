import { letsUselessThrough } from '../../../src/rules/rollout/lets-useless-through.ts'
import { table } from '../table.ts'

const file = ({
  sd = ', sd: 40 min',
  sampled = '1%',
  limit = 'at most 9 min',
  steps = '[50% for 14d]',
  exit = 'rate above control, rate at least 35%, guardrail_metrics hold',
  more = '',
}) => `use_case: {unit: chat}
success:
  metric: rate
  baseline: 22%
  target: at least 35%
  guardrail_metrics: [{metric: handling_time, limit: ${limit}${sd}, sampled: ${sampled}}]
cost:
  volume: {full: 9000/month}
rollout:
  assign_by: chat
  progressive: {steps: ${steps}, control: 30%, exit: [${exit}]${more}}
`

const guilty = (text: string) => text.replace(/^( {2}progressive: .*)$/m, '$1   # expect: rollout/lets-useless-through')

table(letsUselessThrough, [
  {
    name: 'the cheapest lie: a limit on a mean that twenty cases meet by luck',
    yaml: guilty(file({})),
    for: 'progressive',
    severity: 'error',
    says: ['a system whose handling_time is worse by twice what is allowed passes all exits in 8 of 100 cases'],
  },
  {
    name: 'the honest file that comes closest: more of them are looked at',
    yaml: file({ sampled: '5%' }),
    for: 'progressive',
  },
  { name: 'how much it varies is not declared', yaml: file({ sd: '' }), for: 'progressive' },
  { name: 'nothing is judged before progressive', yaml: file({}), for: 'limited' },
  {
    name: 'an exit that asks for less: rollout/soft-exit reports it',
    yaml: file({ exit: 'rate above control, rate at least 35%' }),
    for: 'progressive',
  },
  {
    name: 'an expert review decides',
    yaml: file({ more: ', prove: {by: expert_review, why: few, approver: acme/legal, review: review.yaml}' }),
    for: 'progressive',
  },
])
