import { describe, expect, test } from 'vitest'
import type { Alert } from '../../../src/evidence/alert-rules/alert.ts'
import { readerOf } from '../../../src/evidence/alert-rules/dialects.ts'
import { readText } from '../bytes.ts'

type Model = { readonly [key: string]: unknown }
type Query = { readonly refId: string; readonly [key: string]: unknown }

const prometheus = (refId: string, expr: string, others: Model = {}, from = 600): Query => ({
  refId,
  datasourceUid: 'prometheus',
  relativeTimeRange: { from, to: 0 },
  model: { expr, ...others },
})
const expression = (refId: string, type: string, model: Model): Query => ({
  refId,
  datasourceUid: '__expr__',
  model: { type, ...model },
})
const math = (refId: string, text: string) => expression(refId, 'math', { expression: text })
const reduce = (refId: string, of: string, reducer = 'last') => expression(refId, 'reduce', { expression: of, reducer })
const evaluator = (type: string, ...params: readonly number[]) => ({ evaluator: { type, params } })
const threshold = (refId: string, of: string, bar: number, type = 'gt') =>
  expression(refId, 'threshold', { expression: of, conditions: [evaluator(type, bar)] })
const classic = (refId: string, ...conditions: readonly Model[]) =>
  expression(refId, 'classic_conditions', { conditions })
const on = (letter: string, reducer = 'last', operator = 'and') => ({
  query: { params: [letter] },
  reducer: { type: reducer },
  operator: { type: operator },
})

const rule = (data: readonly Query[], others: object = {}) => ({
  title: 'slow',
  condition: data.at(-1)?.refId,
  data,
  ...others,
})
const file = (...rules: readonly object[]) => JSON.stringify({ apiVersion: 1, groups: [{ name: 'g', rules }] })
const resource = (spec: object) =>
  `apiVersion: grafana.integreatly.org/v1beta1\nkind: GrafanaAlertRuleGroup\nmetadata: {name: g}\nspec: ${JSON.stringify(spec)}\n`

const reading = (text: string) => readText(readerOf(['slow']), 'alerts.yaml', text)

const alertOf = async (text: string): Promise<Alert> => {
  const found = await reading(text)
  if (found.state !== 'read') throw new Error(JSON.stringify(found))
  const [alert] = found.value.alerts
  if (alert === undefined) throw new Error('there is no such alert')
  return alert
}

const brief = ({ level, windows, quantile, unread, fixed }: Alert) =>
  [
    fixed ?? unread ?? level.value.map(({ op, value, unit }) => `${op} ${value} ${unit.kind}`)[0],
    windows.value?.join(),
    quantile,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ')

const p95 = 'histogram_quantile(0.95, sum by (le) (rate(answer_seconds_bucket[20m])))'
const wrong = 'sum(increase(wrong_total[1d]))'
const all = 'sum(increase(answers_total[1d]))'
const once = { instant: true, range: false }
const sql = (rawSql: string): Query => ({ refId: 'A', datasourceUid: 'db', model: { rawSql } })
const single = 'has a condition that is not a single threshold'
const further = 'uses a math expression that pilotlint does not support'

describe('what a condition says', () => {
  test.each<[string, readonly Query[], string]>([
    ['math', [prometheus('A', p95), reduce('B', 'A'), math('C', '$B > 4')], 'above 4 time · 1200 · 0.95'],
    ['the number first', [prometheus('A', p95), math('C', `4 < \${A}`)], 'above 4 time · 1200 · 0.95'],
    [
      'a ratio of two queries',
      [prometheus('A', wrong), prometheus('B', all), math('C', '100 * $A / $B >= 3')],
      'at_least 3 share · 86400',
    ],
    [
      'a ratio that a threshold compares',
      [prometheus('A', wrong), prometheus('B', all), math('C', '$A / $B'), reduce('D', 'C'), threshold('E', 'D', 0.03)],
      'above 0.03 share · 86400',
    ],
    [
      'math with enough events',
      [prometheus('A', wrong), prometheus('B', all), math('C', '$A / $B > 0.03 && $B > 50')],
      'above 0.03 share · 86400',
    ],
    [
      'math that multiplies what it asks',
      [prometheus('A', wrong), prometheus('B', all), math('C', '($A / $B > 0.03) * ($B > 50)')],
      'above 0.03 share · 86400',
    ],
    [
      'math of two measures',
      [prometheus('A', p95), prometheus('B', wrong), math('C', '$A > 4 || $B > 3')],
      'joins two conditions with `or`, expected one',
    ],
    ['math of two numbers', [prometheus('A', p95), math('C', '$A > 4 && $A > 2')], 'above 4 time · 1200 · 0.95'],
    [
      'math that can never hold',
      [prometheus('A', p95), math('C', '$A > 4 && $A < 2')],
      'can never fire: its two conditions exclude each other · 1200 · 0.95',
    ],
    ['math with a function', [prometheus('A', p95), math('C', 'abs($A) > 4')], 'above 4 time · 1200 · 0.95'],
    [
      'math of a query and itself',
      [prometheus('A', p95), math('C', '$A - $A > 4')],
      'subtracts the metric from itself · 1200 · 0.95',
    ],
    ['math that adds a number', [prometheus('A', p95), math('C', '$A - 2 > 4')], 'above 6 time · 1200 · 0.95'],
    ['math that adds numbers', [prometheus('A', p95), math('C', '$A + 1 - 2 > 4')], 'above 5 time · 1200 · 0.95'],
    [
      'math that rounds to one',
      [prometheus('A', wrong), math('C', 'round($A) > 0.5')],
      'rounds the metric more coarsely than a tenth of its threshold',
    ],
    [
      'how many values one moment has',
      [prometheus('A', p95, { instant: true }), classic('C', { ...on('A', 'count'), ...evaluator('gt', 4) })],
      'above 4 count · 1200,600 · 0.95',
    ],
    [
      'how many of them there are',
      [prometheus('A', p95, { instant: true }), reduce('B', 'A', 'count'), threshold('C', 'B', 4)],
      'above 4 count · 1200,600 · 0.95',
    ],
    [
      'a threshold of a comparison',
      [prometheus('A', p95), math('B', '$A > 4'), threshold('C', 'B', 0)],
      'above 4 time · 1200 · 0.95',
    ],
    [
      'a comparison turned around',
      [prometheus('A', p95), math('B', '$A < 4'), threshold('C', 'B', 1, 'lt')],
      'at_least 4 time · 1200 · 0.95',
    ],
    [
      'a threshold of a threshold',
      [prometheus('A', p95), threshold('B', 'A', 4), math('C', '$B == 1')],
      'above 4 time · 1200 · 0.95',
    ],
    ['a logarithm', [prometheus('A', p95), math('C', 'log($A) > 4')], further],
    ['a negation', [prometheus('A', p95), math('C', '!($A > 4)')], further],
    ['a power', [prometheus('A', p95), math('C', '$A ** 2 > 4')], further],
    ['a time that Grafana does not know', [prometheus('A', p95), math('C', '$A > 4m')], further],
    ['a bare measure', [prometheus('A', p95), math('C', '$A')], 'does not compare one metric with one number'],
    ['PromQL that compares', [prometheus('A', `${p95} > 4`)], 'above 4 time · 1200 · 0.95'],
    [
      'PromQL that compares, and a threshold of 0',
      [prometheus('A', `${p95} > 4`), reduce('B', 'A'), threshold('C', 'B', 0)],
      'above 4 time · 1200 · 0.95',
    ],
    ['a stricter threshold', [prometheus('A', `${p95} > 4`), threshold('C', 'A', 8)], 'above 8 time · 1200 · 0.95'],
    [
      'a threshold that nothing reaches',
      [prometheus('A', `${p95} > 4`), threshold('C', 'A', 1, 'lt')],
      'can never fire: its two conditions exclude each other · 1200 · 0.95',
    ],
    ['or 0', [prometheus('A', `${p95} > 4 or vector(0)`), threshold('C', 'A', 0)], 'above 4 time · 1200 · 0.95'],
    [
      'or always',
      [prometheus('A', `${p95} > 4 or vector(1)`), threshold('C', 'A', 0)],
      'compares the result of another comparison',
    ],
    ['PromQL with bool', [prometheus('A', `${p95} > bool 4`), threshold('C', 'A', 0)], 'above 4 time · 1200 · 0.95'],
    [
      'enough events, and a threshold of 0',
      [prometheus('A', `${wrong} / ${all} > 0.03 and on() ${all} > 50`), threshold('C', 'A', 0)],
      'above 0.03 share · 86400',
    ],
    ['PromQL that lets 0 through', [prometheus('A', 'csat_points < 4')], 'does not fire when the metric is exactly 0'],
    [
      'PromQL that lets 0 through, above 0',
      [prometheus('A', 'csat_points < 4'), threshold('C', 'A', 0)],
      'joins two conditions with `and`, expected one',
    ],
    ['PromQL with bool alone', [prometheus('A', 'csat_points < bool 4')], 'below 4 points'],
    [
      'a mean of what compares',
      [prometheus('A', `${p95} > 4`), reduce('B', 'A', 'mean'), threshold('C', 'B', 0)],
      'compares the result of another comparison',
    ],
    [
      'one moment of what compares',
      [prometheus('A', `${p95} > 4`, once), reduce('B', 'A', 'mean'), threshold('C', 'B', 0)],
      'above 4 time · 1200 · 0.95',
    ],
    [
      'a mean',
      [prometheus('A', 'answer_seconds'), reduce('B', 'A', 'mean'), threshold('C', 'B', 4)],
      'above 4 time · 600',
    ],
    [
      'a mean of one moment',
      [prometheus('A', 'answer_seconds', once, 604_800), reduce('B', 'A', 'mean'), threshold('C', 'B', 4)],
      'above 4 time',
    ],
    [
      'a difference',
      [prometheus('A', p95), reduce('B', 'A', 'percent_diff'), threshold('C', 'B', 4)],
      'uses a reducer that pilotlint does not support',
    ],
    [
      'classic conditions',
      [prometheus('A', p95), classic('B', { ...evaluator('gt', 4), ...on('A') })],
      'above 4 time · 1200 · 0.95',
    ],
    [
      'classic conditions with enough events',
      [
        prometheus('A', `${wrong} / ${all}`),
        prometheus('B', all),
        classic('C', { ...evaluator('gt', 0.03), ...on('A') }, { ...evaluator('gt', 50), ...on('B') }),
      ],
      'above 0.03 share · 86400',
    ],
    [
      'either of two classic conditions',
      [
        prometheus('A', p95),
        prometheus('B', all),
        classic('C', { ...evaluator('gt', 4), ...on('A') }, { ...evaluator('gt', 50), ...on('B', 'last', 'or') }),
      ],
      'joins two conditions with `or`, expected one',
    ],
    [
      'classic conditions, or no value',
      [
        prometheus('A', p95),
        classic('C', { ...evaluator('gt', 4), ...on('A') }, { ...evaluator('no_value'), ...on('A', 'last', 'or') }),
      ],
      'above 4 time · 1200 · 0.95',
    ],
    [
      'a classic condition of a difference',
      [prometheus('A', p95), classic('B', { ...evaluator('gt', 4), ...on('A', 'diff') })],
      'compares with an earlier value, expected a fixed threshold',
    ],
    ['a range', [prometheus('A', p95), threshold('B', 'A', 4, 'within_range')], single],
    [
      'a query of another language',
      [sql('select p95 from answers where 1 > 0'), reduce('B', 'A', 'mean'), threshold('C', 'B', 4)],
      'above 4 unknown',
    ],
    [
      'a comparison of another language',
      [sql('select count(*) > 5 from answers'), threshold('C', 'A', 0)],
      'compares within a query that pilotlint does not support',
    ],
    ['a count of another language', [sql('select count(*) from answers'), threshold('C', 'A', 0)], 'above 0 unknown'],
    [
      'LogQL that compares',
      [prometheus('A', 'count_over_time({app="x"} |= "a" [5m]) > 5'), threshold('C', 'A', 0)],
      'compares within a query that pilotlint does not support',
    ],
    ['itself', [threshold('A', 'A', 4)], 'has a condition without a supported query'],
    ['a query that is not there', [threshold('B', 'A', 4)], 'has a condition without a supported query'],
    [
      'a data source with a field of that name',
      [prometheus('A', p95, { type: 'threshold' }), threshold('B', 'A', 4)],
      'above 4 time · 1200 · 0.95',
    ],
  ])('%s', async (_, data, expected) => {
    expect(brief(await alertOf(file(rule(data))))).toBe(expected)
  })
})

describe('what an alert does not rest on proves nothing', () => {
  const data = [prometheus('A', p95), threshold('B', 'A', 40), threshold('C', 'A', 4)]

  test('a threshold that is not the condition', async () => {
    expect(brief(await alertOf(file(rule(data, { condition: 'B' }))))).toBe('above 40 time · 1200 · 0.95')
  })

  test('a rule that only records is none', async () => {
    const found = await reading(file(rule(data, { record: { metric: 'x', from: 'A' } })))
    expect(found).toMatchObject({ state: 'read', value: { alerts: [], absent: [{ name: 'slow' }] } })
  })

  test('a rule that is paused, and one that the file deletes', async () => {
    const paused = async (text: string) => (await alertOf(text)).paused
    expect(await paused(file(rule(data, { isPaused: true })))).toBe(true)
    expect(
      await paused(JSON.stringify({ ...JSON.parse(file(rule(data, { uid: 'u' }))), deleteRules: [{ uid: 'u' }] })),
    ).toBe(true)
    expect(await paused(resource({ rules: [rule(data, { isPaused: true })] }))).toBe(true)
  })

  test.each([
    ['at all times', { times: [{ start_time: '00:00', end_time: '24:00' }] }, true],
    ['at night', { times: [{ start_time: '00:00', end_time: '06:00' }] }, false],
    ['at weekends', { times: [{ start_time: '00:00', end_time: '24:00' }], weekdays: ['saturday:sunday'] }, false],
  ])('muted %s', async (_, interval, expected) => {
    const muteTimes = [{ name: 'quiet', time_intervals: [interval] }]
    const muted = rule(data, { notification_settings: { receiver: 'care', mute_time_intervals: ['quiet'] } })
    const paused = async (text: string) => (await alertOf(text)).paused
    expect(await paused(JSON.stringify({ ...JSON.parse(file(muted)), muteTimes }))).toBe(expected)
    expect(await paused(JSON.stringify({ ...JSON.parse(file(rule(data))), muteTimes }))).toBe(false)
    expect(await paused(file(muted))).toBe(false)
  })

  test.each<[string, object[], boolean]>([
    [
      'in two halves',
      [
        {
          times: [
            { start_time: '00:00', end_time: '12:00' },
            { start_time: '12:00', end_time: '24:00' },
          ],
        },
      ],
      true,
    ],
    [
      'in two parts',
      [
        { times: [{ start_time: '00:00', end_time: '12:00' }] },
        { times: [{ start_time: '12:00', end_time: '24:00' }] },
      ],
      true,
    ],
    [
      'at night',
      [
        { times: [{ start_time: '00:00', end_time: '06:00' }] },
        { times: [{ start_time: '20:00', end_time: '24:00' }] },
      ],
      false,
    ],
  ])('muted %s', async (_, parts, expected) => {
    const muted = (...names: string[]) =>
      file(rule(data, { notification_settings: { receiver: 'care', mute_time_intervals: names } }))
    const paused = async (text: string, muteTimes: object[]) =>
      (await alertOf(JSON.stringify({ ...JSON.parse(text), muteTimes }))).paused
    expect(await paused(muted('quiet'), [{ name: 'quiet', time_intervals: parts }])).toBe(expected)
    const apart = parts.map((part, at) => ({ name: `quiet${at}`, time_intervals: [part] }))
    expect(await paused(muted(...apart.map(({ name }) => name)), apart)).toBe(expected)
  })

  test.each([
    [
      { notification_settings: { receiver: 'care', group_wait: '30d' } },
      'has a `group_wait` or `group_interval` over 1d',
    ],
    [{ isPaused: '$PAUSED' }, 'has an `isPaused` that an environment variable sets'],
    [{ notification_settings: { receiver: 'care', group_wait: '30s', repeat_interval: '7d' } }, undefined],
    [{ isPaused: 'false' }, undefined],
  ])('%j: %s', async (others, expected) => {
    expect((await alertOf(file(rule(data, others)))).unread).toBe(expected)
  })

  test('paused in a text, test data, and a contact point without an integration', async () => {
    expect((await alertOf(file(rule(data, { isPaused: 'true' })))).paused).toBe(true)
    const text = JSON.stringify(data)
    const ofTests = text.replace(/"datasourceUid":"(?!__expr__)[^"]*"/, '"datasourceUid":"testdata"')
    expect((await alertOf(file(rule(JSON.parse(ofTests))))).unread).toBe('queries the data source TestData')
    const called = JSON.parse(file(rule(data, { notification_settings: { receiver: 'care' } })))
    const to = async (receivers: object[]) =>
      (await alertOf(JSON.stringify({ ...called, contactPoints: [{ name: 'care', receivers }] }))).receivers.length
    expect(await to([])).toBe(0)
    expect(await to([{ uid: 'x', type: 'slack' }])).toBe(1)
  })

  test.each([
    ['in a year that is over', { years: ['2019'] }, true],
    ['in the day', { times: [{ start_time: '08:00', end_time: '18:00' }] }, false],
  ])('active only %s', async (_, interval, expected) => {
    const muteTimes = [{ name: 'hours', time_intervals: [interval] }]
    const active = rule(data, { notification_settings: { receiver: 'care', active_time_intervals: ['hours'] } })
    expect((await alertOf(JSON.stringify({ ...JSON.parse(file(active)), muteTimes }))).paused).toBe(expected)
  })

  test('a group that is looked at once a week', async () => {
    const text = JSON.stringify({ apiVersion: 1, groups: [{ interval: '1w', rules: [rule(data)] }] })
    expect((await alertOf(text)).unread).toBe('is evaluated less than once a day')
  })
})

describe('the resource of Grafana operator', () => {
  const data = [prometheus('A', p95), reduce('B', 'A'), threshold('C', 'B', 4)]
  const others = { for: '5m', notificationSettings: { receiver: 'care' }, annotations: { runbook_url: 'r.md#slow' } }
  const spec = { folderRef: 'f', interval: '5m', rules: [rule(data, others)] }

  test('says what the rule says', async () => {
    const alert = await alertOf(resource(spec))
    expect(brief(alert)).toBe('above 4 time · 1200 · 0.95')
    expect(alert).toMatchObject({
      hold: { value: 300 },
      receivers: [{ value: 'care' }],
      runbook: { value: 'r.md#slow' },
    })
  })

  test('stands beside resources of other kinds, which may hold what is not found', async () => {
    const folder = 'apiVersion: grafana.integreatly.org/v1beta1\nkind: GrafanaFolder\nmetadata: {name: f}\n---\n'
    expect((await reading(`${folder}${resource(spec)}`)).state).toBe('read')
    expect((await reading(`${folder}${resource({ ...spec, rules: [] })}`)).state).toBe('unknown')
    expect((await reading(resource({ ...spec, rules: [] }))).state).toBe('read')
  })

  test.each([
    ['suspended', { ...spec, suspend: true }, 'unknown'],
    ['rules that are no list', { rules: 3 }, 'malformed'],
    ['a rule without data', { rules: [{ title: 'slow' }] }, 'malformed'],
    ['nothing', 3, 'malformed'],
  ])('%s', async (_, given, state) => {
    expect((await reading(resource(given as object))).state).toBe(state)
  })
})

const letters = Array.from({ length: 90 }, (_, at) => `q${at}`)

test.each<[string, readonly Query[]]>([
  [
    'queries that double again and again',
    letters.map((name, at) => (at === 0 ? prometheus(name, p95) : math(name, `$q${at - 1} + $q${at - 1} > 1`))),
  ],
  [
    'queries that all use one long expression',
    [prometheus('A', `${'x + '.repeat(2000)}x`), math('B', `${'$A + '.repeat(180)}$A > 4`)],
  ],
  ['a long formula', [prometheus('A', p95), math('B', `${'('.repeat(900)}$A`)]],
  ['deep signs', [prometheus('A', p95), math('B', `${'-'.repeat(900)}$A > 1`)]],
  ['letters of any kind', [prometheus('__proto__', p95), math('constructor', `\${__proto__} > $toString`)]],
])('%s: not understood, and no more', async (_, data) => {
  const { unread } = await alertOf(file(...Array.from({ length: 100 }, () => rule(data))))
  expect(unread).toBeDefined()
})
