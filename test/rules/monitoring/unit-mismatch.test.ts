import { unitMismatch } from '../../../src/rules/monitoring/unit-mismatch.ts'
import { table } from '../table.ts'

const guilty = '  # expect: monitoring/unit-mismatch'
const success = (baseline: string) =>
  `success:\n  metric: m\n  baseline: ${baseline}\n  guardrail_metrics: [{metric: wrong_rate, limit: at most 1.5%}]\n`
const alert = (metric: string, fire: string, line = '') =>
  `monitoring:\n  alerts:\n    - {kind: quality, metric: ${metric}, fire: ${fire}, over: 7d}${line}\n`
const trigger = (metric: string, is: string, line = '') =>
  `rollback:\n  when:\n    - {metric: ${metric}, is: ${is}, over: 7d}${line}\n`

table(unitMismatch, [
  {
    name: 'points for a share',
    yaml: success('22%') + alert('wrong_rate', 'above 1.6 points', guilty),
    says: ['alert on "wrong_rate" fires above 1.6 points, but its limit is 1.5%'],
    helps: ['write the threshold in %, or name a metric that is measured in points'],
    severity: 'error',
  },
  {
    name: 'a trigger in points, under another spelling',
    yaml: success('22%') + trigger('Wrong-Rate', 'above 4 points', guilty),
    says: ['rollback trigger on "Wrong-Rate" fires above 4 points, but its limit is 1.5%'],
  },
  {
    name: 'another currency than the baseline',
    yaml: success('41.20 EUR') + alert('m', 'below 40 USD', guilty),
  },
  { name: 'a share for a mean in points', yaml: success('4.2 points') + alert('m', 'below 80%', guilty) },
  {
    name: 'a trigger in another unit than the alert, where success says nothing',
    yaml: alert('latency_p95', 'above 4s') + trigger('latency_p95', 'above 6%', guilty),
    says: ['rollback trigger on "latency_p95" fires above 6%, but its alert fires at 4s'],
  },
  { name: 'closest: a share for a share', yaml: success('22%') + alert('wrong_rate', 'above 1.6%') },
  { name: 'closest: points for points', yaml: success('4.2 points') + alert('m', 'below 4 points') },
  {
    name: 'closest: times convert',
    yaml: success('3s') + alert('m', 'above 4000ms') + trigger('m', 'above 0.1 min'),
  },
  { name: 'closest: the same money', yaml: success('41.20 EUR') + trigger('m', 'below 38 EUR') },
  { name: 'closest: bars without a level', yaml: success('22%') + alert('m', 'not below baseline') },
  {
    name: 'closest: a metric that success does not know',
    yaml: success('22%') + alert('cost_per_chat', 'above 1 EUR'),
  },
  { name: 'a level that cannot be read', yaml: success('22') + alert('m', 'above 4 points') },
])
