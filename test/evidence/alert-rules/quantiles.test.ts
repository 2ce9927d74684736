import { expect, test } from 'vitest'
import { judged } from './judged.ts'

const judge = (metric: string, file: string, text: string) =>
  judged(`Slow | above 4s | 1h | kind: latency, metric: ${metric}`, file, { [file]: text })

const prometheus = (expr: string) => `groups: [{rules: [{alert: Slow, expr: '${expr} > 4', for: 1h}]}]\n`
const datadog = (query: string) => JSON.stringify({ name: 'Slow', type: 'query alert', query: `${query} > 4` })
const alarm = (statistic: string, name = 'AnswerSeconds') =>
  `Resources: {Slow: {Type: AWS::CloudWatch::Alarm, Properties: {MetricName: ${name}, ${statistic}, Period: 3600, EvaluationPeriods: 1, ComparisonOperator: GreaterThanThreshold, Threshold: 4}}}\n`

const averages: readonly [string, string, string][] = [
  [
    'a sum over a count',
    'a.yml',
    prometheus('sum(rate(answer_seconds_sum[1h])) / sum(rate(answer_seconds_count[1h]))'),
  ],
  ['an average of gauges', 'a.yml', prometheus('avg(answer_seconds)')],
  ['an average of Datadog', 'a.json', datadog('avg(last_1h):avg:care.answer.seconds{env:prod}')],
  ['an average of CloudWatch', 'c.yml', alarm('Statistic: Average')],
]

test.each(averages)('%s proves no percentile, and an average', async (_, file, text) => {
  expect(await judge('latency_p95', file, text)).toBe('open: averages the metric, but `latency_p95` is a percentile')
  expect(await judge('latency_mean', file, text)).toBe('proven')
})

test.each<[string, string, string]>([
  ['a quantile', 'a.yml', prometheus('histogram_quantile(0.95, sum by (le) (rate(answer_seconds_bucket[1h])))')],
  ['an average of quantiles', 'a.yml', prometheus('avg(answer_seconds{quantile="0.95"})')],
  ['a gauge that may be one', 'a.yml', prometheus('answer_seconds')],
  ['an average of what is called so', 'a.yml', prometheus('avg(answer_p95_seconds)')],
  ['an average of what was recorded', 'a.yml', prometheus('avg(job:answer_seconds:p95)')],
  ['a percentile of Datadog', 'a.json', datadog('avg(last_1h):p95:care.answer.seconds{env:prod}')],
  ['a histogram of Datadog', 'a.json', datadog('avg(last_1h):avg:care.answer.95percentile{env:prod}')],
  ['a percentile of CloudWatch', 'c.yml', alarm('ExtendedStatistic: p95')],
  ['an average of what CloudWatch is told', 'c.yml', alarm('Statistic: Average', 'AnswerP95')],
])('%s proves a percentile', async (_, file, text) => {
  expect(await judge('latency_p95', file, text)).toBe('proven')
})

test('another percentile is a contradiction', async () => {
  const text = datadog('avg(last_1h):p50:care.answer.seconds{env:prod}')
  expect(await judge('latency_p95', 'a.json', text)).toMatch(/^wrong: .*uses the 0.5 quantile/)
})

test('an average of a count of CloudWatch may be a share', async () => {
  const text = alarm('Unit: Count, Statistic: Average', 'Errors').replace('Threshold: 4', 'Threshold: 0.04')
  expect(await judged('Slow | above 4% | 1h', 'c.yml', { 'c.yml': text })).toBe('proven')
})

const share = (expr: string) => `groups: [{rules: [{alert: Slow, expr: '${expr}', for: 1h}]}]\n`
const [quick, all] = ['sum(rate(answer_seconds_bucket{le="4"}[1h]))', 'sum(rate(answer_seconds_count[1h]))']
const everything = all.replace('count', 'bucket{le="+Inf"}')

test.each([
  `1 - ${quick} / ${all} > 0.05`,
  `1 - ${quick} / ${everything} > 0.05`,
  `${quick} / ${all} < 0.95`,
  `0.95 > ${quick} / ${all}`,
  `100 * (1 - ${quick} / ${all}) > 5`,
  `(${all} - ${quick}) / ${all} > 0.05`,
])('%s is a bar on a percentile, and on a share', async (expr) => {
  expect(await judge('latency_p95', 'a.yml', share(expr))).toBe('proven')
  const isGood = expr.includes('0.95')
  const slow = `Slow | ${isGood ? 'below 95%' : 'above 5%'} | 1h | kind: latency, metric: slow_share`
  expect(await judged(slow, 'a.yml', { 'a.yml': share(expr) })).toBe('proven')
  expect(await judge('latency_p99', 'a.yml', share(expr))).toMatch(/^wrong: .*uses the 0.95 quantile/)
})

test.each([
  ['another histogram', `1 - ${quick} / ${all.replace('answer', 'reply')} > 0.05`],
  ['other labels', `1 - ${quick} / ${all.replace('count', 'count{route="a"}')} > 0.05`],
  ['two bounds', `1 - (${quick} + ${quick.replace('4', '2')}) / ${all} > 0.05`],
  ['what is called slow', 'sum(rate(slow_total[1h])) / sum(rate(answers_total[1h])) > 0.05'],
  ['the good side', `1 - ${quick} / ${all} < 0.05`],
])('a share of %s is no percentile', async (_, expr) => {
  expect(await judge('latency_p95', 'a.yml', share(expr))).toMatch(
    /^open: fires at a share of events, but `latency_p95`/,
  )
})
