import { expect, test } from 'vitest'
import { blind } from '../../../src/rules/monitoring/blind.ts'
import { diagnose, table } from '../table.ts'

const quality = '{kind: quality, metric: wrong_answer_rate, fire: above 2.5%, over: 3d}'
const latency = '{kind: latency, metric: latency_p95, fire: above 4s, over: {limited: 6h, full: 20m}}'
const cost = '{kind: cost, metric: cost_per_conversation, fire: above 0.20 EUR, over: 1d}'

table(blind, [
  {
    name: 'no section is one finding',
    yaml: 'stage: limited   # expect: monitoring/blind',
    says: ['nothing is monitored'],
    severity: 'error',
  },
  {
    name: 'a dashboard and no alert is one finding, with all that is missing',
    yaml: `monitoring:   # expect: monitoring/blind
  rules: monitoring/rules.yml`,
    says: ['no alert watches quality, latency or cost'],
    helps: [
      'alerts: [{kind: quality, metric: wrong_answer_rate, fire: above 2.5%, over: 3d, notify: owner}, {kind: latency, metric: latency_p95, fire: above 4s, over: 20m, notify: owner}, {kind: cost, metric: cost_per_conversation, fire: above 0.20 EUR, over: 1d, notify: owner}]  # in monitoring',
    ],
  },
  {
    name: 'one kind is missing',
    yaml: `monitoring:
  alerts:   # expect: monitoring/blind
    - ${quality}
    - ${latency}`,
    says: ['no alert watches cost'],
    helps: [
      '- {kind: cost, metric: cost_per_conversation, fire: above 0.20 EUR, over: 1d, notify: owner}  # add to monitoring.alerts',
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
      'the alert on "wrong_answer_rate" has no number',
      'the alert on "latency_p95" has no window',
      'the cost alert has no number and no window',
    ],
  },
  {
    name: 'a comparison is no number: chance alone is on either side of it',
    yaml: `monitoring:
  alerts:
    - {kind: quality, metric: wrong_answer_rate, fire: above control, over: 3d}   # expect: monitoring/blind
    - ${latency}
    - ${cost}`,
    says: ['the alert on "wrong_answer_rate" has no number: "above control"'],
    helps: [
      '{kind: quality, metric: wrong_answer_rate, fire: above 2.5%, over: 3d}  # in monitoring.alerts: with the level and the window at which somebody has to look',
    ],
  },
  {
    name: 'words for a number, explained better than by the schema',
    yaml: `monitoring:
  alerts:
    - ${quality}
    - {kind: latency, metric: latency_p95, fire: when it is slow, over: 20m}   # expect: monitoring/blind
    - ${cost}`,
    says: ['the alert on "latency_p95" has no number: "when it is slow"'],
    helps: [
      '{kind: latency, metric: latency_p95, fire: above 4s, over: 20m}  # in monitoring.alerts: the level at which it fires',
    ],
  },
  {
    name: 'a number with a slip in it is left to the schema, and does not hide the kind that is missing',
    yaml: `monitoring:
  alerts:   # expect: monitoring/blind
    - {kind: quality, metric: wrong_answer_rate, fire: above 2,5%, over: 3d}
    - ${latency}`,
    says: ['no alert watches cost'],
  },
  {
    name: 'no window for the stage that is judged',
    yaml: `monitoring:
  alerts:
    - ${quality}
    - ${latency}   # expect: monitoring/blind
    - ${cost}`,
    for: 'progressive',
    says: ['the alert on "latency_p95" has no window for progressive'],
  },
  {
    name: 'an alert without a kind may be the one that is missing',
    yaml: `monitoring:
  alerts:
    - ${quality}
    - ${latency}
    - {metric: cost_per_conversation, fire: above 0.20 EUR, over: 1d}   # expect: monitoring/blind`,
    says: ['the alert on "cost_per_conversation" names no kind'],
    helps: [
      '{metric: cost_per_conversation, fire: above 0.20 EUR, over: 1d, kind: cost}  # in monitoring.alerts: one of cost',
    ],
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
