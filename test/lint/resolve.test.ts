import { describe, expect, test } from 'vitest'
import { gather } from '../../src/evidence/gather.ts'
import { loadText } from '../../src/lint/load.ts'
import { resolve } from '../../src/lint/resolve.ts'
import { memory } from '../../src/repo/memory.ts'
import { duration, threshold } from '../../src/values/index.ts'

type Files = { readonly [path: string]: string }

const planOf = async (yaml: string, files: Files) => {
  const loaded = loadText(`version: 1\nid: orders\nstage: limited\n${yaml}`)
  if (!loaded.ok) throw new Error('the fragment cannot be read')
  expect(loaded.faults).toEqual([])
  const facts = await gather(loaded.pilot, [], { port: memory(files), file: 'pilot.yaml' })
  return resolve(loaded.pilot, facts)
}

describe('an eval set', () => {
  const rows = [
    '{"input": 1, "source": "real", "date": "2026-03-02", "tags": ["a"]}',
    '{"input": 2, "real": true, "collected": "2026-05-01"}',
    '{"input": 3, "source": "zendesk"}',
    '{"input": 4, "source": "synthetic"}',
  ]
  const of = async (more: string, text = rows.join('\n')) =>
    (await planOf(`data: {eval_set: {path: a.jsonl${more}}}\n`, { 'a.jsonl': text })).pilot.data?.eval_set

  test('shows its cases, the share of real ones and their days', async () => {
    expect(await of('')).toMatchObject({
      cases: 4,
      real: { value: 50, unit: '%' },
      collected: { from: '2026-03-02', to: '2026-05-01' },
    })
  })

  test('counts where it differs from what is declared', async () => {
    expect(await of(', cases: 400, real: 100%')).toMatchObject({ cases: 4, real: { value: 50 } })
  })

  test('shows no share where no row says `real`, so that the declared one stays', async () => {
    expect(await of('', rows.slice(2).join('\n'))).toEqual({ path: 'a.jsonl', cases: 2 })
    expect(await of(', real: 90%', rows.slice(2).join('\n'))).toMatchObject({ real: { value: 90 } })
  })
})

describe('an alert rule', () => {
  const shown = async (expr: string, rest = '', declared = 'kind: latency, metric: m') => {
    const { pilot } = await planOf(
      `success: {guardrail_metrics: [{metric: wrong_rate, limit: at most 2%}]}
monitoring: {rules: r.yml, alerts: [{${declared}, rule: A}]}\n`,
      { 'r.yml': `groups: [{rules: [{alert: A, expr: ${JSON.stringify(expr)}${rest}}]}]` },
    )
    const { fire, over, notify, runbook } = pilot.monitoring?.alerts?.[0] ?? {}
    const { limited, ...others } = over ?? {}
    return [
      fire && threshold.print(fire),
      limited && duration.print(limited),
      notify,
      runbook,
      ...Object.values(others),
    ]
  }

  test.each([
    ['avg_over_time(slow_seconds[20m]) > 4', 'above 4s', '20m'],
    ['avg_over_time(slow_milliseconds[1h]) > 250', 'above 250ms', '1h'],
    ['avg_over_time(slow_seconds[1d]) >= 5400', 'at least 90m', '1d'],
    ['sum(increase(bad_total[2d])) / sum(increase(seen_total[2d])) > 0.04', 'above 4%', '2d'],
    ['increase(high_latency_answers_total[2d]) / increase(answers_total[2d]) > 0.04', 'above 4%', '2d'],
    ['sum(increase(cost_eur_total[1d])) / sum(increase(seen_total[1d])) > 0.02', 'above 0.02 EUR', '1d'],
    ['avg_over_time(csat_points[7d]) < 3.85', 'below 3.85 points', '7d'],
    ['avg_over_time(csat[7d]) < 3.85', undefined, '7d'],
    ['rate(tokens_total[5m]) > 4', undefined, '5m'],
    ['avg_over_time(slow_seconds[5m]) > 4 and avg_over_time(slow_seconds[1h]) > 4', 'above 4s', '5m'],
    ['vector(0) > 4', undefined, undefined],
  ])('%s', async (expr, fire, over) => {
    const [found, window] = await shown(expr)
    expect(found).toBe(fire)
    if (!expr.includes(' and ')) expect(window).toBe(over)
  })

  test('waits longer than it measures: that is its window', async () => {
    expect((await shown('avg_over_time(slow_seconds[5m]) > 4', ', for: 15m'))[1]).toBe('15m')
    expect((await shown('avg_over_time(slow_seconds[1h]) > 4', ', for: 15m'))[1]).toBe('1h')
  })

  test('shows the good side or the bad one, as the limit of its metric says', async () => {
    const bad = 'kind: quality, metric: wrong_rate'
    const good = '1 - sum(increase(bad_total[2d])) / sum(increase(seen_total[2d])) < 0.96'
    expect((await shown(good, '', bad))[0]).toBe('above 4%')
    expect((await shown(good, '', 'kind: quality, metric: other'))[0]).toBeUndefined()
  })

  test('shows its receiver and the section of its runbook, and only the window of the stage at hand', async () => {
    const rest = ', labels: {team: ops}, annotations: {runbook_url: "https://x.example/run.md#slow"}'
    expect(await shown('avg_over_time(slow_seconds[20m]) > 4', rest)).toEqual(['above 4s', '20m', 'ops', 'slow'])
    expect(
      await shown('avg_over_time(slow_seconds[20m]) > 4', '', 'kind: latency, metric: m, over: {full: 5m}'),
    ).toEqual(
      ['above 4s', '20m', undefined, undefined, { value: 5, unit: 'm' }].map((one) =>
        typeof one === 'object' ? expect.objectContaining({ value: 5 }) : one,
      ),
    )
  })

  describe('beside another of its name', () => {
    const page = 'wrong_ratio_1d > 0.03'
    const beside = (other: string) => `, labels: {team: care}}, {alert: A, expr: ${other}`
    const declared = 'kind: quality, metric: wrong_rate, fire: above 3%'
    test('is the one that fires as declared', async () => {
      expect(await shown(page, beside('wrong_ratio_1d > 0.01, labels: {team: care}'), declared)).toContain('care')
      expect(await shown(page, beside('wrong_ratio_1d > 0.01, labels: {team: chat}'), declared)).toContain('care')
      expect(await shown(page, beside('wrong_ratio_1d > 0.01, labels: {team: care}'))).toContain('care')
    })
    test('the lie: the one that fires as declared calls somebody else', async () => {
      const lie = await shown('wrong_ratio_1d > 0.5', beside('wrong_ratio_1d > 0.03, labels: {team: chat}'), declared)
      expect(lie).not.toContain('care')
      const open = await shown(page, beside('wrong_ratio_1d > 0.5, labels: {team: chat}'), 'kind: quality, metric: m')
      expect(open[0]).toBeUndefined()
      expect(open).not.toContain('care')
    })
  })

  test('counts where its number differs from the declared one, unless both may mean the same', async () => {
    const declared = 'kind: latency, metric: m, fire: above 4s'
    expect((await shown('avg_over_time(slow_seconds[20m]) > 8', '', declared))[0]).toBe('above 8s')
    expect((await shown('avg_over_time(slow[20m]) > 4000', '', declared))[0]).toBe('above 4s')
  })
})

describe('alert routes', () => {
  const receiver = async (route: string, labels = '{team: ops, severity: page}') => {
    const { pilot } = await planOf(
      'owner: {team: acme/ops, on_call: pagerduty:P1}\nmonitoring: {rules: r.yml, routes: am.yml, alerts: [{kind: latency, metric: m, rule: A}]}\n',
      {
        'r.yml': `groups: [{rules: [{alert: A, expr: slow_seconds > 4, labels: ${labels}}]}]`,
        'am.yml': /^(?:apiVersion|kind):/.test(route) ? route : `route: ${route}`,
      },
    )
    return pilot.monitoring?.alerts?.[0]?.notify
  }

  test.each([
    ['{receiver: all}', 'all'],
    ['{receiver: all, routes: [{match: {team: ops}, receiver: pagerduty-P1}]}', 'pagerduty-P1'],
    [
      '{receiver: all, routes: [{match_re: {team: ops|sre}, routes: [{matchers: [severity=page], receiver: night}]}]}',
      'night',
    ],
    [
      '{receiver: all, routes: [{matchers: [\'team!="ops"\'], receiver: other}, {match: {alertname: A}, receiver: one}]}',
      'one',
    ],
    [
      '{receiver: all, routes: [{match: {team: ops}, receiver: log, continue: true}, {match: {severity: page}, receiver: ops}]}',
      'ops',
    ],
    ['{receiver: all, routes: [{matchers: [\'team=ops, severity="page"\'], receiver: one}]}', 'one'],
    ['{receiver: all, routes: [{matchers: [\'{team=~"a,b|ops", severity!="page"}\'], receiver: one}]}', 'all'],
    ['{receiver: all, routes: [{matchers: \'{team=~"ops|a=b",severity="page",}\', receiver: one}]}', undefined],
    ["{receiver: all, routes: [{matchers: ['team=ops, page'], receiver: one}]}", undefined],
    ['{receiver: ops}\nreceivers: [{name: ops, slack_configs: [{channel: "#ops"}]}]', 'ops'],
    ['{receiver: ops}\nreceivers: [{name: ops}]', undefined],
    [
      '{receiver: all, routes: [{match: {team: ops}, receiver: ops}]}\nreceivers: [{name: all}, {name: ops, slack_configs: []}]',
      undefined,
    ],
    [
      '{receiver: all, routes: [{match: {team: ops}, receiver: ops, mute_time_intervals: [nights]}]}\ntime_intervals: [{name: nights, time_intervals: [{times: [{start_time: "18:00", end_time: "24:00"}]}]}]',
      'ops',
    ],
    [
      '{receiver: all, routes: [{match: {team: ops}, receiver: ops, mute_time_intervals: [ever]}]}\ntime_intervals: [{name: ever, time_intervals: [{times: [{start_time: "00:00", end_time: "24:00"}], weekdays: ["monday:sunday"]}]}]',
      undefined,
    ],
    [
      '{receiver: all, routes: [{match: {team: ops}, receiver: ops, mute_time_intervals: [ever]}]}\nmute_time_intervals: [{name: ever, time_intervals: [{}]}]',
      undefined,
    ],
    [
      '{receiver: all, routes: [{match: {team: ops}, receiver: ops, active_time_intervals: [x]}]}\ntime_intervals: [{name: x, time_intervals: [{years: ["2019"]}]}]',
      undefined,
    ],
    [
      '{receiver: all, routes: [{match: {team: ops}, receiver: ops, active_time_intervals: [x]}]}\ntime_intervals: [{name: x, time_intervals: [{times: [{start_time: "03:00", end_time: "03:01"}]}]}]',
      undefined,
    ],
    [
      '{receiver: all, routes: [{match: {team: ops}, receiver: ops, active_time_intervals: [x]}]}\ntime_intervals: [{name: x, time_intervals: [{days_of_month: ["1"]}]}]',
      undefined,
    ],
    [
      '{receiver: all, routes: [{match: {team: ops}, receiver: ops, active_time_intervals: [x]}]}\ntime_intervals: [{name: x, time_intervals: [{months: ["november:march"]}, {months: ["april:october"]}]}]',
      'ops',
    ],
    [
      '{receiver: all, routes: [{match: {team: ops}, receiver: ops, active_time_intervals: [x]}]}\ntime_intervals: [{name: x, time_intervals: [{times: [{start_time: "08:00", end_time: "18:00"}], weekdays: ["monday:friday"], days_of_month: ["1:31"]}]}]',
      'ops',
    ],
    [
      '{receiver: all, routes: [{match: {team: ops}, receiver: ops, active_time_intervals: [x, other]}]}\ntime_intervals: [{name: x, time_intervals: [{years: ["2019"]}]}]',
      'ops',
    ],
    ...[
      ['mute', '{weekdays: ["monday:thursday"]}, {weekdays: ["friday:sunday"]}', undefined],
      ['mute', '{times: [{start_time: "00:00", end_time: "23:59"}]}', undefined],
      ['mute', '{years: ["2000:2100"]}', undefined],
      ['mute', '{days_of_month: ["1:15"]}, {days_of_month: ["16:-1"]}', undefined],
      [
        'mute',
        '{times: [{start_time: "00:00", end_time: "12:00"}, {start_time: "12:00", end_time: "24:00"}]}',
        undefined,
      ],
      ['mute', '{weekdays: ["monday:thursday"]}, {weekdays: ["saturday:sunday"]}', 'ops'],
      ['mute', '{months: ["december"]}', 'ops'],
      ['mute', '{years: ["2026"]}', 'ops'],
      ['active', '{weekdays: ["sunday"], times: [{start_time: "00:00", end_time: "01:00"}]}', undefined],
      ['active', '{days_of_month: ["31"], months: ["2"]}, {days_of_month: ["30"], months: ["2"]}', undefined],
      ['active', '{weekdays: ["saturday:sunday"]}', 'ops'],
      ['active', '{days_of_month: ["1:10"]}, {days_of_month: ["11:-1"]}', 'ops'],
    ].map(([kind, parts, to]): [string, string | undefined] => [
      `{receiver: all, routes: [{match: {team: ops}, receiver: ops, ${kind}_time_intervals: [x]}]}\ntime_intervals: [{name: x, time_intervals: [${parts}]}]`,
      to,
    ]),
    [
      '{receiver: all, routes: [{match: {team: ops}, receiver: ops, mute_time_intervals: [x, y]}]}\ntime_intervals: [{name: x, time_intervals: [{weekdays: ["monday:thursday"]}]}, {name: y, time_intervals: [{weekdays: ["friday:sunday"]}]}]',
      undefined,
    ],
    ['{receiver: all, routes: [{match: {team: ops}, receiver: ops, group_wait: 30d}]}', undefined],
    ['{receiver: all, routes: [{match: {team: ops}, receiver: ops, group_interval: 2d}]}', undefined],
    [
      '{receiver: all, routes: [{match: {team: ops}, receiver: ops, group_wait: 30s, group_interval: 4h, repeat_interval: 7d}]}',
      'ops',
    ],
    ['{receiver: all, group_wait: 30d, routes: [{match: {team: ops}, receiver: ops}]}', undefined],
    ['{receiver: all, group_wait: 30d, routes: [{match: {team: ops}, receiver: ops, group_wait: 30s}]}', 'ops'],
    ['{receiver: all, routes: [{match: {cluster: eu}, receiver: eu}]}', undefined],
    ['{receiver: all, routes: [{match_re: {team: "(o|s)[a-z]+"}, receiver: eu}]}', undefined],
  ])('%s', async (route, name) => {
    expect(await receiver(route)).toBe(name)
  })

  const resource = (route: string, more = '', apiVersion = 'monitoring.coreos.com/v1alpha1') =>
    `apiVersion: ${apiVersion}\nkind: AlertmanagerConfig\nmetadata: {name: a, namespace: care}\nspec:\n  route: ${route}\n${more}`
  const ops = (matcher: string, more = '') =>
    `{receiver: all, routes: [{matchers: [${matcher}], receiver: ops${more}}]}`
  const team = '{name: team, value: ops, matchType: "="}'

  test.each<[string, string, string | undefined, string?]>([
    ['a matcher', resource(ops(team)), 'ops'],
    ['one without its type', resource(ops('{name: team, value: ops}'), '', 'monitoring.coreos.com/v1beta1'), 'ops'],
    ['another value', resource(ops('{name: team, value: dev, matchType: "="}')), 'all'],
    ['any but another', resource(ops('{name: team, value: dev, matchType: "!="}')), 'ops'],
    ['a pattern', resource(ops('{name: team, value: dev|ops, regex: true}')), 'ops'],
    ['a type that nobody knows', resource(ops('{name: team, value: ops, matchType: is}')), undefined],
    ['its own namespace', resource(ops(team)), 'ops', '{team: ops, namespace: care}'],
    ['another namespace', resource(ops(team)), undefined, '{team: ops, namespace: dev}'],
    ['nobody', resource(ops(team), '  receivers: [{name: ops}, {name: all, slackConfigs: [{}]}]\n'), undefined],
    ['somebody', resource(ops(team), '  receivers: [{name: ops, pagerdutyConfigs: [{}]}]\n'), 'ops'],
    ['after a month', resource(ops(team, ', groupWait: 30d')), undefined],
    [
      'never',
      resource(
        ops(team, ', muteTimeIntervals: [ever]'),
        '  muteTimeIntervals: [{name: ever, timeIntervals: [{daysOfMonth: [{start: 1, end: 31}]}]}]\n',
      ),
      undefined,
    ],
    ['another label', resource(ops('{name: on, value: x}')), 'ops', '{on: x}'],
    ['of somebody else', resource(ops('{name: on, value: x}'), '', 'example.com/v1'), undefined, '{on: x}'],
  ])("a resource of Prometheus' operator: %s", async (_, text, name, labels) => {
    expect(await receiver(text, labels)).toBe(name)
  })
})

test('a price table shows the prices that are not declared, where it names its currency', async () => {
  const yaml = 'model: small-2\ncost: {price: {output: 9.00 EUR/Mtok, as_of: 2026-11-02, table: p.json}}\n'
  const table = (currency: string) =>
    `{${currency}"small-2": {"input_cost_per_token": 0.000001, "output_cost_per_token": 0.000005}}`
  const prices = async (currency: string) =>
    (await planOf(yaml, { 'p.json': table(currency) })).metered[0]?.prices ?? {}
  const found = await prices('"currency": "EUR", ')
  expect(found.input?.value).toEqual({ value: 1, unit: 'EUR' })
  expect(found.input?.origin).toMatchObject({ from: 'file', file: 'p.json' })
  expect(found.output).toMatchObject({ value: { value: 9 }, origin: { from: 'declared' } })
  expect((await prices('')).input).toBeUndefined()
})

test('a table shows the price of every model that a unit needs, and that of longer calls', async () => {
  const yaml = `model: {provider: example-ai, id: small-2}
cost:
  price: {as_of: 2026-11-02, table: p.json}
  usage:
    - {name: answer, calls: 1 per chat, input: 250000 tokens, output: 500 tokens, retries: 4%}
    - {name: judge, model: large-1, calls: 1 per chat, input: 900 tokens, output: 20 tokens, retries: 4%}
`
  const table = `{"currency": "EUR",
    "small-2": {"input_cost_per_token": 1e-6, "output_cost_per_token": 5e-6, "input_cost_per_token_above_200k_tokens": 2e-6},
    "large-1": {"input_cost_per_token": 3e-6, "output_cost_per_token": 9e-6}}`
  const { metered } = await planOf(yaml, { 'p.json': table })
  expect(metered.map(({ name, prices }) => [name, prices.input?.value.value, prices.output?.value.value])).toEqual([
    ['answer', 1, 5],
    ['judge', 3, 9],
  ])
  expect(metered[0]?.price?.tiers).toEqual([
    { above: { value: 200_000, unit: 'tokens' }, input: { value: 2, unit: 'EUR', per: 'Mtok' } },
  ])
})
