import { expect, test } from 'vitest'
import { blind } from '../../../src/rules/monitoring/blind.ts'
import { diagnose, type Row, table } from '../table.ts'

const quality = '{kind: quality, metric: wrong_answer_rate, fire: above 2.5%, over: 3d}'
const latency = '{kind: latency, metric: latency_p95, fire: above 4s, over: {limited: 6h, full: 20m}}'
const cost = '{kind: cost, metric: cost_per_conversation, fire: above 0.20 EUR, over: 1d}'

table(blind, [
  {
    name: 'no section is one finding',
    yaml: 'stage: limited   # expect: monitoring/blind',
    says: ['`monitoring` is missing'],
    severity: 'error',
  },
  {
    name: 'a dashboard and no alert is one finding, with all that is missing',
    yaml: `monitoring:   # expect: monitoring/blind
  rules: monitoring/rules.yml`,
    says: ['`monitoring.alerts` is missing'],
    helps: [
      'alerts: [{kind: quality, metric: <metric>, fire: <threshold>, over: <window>, notify: owner}, {kind: latency, metric: latency_p95, fire: <threshold>, over: <window>, notify: owner}, {kind: cost, metric: <metric>, fire: <threshold>, over: <window>, notify: owner}]  # in monitoring',
    ],
  },
  {
    name: 'one kind is missing',
    yaml: `monitoring:
  alerts:   # expect: monitoring/blind
    - ${quality}
    - ${latency}`,
    says: ['`monitoring.alerts` has no cost alert'],
    helps: [
      '- {kind: cost, metric: <metric>, fire: <threshold>, over: <window>, notify: owner}  # add to monitoring.alerts',
    ],
  },
  {
    name: 'an alert without a number or a window is named at its line and not doubled',
    yaml: `monitoring:
  alerts:
    - {kind: quality, metric: wrong_answer_rate, over: 3d}   # expect: monitoring/blind
    - {kind: latency, metric: latency_p95, fire: above 4s}   # expect: monitoring/blind
    - {kind: cost}   # expect: monitoring/blind`,
    says: [
      'alert on "wrong_answer_rate" has no threshold',
      'alert on "latency_p95" has no window',
      'cost alert has no threshold and no window',
    ],
  },
  {
    name: 'a latency alert that fires while answers are quick',
    yaml: `monitoring:
  alerts:
    - ${quality}
    - {kind: latency, metric: latency_p95, fire: below 4s, over: 6h}   # expect: monitoring/blind
    - ${cost}`,
    says: ['alert on "latency_p95" fires below 4s, which is the good side of the metric'],
    helps: ['let it fire above a level'],
  },
  {
    name: 'closest: beside one that counts, and as a share of quick answers',
    yaml: `monitoring:
  alerts:
    - ${quality}
    - ${latency}
    - {kind: latency, metric: latency_p95, fire: below 20ms, over: 6h}
    - {kind: latency, metric: answers_within_4s, fire: below 95%, over: 6h}
    - ${cost}`,
  },
  {
    name: 'a comparison is no number: chance alone is on either side of it',
    yaml: `monitoring:
  alerts:
    - {kind: quality, metric: wrong_answer_rate, fire: above control, over: 3d}   # expect: monitoring/blind
    - ${latency}
    - ${cost}`,
    says: ['alert on "wrong_answer_rate" has no threshold ("above control")'],
    helps: [
      '{kind: quality, metric: wrong_answer_rate, fire: <threshold>, over: 3d}  # in monitoring.alerts: or set `rule` to an alert in `monitoring.rules` that has both',
    ],
  },
  {
    name: 'the level of a guardrail metric is one of its own alert alone',
    yaml: `success: {guardrail_metrics: [{metric: wrong_answer_rate, limit: at most 2%}, {metric: repeat_rate, limit: at most 9%}]}
monitoring:
  alerts:
    - {kind: quality, metric: calls_per_case, over: 3d}   # expect: monitoring/blind
    - {kind: quality, metric: Repeat-Rate, over: 3d}   # expect: monitoring/blind
    - ${latency}
    - ${cost}`,
    helps: [
      expect.stringContaining('{kind: quality, metric: calls_per_case, over: 3d, fire: <threshold>}') as string,
      expect.stringContaining('{kind: quality, metric: Repeat-Rate, over: 3d, fire: above 9%}') as string,
    ],
  },
  {
    name: 'words for a number, explained better than by the schema',
    yaml: `monitoring:
  alerts:
    - ${quality}
    - {kind: latency, metric: latency_p95, fire: when it is slow, over: 20m}   # expect: monitoring/blind
    - ${cost}`,
    says: ['alert on "latency_p95" fires at "when it is slow", which has no number'],
    helps: [
      '{kind: latency, metric: latency_p95, fire: <threshold>, over: 20m}  # in monitoring.alerts: with the level at which it fires',
    ],
  },
  {
    name: 'a number with a slip in it is left to the schema, and does not hide the kind that is missing',
    yaml: `monitoring:
  alerts:   # expect: monitoring/blind
    - {kind: quality, metric: wrong_answer_rate, fire: above 2,5%, over: 3d}
    - ${latency}`,
    says: ['`monitoring.alerts` has no cost alert'],
  },
  {
    name: 'no window for the stage that is judged',
    yaml: `monitoring:
  alerts:
    - ${quality}
    - ${latency}   # expect: monitoring/blind
    - ${cost}`,
    for: 'progressive',
    says: ['alert on "latency_p95" has no window for progressive'],
  },
  {
    name: 'an alert without a kind may be the one that is missing',
    yaml: `monitoring:
  alerts:
    - ${quality}
    - ${latency}
    - {metric: cost_per_conversation, fire: above 0.20 EUR, over: 1d}   # expect: monitoring/blind`,
    says: ['alert on "cost_per_conversation" has no `kind`'],
    helps: ['{metric: cost_per_conversation, fire: above 0.20 EUR, over: 1d, kind: cost}  # in monitoring.alerts'],
  },
  {
    name: 'the honest file that comes closest: an availability alert without a number, and one without a kind',
    yaml: `monitoring: {alerts: [${quality}, ${latency}, ${cost}, {kind: availability, metric: up}, {metric: queue, fire: above 40 chats, over: 1h}]}`,
  },
  {
    name: 'less is worse, and no tokens are paid for',
    yaml: `monitoring:
  alerts:
    - {kind: quality, metric: ndcg_at_10, fire: below 0.41 points, over: 1d}
    - {kind: latency, metric: ranking_p99, fire: above 120ms, over: 15m}
    - {kind: cost, metric: gpu_spend, fire: above 90 EUR, over: 1d}`,
  },
  {
    name: 'a kind that cannot be read',
    yaml: `monitoring: {alerts: [{kind: speed, metric: latency_p95, fire: above 4s, over: 20m}]}`,
  },
  { name: 'an alert that cannot be read', yaml: 'monitoring: {alerts: [slow answers]}' },
])

test('words in place of a number replace what the schema says, and nobody can waive them', async () => {
  const yaml = `monitoring: {alerts: [{kind: latency, metric: latency_p95, fire: soon, over: 20m}]}`
  const found = (await diagnose(blind, yaml)).filter(({ message }) => message.includes('"soon"'))
  expect(found.map(({ path }) => path)).toEqual([['monitoring', 'alerts', 0, 'fire']])
})

const batch = (mode: string, guilty = '') => `integration: [{system: ledger, direction: both, mode: ${mode}}]
monitoring:
  alerts:${guilty}
    - {kind: quality, metric: wrong_rate, fire: above 2%, over: 1d}
    - {kind: deadline, metric: batch_end_delay, fire: above 30m, over: 1d}
    - {kind: cost, metric: cost_per_invoice, fire: above 0.15 EUR, over: 1d}
`
const bounded = (metric: string, fire: string, guilty = '') => `success:
  guardrail_metrics:
    - {metric: wrong_rate, limit: at most 2%}
    - {metric: csat, baseline: 4.05 points, max_drop: 0.10 points}
monitoring:
  alerts:
    - {kind: quality, metric: ${metric}, fire: ${fire}, over: 1d}${guilty}
    - {kind: latency, metric: latency_p95, fire: above 4s, over: 1d}
    - {kind: cost, metric: cost_per_chat, fire: above 0.15 EUR, over: 1d}
`

table(blind, [
  { name: 'closest: a nightly batch has a deadline and no latency', yaml: batch('batch') },
  {
    name: 'a deadline beside a live system',
    yaml: batch('live', '  # expect: monitoring/blind'),
    says: ['`monitoring.alerts` has no latency alert'],
  },
  { name: 'closest: at twice the limit', yaml: bounded('wrong_rate', 'above 4%') },
  {
    name: 'beyond twice the limit',
    yaml: bounded('wrong_rate', 'above 5%', '  # expect: monitoring/blind'),
    says: ['alert on "wrong_rate" fires above 5%, beyond 2 times its `limit`'],
    helps: ['set it to `above 4%` or nearer'],
  },
  {
    name: 'on the good side of the limit',
    yaml: bounded('wrong_rate', 'below 4%', '  # expect: monitoring/blind'),
    says: ['alert on "wrong_rate" fires below 4%, which is the good side of the metric'],
    helps: ['let it fire above a level'],
  },
  ...[
    ['quality', 'm_rate', 'above 20%', '  # expect: monitoring/blind'],
    ['quality', 'm_rate', 'below 20%', ''],
    ['drift', 'm_rate', 'above 60%', ''],
  ].map(([kind = '', metric = '', fire = '', guilty = '']) => ({
    name: `a ${kind} alert on the primary metric, where more is better, ${fire}`,
    yaml: `${bounded('csat', 'below 3.9 points').replace('alerts:', `alerts:\n    - {kind: ${kind}, metric: ${metric}, fire: ${fire}, over: 1d}${guilty}`)}`.replace(
      'success:',
      'success:\n  metric: m_rate\n  target: at least 35%',
    ),
  })),
  { name: 'closest: at twice the margin', yaml: bounded('csat', 'below 3.85 points') },
  { name: 'beyond twice the margin', yaml: bounded('csat', 'below 3.8 points', '  # expect: monitoring/blind') },
  ...[
    ['wrong_rate', 'above -4%'],
    ['wrong_rate', 'at least 0%'],
    ['csat', 'below 6 points'],
    ['csat', 'at most 5 points'],
  ].map(([metric = '', fire = '']) => ({
    name: `the lie: ${metric} ${fire} always fires`,
    yaml: bounded(metric, fire, '  # expect: monitoring/blind').replace('4.05 points,', '4.05 points, scale: 1-5,'),
    says: [`alert on "${metric}" fires ${fire}, which always holds`],
  })),
  {
    name: 'closest honest file: any wrong answer, and any rating but the best',
    yaml: bounded('wrong_rate', 'above 0%').replace(
      'alerts:',
      'alerts:\n    - {kind: quality, metric: csat, fire: below 4 points, over: 1d}',
    ),
  },
  {
    name: 'below the scale',
    yaml: bounded('csat', 'below 1 points', '  # expect: monitoring/blind, monitoring/blind'),
  },
  ...(
    [
      ['7d', ''],
      ['30d', '  # expect: monitoring/blind'],
    ] as const
  ).map(
    ([hold, guilty]): Row => ({
      name: `a rule that waits ${hold}`,
      files: {
        'r.yml': `groups: [{rules: [{alert: Slow, expr: 'histogram_quantile(0.95, rate(answer_seconds_bucket[1d])) > 4', for: ${hold}}]}]\n`,
      },
      yaml: bounded('csat', 'below 3.9 points')
        .replace('fire: above 4s, over: 1d}', `rule: Slow}${guilty}`)
        .replace('alerts:', 'rules: r.yml\n  alerts:'),
    }),
  ),
  {
    name: 'a window in which nothing is noticed',
    yaml: bounded('csat', 'below 3.9 points').replace(
      'over: 1d}',
      'over: {limited: 1d, full: 4000h}}   # expect: monitoring/blind',
    ),
    says: [expect.stringContaining('has a window of 4000h, longer than a quarter') as string],
  },
  {
    name: 'closest honest file: a quarter',
    yaml: bounded('csat', 'below 3.9 points').replace('over: 1d}', 'over: {limited: 1d, full: 92d}}'),
  },
  ...[
    ['> 4', 'r.yml shows 4 without a unit', 'above 4 <unit>'],
    ['== 4', 'r.yml shows none', '<threshold>'],
  ].map(([asked, shows, proposed]) => ({
    name: `the number of a rule without a unit: ${asked}`,
    files: { 'r.yml': `groups: [{rules: [{alert: Slow, expr: 'avg_over_time(answer[1d]) ${asked}'}]}]\n` },
    yaml: bounded('csat', 'below 3.9 points')
      .replace('fire: above 4s, over: 1d}', 'over: 1d, rule: Slow}  # expect: monitoring/blind')
      .replace('alerts:', 'rules: r.yml\n  alerts:'),
    says: [`alert on "latency_p95" has no threshold, and ${shows}`],
    helps: [expect.stringContaining(`rule: Slow, fire: ${proposed}}`) as string],
  })),
  {
    name: 'the number of a rating without a unit is proposed in points',
    files: { 'r.yml': `groups: [{rules: [{alert: Low, expr: 'avg_over_time(csat_score[1d]) < 4.01'}]}]\n` },
    yaml: bounded('csat', 'below 3.9 points')
      .replace('fire: below 3.9 points, over: 1d}', 'over: 1d, rule: Low}  # expect: monitoring/blind')
      .replace('alerts:', 'rules: r.yml\n  alerts:'),
    says: ['alert on "csat" has no threshold, and r.yml shows 4.01 without a unit'],
    helps: [expect.stringContaining('rule: Low, fire: below 4.01 points}') as string],
  },
  {
    name: 'the lie: the one of two rules that fires as declared waits for a month',
    files: {
      'r.yml': `groups: [{rules: [{alert: Slow, expr: 'a_seconds > 90'}, {alert: Slow, expr: 'a_seconds > 4', for: 30d}]}]\n`,
    },
    yaml: bounded('csat', 'below 3.9 points')
      .replace('fire: above 4s, over: 1d}', 'fire: above 4s, rule: Slow}  # expect: monitoring/blind')
      .replace('alerts:', 'rules: r.yml\n  alerts:'),
    says: ['alert on "latency_p95" waits 30 days before it notifies anyone'],
  },
  {
    name: 'two rules of one name',
    files: {
      'r.yml': 'groups: [{rules: [{alert: Slow, expr: "a_seconds > 4"}, {alert: Slow, expr: "a_seconds > 2"}]}]\n',
    },
    yaml: bounded('csat', 'below 3.9 points')
      .replace('fire: above 4s, over: 1d}', 'over: 1d, rule: Slow}  # expect: monitoring/blind')
      .replace('alerts:', 'rules: r.yml\n  alerts:'),
    says: ['alert on "latency_p95" has no threshold, and r.yml shows several'],
  },
  {
    name: 'a rule that is not understood says why',
    files: { 'r.yml': 'groups: [{rules: [{alert: Slow, expr: answer_seconds offset 7d > 4}]}]\n' },
    yaml: bounded('csat', 'below 3.9 points')
      .replace('fire: above 4s, over: 1d}', 'rule: Slow}  # expect: monitoring/blind')
      .replace('alerts:', 'rules: r.yml\n  alerts:'),
    says: ['alert on "latency_p95" has no window, and r.yml shows none'],
    helps: [expect.stringContaining('or change the rule: "Slow" ') as string],
  },
  {
    name: 'a rule that is missing from the file is for another rule',
    files: { 'r.yml': 'groups: []\n' },
    yaml: bounded('csat', 'below 3.9 points')
      .replace('fire: above 4s, over: 1d', 'rule: Slow')
      .replace('alerts:', 'rules: r.yml\n  alerts:'),
  },
])
