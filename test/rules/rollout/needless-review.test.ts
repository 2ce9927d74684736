import { needlessReview } from '../../../src/rules/rollout/needless-review.ts'
import { table } from '../table.ts'

const prove = 'prove: {by: expert_review, why: to be sure, approver: acme/legal}'

const csat = '{metric: csat, sd: 1.05 points, max_drop: 0.10 points, response_rate: 12%, window: 2d, source: a.sql}'
const wrong = '{metric: wrong_answer_rate, limit: at most 1%, window: 1d}'

const file = ({
  volume = '60000/month',
  guardrails = `${csat}, ${wrong}`,
  stage = 'progressive',
  shares = 'steps: [50% for 28d], control: 30%',
  exits = 'deflection_rate above control, deflection_rate at least 35%, guardrail_metrics hold',
  review = prove,
}) => `use_case: {unit: chat}
success:
  metric: deflection_rate
  window: 7d
  baseline: 22%
  target: at least 35%
  guardrail_metrics: [${guardrails}]
cost: {volume: {full: ${volume}}}
rollout:
  assign_by: chat
  ${stage}: {${shares}, exit: [${exits}], ${review}}
`

const guilty = (text: string) =>
  text.replace(/^( {2}(?:limited|progressive).*)$/m, '$1   # expect: rollout/needless-review')

const limited = { stage: 'limited', shares: 'traffic: 5%, control: 5%, duration: 14d' }

table(needlessReview, [
  {
    name: 'a review beside a plan that shows the lift and every guardrail metric',
    yaml: guilty(file({})),
    says: [
      'review by "acme/legal" replaces statistics, but progressive can show a lift of deflection_rate from 22% to 35% (power 1.00), that csat falls by less than 0.1 points (power 0.95) and that wrong_answer_rate stays within its limit',
    ],
    helps: ['remove `prove`; a review in addition to the results needs no key'],
    severity: 'warning',
  },
  {
    name: 'at limited, where no exit compares with the control',
    yaml: guilty(file({ ...limited, exits: 'deflection_rate not below baseline, wrong_answer_rate at most 1%' })),
  },
  {
    name: 'the nearest honest file: forty chats a month can never show it',
    yaml: file({ volume: '40/month' }),
  },
  { name: 'no review', yaml: file({ review: 'looks: 1' }) },
  {
    name: 'one guardrail metric is not shown unharmed, and a review stands in for that',
    yaml: file({ ...limited, exits: 'deflection_rate above control, guardrail_metrics hold' }),
  },
  {
    name: 'a plan that falls short, though another would do, is for rollout/underpowered',
    yaml: file({
      ...limited,
      shares: 'traffic: 1%, control: 1%, duration: 14d',
      exits: 'deflection_rate above control',
    }),
  },
  {
    name: 'an exit about a metric of which the file says nothing more',
    yaml: file({ exits: 'deflection_rate above control, complaint_rate at most 2%' }),
  },
  {
    name: 'an exit that compares a guardrail metric with its baseline, which no power is computed of',
    yaml: file({ exits: 'deflection_rate above control, csat not below baseline' }),
  },
  {
    name: 'a guardrail metric of which nothing can be computed',
    yaml: file({ guardrails: `${wrong}, {metric: csat, max_drop: 0.10 points}` }),
  },
  {
    name: 'no control at limited, so that nobody computes a power',
    yaml: file({
      ...limited,
      shares: 'traffic: 5%, duration: 14d',
      exits: 'deflection_rate not below baseline',
    }),
  },
  { name: 'no exit is for rollout/no-exit', yaml: file({}).replace(/exit: \[.*?\], /, '') },
  { name: 'a review that nobody accepts', yaml: file({ review: 'prove: {by: expert_review, why: few}' }) },
  { name: 'what cannot be read', yaml: file({ exits: 'deflection_rate above control, soon' }) },
  {
    name: 'a guardrail metric that cannot be read',
    yaml: file({ guardrails: `${wrong}, {metric: csat, sd: much}` }),
  },
  {
    name: 'where the results are there, results/not-proven judges them',
    yaml: file({ review: `${prove}, results: rollout/progressive.json` }),
    files: {
      'rollout/progressive.json':
        '{"stage": "progressive", "from": "2026-01-12", "to": "2026-02-08", "model": "m-1", "looks": 1, "arms": {"treatment": {"deflection_rate": {"good": 9000, "total": 21000}}}}',
    },
  },
  { name: 'not before limited', yaml: file({}), for: 'shadow' },
])
