import { expect, test } from 'vitest'
import { lint } from '../../../src/lint/lint.ts'
import { noExit } from '../../../src/rules/rollout/no-exit.ts'
import { complete, table } from '../table.ts'

table(noExit, [
  {
    name: 'three stages without an exit, in the metric of the pilot',
    yaml: `success: {metric: handling_time, target: at most 7 min}
rollout:
  shadow: 21d   # expect: rollout/no-exit
  limited: {traffic: 5%, exit: []}   # expect: rollout/no-exit
  progressive: [20% for 7d, 50% for 28d]   # expect: rollout/no-exit
  full: 95%`,
    says: ['shadow', 'limited', 'progressive'].map((stage) => `\`rollout.${stage}.exit\` is missing`),
    helps: [
      'shadow: {duration: 21d, exit: [<metric and threshold>]}  # in rollout: such as the share of answers that agree with what people did',
      'limited: {traffic: 5%, exit: [handling_time not above baseline]}  # in rollout: or another metric with a threshold',
      'progressive: {steps: [20% for 7d, 50% for 28d], exit: [handling_time below control, handling_time at most 7m]}  # in rollout: or another metric with a threshold',
    ],
    severity: 'error',
  },
  {
    name: 'more is better, and no metric is named yet',
    yaml: `success: {target: at least 35%}
rollout:
  limited: 5% for 14d   # expect: rollout/no-exit
  progressive: {steps: [20%]}   # expect: rollout/no-exit`,
    helps: [
      'limited: {traffic: 5%, duration: 14d, exit: [<metric and threshold>]}  # in rollout: or another metric with a threshold',
      'progressive: {steps: [20%], exit: [<metric and threshold>]}  # in rollout: or another metric with a threshold',
    ],
  },
  {
    name: 'a mood is no exit, beside a condition or alone',
    yaml: `rollout:
  shadow: {exit: [if happy]}   # expect: rollout/no-exit
  limited:
    exit:
      - csat at least 4 points
      - the team agrees   # expect: rollout/no-exit`,
    says: [
      'expected a measurable condition, found "if happy"',
      'expected a measurable condition, found "the team agrees"',
    ],
  },
  {
    name: 'the honest file that comes closest: conditions with a slip in them are left to the schema',
    yaml: `rollout:
  shadow: {exit: [match rate over 97 percent]}
  limited: {exit: [deflection rate not under baseline]}
  progressive: {exit: [guardrails hold]}`,
  },
  {
    name: 'an expert decides where traffic can never carry a number',
    yaml: `rollout:
  progressive: {steps: [20%], prove: {by: expert_review, why: 40 contracts a month, approver: acme/legal}}`,
  },
  {
    name: 'exits at the end of what their metrics can be',
    yaml: `success:
  metric: deflection_rate
  guardrail_metrics:
    - {metric: csat, scale: 1-5, max_drop: 0.10 points}
    - {metric: wrong_rate, limit: at most 2%}
rollout:
  shadow:
    source: analytics/replay.sql
    exit:
      - csat at least 1 points   # expect: rollout/no-exit
      - wrong_rate at most 100%   # expect: rollout/no-exit
  limited: {exit: [deflection_rate at least 0%]}   # expect: rollout/no-exit
  progressive: {exit: [guardrail_metrics hold]}`,
    says: [
      'exit "csat at least 1 points" always holds',
      'exit "wrong_rate at most 100%" always holds',
      'exit "deflection_rate at least 0%" always holds',
    ],
    helps: Array.from({ length: 3 }, () => 'set it to a level that a poor system misses'),
  },
  {
    name: 'the honest file that comes closest: an index and a change of which nothing is known, and a level that is missed',
    yaml: `success: {metric: deflection_rate, guardrail_metrics: [{metric: csat, scale: 1-5, max_drop: 0.10 points}]}
rollout:
  shadow: {exit: [cost_index at most 100%, change_of_revenue at least 0%, csat at least 1.5 points]}
  limited: {exit: [deflection_rate not below baseline]}
  progressive: {exit: [guardrail_metrics hold]}`,
  },
  { name: 'a plan is enough at pilot', yaml: 'rollout: {shadow: 21d, limited: 5%}', for: 'pilot' },
  { name: 'stages that are missing are for rollout/big-bang', yaml: 'rollout: {full: 95%}' },
])

test('the mood replaces what the schema says of it', async () => {
  const text = complete('rollout: {shadow: {exit: [if happy]}}', 'shadow')
  const { diagnostics } = await lint(text, {
    file: 'pilot.yaml',
    for: 'shadow',
    today: '2026-11-22',
    rules: [noExit],
    exceptions: true,
  })
  expect(diagnostics.map(({ rule }) => rule)).toEqual(['rollout/no-exit'])
})
