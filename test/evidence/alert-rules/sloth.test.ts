import { describe, expect, test } from 'vitest'
import { alertsOf, briefs, reading } from './briefs.ts'
import { judged } from './judged.ts'

const errors = 'sum(rate(wrong_total[{{.window}}]))'
const total = 'sum(rate(answers_total[{{.window}}]))'

const sloth = (others: object = {}, alerting: object = {}, spec: object = {}) =>
  JSON.stringify({
    version: 'prometheus/v1',
    service: 'care',
    slos: [
      {
        name: 'answers',
        objective: 99,
        sli: { events: { error_query: errors, total_query: total } },
        alerting: { name: 'WrongAnswers', labels: { team: 'care' }, ...alerting },
        ...others,
      },
    ],
    ...spec,
  })

describe('Sloth', () => {
  test('a page and a ticket, over the long windows of 30 and of 28 days', async () => {
    expect(await briefs(sloth())).toEqual([
      'above 0.144 share · 3600',
      'above 0.06 share · 21600',
      'above 0.1344 share · 3600',
      'above 0.056 share · 21600',
      'above 0.03 share · 86400',
      'above 0.01 share · 259200',
      'above 0.028 share · 86400',
      'above 0.00933333333 share · 259200',
    ])
    const [alert] = await alertsOf(sloth())
    expect(alert).toMatchObject({ receivers: [{ value: 'care' }], linked: true })
    expect(alert?.labels.get('sloth_severity')).toMatchObject({ value: 'page' })
    expect(alert?.level.value[1]).toMatchObject({ op: 'below', unit: { kind: 'share' } })
  })

  test('it is known by the name of its alert or of its objective', async () => {
    expect(await briefs(sloth(), 'answers')).toHaveLength(8)
    expect(await reading(sloth(), 'WrongAnswer')).toMatchObject({
      value: { alerts: [], absent: [{ near: 'WrongAnswers' }] },
    })
  })

  test('an alert that is disabled is not made', async () => {
    const half = await alertsOf(sloth({}, { page_alert: { disable: true } }))
    expect(half.map(({ paused }) => paused)).toEqual([true, true, true, true, false, false, false, false])
    const off = await alertsOf(sloth({}, { page_alert: { disable: true }, ticket_alert: { disable: true } }))
    expect(off.every(({ paused }) => paused)).toBe(true)
  })

  test('the resource says the same in its own words', async () => {
    const spec = JSON.stringify({
      service: 'care',
      slos: [
        {
          name: 'answers',
          objective: 99,
          sli: { raw: { errorRatioQuery: 'avg_over_time(wrong_ratio[{{.window}}])' } },
          alerting: { name: 'WrongAnswers', pageAlert: { disable: true } },
        },
      ],
    })
    const text = `apiVersion: sloth.slok.dev/v1\nkind: PrometheusServiceLevel\nmetadata: {name: a}\nspec: ${spec}\n`
    expect((await briefs(text)).slice(4, 6)).toEqual(['above 0.03 share · 86400', 'above 0.01 share · 259200'])
  })

  test('that few are slow is also a bar on a quantile', async () => {
    const fast = 'sum(rate(answer_seconds_bucket{le="4"}[{{.window}}]))'
    const sli = { events: { error_query: `${total} - ${fast}`, total_query: total } }
    const found = await briefs(sloth({ objective: 95, sli }, { page_alert: { disable: true } }))
    expect(found.slice(8, 12)).toEqual([
      'above 0.15 share · 86400',
      'above 4 time · 86400 · 0.85',
      'above 0.05 share · 259200',
      'above 4 time · 259200 · 0.95',
    ])
  })

  test.each([
    [
      'nothing that is measured',
      { sli: { raw: { error_ratio_query: 'vector(0) # {{.window}}' } } },
      'selects no series, so it measures nothing',
    ],
    [
      'what nobody meets',
      { sli: { raw: { error_ratio_query: 'avg_over_time(wrong_ratio{env="staging"}[{{ .window }}])' } } },
      'measures env="staging" alone, which no customer meets',
    ],
    [
      'a clamp',
      { sli: { raw: { error_ratio_query: 'clamp_max(avg_over_time(wrong_ratio[{{.window}}]), 0.001)' } } },
      'can never fire: a clamp keeps what it measures at 0.001 or less',
    ],
    ['plugins', { plugins: { chain: [{ id: 'a' }] } }, 'is made by plugins'],
    ['a plugin that measures', { sli: { plugin: { id: 'a' } } }, undefined],
    [
      'another language',
      { sli: { raw: { error_ratio_query: 'a b c[{{.window}}]' } } },
      'measures by a query that is not read here',
    ],
    ['a low objective', { objective: 90 }, 'can never fire: it waits until more than everything is bad'],
  ])('%s', async (_, others, words) => {
    const [alert] = await alertsOf(sloth(others))
    expect(alert?.fixed ?? alert?.unread).toBe(words)
  })

  test.each([
    ['no objective', sloth({ objective: undefined })],
    ['an objective of 0', sloth({ objective: 0 })],
    ['an objective of 101', sloth({ objective: 101 })],
    ['an objective as a text', sloth({ objective: '99' })],
    ['no name', sloth({ name: '' })],
    ['no indicator', sloth({ sli: {} })],
    ['a query without a window', sloth({ sli: { raw: { error_ratio_query: 'wrong_ratio' } } })],
    ['a query that breaks off', sloth({ sli: { raw: { error_ratio_query: 'sum(x[{{.window}}]' } } })],
    ['two indicators', sloth({ sli: { raw: {}, plugin: {} } })],
    ['no list', sloth({}, {}, { slos: { a: 1 } })],
  ])('%s is broken', async (_, text) => {
    expect((await reading(text)).state).toBe('malformed')
  })

  test('several files in one', async () => {
    const other = sloth({}, { name: 'OtherAnswers' })
    expect(await briefs(`${other}\n---\n${sloth()}\n`)).toHaveLength(8)
  })
})

test.each([
  ['objectives of Sloth', sloth({}, {}, { slos: Array.from({ length: 5000 }, () => JSON.parse(sloth()).slos[0]) })],
  ['a query that repeats itself', sloth({ sli: { raw: { error_ratio_query: 'x_bucket{'.repeat(20_000) } } })],
  ['a query of blanks', sloth({ sli: { raw: { error_ratio_query: `x_bucket${' '.repeat(100_000)}{le` } } })],
  [
    'objects that are no text',
    '{"version": "prometheus/v1", "slos": [{"name": {"toString": 1}, "objective": {"toString": 1}}]}',
  ],
])('%s: an answer all the same', async (_, text) => {
  expect(['read', 'malformed', 'unknown']).toContain((await reading(text)).state)
})

const spent = (percent: number, longWindow: string) => ({ errorBudgetPercent: percent, shortWindow: '5m', longWindow })

const windows = (spec: object = {}) =>
  JSON.stringify({
    apiVersion: 'sloth.slok.dev/v1',
    kind: 'AlertWindows',
    spec: {
      sloPeriod: '30d',
      page: { quick: spent(1, '30m'), slow: spent(2, '3h') },
      ticket: { quick: spent(5, '12h'), slow: spent(5, '36h') },
      ...spec,
    },
  })

/** Of 1%, 5% of 30 days within 12 hours are 3%. */
const claim = 'WrongAnswers | above 3% | 12h'
const elsewhere =
  'open: is over other times than 1h, 6h, 1d and 3d only where Sloth is started with windows that nothing here shows'

describe('windows of a team', () => {
  const judge = (declared: string, beside: object = {}, file = 'monitoring/slo.yaml') =>
    judged(declared, file, { [file]: sloth(), ...beside })

  test.each([
    ['the usual ones', 'WrongAnswers | above 3% | 1d', 'proven'],
    ['another number over a usual time', 'WrongAnswers | above 5% | 1d', 'wrong: '],
    ['the other direction over a usual time', 'WrongAnswers | below 3% | 1d', 'wrong: '],
    ['a time that is not usual', claim, elsewhere],
    ['any number over it', 'WrongAnswers | above 20% | 2h', elsewhere],
  ])('without a file: %s', async (_, declared, verdict) => {
    expect(await judge(declared)).toMatch(verdict)
  })

  test.each([
    'monitoring/windows/30d.yaml',
    'monitoring/alert-windows.yml',
    'windows/30d.yaml',
    'slo-windows/a.yml',
    'monitoring/sloth-windows/x.yaml',
  ])('%s', async (path) => {
    const beside = { [path]: windows() }
    expect(await judge(claim, beside)).toBe('proven')
    expect(await judge('WrongAnswers | above 4% | 12h', beside)).toMatch(/^wrong: .*fires above/)
    expect(await judge('WrongAnswers | above 3% | 1d', beside)).toMatch(/^wrong: .*measures over/)
  })

  test('a file that says no windows leaves all of it open', async () => {
    for (const text of [windows({ sloPeriod: 'x' }), windows({ page: {} }), 'kind: AlertWindows: x'])
      expect(await judge(claim, { 'windows/30d.yaml': text })).toBe(
        'open: rests on a file of windows that cannot be read',
      )
  })

  test('several periods, of which nobody says which counts', async () => {
    const week = windows({ sloPeriod: '7d', ticket: { quick: spent(20, '1d'), slow: spent(42, '3d') } })
    const beside = { 'windows/30d.yaml': windows(), 'windows/7d.yaml': week }
    expect(await judge(claim, beside)).toBe('proven')
    expect(await judge('WrongAnswers | above 1.4% | 1d', beside)).toBe('proven')
  })

  test('what is no file of windows, or stands elsewhere, sets none', async () => {
    expect(await judge(claim, { 'windows/30d.yaml': 'kind: ConfigMap' })).toBe(elsewhere)
    expect(await judge(claim, { 'other/windows/30d.yaml': windows() })).toBe(elsewhere)
  })
})

const raw = (query: string, others: object = {}) => ({ sli: { raw: { error_ratio_query: query } }, ...others })
const events = (error: string, all = total) => ({ sli: { events: { error_query: error, total_query: all } } })
const share = `sum(rate(wrong_total[{{.window}}])) / sum(rate(answers_total[{{.window}}]))`
const quick = 'sum(rate(answer_seconds_bucket{le="4"}[{{.window}}]))'
const answers = 'sum(rate(answer_seconds_count[{{.window}}]))'

describe('what an objective measures', () => {
  const judge = (declared: string, slo: object) =>
    judged(`WrongAnswers | ${declared}`, 'slo.yaml', { 'slo.yaml': sloth(slo) })
  const wrong = 'above 3% | 1d'
  const slow = 'above 4s | 3d | kind: latency, metric: latency_p99'

  test.each<[string, string, object]>([
    ['a ratio', wrong, raw(share)],
    ['a ratio of what is good', wrong, raw(`1 - (${share.replace('wrong', 'right')})`)],
    ['an average', wrong, raw('avg_over_time(wrong_ratio[{{.window}}])')],
    ['percent turned into a share', wrong, raw('avg_over_time(wrong_percent[{{.window}}]) / 100')],
    ['a series without a unit', wrong, raw('avg_over_time(slo:wrong[{{ .window }}])')],
    ['what is missing is 0', wrong, events(`(${errors}) OR on() vector(0)`)],
    ['all without what is right', wrong, events(`${total} - sum(rate(right_total[{{.window}}]))`)],
    [
      'counts within a window',
      wrong,
      events('sum(increase(wrong_total[{{.window}}]))', 'sum(increase(all_total[{{.window}}]))'),
    ],
    [
      'moments that are bad',
      wrong,
      events(
        'sum_over_time((count(csat < 3))[{{.window}}:]) OR on() vector(0)',
        'sum_over_time((count(csat))[{{.window}}:])',
      ),
    ],
    ['all without what is quick', slow, events(`${answers} - ${quick}`, answers)],
    ['the rest of what is quick', slow, raw(`1 - (${quick} / ${answers})`)],
    ['a part of what is not quick', slow, raw(`(${answers} - ${quick}) / ${answers}`)],
  ])('proven: %s', async (_, declared, slo) => {
    expect(await judge(declared, slo)).toBe('proven')
  })

  test.each<[string, string, object]>([
    ['a hundredth of it', wrong, raw(`(${share}) / 100`)],
    ['ten times as much', wrong, raw(`10 * ${share}`)],
    ['percent', wrong, raw('avg_over_time(wrong_percent[{{.window}}])')],
    ['less by a tenth', wrong, raw(`(${share}) - 0.1`)],
    ['the rest of a half', wrong, raw(`0.5 - (${share.replace('wrong', 'right')})`)],
    ['errors that count a thousandth', wrong, events(`0.001 * ${errors}`)],
    ['whether anything answers', wrong, raw('1 - avg_over_time(up[{{.window}}])')],
    [
      'whether a probe succeeds',
      wrong,
      events('sum(sum_over_time(probe_success[{{.window}}]))', 'sum(count_over_time(probe_success[{{.window}}]))'),
    ],
    ['what is quick taken for bad', slow, events(quick, answers)],
    ['another bound', slow, events(`${answers} - ${quick.replace('"4"', '"8"')}`, answers)],
    ['a share for a time', slow, events(errors)],
    [
      'another quantile',
      'above 4s | 3d | kind: latency, metric: latency_p95',
      events(`${answers} - ${quick}`, answers),
    ],
    ['nothing', wrong, raw(`0 * ${share}`)],
    ['a label with two values', wrong, events('sum(rate(wrong_total{env="prod", env="none"}[{{.window}}]))')],
    ['a share as the objective', wrong, { objective: 0.99 }],
    ['another objective', wrong, { objective: 99.9 }],
    ['errors that are all', wrong, events(total)],
    ['a window of its own', wrong, events('sum(rate(wrong_total[5m]))')],
    [
      'nothing that pages',
      wrong,
      { alerting: { name: 'WrongAnswers', page_alert: { disable: true }, ticket_alert: { disable: true } } },
    ],
    ['no ticket', wrong, { alerting: { name: 'WrongAnswers', ticket_alert: { disable: true } } }],
  ])('wrong: %s', async (_, declared, slo) => {
    expect(await judge(declared, slo)).toMatch(/^wrong: /)
  })

  test.each<[string, string, object]>([
    ['the past', wrong, events(errors.replace(']', '] offset 1d'))],
    ['staging', wrong, raw('avg_over_time(wrong_ratio{env="staging"}[{{.window}}])')],
    ['seconds', wrong, raw('avg_over_time(answer_seconds[{{.window}}])')],
    ['a count', wrong, raw('sum(increase(wrong_total[{{.window}}]))')],
    ['a rate', wrong, raw('sum(rate(wrong_total[{{.window}}]))')],
    ['a count by a rate', wrong, events(errors.replace('rate', 'increase'))],
    ['a part of a series without a unit', wrong, raw('0.1 * avg_over_time(slo:wrong[{{.window}}])')],
    ['another language', wrong, raw('histogram_share(4, x, rate(y[{{.window}}])) keep_metric_names')],
    ['plugins', wrong, { plugins: { chain: [{ id: 'a' }] } }],
    ['no plugins at all', wrong, { plugins: { overridePrevious: true } }],
  ])('open: %s', async (_, declared, slo) => {
    expect(await judge(declared, slo)).toMatch(/^open: /)
  })
})
