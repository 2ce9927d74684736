import { describe, expect, test } from 'vitest'
import type { Alert } from '../../../src/evidence/alert-rules/alert.ts'
import { readerOf } from '../../../src/evidence/alert-rules/dialects.ts'
import { readText } from '../bytes.ts'

const read = (text: string, file = 'monitors.json') => readText(readerOf(['wrong answers']), file, text)

const alertOf = async (text: string, file?: string): Promise<Alert> => {
  const reading = await read(text, file)
  if (reading.state !== 'read') throw new Error(JSON.stringify(reading))
  const [alert] = reading.value.alerts
  if (alert === undefined) throw new Error('there is no such alert')
  return alert
}

const monitor = (query: string, others: object = {}) => ({
  name: 'wrong answers',
  type: 'query alert',
  query,
  message: 'Too many @slack-care @pagerduty-Care_Platform.',
  ...others,
})

const brief = ({ level, windows, quantile, unread, fixed }: Alert) =>
  unread ??
  fixed ??
  [
    level.value.map(({ op, value, unit }) => `${op} ${value} ${unit.kind} ${unit.factor}`),
    windows.value,
    quantile,
  ].flat()

describe('what a metric query says', () => {
  test.each([
    ['avg(last_5m):avg:a.latency.seconds{*} > 4', ['above 4 time 1', 300, 'mean']],
    ['percentile(last_4h):p95:trace.chat.answer{env:prod,service:bot} >= 2.5', ['at_least 2.5 time 1', 14_400, 0.95]],
    ['avg(last_1d):p999:chat.time{*} by {region} > 4', ['above 4 unknown 1', 86_400, 0.999]],
    [
      'sum(last_3d):sum:a.wrong{*}.as_count() / sum:a.reviewed{*}.as_count() * 100 > 3',
      ['above 3 share 0.01', 259_200, undefined],
    ],
    [
      'sum(last_1w):100 * (default_zero(sum:a.wrong{env:prod}.as_count()) / sum:a.all{env:prod}.as_count()) > 3',
      ['above 3 share 0.01', 604_800, undefined],
    ],
    [
      'sum(last_1d):sum:cost.eur{*}.as_count() / sum:chats{*}.as_count() > 0.2',
      ['above 0.2 money 1', 86_400, undefined],
    ],
    ['min(last_1h):avg:csat.points{*}.rollup(avg, 60) < 4', ['below 4 points 1', 3600, 'mean']],
    ['avg(last_1h):avg:a.ms{*} - avg:b.ms{*} > -1.5e2', ['above -150 time 0.001', 3600, 'mean']],
    [
      'avg(last_1d):default(sum:a.wrong{*} by {x}.as_rate(), 0) / clamp_min(sum:a.all{*}.as_rate(), 1) > 0.03',
      ['above 0.03 share 1', 86_400, undefined],
    ],
    ['\n avg(last_1d):\n  (abs(avg:a.seconds{*})) * 2\n > 8\n', ['above 8 time 0.5', 86_400, 'mean']],
    ['sum(last_1d):sum:llm.cost{*}.as_count() > 50', ['above 50 unknown 1', 86_400, undefined]],
    ['avg(last_1d):count:llm.cost.usd{*} > 50', ['above 50 count 1', 86_400, undefined]],
    ['avg(last_1mo):count:a.wrong{*} > 30', ['above 30 count 1', 2_592_000, undefined]],
  ])('%s', async (query, expected) => {
    expect(brief(await alertOf(JSON.stringify(monitor(query))))).toEqual(expected)
  })

  test.each([
    "avg(last_4h):anomalies(avg:a.b{*}, 'basic', 2) >= 1",
    'change(avg(last_1h),last_1d):avg:a.b{*} > 5',
    'pct_change(avg(last_1h),last_1d):avg:a.b{*} > 5',
    'avg(last_5m):ewma_5(avg:a.b{*}) > 5',
    'avg(last_5m):avg:a.b{*}.moving_rollup(60, "max") > 5',
    'logs("status:error").index("*").rollup("count").last("5m") > 10',
    'avg(last_5m):avg:a.b > 4',
    'avg(last_5m):avg:a.b{*} > 4 > 5',
    'avg(last_5m):(avg:a.b{*} > 4',
    'avg(last_5m): > 4',
    'avg(last_5y):avg:a.b{*} > 4',
    `avg(last_5m):${'('.repeat(9000)} > 4`,
    `avg(last_5m):${'-'.repeat(9000)} > 4`,
    `avg(last_5m):avg:a.b${' '.repeat(9000)} > 4`,
    '',
  ])('%.80s is not read', async (query) => {
    expect(brief(await alertOf(JSON.stringify(monitor(query))))).toBe(
      'has an invalid or unsupported Datadog expression',
    )
  })
})

test.each([
  ['env:staging', 'selects only env="staging", where the pilot serves no customer'],
  ['env:staging AND service:bot', 'selects only env="staging", where the pilot serves no customer'],
  ['service:bot,variant:control', 'selects only variant="control", where the pilot serves no customer'],
  ['env:prod OR env:staging', undefined],
  ['!env:staging', undefined],
  ['env IN (staging,prod)', undefined],
  ['env IN (staging, test)', 'selects only env="staging|test", where the pilot serves no customer'],
  ['service:bot AND env NOT IN (prod)', 'selects only env!="prod", where the pilot serves no customer'],
  ['(env:staging)', 'selects only env="staging", where the pilot serves no customer'],
  ['env:stag*', 'selects only env="stag.*", where the pilot serves no customer'],
  ['env:staging OR env:test', 'selects only env="staging", where the pilot serves no customer'],
  ['service:bot AND (env:staging OR env:test)', 'selects only env="staging", where the pilot serves no customer'],
  ['!env:*', 'selects only env!=".*", where the pilot serves no customer'],
  ['env:prod AND (country:li OR country:ch)', undefined],
  ['env NOT IN (staging,test) AND service:bot', undefined],
  ['NOT (env:staging OR env:test)', undefined],
  ['env:*', undefined],
  ['(((((((((((((((((((((((((env:staging', undefined],
])('a query of {%s}: %s', async (scope, expected) => {
  const alert = await alertOf(JSON.stringify(monitor(`avg(last_5m):avg:a.seconds{${scope}} > 4`)))
  expect(alert.unread).toBe(expected)
})

const query = 'avg(last_5m):avg:a.seconds{*} > 4'

test.each([
  [{ type: 'log alert' }, 'is a monitor of type `log alert`, which pilotlint does not support'],
  [{ type: 'composite' }, 'is a monitor of type `composite`, which pilotlint does not support'],
  [{ options: { thresholds: { critical: 5 } } }, 'compares with 4, but its critical threshold is 5'],
  [{ options: { thresholds: { critical: 4, warning: 3 } } }, undefined],
  // The operator keeps its thresholds as strings.
  [{ options: { thresholds: { critical: '4' } } }, undefined],
  [{ type: 'metric alert' }, undefined],
])('%j: %s', async (others, expected) => {
  expect((await alertOf(JSON.stringify(monitor(query, others)))).unread).toBe(expected)
})

const most = 'fires only when the maximum is below its threshold'
const least = 'fires only when the minimum is above its threshold'
const added = 'sums a metric that is a level, expected an average'
const ratio = 'sum:a.wrong{*}.as_count() / sum:a.all{*}.as_count()'

test.each([
  ['max(last_7d):avg:csat.points{*} < 4', most],
  ['avg(last_7d):max:csat.points{*} < 4', most],
  ['avg(last_7d):avg:csat.points{*}.rollup(max, 86400) < 4', most],
  ['sum(last_7d):avg:csat.points{*} < 4', added],
  ['avg(last_7d):sum:csat.points{*} < 4', added],
  ['avg(last_7d):avg:csat.points{*}.rollup(sum, 86400) < 4', added],
  ['avg(last_7d):default(avg:csat.points{*}, 5) < 4', 'fills missing data with 5, expected gaps'],
  ['avg(last_7d):avg:csat.points{*}.fill(5) < 4', 'fills missing data with 5, expected gaps'],
  ['min(last_8h):p95:a.seconds{*} > 4', least],
  ['avg(last_8h):p95:a.seconds{*}.rollup(min, 3600) > 4', least],
  [`min(last_2d):${ratio} > 0.04`, least],
  [
    'sum(last_1h):avg:a.wrong{*}.as_count() / sum:a.all{*}.as_count() > 0.04',
    'divides avg by sum, expected the same aggregation on both sides',
  ],
  [
    'sum(last_1h):sum:a.wrong{*} by {x}.as_count() / sum:a.all{*} by {y}.as_count() > 0.04',
    'can never fire: the two sides of `/` have different labels',
  ],
  ['avg(last_7d):avg:csat.points{*} by {region} < 4', undefined],
  ['max(last_30m):avg:csat.points{*} < 4', undefined],
  ['max(last_1d):avg:a.seconds{*} > 4', undefined],
  ['avg(last_7d):default(avg:csat.points{*}, 0) < 4', undefined],
  ['avg(last_7d):avg:csat.points{*}.fill(last, 300) < 4', undefined],
  ['min(last_15m):p95:a.seconds{*} > 4', undefined],
  [`sum(last_1d):1 - default(${ratio}, 0) < 0.96`, undefined],
  [`sum(last_1d):${ratio} < 0.04`, undefined],
  ['sum(last_1h):sum:a.wrong{*} by {x,y}.as_count() / sum:a.all{*} by {y, x}.as_count() > 0.04', undefined],
  ['sum(last_1h):sum:a.wrong{*} by {x}.as_count() / sum:a.all{*}.as_count() > 0.04', undefined],
  ['avg(last_1h):sum:a.wrong{*}.as_rate() / clamp_min(sum:a.all{*}.as_rate(), 1) > 0.04', undefined],
])('%s: %s', async (text, expected) => {
  expect((await alertOf(JSON.stringify(monitor(text)))).unread).toBe(expected)
})

test('a divisor that no volume reaches', async () => {
  const text = `sum(last_2d):sum:a.wrong{*}.as_count() / clamp_min(sum:a.all{*}.as_count(), 1000000) > 0.04`
  expect((await alertOf(JSON.stringify(monitor(text)))).guard).toEqual({ events: 1_000_000, over: 172_800 })
})

const rarely = 'is evaluated less than once a day'
const cumulative = 'has a cumulative `evaluation_window`, which pilotlint does not support'
const scheduled = (rrule: string) => ({
  options: { scheduling_options: { custom_schedule: { recurrences: [{ rrule }] } } },
})

test.each([
  [
    { options: { evaluation_delay: 604_800 } },
    'evaluates old data (an `offset` or a query delay), expected current data',
  ],
  [scheduled('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29'), rarely],
  [scheduled('FREQ=DAILY;INTERVAL=30'), rarely],
  [{ options: { scheduling_options: { evaluation_window: { month_starts: 1 } } } }, cumulative],
  [{ options: { evaluation_delay: 900 } }, undefined],
  [scheduled('FREQ=DAILY;INTERVAL=1;BYHOUR=9'), undefined],
  [scheduled('FREQ=HOURLY'), undefined],
])('%j: %s', async (others, expected) => {
  expect((await alertOf(JSON.stringify(monitor(query, others)))).unread).toBe(expected)
})

test.each([
  ['avg(last_1h):sum:a.wrong{*}.as_count() / sum:a.wrong{*}.as_count() > 0.03', 'divides the metric by itself'],
  ['avg(last_1h):(avg:a.seconds{*} - avg:a.seconds{*}) + avg:a.seconds{*} > 4', 'subtracts the metric from itself'],
  ['avg(last_1h):100 * sum:a.wrong{*}.as_count() / sum:a.wrong{*}.as_count() > 3', 'divides the metric by itself'],
  ['avg(last_1h):sum:a.all{ok:no}.as_count() / sum:a.all{*}.as_count() > 0.03', undefined],
  ['avg(last_1h):avg:a.seconds{*} - avg:b.seconds{*} - avg:c.seconds{*} > 4', undefined],
  [
    'avg(last_1h):avg:a.seconds{env:prod,!env:prod} > 4',
    'selects no series: its matchers on `env` contradict each other',
  ],
  ['avg(last_1h):avg:a.seconds{env:prod,!route:health} > 4', undefined],
])('%s: %s', async (text, expected) => {
  expect((await alertOf(JSON.stringify(monitor(text)))).fixed).toBe(expected)
})

test.each([
  ['avg(last_1h):avg:a.seconds{!env:prod} > 4', 'selects only env!="prod", where the pilot serves no customer'],
  [
    'avg(last_1h):avg:a.seconds{service:bot AND NOT env:prod} > 4',
    'selects only env!="prod", where the pilot serves no customer',
  ],
  ['avg(last_1h):avg:a.seconds{!env:staging} > 4', undefined],
  ['avg(last_1h):avg:a.seconds{!env:staging AND (route:a OR NOT env:prod)} > 4', undefined],
])('%s: %s', async (text, expected) => {
  expect((await alertOf(JSON.stringify(monitor(text)))).unread).toBe(expected)
})

test.each([
  [{ options: { silenced: { '*': null } } }, true],
  [{ draft_status: 'draft' }, true],
  [{ options: { silenced: { 'host:a': null } } }, false],
  [{ options: { silenced: { '*': 1_800_000_000 } } }, false],
  [{ options: { silenced: { '*': 4_102_444_800 } } }, true],
  [{ query: 'avg(last_5m):avg:a.seconds{env:prod} > 4', options: { silenced: { 'env:prod': null } } }, true],
  [{ query: 'avg(last_5m):avg:a.seconds{env:prod} > 4', options: { silenced: { 'env:staging': null } } }, false],
])('%j is switched off: %s', async (others, expected) => {
  expect((await alertOf(JSON.stringify(monitor(query, others)))).paused).toBe(expected)
})

test('it goes to everybody whom its message mentions', async () => {
  const { receivers } = await alertOf(JSON.stringify(monitor(query)))
  expect(receivers.map(({ value }) => value)).toEqual([
    'slack-care',
    'care',
    'pagerduty-Care_Platform',
    'Care_Platform',
  ])
})

test.each([
  ['{{#is_alert}}@team-care{{/is_alert}} {{#is_recovery}}@team-sales{{/is_recovery}}', ['team-care', 'care']],
  ['{{^is_recovery}}@team-care{{/is_recovery}}', ['team-care', 'care']],
  ['{{#is_alert}}{{#is_match "host.name" "web"}}@team-care{{/is_match}}{{/is_alert}}', []],
  ['{{#is_match "env" "staging"}}@team-sales{{/is_match}} @team-care', ['team-care', 'care']],
  ['{{#is_exact_match "env.name" "staging"}}@team-care{{else}}@team-care{{/is_exact_match}}', []],
  ['{{^is_match "env" "prod"}}@team-care{{/is_match}}', []],
  ['{{#is_recovery}}all is well{{else}}@team-care{{/is_recovery}}', ['team-care', 'care']],
  ['{{#is_warning_to_alert}}@team-care{{/is_warning_to_alert}}', ['team-care', 'care']],
  ['{{#is_alert}}slow{{else}}@team-care{{/is_alert}}', []],
  ['{{!-- @team-care --}}{{! @team-care }}', []],
  ['{{!-- {{#is_recovery}} --}}@team-care', ['team-care', 'care']],
  ['Look at {{host.name}}. {{#is_renotify}}Still so.{{/is_renotify}} @team-care', ['team-care', 'care']],
  ['{{#is_recovery}}@team-care{{/is_recovery}}', []],
  ['{{#is_warning}}{{#is_match "a" "b"}}x{{/is_match}} @team-care {{/is_warning}}', []],
  ['{{#is_alert_to_warning}} @team-care {{/is_alert_to_warning}}', []],
  ['{{#is_no_data}} @team-care {{/is_no_data}}{{^is_alert}} @team-care {{/is_alert}}', []],
  ['{{#is_warning_recovery}} @team-care', []],
])('when it fires, %j goes to %j', async (message, expected) => {
  const { receivers } = await alertOf(JSON.stringify(monitor(query, { message })))
  expect(receivers.map(({ value }) => value)).toEqual(expected)
})

const resource = `apiVersion: datadoghq.com/v1alpha1
kind: DatadogMonitor
metadata: {name: wrong-answers}
spec:
  name: wrong answers
  type: metric alert
  query: "${query}"
  message: "@team-care"
  options: {thresholds: {critical: "4"}}
`

test.each([
  ['a list', JSON.stringify([monitor(query)]), 'm.json'],
  ['a template', JSON.stringify({ version: 2, title: 'Wrong answers', definition: monitor(query) }), 'm.json'],
  ['an export', JSON.stringify({ monitors: [monitor(query)] }), 'm.json'],
  ['a resource', resource, 'm.yaml'],
  ['resources', `${resource}---\n${resource.replaceAll('wrong', 'other')}`, 'm.yaml'],
])('%s', async (_, text, file) => {
  const { level, name } = await alertOf(text, file)
  expect(level.value).toMatchObject([{ op: 'above', value: 4 }])
  expect(name.value).toBe('wrong answers')
})

test('a monitor without a query is broken', async () => {
  expect(await read(JSON.stringify([monitor(query), { name: 'a', type: 'b' }]))).toMatchObject({
    state: 'malformed',
    problem: 'has a monitor without `name`, `type` or `query`',
  })
})
