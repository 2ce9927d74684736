import { unlikelyExit } from '../../../src/rules/rollout/unlikely-exit.ts'
import { table } from '../table.ts'

const file = ({
  expected = ', expected: 38%',
  errors = '',
  volume = '60000/month',
  limited = 'exit: [deflection_rate not below baseline, wrong_answer_rate at most 2%]',
  more = '',
}) => `use_case: {unit: conversation}
success:
  metric: deflection_rate
  window: 7d
  baseline: 22%
  target: at least 35%${expected === '' ? '' : `\n  ${expected.slice(2)}`}
  guardrail_metrics: [{metric: wrong_answer_rate, limit: at most 2%, window: 1d}]
cost: {volume: {full: ${volume}}${errors}}
rollout:
  assign_by: conversation
  limited: {traffic: 5%, control: 5%, duration: 14d, ${limited}}
  progressive: {steps: [20% for 7d, 50% for 28d], control: 30%, exit: [deflection_rate above control, deflection_rate at least 35%, guardrail_metrics hold]${more}}
`

const guilty = (text: string, stage = 'progressive') =>
  text.replace(new RegExp(`^( {2}${stage}: .*)$`, 'm'), '$1   # expect: rollout/unlikely-exit')

table(unlikelyExit, [
  {
    name: 'the honest file that comes closest: a little more than the target is expected',
    yaml: file({ expected: ', expected: 35.3%' }),
  },
  {
    name: 'nothing is expected: whoever delivers the target exactly tosses a coin, and nobody said so',
    yaml: file({ expected: '' }),
  },
  {
    name: 'the target itself is expected',
    yaml: guilty(file({ expected: ', expected: 35%' })),
    says: ['a pilot that delivers the expected 35% passes all exits in 50 of 100 cases'],
    severity: 'warning',
  },
  {
    name: 'too few conversations to see what is expected',
    yaml: guilty(file({ expected: ', expected: 36%', volume: '3000/month' }), 'limited'),
  },
  {
    name: 'as many errors as the limit allows are expected',
    yaml: guilty(file({ errors: ', errors: {rate: 2%, cost: 1 EUR}' })),
    helps: ['plan for a larger effect or fewer errors: no stage considered passes more often'],
  },
  {
    name: 'an expert review decides one of the stages',
    yaml: file({
      expected: ', expected: 35%',
      more: ', prove: {by: expert_review, why: few, approver: acme/legal, review: review.yaml}',
    }),
  },
  {
    name: 'an expert review of progressive does not decide limited',
    yaml: guilty(
      file({
        expected: ', expected: 36%',
        volume: '3000/month',
        more: ', prove: {by: expert_review, why: few, approver: acme/legal, review: review.yaml}',
      }),
      'limited',
    ),
    says: ['a pilot that delivers the expected 36% passes the exit in 0 of 100 cases'],
  },
  {
    name: 'without a control, the help names one with which the stage has the power that it needs',
    yaml: guilty(file({ volume: '9000/month' })).replace('control: 30%, ', ''),
    helps: ['write in rollout.progressive steps: [20% for 7d, 50% for 35d], control: 1%'],
  },
  { name: 'an exit on a metric of which nothing is known', yaml: file({ limited: 'exit: [match_rate at least 97%]' }) },
  { name: 'a share that cannot be read', yaml: file({ expected: ', expected: lots' }) },
])
