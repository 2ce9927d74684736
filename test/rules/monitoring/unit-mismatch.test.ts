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

const perUnit = 'success: {metric: revenue, baseline: 3.10 EUR/visitor, target: at least 3.25 EUR/visitor}\n'
const rule = (expr: string) => ({
  'r.yml': `groups: [{rules: [{alert: A, expr: ${JSON.stringify(expr)}}]}]\n`,
})
const shown = (metric: string, line = '') =>
  `monitoring:\n  rules: r.yml\n  alerts:\n    - {kind: quality, metric: ${metric}, rule: A}${line}\n`
const ratio = (currency: string, level: number) =>
  rule(`sum(increase(revenue_${currency}_total[7d])) / sum(increase(visits_total[7d])) < ${level}`)
const spend = (window: string) => rule(`sum(increase(spend_chf_total[${window}])) > 20`)

table(unitMismatch, [
  {
    name: 'closest: money that a rule divides by the visitors',
    yaml: perUnit + shown('revenue'),
    files: ratio('eur', 2.8),
  },
  {
    name: 'the lie: the money of all visitors',
    yaml: perUnit + shown('revenue', guilty),
    files: rule('sum(increase(revenue_eur_total[7d])) < 2.8'),
    says: ['alert on "revenue" fires below 2.80 EUR, but its baseline is 3.10 EUR/visitor'],
    helps: ['write the threshold in EUR/visitor, or name a metric that is measured in EUR'],
  },
  {
    name: 'the lie: of another currency',
    yaml: perUnit + shown('revenue', guilty),
    files: ratio('usd', 2.8),
    says: ['alert on "revenue" fires below 2.80 USD, but its baseline is 3.10 EUR/visitor'],
  },
  ...['1h', '1d', '7d'].map((window) => ({
    name: `closest: money that a rule adds up over ${window}, and a trigger in money a day`,
    yaml: shown('spend') + trigger('spend', 'above 500 CHF/day'),
    files: spend(window),
  })),
  {
    name: 'the lie: an average of money, and a trigger in money a day',
    yaml: shown('spend') + trigger('spend', 'above 500 CHF/day', guilty),
    files: rule('avg_over_time(spend_chf[1h]) > 20'),
    says: ['rollback trigger on "spend" fires above 500 CHF/day, but its alert fires at 20 CHF'],
  },
])
