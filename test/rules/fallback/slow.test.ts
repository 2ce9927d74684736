import { slow } from '../../../src/rules/fallback/slow.ts'
import { table } from '../table.ts'

table(slow, [
  {
    name: 'a path that begins when everybody has left',
    yaml: 'fallback:\n  - {for: [any_failure], do: template, after: 7d} # expect: fallback/slow',
    says: ['fallback waits 7d for the model, more than a day'],
    helps: ['set `after` to the longest time that a request may take'],
  },
  {
    name: 'a path that begins long after the slowest answer',
    yaml: `rollback: {when: [{metric: latency_p95, is: above 6s, over: 1h}]}
monitoring: {alerts: [{kind: latency, metric: latency_p95, fire: above 4s, over: 1h}]}
fallback:
  - {for: [any_failure], do: template, after: 11min} # expect: fallback/slow`,
    says: ['fallback waits 11m for the model, more than 100 times the slowest allowed answer of 6s'],
  },
  {
    name: 'people who answer next year',
    yaml: 'fallback:\n  - {for: [any_failure], do: human, to: clerks, within: 365d, capacity: 9/day} # expect: fallback/slow',
    says: ['fallback reaches people within 365d, more than 30 days'],
    helps: ['set `within` to the longest time that a request may wait for them'],
  },
  {
    name: 'closest honest file: appraisers who answer within a month',
    yaml: 'fallback: [{for: [any_failure], do: queue, to: appraisers, within: 30d, capacity: 9/day}]',
  },
  {
    name: 'closest honest file: batches that wait for a night',
    yaml: `success: {guardrail_metrics: [{metric: proposal_p95, limit: at most 30min}]}
fallback: [{for: [any_failure], do: template, after: 24h}]`,
  },
  {
    name: 'closest honest file: the timeout of a client beside a fast system',
    yaml: `success: {guardrail_metrics: [{metric: latency_p95, limit: at most 60ms}]}
fallback: [{for: [any_failure], do: template, after: 60s}]`,
  },
  {
    name: 'before shadow',
    for: 'pilot',
    yaml: 'stage: pilot\nfallback: [{for: [any_failure], do: template, after: 7d}]',
  },
])
