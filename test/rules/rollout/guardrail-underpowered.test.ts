import { expect, test } from 'vitest'
import { guardrailUnderpowered } from '../../../src/rules/rollout/guardrail-underpowered.ts'
import { completeText } from '../../finance/fixture.ts'
import { diagnose, table } from '../table.ts'

const csat = '{metric: csat, sd: 1.05 points, max_drop: 0.10 points, response_rate: 12%, window: 2d}'

const file = ({
  guardrails = csat,
  rollout = 'progressive: {steps: [50% for 14d], control: 10%, exit: [guardrail_metrics hold]}',
  success = '',
  volume = '60000/month',
}) => `use_case: {unit: chat}
success:
  guardrail_metrics: [${guardrails}]
${success}cost: {volume: {full: ${volume}}}
rollout:
  assign_by: chat
  ${rollout}
`

const guilty = (text: string) =>
  text.replace(/^( {2}(?:limited|progressive).*)$/m, '$1   # expect: rollout/guardrail-underpowered')

const lift = '  metric: deflection_rate\n  window: 7d\n  baseline: 22%\n'
const both =
  'progressive: {steps: [50% for 14d], control: 10%, exit: [deflection_rate above control, guardrail_metrics hold]}'

table(guardrailUnderpowered, [
  {
    name: 'the oracle: 1,440 and 288 answers',
    yaml: guilty(file({})),
    says: [
      'progressive shows that csat falls by less than 0.1 points with power 0.43 only: 1440 observations and 288 in control',
    ],
    helps: [
      'in rollout.progressive steps: [50% for 28d], control: 15% (power 0.82); a longer stage alone: 50% with a control of 10%, for 42d; a larger control alone: 50% with a control of 45%, for 14d',
    ],
    severity: 'error',
  },
  {
    name: 'the honest file that comes closest: 3,120 and 1,248',
    yaml: file({
      rollout: 'progressive: {steps: [50% for 28d], control: 20%, exit: [guardrail_metrics hold]}',
    }),
  },
  {
    name: 'a mean that may rise',
    yaml: guilty(file({ guardrails: '{metric: minutes, sd: 6.1 min, max_rise: 0.3 min, response_rate: 10%}' })),
    says: [
      'progressive shows that minutes rises by less than 0.3 min with power 0.19 only: 1400 observations and 280 in control',
    ],
  },
  {
    name: 'a proportion that may fall, its margin in points or in percent',
    yaml: file({
      guardrails:
        '{metric: found_rate, baseline: 84%, max_drop: 2 points, response_rate: 30%}, {metric: ok_rate, baseline: 84%, max_drop: 2%, response_rate: 30%}',
    }).replace(
      /^( {2}progressive.*)$/m,
      '$1   # expect: rollout/guardrail-underpowered # expect: rollout/guardrail-underpowered',
    ),
    says: [
      'progressive shows that found_rate falls by less than 2 points with power 0.44 only: 4200 observations and 840 in control',
      'progressive shows that ok_rate falls by less than 2 points with power 0.44 only: 4200 observations and 840 in control',
    ],
  },
  {
    name: 'a proportion that may rise, with enough',
    yaml: file({ guardrails: '{metric: return_rate, baseline: 8%, max_rise: 2%}' }),
  },
  {
    name: 'a limit that even half of it could not show',
    yaml: guilty(
      file({
        guardrails: '{metric: wrong_rate, limit: at most 1%, window: 7d}',
        volume: '900/month',
      }),
    ),
    says: ['progressive cannot show that wrong_rate stays within its limit: it needs 386 observations, but has 105'],
  },
  {
    name: 'a few assignees, of whom more days show little more',
    yaml: guilty(
      file({ guardrails: '{metric: return_rate, baseline: 8%, max_rise: 2%}' }).replace(
        'assign_by: chat',
        'assign_by: agent\n  assignees: 40\n  intra_class_correlation: 0.05',
      ),
    ),
    says: [
      'progressive shows that return_rate rises by less than 2 points with power 0.18 only: 14000 observations and 2800 in control',
    ],
    helps: [
      'even the largest plan considered, 50% with a control of 50%, for 182d, shows only that return_rate rises by less than 4.77 points: assign smaller units than an agent, plan for a larger margin, or add rollout.progressive.prove: {by: expert_review, why: 40 agents, approver: <who accepts the review>, review: <file of the review>}',
    ],
  },
  {
    name: 'a limit from below',
    yaml: guilty(file({ guardrails: '{metric: right_rate, limit: at least 99.9%, response_rate: 2%}' })),
  },
  {
    name: 'a limit that half of it shows, a mean and a percentile',
    yaml: file({
      guardrails:
        '{metric: wrong_rate, limit: at most 1%}, {metric: minutes, limit: at most 9 min}, {metric: latency_p95, limit: at most 4s}',
      volume: '1700/month',
    }),
  },
  {
    name: 'a percentile of too few',
    yaml: guilty(file({ guardrails: '{metric: latency_p999, limit: at most 4s}', volume: '3000/month' })),
  },
  {
    name: 'what is measured against nothing',
    yaml: `use_case: {unit: chat}
success:
  guardrail_metrics:
    - {metric: csat, max_drop: 0.10 points}   # expect: rollout/guardrail-underpowered
    - {metric: return_rate, max_rise: 0.5%}   # expect: rollout/guardrail-underpowered
    - {metric: latency_p95, max_rise: 200ms}
cost: {volume: {full: 60000/month}}
rollout:
  progressive: {steps: [50% for 28d], control: 20%, exit: [guardrail_metrics hold]}
`,
    says: [
      '"csat" has a margin but no `sd`, so the power of progressive is unknown',
      '"return_rate" has a margin but no `baseline`, so the power of progressive is unknown',
    ],
  },
  {
    name: 'where the lift is not shown either, its finding proposes for both',
    yaml: file({ success: `${lift}  target: at least 23%\n`, rollout: both }),
  },
  {
    name: 'where the lift is shown',
    yaml: guilty(file({ success: `${lift}  target: at least 35%\n`, rollout: both })),
  },
  {
    name: 'no exit asks for it',
    yaml: file({ rollout: 'progressive: {steps: [50% for 14d], control: 10%, exit: [csat above control]}' }),
  },
  {
    name: 'no control at progressive is for rollout/no-control',
    yaml: file({ rollout: 'progressive: {steps: [50% for 14d], exit: [guardrail_metrics hold]}' }),
  },
  {
    name: 'no control at limited',
    yaml: guilty(file({ rollout: 'limited: {traffic: 5%, duration: 14d, exit: [guardrail_metrics hold]}' })),
    says: ['limited has no control group to show that csat falls by less than 0.1 points'],
  },
  {
    name: 'no review stands in for a plan in reach',
    yaml: guilty(
      file({
        rollout:
          'progressive: {steps: [50% for 14d], control: 10%, exit: [guardrail_metrics hold], prove: {by: expert_review, why: few answer, approver: acme/care}}',
      }),
    ),
    severity: 'error',
  },
  {
    name: 'the nearest honest file: no plan of half a year shows it, and a review stands in',
    yaml: file({
      rollout:
        'progressive: {steps: [50% for 14d], control: 10%, exit: [guardrail_metrics hold], prove: {by: expert_review, why: few answer, approver: acme/care}}',
    }).replace('60000/month', '900/month'),
  },
  { name: 'what cannot be read', yaml: file({}).replace('sd: 1.05 points', 'sd: about one') },
  { name: 'not before progressive', yaml: file({}), for: 'limited' },
])

test('the complete file with half the time and half the control shows the lift and not CSAT unharmed', async () => {
  const text = completeText
    .replace('50% for 28d', '50% for 14d')
    .replace('control: 20%', 'control: 10%')
    .replace(/ {2}units_per_assignee.*\n.*\n/, '')
  const found = await diagnose(guardrailUnderpowered, text, { for: 'progressive' })
  expect(found).toHaveLength(1)
  expect(found[0]?.message).toContain('csat falls by less than 0.1 points with power 0.56 only')
  expect(found[0]?.help).toContain('steps: [20% for 7d, 50% for 28d], control: 20% (power 0.93)')
  expect(await diagnose(guardrailUnderpowered, completeText, { for: 'full' })).toEqual([])
})
