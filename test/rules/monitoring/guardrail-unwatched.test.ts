import { guardrailUnwatched } from '../../../src/rules/monitoring/guardrail-unwatched.ts'
import { table } from '../table.ts'

const other = 'monitoring: {alerts: [{kind: cost, metric: cost_per_conversation, fire: above 0.20 EUR, over: 1d}]}'

table(guardrailUnwatched, [
  {
    name: 'neither alert nor trigger, with the level at which each margin is used up',
    yaml: `success:
  guardrail_metrics:
    - {metric: csat, baseline: 4.21 points, max_drop: 0.10 points}   # expect: monitoring/guardrail-unwatched
    - {metric: handling_time, baseline: 9.4 min, max_rise: 0.5 min}   # expect: monitoring/guardrail-unwatched
    - {metric: wrong_answer_rate, limit: at most 1%}   # expect: monitoring/guardrail-unwatched
    - {metric: recall, limit: at least 95%}   # expect: monitoring/guardrail-unwatched
    - {metric: nps, max_drop: 2 points}   # expect: monitoring/guardrail-unwatched
${other}`,
    says: ['csat', 'handling_time', 'wrong_answer_rate', 'recall', 'nps'].map(
      (metric) => `guardrail metric "${metric}" has no alert and no rollback trigger`,
    ),
    helps: [
      ['csat', 'below 4.11 points'],
      ['handling_time', 'above 9.9 min'],
      ['wrong_answer_rate', 'above 1%'],
      ['recall', 'below 95%'],
      ['nps', '<threshold>'],
    ].map(
      ([metric, fire]) =>
        `{kind: quality, metric: ${metric}, fire: ${fire}, over: <window>, notify: owner}  # add to monitoring.alerts`,
    ),
    severity: 'error',
  },
  {
    name: 'levels in the unit of the metric: points of a share, other times, and no baseline',
    yaml: `success:
  guardrail_metrics:
    - {metric: retention, baseline: 80%, max_drop: 2 points}   # expect: monitoring/guardrail-unwatched
    - {metric: handling_time, baseline: 9.4 min, max_rise: 30s}   # expect: monitoring/guardrail-unwatched
    - {metric: queue_time, max_rise: 30s}   # expect: monitoring/guardrail-unwatched
    - {metric: latency_p95, limit: at most 4s}   # expect: monitoring/guardrail-unwatched
${other}`,
    helps: [
      ['quality', 'retention', 'below 78%'],
      ['quality', 'handling_time', 'above 9.9 min'],
      ['quality', 'queue_time', '<threshold>'],
      ['latency', 'latency_p95', 'above 4s'],
    ].map(
      ([kind, metric, fire]) =>
        `{kind: ${kind}, metric: ${metric}, fire: ${fire}, over: <window>, notify: owner}  # add to monitoring.alerts`,
    ),
  },
  {
    name: 'a guardrail metric of its own name is no other metric',
    yaml: `success:
  guardrail_metrics:
    - {metric: cost, limit: at most 1%}   # expect: monitoring/guardrail-unwatched
${other}`,
  },
  {
    name: 'the honest file that comes closest: only a trigger watches, under another spelling',
    yaml: `success: {guardrail_metrics: [{metric: Csat, max_drop: 0.10 points}]}
rollback: {when: [{metric: csat, is: below 3.9 points, over: 7d}]}
${other}`,
  },
  {
    name: 'no alert at all is for monitoring/blind',
    yaml: `success: {guardrail_metrics: [{metric: csat, max_drop: 0.10 points}]}
monitoring: {alerts: []}`,
  },
  { name: 'no monitoring', yaml: 'success: {guardrail_metrics: [{metric: csat, max_drop: 0.10 points}]}' },
  {
    name: 'a trigger that cannot be read may be the one',
    yaml: `success: {guardrail_metrics: [{metric: csat, max_drop: 0.10 points}]}
rollback: {when: [csat falls]}
${other}`,
  },
  {
    name: 'triggers that cannot be read at all',
    yaml: `success: {guardrail_metrics: [{metric: csat, max_drop: 0.10 points}, {max_drop: 1 points}]}
rollback: {when: TBD}
${other}`,
  },
])
