import { triggerUnmonitored } from '../../../src/rules/rollback/trigger-unmonitored.ts'
import { table } from '../table.ts'

table(triggerUnmonitored, [
  {
    name: 'a trigger whose metric has no alert',
    yaml: `rollback:
  when:
    - {metric: csat, is: below 3.9 points, over: 7d}   # expect: rollback/trigger-unmonitored
monitoring: {alerts: [{kind: cost, metric: cost_per_conversation, fire: above 0.20 EUR, over: 1d}]}`,
    says: ['rollback trigger "csat" has no alert'],
    helps: [
      '{kind: quality, metric: csat, fire: below 3.9 points, over: 7d, notify: owner}  # add to monitoring.alerts: or at a level that is reached earlier; change the kind if needed, for example to availability',
    ],
    severity: 'error',
  },
  {
    name: 'a trigger with a window for each stage',
    yaml: `rollback:
  when:
    - {metric: csat, is: below 3.9 points, over: {limited: 7d, full: 1d}}   # expect: rollback/trigger-unmonitored
monitoring: {alerts: [{kind: cost, metric: cost_per_conversation, fire: above 0.20 EUR, over: 1d}]}`,
    helps: [
      '{kind: quality, metric: csat, fire: below 3.9 points, over: {limited: 7d, full: 1d}, notify: owner}  # add to monitoring.alerts: or at a level that is reached earlier; change the kind if needed, for example to availability',
    ],
  },
  {
    name: 'a trigger beside a file of rules',
    yaml: `rollback:
  when:
    - {metric: csat, is: below 3.9 points, over: 7d}   # expect: rollback/trigger-unmonitored
monitoring: {rules: alerts.yml, alerts: [{kind: cost, metric: cost_per_conversation, rule: Cost}]}`,
    helps: [
      '{kind: quality, metric: csat, rule: <alert in the rules file>}  # add to monitoring.alerts: one that fires at `below 3.9 points` over `7d`, or earlier; change the kind if needed, for example to availability',
    ],
  },
  {
    name: 'a metric in two triggers is named once, one with another name is another metric',
    yaml: `rollback:
  when:
    - {metric: handling_time, is: above 12 min, over: 1d}   # expect: rollback/trigger-unmonitored
    - {metric: handling_time, is: above 20 min, over: 1h}
monitoring: {alerts: [{kind: latency, metric: handling_time_p95, fire: above 30 min, over: 1d}]}`,
  },
  {
    name: 'the honest file that comes closest: an alert of another kind under another spelling',
    yaml: `rollback: {when: [{metric: CSAT-score, is: below 3.9 points, over: 7d}]}
monitoring: {alerts: [{kind: usage, metric: csat_score, fire: below 4.0 points, over: 7d}]}`,
  },
  {
    name: 'no alert at all is for monitoring/blind',
    yaml: `rollback: {when: [{metric: csat, is: below 3.9 points, over: 7d}]}
monitoring: {alerts: []}`,
  },
  {
    name: 'no monitoring is for monitoring/blind',
    yaml: 'rollback: {when: [{metric: csat, is: below 3.9 points}]}',
  },
  {
    name: 'an alert whose metric cannot be read may be the one',
    yaml: `rollback: {when: [{metric: csat, is: below 3.9 points, over: 7d}]}
monitoring: {alerts: [{kind: quality, metric: TBD, fire: below 4.0 points, over: 7d}]}`,
  },
  {
    name: 'an alert whose level cannot be read still watches its metric',
    yaml: `rollback:
  when:
    - {metric: csat, is: below 3.9 points, over: 7d}
    - {metric: queue_length, is: above 40 chats, over: 1h}   # expect: rollback/trigger-unmonitored
monitoring: {alerts: [{kind: quality, metric: csat, fire: when bad, over: 7d}]}`,
  },
])
