import { describe, expect, test } from 'vitest'
import { alertsOf, briefs, reading } from './briefs.ts'

const pyrra = (spec: object = {}, metadata: object = {}) => `apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: ${JSON.stringify({ name: 'answers', ...metadata })}
spec: ${JSON.stringify({
  target: '99',
  window: '4w',
  indicator: { ratio: { errors: { metric: 'wrong_total' }, total: { metric: 'answers_total' } } },
  alerting: { name: 'WrongAnswers' },
  ...spec,
})}
`

describe('Pyrra', () => {
  test('four burn rates over parts of its window', async () => {
    expect(await briefs(pyrra())).toEqual([
      'above 0.14 share · 3600 · 120',
      'above 0.07 share · 21600 · 900',
      'above 0.02 share · 86400 · 3600',
      'above 0.01 share · 345600 · 10800',
    ])
    expect((await briefs(pyrra({ window: '2w' })))[3]).toBe('above 0.01 share · 172800 · 5400')
  })

  test('it is known by its alert or by itself, and hands on what it is told to', async () => {
    expect(await briefs(pyrra(), 'answers')).toHaveLength(4)
    expect(await briefs(pyrra({ alerting: {} }), 'ErrorBudgetBurn')).toHaveLength(4)
    const labels = { 'pyrra.dev/team': 'care', team: 'other' }
    const annotations = { 'pyrra.dev/runbook_url': 'r.md#wrong' }
    const [alert] = await alertsOf(pyrra({}, { labels, annotations }))
    expect(alert).toMatchObject({ receivers: [{ value: 'care' }], runbook: { value: 'r.md#wrong' } })
  })

  test('that few are slow is also a bar on a quantile', async () => {
    const latency = {
      success: { metric: 'answer_seconds_bucket{le="4"}' },
      total: { metric: 'answer_seconds_count' },
    }
    expect((await briefs(pyrra({ target: '95', indicator: { latency } }))).slice(-2)).toEqual([
      'above 0.05 share · 345600 · 10800',
      'above 4 time · 345600 · 10800 · 0.95',
    ])
    const latencyNative = { latency: '4s', total: { metric: 'answer_seconds' } }
    expect((await briefs(pyrra({ target: '95', indicator: { latencyNative } }))).at(-1)).toBe(
      'above 4 time · 345600 · 10800 · 0.95',
    )
  })

  test.each([
    ['disabled', { disabled: true }],
    ['without burn rates', { burnrates: false }],
  ])('%s it calls nobody', async (_, alerting) => {
    expect((await alertsOf(pyrra({ alerting }), 'answers')).every(({ paused }) => paused)).toBe(true)
  })

  test.each([
    ['no target', pyrra({ target: undefined })],
    ['a target beyond 100', pyrra({ target: '101' })],
    ['a target of words', pyrra({ target: 'all' })],
    ['no window', pyrra({ window: undefined })],
    ['a window of words', pyrra({ window: 'long' })],
    ['no indicator', pyrra({ indicator: {} })],
    ['no name', pyrra({}, { name: '' })],
  ])('%s is broken', async (_, text) => {
    expect((await reading(text)).state).toBe('malformed')
  })

  test('a resource of that kind of another tool is unknown', async () => {
    expect((await reading(pyrra().replace('pyrra.dev/v1alpha1', 'other.dev/v1'))).state).toBe('unknown')
  })
})

const objective = (others: object = {}) => ({
  id: 'abc',
  name: 'answers',
  type: 'metric',
  query: { numerator: 'sum:care.right{*}.as_count()', denominator: 'sum:care.all{*}.as_count()' },
  thresholds: [
    { timeframe: '7d', target: 99 },
    { timeframe: '30d', target: 98 },
  ],
  ...others,
})
const monitor = (query: string, others: object = {}) => ({
  name: 'WrongAnswers',
  type: 'slo alert',
  query,
  message: '@pagerduty-care',
  ...others,
})
const burn = (rate: number, over = '7d') =>
  `burn_rate("abc").over("${over}").long_window("1h").short_window("5m") > ${rate}`

describe('Datadog', () => {
  const both = (query: string, slo: object = {}, others: object = {}) =>
    JSON.stringify([objective(slo), monitor(query, others)])

  test.each([
    ['a burn rate', both(burn(14.4)), 'above 0.144 share · 3600'],
    ['a burn rate of another time', both(burn(2, '30d')), 'above 0.04 share · 3600'],
    ['the whole budget', both('error_budget("abc").over("7d") > 100'), 'above 0.01 share · 604800'],
    ['a part of the budget', both('error_budget("abc").over("30d") >= 75'), 'at_least 0.015 share · 2592000'],
    ['a time without a target', both(burn(2, '90d')), 'uses a timeframe for which the SLO has no target'],
    ['an objective elsewhere', JSON.stringify([monitor(burn(2))]), 'refers to an SLO that was not found'],
    [
      'an objective of monitors',
      both(burn(2), { type: 'monitor' }),
      'refers to a monitor-based or time-slice SLO, which pilotlint does not support',
    ],
    [
      'more than everything',
      both(burn(200)),
      'can never fire: its threshold is 100% of all events or more · above 2 share · 3600',
    ],
    [
      'another threshold',
      both(burn(2), {}, { options: { thresholds: { critical: 3 } } }),
      'compares with 2, but its critical threshold is 3',
    ],
    ['another query', both('slo("abc") > 3'), 'has a query that pilotlint does not support'],
    [
      'what no customer meets',
      both(burn(2), {
        query: { numerator: 'sum:a{env:staging}.as_count()', denominator: 'sum:b{env:staging}.as_count()' },
      }),
      'selects only env="staging", where the pilot serves no customer · above 0.02 share · 3600',
    ],
  ])('%s', async (_, text, expected) => {
    expect(await briefs(text, 'WrongAnswers', 'slo.json')).toEqual([expected])
  })

  test('an objective says what is allowed, and calls nobody', async () => {
    const words = 'is an SLO and notifies nobody; set `rule` to the monitor of the SLO'
    expect(await briefs(JSON.stringify({ data: [objective()] }), 'answers', 'slo.json')).toEqual([
      `${words} · above 0.01 share · 604800`,
      `${words} · above 0.02 share · 2592000`,
    ])
    const spec = JSON.stringify({ ...objective({ thresholds: undefined }), targetThreshold: '99.5', timeframe: '30d' })
    const resource = `apiVersion: datadoghq.com/v1alpha1\nkind: DatadogSLO\nmetadata: {name: a}\nspec: ${spec}\n`
    expect(await briefs(resource, 'answers')).toEqual([`${words} · above 0.005 share · 2592000`])
  })

  test.each([
    ['a target beyond 100', objective({ thresholds: [{ timeframe: '7d', target: 999 }] })],
    ['no targets', objective({ thresholds: [] })],
    ['a target of words', objective({ thresholds: 'all' })],
  ])('%s is broken', async (_, slo) => {
    expect((await reading(JSON.stringify({ data: slo }), 'answers', 'slo.json')).state).toBe('malformed')
  })

  test('Terraform names the objective within the query', async () => {
    const text = (reference: string, ignored = 'tags') => `resource "datadog_service_level_objective" "answers" {
  name = "answers"
  type = "metric"
  query {
    numerator   = "sum:care.right{*}.as_count()"
    denominator = "sum:care.all{*}.as_count()"
  }
  thresholds {
    timeframe = "7d"
    target    = 99
  }
  lifecycle {
    ignore_changes = [${ignored}]
  }
}

resource "datadog_monitor" "wrong" {
  name  = "WrongAnswers"
  type  = "slo alert"
  query = "burn_rate(\\"\${${reference}}\\").over(\\"7d\\").long_window(\\"1h\\").short_window(\\"5m\\") > 14.4"
}
`
    const known = text('datadog_service_level_objective.answers.id')
    expect(await briefs(known, 'WrongAnswers', 'slo.tf')).toEqual(['above 0.144 share · 3600'])
    expect(
      await briefs(text('datadog_service_level_objective.answers.id', 'thresholds'), 'WrongAnswers', 'slo.tf'),
    ).toEqual(['refers to an SLO that has `ignore_changes` on `thresholds`, which Terraform then does not apply'])
    const wanted = 'datadog_service_level_objective.answers'
    expect((await alertsOf(known, wanted, 'slo.tf'))[0]?.unread).toMatch(/^is an SLO and notifies nobody/)
    for (const other of ['datadog_service_level_objective.other.id', 'datadog_service_level_objective.answers.name'])
      expect(await briefs(text(other), 'WrongAnswers', 'slo.tf')).toEqual(['refers to an SLO that was not found'])
  })
})

test.each([
  ['objectives of Pyrra', Array.from({ length: 300 }, () => pyrra()).join('---\n')],
  [
    'a long query of Datadog',
    JSON.stringify([objective(), monitor(`${'burn_rate("abc")'.repeat(9000)}.over("7d") > 1`)]),
  ],
])('%s: an answer all the same', async (_, text) => {
  expect(['read', 'malformed', 'unknown']).toContain((await reading(text)).state)
})

describe('OpenSLO: a condition of a burn rate fires where the objective is missed', () => {
  const slo = (
    condition: string,
    policy = '',
    objective = '{op: lte, value: 4, target: 0.95}',
  ) => `apiVersion: openslo/v1
kind: SLO
metadata: {name: WrongAnswers}
spec:
  objectives: [${objective}]
  alertPolicies:
    - kind: AlertPolicy
      metadata: {name: slow}
      spec:
        ${policy || 'alertWhenBreaching: true'}
        conditions:
          - {kind: AlertCondition, metadata: {name: burn}, spec: {condition: {kind: burnrate, lookbackWindow: 1h, ${condition}}}}
`
  const [level, turned] = ['above 4 unknown · 3600', 'which is true while the burn rate is low; use `gt`']
  const sliced = (method: string, objective: string) =>
    slo('op: gt, threshold: 2', '', objective).replace('\nspec:\n', `\nspec:\n  budgetingMethod: ${method}\n`)
  const ofTime = (method: string) =>
    `has \`budgetingMethod: ${method}\`, which counts time, expected a share of events (\`Occurrences\`)`
  const deaf = 'can never fire: `alertWhenBreaching` is `false`'
  const never = 'can never fire: its threshold is 100% of all events or more'
  test.each([
    ['above it', slo('op: gt, threshold: 1'), level],
    ['from it on', slo('op: gte, threshold: 14.4'), level],
    ['without an operator', slo('threshold: 2'), level],
    ['at all that is bad', slo('op: gte, threshold: 20'), level],
    ['of no target', slo('op: gt, threshold: 1000', '', '{op: lte, value: 4}'), level],
    ['below it', slo('op: lt, threshold: 1'), `has \`op: lt\`, ${turned} · ${level}`],
    ['up to it', slo('op: lte, threshold: 2'), `has \`op: lte\`, ${turned} · ${level}`],
    ['at more than everything', slo('op: gt, threshold: 1000'), `${never} · ${level}`],
    ['of a share, too', slo('op: gt, threshold: 60', '', '{target: 0.975}'), `${never} · above 1.5 share · 3600`],
    ['of a share of answers', slo('op: gt, threshold: 2', '', '{target: 0.99}'), 'above 0.02 share · 3600'],
    [
      'of a share of minutes',
      sliced('Timeslices', '{target: 0.99}'),
      `${ofTime('Timeslices')} · above 0.02 share · 3600`,
    ],
    [
      'of a mean of shares',
      sliced('RatioTimeslices', '{target: 0.99}'),
      `${ofTime('RatioTimeslices')} · above 0.02 share · 3600`,
    ],
    ['of a level in slices', sliced('Timeslices', '{op: lte, value: 4, target: 0.99}'), level],
    ['never', slo('op: gt, threshold: 1', 'alertWhenBreaching: false'), `${deaf} · ${level}`],
    ['by default, not when resolved', slo('op: gt, threshold: 1', 'alertWhenResolved: false'), level],
  ])('%s', async (_, text, says) => {
    expect(await briefs(text)).toEqual([says])
    const burn = text.replace('name: burn', 'name: WrongAnswers').replace('name: WrongAnswers', 'name: x')
    expect(await briefs(burn)).toEqual([says])
  })
})
