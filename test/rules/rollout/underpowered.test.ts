import { describe, expect, test } from 'vitest'
import { underpowered } from '../../../src/rules/rollout/underpowered.ts'
import { diagnose, table } from '../table.ts'

const file = ({
  success = 'metric: deflection_rate, window: 7d, baseline: 22%, target: at least 35%',
  volume = '60000/month',
  rollout = 'limited: {traffic: 1%, control: 1%, duration: 14d, exit: [deflection_rate above control]}',
  more = '',
}) => `use_case: {unit: conversation}
success: {${success}}
cost: {volume: {full: ${volume}}}
rollout:
  assign_by: conversation
  ${rollout}
${more}`

const guilty = (text: string) =>
  text.replace(/^( {2}(?:limited|progressive).*)$/m, '$1   # expect: rollout/underpowered')

table(underpowered, [
  {
    name: 'the oracle: 140 and 140 conversations',
    yaml: guilty(file({})),
    says: [
      'limited shows a lift of deflection_rate from 22% to 35% with power 0.68 only: 140 observations and 140 in control',
    ],
    helps: [
      'in rollout.limited duration: 21d (power 0.93); a larger control alone: 1% with a control of 2%, for 14d; more traffic alone: 3% with a control of 1%, for 14d',
    ],
    severity: 'error',
  },
  {
    name: 'the honest file that comes closest: 700 and 700',
    yaml: file({
      rollout: 'limited: {traffic: 5%, control: 5%, duration: 14d, exit: [deflection_rate above control]}',
    }),
  },
  {
    name: 'a fall, with 260 and 260 where 189 would do for the mirrored lift',
    yaml: file({
      success: 'metric: contact_rate, window: 1d, baseline: 78%, target: at most 65%',
      rollout: 'limited: {traffic: 1%, control: 1%, duration: 14d, exit: [contact_rate below control]}',
    }),
  },
  {
    name: 'a fall that is too small for it',
    yaml: guilty(
      file({
        success: 'metric: contact_rate, window: 1d, baseline: 78%, target: at most 70%',
        rollout: 'limited: {traffic: 1%, control: 1%, duration: 14d, exit: [contact_rate below control]}',
      }),
    ),
    says: [
      'limited shows a fall of contact_rate from 78% to 70% with power 0.55 only: 260 observations and 260 in control',
    ],
  },
  {
    name: 'a mean that falls, shown',
    yaml: file({
      success: 'metric: minutes, window: 1d, baseline: {value: 9.4 min, sd: 6.1 min}, target: at most 8 min',
      rollout: 'limited: {traffic: 5%, control: 5%, duration: 14d, exit: [minutes below control]}',
    }),
  },
  {
    name: 'a mean that falls, in another unit of time, not shown',
    yaml: guilty(
      file({
        success: 'metric: minutes, window: 1d, baseline: {value: 9.4 min, sd: 366s}, target: at most 552s',
        rollout: 'limited: {traffic: 1%, control: 1%, duration: 14d, exit: [minutes below control]}',
      }),
    ),
    says: [
      'limited shows a fall of minutes from 9.4 min to 9.2 min with power 0.06 only: 260 observations and 260 in control',
    ],
  },
  {
    name: 'a mean that rises, not shown',
    yaml: guilty(
      file({
        success: 'metric: rating, baseline: {value: 4.1 points, sd: 1.05 points}, target: at least 4.2 points',
        rollout: 'limited: {traffic: 1%, control: 1%, duration: 14d, exit: [rating above control]}',
      }),
    ),
  },
  {
    name: 'a mean whose spread nobody says',
    yaml: file({
      success: 'metric: minutes, baseline: 9.4 min, target: at most 7 min',
      rollout: 'limited: {traffic: 5%, control: 5%, duration: 14d, exit: [minutes below control]}',
    }).replace(/^(success.*)$/m, '$1   # expect: rollout/underpowered'),
    says: ['`success.baseline.sd` is missing, so the power of limited is unknown'],
    helps: [
      'success: {metric: minutes, baseline: {value: 9.4 min, sd: 6.1 min}, target: at most 7 min}  # the standard deviation, from the same source as the value',
    ],
  },
  {
    name: 'ten conversations of each customer, all alike where nobody says how much',
    yaml: `use_case: {unit: conversation}
success: {metric: deflection_rate, window: 7d, baseline: 22%, target: at least 35%}
cost: {volume: {full: 60000/month}}
rollout:
  assign_by: customer
  units_per_assignee: 10
  limited: {traffic: 5%, control: 5%, duration: 14d, exit: [deflection_rate above control]}   # expect: rollout/underpowered
`,
    says: [
      'limited shows a lift of deflection_rate from 22% to 35% with power 0.40 only: 700 observations and 700 in control',
    ],
  },
  {
    name: 'two stores of twenty in control, however little the orders of a store are alike',
    yaml: `use_case: {unit: order}
success: {metric: m_rate, baseline: 22%, target: at least 35%}
cost: {volume: {full: 600000/month}}
rollout:
  assign_by: store
  assignees: 20
  intra_class_correlation: 0.00001
  limited: {traffic: 20%, control: 10%, duration: 14d, exit: [m_rate above control]}   # expect: rollout/underpowered
`,
    says: [
      'limited shows a lift of m_rate from 22% to 35% with power 0.00 only: 2 assignees in an arm, but a comparison needs at least 4',
    ],
    helps: ['in rollout.limited control: 20% (power 1.00)'],
  },
  {
    name: 'closest: four stores of twenty in each arm',
    yaml: `use_case: {unit: order}
success: {metric: m_rate, baseline: 22%, target: at least 35%}
cost: {volume: {full: 600000/month}}
rollout:
  assign_by: store
  assignees: 20
  intra_class_correlation: 0.00001
  limited: {traffic: 20%, control: 20%, duration: 14d, exit: [m_rate above control]}
`,
  },
  {
    name: 'many looks',
    yaml: guilty(
      file({
        rollout:
          'limited: {traffic: 1.5%, control: 1.5%, duration: 14d, looks: 10, exit: [deflection_rate above control]}',
      }),
    ),
  },
  {
    name: 'all steps of progressive',
    yaml: `use_case: {unit: search}
success: {metric: conversion_rate, window: 1d, baseline: 2.4%, target: at least 2.9%}
cost: {volume: {full: 60000/month}}
rollout:
  assign_by: search
  limited: {traffic: 10%, duration: 14d}
  progressive:
    steps:
      - 30% for 7d
      - 40% for 7d   # expect: rollout/underpowered
    control: 20%
    exit: [conversion_rate above control]
  full: 95%
`,
    helps: [
      'in rollout.progressive steps: [30% for 7d, 50% for 14d], control: 40% (power 0.80); a longer stage alone: 40% with a control of 20%, for 28d',
    ],
  },
  {
    name: 'a limited stage that compares with a control it does not have',
    yaml: guilty(file({ rollout: 'limited: {traffic: 5%, duration: 14d, exit: [deflection_rate above control]}' })),
    says: ['limited has no control group to show a lift of deflection_rate from 22% to 35%'],
    helps: ['in rollout.limited control: 1% (power 0.87)'],
  },
  {
    name: 'no control at progressive is for rollout/no-control',
    yaml: file({ rollout: 'progressive: {steps: [5% for 14d], exit: [deflection_rate above control]}' }),
  },
  {
    name: 'another exit is told and not judged',
    yaml: file({
      rollout: 'limited: {traffic: 1%, control: 1%, duration: 14d, exit: [deflection_rate not below baseline]}',
    }),
  },
  {
    name: 'nothing is final: for rollout/short-window',
    yaml: file({
      rollout: 'limited: {traffic: 5%, control: 5%, duration: 7d, exit: [deflection_rate above control]}',
    }),
  },
  {
    name: 'a target that is no lift is for success/target-direction',
    yaml: file({ success: 'metric: deflection_rate, baseline: 40%, target: at least 35%' }),
  },
  { name: 'no volume is for cost/demo-volume-only', yaml: file({}).replace(/^cost.*\n/m, '') },
  { name: 'what cannot be read', yaml: file({}).replace('control: 1%', 'control: some') },
  { name: 'a baseline that cannot be read', yaml: file({}).replace('baseline: 22%', 'baseline: a fifth') },
  { name: 'not before limited', yaml: file({}), for: 'shadow' },
  {
    name: 'no review stands in for a plan in reach',
    yaml: guilty(
      file({
        volume: '300/month',
        rollout:
          'progressive: {steps: [50% for 28d], control: 50%, exit: [deflection_rate above control], prove: {by: expert_review, why: 300 a month, approver: acme/legal}}',
      }),
    ),
    severity: 'error',
    says: [
      'progressive shows a lift of deflection_rate from 22% to 35% with power 0.55 only: 105 observations and 105 in control; expert review is not accepted, because the traffic is enough for a test',
    ],
  },
  {
    name: 'the nearest honest file: so few that no plan of half a year shows it, and a review stands in',
    yaml: file({
      volume: '40/month',
      rollout:
        'progressive: {steps: [50% for 28d], control: 50%, exit: [deflection_rate above control], prove: {by: expert_review, why: 40 a month, approver: acme/legal}}',
    }),
  },
  {
    name: 'closest: a review that stands in for a control',
    yaml: file({
      volume: '40/month',
      rollout: 'progressive: {steps: [50% for 28d], prove: {by: expert_review, why: 40 a month, approver: acme/legal}}',
    }),
  },
  {
    name: 'no review stands in for a control where the traffic is enough, whatever the exit asks',
    yaml: guilty(
      file({
        volume: '300/month',
        rollout:
          'progressive: {steps: [50% for 28d], prove: {by: expert_review, why: 300 a month, approver: acme/legal}}',
      }),
    ),
    severity: 'error',
    says: [
      'progressive has no control group to show a lift of deflection_rate from 22% to 35%; expert review is not accepted, because the traffic is enough for a test',
    ],
  },
  {
    name: 'a review that nobody accepts does not',
    yaml: guilty(
      file({
        volume: '300/month',
        rollout:
          'progressive: {steps: [50% for 28d], control: 50%, exit: [deflection_rate above control], prove: {by: expert_review, why: 300 a month}}',
      }),
    ),
    severity: 'error',
  },
  {
    name: 'a review that is not needed',
    yaml: file({
      rollout:
        'progressive: {steps: [50% for 28d], control: 20%, prove: {by: expert_review, why: to be sure, approver: acme/legal}}',
    }),
  },
])

describe('where no plan carries it', () => {
  const few = file({
    volume: '40/month',
    success: 'metric: deflection_rate, window: 7d, baseline: 22%, target: at least 35%',
    rollout: 'progressive: {steps: [50% for 28d], control: 20%, exit: [deflection_rate above control]}',
  })

  test('it says what could be shown, and how an expert stands in', async () => {
    const [found] = await diagnose(underpowered, few)
    expect(found?.help).toBe(
      'even the largest plan considered, 50% with a control of 50%, for 182d, shows only a difference of 16.8 points or more in deflection_rate: plan for a larger effect, or add rollout.progressive.prove: {by: expert_review, why: 40 conversations a month, approver: <who accepts the review>, review: <file of the review>}',
    )
  })

  test('what it tells to write is accepted', async () => {
    const prove = 'prove: {by: expert_review, why: 40 conversations a month, approver: acme/legal}'
    expect(await diagnose(underpowered, few)).toHaveLength(1)
    expect(await diagnose(underpowered, few.replace(/\]}\n/, `], ${prove}}\n`))).toEqual([])
  })
})

test('so little traffic that nothing is seen is said in words', async () => {
  const [found] = await diagnose(underpowered, file({ volume: '40/month' }))
  expect(found?.message).toMatch(/with power 0\.03 only: no observations in either arm$/)
  expect(found?.working?.slice(1, 2)).toEqual(['treatment = 1.33333/day x 1% x 7d = less than 1'])
})

test('the finding shows its working and what it rests on', async () => {
  const [found] = await diagnose(underpowered, file({}))
  expect(found?.working).toEqual([
    'effective days = 14d - 7d until final = 7d',
    'treatment = 2000/day x 1% x 7d = 140',
    'control = 2000/day x 1% x 7d = 140',
    'power to show a lift of deflection_rate from 22% to 35% = 0.68, required 0.8',
    'detectable with power 0.8: a difference of 15.2 points or more',
  ])
  expect(found?.related.map(({ label }) => label)).toEqual(['the control group', 'the traffic', 'the metric'])
})
