import { describe, expect, test } from 'vitest'
import { judged } from './judged.ts'

const wrong = 'WrongAnswers | above 1% | 4d'
const slow = 'WrongAnswers | above 4s | 4d | kind: latency, metric: latency_p99'

const quick = { metric: 'answer_seconds_bucket{le="4"}' }
const answers = { metric: 'answer_seconds_count' }

describe('Pyrra', () => {
  const judge = (declared: string, spec: object) => {
    const whole = {
      target: '99',
      window: '4w',
      indicator: { ratio: { errors: { metric: 'wrong_total' }, total: { metric: 'answers_total' } } },
      ...spec,
      alerting: {
        name: 'WrongAnswers',
        ...('alerting' in spec && typeof spec.alerting === 'object' ? spec.alerting : {}),
      },
    }
    const text = JSON.stringify({
      apiVersion: 'pyrra.dev/v1alpha1',
      kind: 'ServiceLevelObjective',
      metadata: { name: 'answers', namespace: 'care' },
      spec: whole,
    })
    return judged(declared, 'slo.yaml', { 'slo.yaml': text })
  }
  const measuring = (indicator: object) => ({ indicator })

  test.each<[string, string, object]>([
    ['a ratio', wrong, {}],
    [
      'of some paths',
      wrong,
      measuring({
        ratio: { errors: { metric: 'a_total{code=~"5.."}' }, total: { metric: 'a_total' }, grouping: ['path'] },
      }),
    ],
    ['a latency', slow, measuring({ latency: { success: quick, total: answers } })],
    ['a share of what is slow', wrong, measuring({ latency: { success: quick, total: answers } })],
    ['a native histogram', slow, measuring({ latencyNative: { latency: '4s', total: { metric: 'answer_seconds' } } })],
    ['a gauge', wrong, measuring({ bool_gauge: { metric: 'answer_right' } })],
    ['in days', wrong, { window: '28d' }],
    ['half of the time', wrong.replace('4d', '2d'), { window: '2w' }],
    ['burn rates alone', wrong, { alerting: { burnrates: true, absent: false } }],
    ['with its own severities', wrong, { alerting: { severities: { longTermBurn: 'page' } } }],
    ['the objective by its name', wrong.replace('WrongAnswers', 'answers'), {}],
  ])('proven: %s', async (_, declared, spec) => {
    expect(await judge(declared, spec)).toBe('proven')
  })

  test.each<[string, string, object]>([
    ['another number', wrong, { target: '98' }],
    ['a share as the target', wrong, { target: '0.99' }],
    ['another direction', wrong.replace('above', 'below'), {}],
    ['another time', wrong, { window: '1w' }],
    ['switched off', wrong, { alerting: { disabled: true } }],
    ['without burn rates', wrong, { alerting: { burnrates: false } }],
    [
      'another bound',
      slow,
      measuring({ latency: { success: { metric: quick.metric.replace('4', '8') }, total: answers } }),
    ],
    [
      'another bound of a native histogram',
      slow,
      measuring({ latencyNative: { latency: '8s', total: { metric: 'a' } } }),
    ],
    ['another quantile', slow.replace('99', '95'), measuring({ latency: { success: quick, total: answers } })],
    ['no bucket', slow, measuring({ latency: { success: { metric: 'answer_seconds_bucket' }, total: answers } })],
    [
      'errors that are all',
      wrong,
      measuring({ ratio: { errors: { metric: 'a_total' }, total: { metric: 'a_total' } } }),
    ],
    ['whether it answers', wrong, measuring({ bool_gauge: { metric: 'up{job="care"}' } })],
    ['whether a probe succeeds', wrong, measuring({ bool_gauge: { metric: 'probe_success' } })],
    ['a label with two values', wrong, measuring({ bool_gauge: { metric: 'a{env="prod",env="x"}' } })],
    ['two indicators', wrong, measuring({ ratio: {}, bool_gauge: {} })],
    ['that it is absent', wrong.replace('WrongAnswers', 'SLOMetricAbsent'), {}],
    ['that it is absent, by its own name', wrong.replace('WrongAnswers', 'Gone'), { alerting: { absentName: 'Gone' } }],
    ['a name that it has no more', wrong.replace('WrongAnswers', 'ErrorBudgetBurn'), {}],
  ])('wrong: %s', async (_, declared, spec) => {
    expect(await judge(declared, spec)).toMatch(/^wrong: /)
  })

  test('that it is absent is an alert of its own', async () => {
    const declared = 'SLOMetricAbsent | above 1% | 4d | kind: availability, metric: answers'
    expect(await judge(declared, {})).toBe('open: fires only when there is no data')
    expect(await judge(declared, { alerting: { absent: false } })).toMatch(/^wrong: .*paused/)
    expect(await judge(declared, { alerting: { burnrates: false } })).toMatch(/^open/)
  })

  test.each<[string, string, object]>([
    ['staging', wrong, measuring({ bool_gauge: { metric: 'a{env="staging"}' } })],
    ['what is no metric', wrong, measuring({ bool_gauge: { metric: 'a b' } })],
    ['the past', wrong, measuring({ bool_gauge: { metric: 'a offset 1d' } })],
  ])('open: %s', async (_, declared, spec) => {
    expect(await judge(declared, spec)).toMatch(/^open: /)
  })
})

describe('Datadog', () => {
  const burn = (rate = 1, over = '30d', long = '4h') =>
    `burn_rate("abc").over("${over}").long_window("${long}").short_window("20m") > ${rate}`
  const burnt = 'WrongAnswers | above 1% | 4h'
  const judge = (declared: string, slo: object = {}, query = burn(), monitor: object = {}) => {
    const objective = {
      id: 'abc',
      name: 'answers',
      type: 'metric',
      query: { numerator: 'sum:care.right{*}.as_count()', denominator: 'sum:care.all{*}.as_count()' },
      thresholds: [
        { timeframe: '7d', target: 98, warning: 98.5 },
        { timeframe: '30d', target: 99, warning: 99.5 },
      ],
      ...slo,
    }
    const alert = { name: 'WrongAnswers', type: 'slo alert', query, message: '@pagerduty-care', ...monitor }
    return judged(declared, 'slo.json', { 'slo.json': JSON.stringify([objective, alert]) })
  }

  test.each<[string, ...Parameters<typeof judge>]>([
    ['a burn rate', burnt],
    ['of another time', burnt.replace('1%', '2%'), {}, burn(1, '7d')],
    ['a fast one', burnt.replace('1%', '14.4%'), {}, burn(14.4)],
    ['the budget', 'WrongAnswers | above 1% | 30d', {}, 'error_budget("abc").over("30d") > 100'],
    ['the number written twice', burnt, {}, burn(), { options: { thresholds: { critical: 1 } } }],
    ['with a warning', burnt, {}, burn(), { options: { thresholds: { critical: 1, warning: 0.5 } } }],
    ['one target', burnt, { thresholds: undefined, timeframe: '30d', target_threshold: 99, warning_threshold: 99.5 }],
  ])('proven: %s', async (_, ...given) => {
    expect(await judge(...given)).toBe('proven')
  })

  test.each<[string, ...Parameters<typeof judge>]>([
    ['the warning for the target', burnt.replace('1%', '0.5%')],
    ['the target of another time', burnt.replace('1%', '2%')],
    ['another direction', burnt.replace('above', 'below')],
    ['another time', burnt, {}, burn(1, '30d', '1h')],
    ['half of the budget', 'WrongAnswers | above 1% | 30d', {}, 'error_budget("abc").over("30d") > 50'],
    ['more than everything', burnt, {}, burn(200)],
    ['silenced', burnt, {}, burn(), { options: { silenced: { '*': null } } }],
    ['a draft', burnt, {}, burn(), { draft_status: 'draft' }],
    ['all that is right', burnt, { query: { numerator: 'sum:a{*}.as_count()', denominator: 'sum:a{*}.as_count()' } }],
    ['no target', burnt, { thresholds: [] }],
    ['a target as a share', burnt, { thresholds: [{ timeframe: '30d', target: 0.99 }] }],
  ])('wrong: %s', async (_, ...given) => {
    expect(await judge(...given)).toMatch(/^wrong: /)
  })

  test.each<[string, ...Parameters<typeof judge>]>([
    ['monitors', burnt, { type: 'monitor', query: undefined, monitor_ids: [1] }],
    [
      'slices of time',
      burnt,
      { type: 'time_slice', query: undefined, sli_specification: { time_slice: { comparator: '>' } } },
    ],
    ['a time without a target', burnt, {}, burn(1, '90d')],
    ['two numbers', burnt, {}, burn(), { options: { thresholds: { critical: 2 } } }],
    ['an objective elsewhere', burnt, { id: 'other' }],
    ['the objective alone', 'answers | above 1% | 30d'],
    [
      'staging',
      burnt,
      { query: { numerator: 'sum:a{env:staging}.as_count()', denominator: 'sum:b{env:staging}.as_count()' } },
    ],
  ])('open: %s', async (_, ...given) => {
    expect(await judge(...given)).toMatch(/^open: /)
  })
})
