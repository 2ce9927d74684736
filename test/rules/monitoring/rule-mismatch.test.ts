import { expect, test } from 'vitest'
import { lint } from '../../../src/lint/lint.ts'
import { ruleMismatch } from '../../../src/rules/monitoring/rule-mismatch.ts'
import { complete, diagnose, repository, table, today } from '../table.ts'

type Written = { readonly hold?: string; readonly link?: string; readonly alert?: string }

const alert = (expr: string, { hold, link, alert: name = 'Slow' }: Written = {}): string => `      - alert: ${name}
        expr: ${JSON.stringify(expr)}
${hold === undefined ? '' : `        for: ${hold}\n`}${
  link === undefined ? '' : `        annotations: {runbook_url: "${link}"}\n`
}`

const file = (...alerts: string[]) => ({
  'rules.yml': `groups:\n  - name: empty\n    rules:\n  - name: all\n    rules:\n${alerts.join('')}`,
})

const guilty = '  # expect: monitoring/rule-mismatch'

const pilot = (declared: string, mark: string, rest = '') =>
  `monitoring:\n  rules: rules.yml\n  alerts:\n    - {${declared}, rule: Slow}${mark}\n${rest}`

const latency = 'kind: latency, metric: latency_p95, fire: above 4s, over: 20m'
const quantile = 'histogram_quantile(0.95, sum by (le) (rate(answer_seconds_bucket[20m])))'
const ratio = 'sum(increase(wrong_total[3d])) / sum(increase(reviewed_total[3d]))'
const share = 'kind: quality, metric: wrong_rate, fire: above 2.5%, over: 3d'
const cost = 'kind: cost, metric: cost_per_chat, fire: above 0.20 EUR, over: 1d'
const spend = 'sum(increase(chat_cost_eur_total[1d])) / sum(increase(chats_total[1d]))'
const hourly = 'kind: cost, metric: spend, fire: above 5 EUR/h, over: 1h'
const daily = 'kind: cost, metric: spend, fire: above 50 USD, over: 1d'
const csat = 'kind: quality, metric: csat, fire: below 4.0 points, over: 7d'
const minutes = 'kind: quality, metric: minutes_to_answer, fire: above 7 min, over: 1d'
const late = 'kind: deadline, metric: age_of_run, fire: above 26h, over: 30m'
const answered = 'kind: quality, metric: deflection_rate, fire: below 30%, over: 3d'

/** What is declared, and expressions that say the same. */
const agreeing: readonly (readonly [string, string, Written?])[] = [
  [latency, `${quantile} > 4`],
  [late, 'time() - max(run_last_success_timestamp_seconds) > 93600', { hold: '30m' }],
  [late, '(time() - max(kube_cronjob_status_last_successful_time)) / 3600 > 26', { hold: '30m' }],
  [latency, `${quantile} >= 4`],
  [latency, `4 < ${quantile}`],
  [latency, `(${quantile}) > 2 * 2`],
  [latency, `${quantile} * 1000 > 4000`],
  [share, `100 * (1 - (${ratio.replace('wrong', 'right')})) > 2.5`],
  [share, `(100 - 100 * (${ratio.replace('wrong', 'right')})) / 100 > 0.025`],
  [latency, `${quantile} - 4 > 0`],
  [latency, `${quantile.replace('20m]', '20m] offset 5m')} > 4`],
  [latency, `(${quantile} > bool 4) == 1`],
  [latency, `${quantile} > 4 and on() sum(rate(answers_total[20m])) > 0.01`],
  [latency, `sum(rate(answers_total[20m])) > 0.01 and ${quantile} > 4`],
  [latency, `${quantile} > 4 unless on() maintenance == 1`],
  [latency, `${quantile} > 4 or absent(answer_seconds_bucket)`],
  [latency, `${quantile} > 4 and ${quantile.replace('20m', '5m')} > 4`],
  [latency, 'answer_latency{quantile="0.95"} > 4', { hold: '20m' }],
  [latency, `${quantile} > 4`, { hold: '20m' }],
  [latency, 'answer_latency{quantile="0.95"} > 4000', { hold: '20m' }],
  [latency, 'histogram_quantile(0.95, rate(answer_milliseconds_bucket[20m])) > 4000'],
  [latency, `${quantile} > 4`, { hold: '5m' }],
  [latency, 'histogram_quantile(0.95, rate(answer_seconds_bucket[5m])) > 4', { hold: '20m' }],
  [latency, 'histogram_quantile(0.95, rate(answer_seconds_bucket[15m])) > 4', { hold: '5m' }],
  [latency, 'max_over_time(answer_p95_seconds[20m:1m]) > 4'],
  [latency, `clamp_max(${quantile}, 60) > 4`],
  [latency, `clamp_max(${quantile}, 4) >= 4`],
  [latency, `clamp(${quantile}, 0, 60) > 4`],
  [latency, `${quantile.replace('bucket[', 'bucket{job="chat", env!="staging", variant="treatment"}[')} > 4`],
  [latency, `${quantile.replace('20m]', '20m] offset 0s')} > 4`],
  [latency, `${quantile.replace('bucket[', 'bucket{namespace="staging-area", cluster="eu-1", env!="eu-prod"}[')} > 4`],
  [latency, `${quantile.replace('bucket[', 'bucket{group="quality-control", namespace="support-qa"}[')} > 4`],
  [latency, `${quantile} > 4 unless on() sum(rate(answers_total[20m] offset 1h)) == 0`],
  [share, ratio.replace(/sum\(increase\(reviewed.*$/, 'clamp_min(sum(increase(reviewed_total[3d])), 1) > 0.025')],
  [share, `${ratio} > 0.025`],
  [share, `${ratio} > 2.5 / 100`],
  [share, `100 * ${ratio} > 2.5`],
  [share, `${ratio} * 100 > 2.5`],
  [share, `1 - ${ratio} < 0.975`],
  [share, 'avg_over_time(wrong_ratio[3d]) > 0.025'],
  [share, 'avg_over_time(wrong_percent[3d]) > 2.5'],
  [share, 'avg_over_time(wrong[3d]) > 2.5'],
  [share, 'avg_over_time(wrong[3d]) > 0.025'],
  [answered, `${ratio.replace('wrong', 'deflected')} < 0.3`],
  [cost, `${spend} > 0.2`],
  [cost, `${spend.replaceAll('increase', 'rate')} > 0.2`],
  [cost, 'avg_over_time(chat_cost[1d]) > 20'],
  [cost, 'avg_over_time(cost_per_chat_eur[1d]) > 0.2'],
  [cost, 'avg_over_time(cost_eur_per_chat[1d]) > 0.2'],
  [csat, 'avg_over_time(csat_points[7d]) < 4'],
  [csat, 'sum(increase(rating_sum[7d])) / sum(increase(rating_count[7d])) < 4'],
  [minutes, 'avg_over_time(answer_minutes[1d]) > 7'],
  [minutes, 'sum(rate(answer_seconds_sum[1d])) / sum(rate(answer_seconds_count[1d])) > 420'],
  ['kind: cost, metric: spend, fire: above 60 EUR/day, over: 1d', 'sum(increase(cost_eur_total[1d])) > 60'],
  ['kind: cost, metric: spend, fire: above 60 EUR/day, over: 1h', 'sum(increase(cost_eur_total[1h])) * 24 > 60'],
  ['kind: cost, metric: spend, fire: above 60 EUR/day, over: 1h', 'avg_over_time(daily_cost_eur[1h]) > 60'],
  ['kind: usage, metric: chats, fire: above 25/min, over: 5m', 'sum(rate(chats_total[5m])) > 25 / 60'],
  [hourly, 'sum(rate(chat_cost_eur_total[1h])) * 3600 > 5'],
  [hourly, '3600 * sum(rate(chat_cost_cents[1h])) > 500'],
  [hourly, 'sum(increase(chat_cost_eur_total[1h])) > 5'],
  [hourly, 'avg_over_time(chat_cost_eur_per_hour[1h]) > 5'],
  [hourly.replace('5 EUR/h', '0.0014 EUR/s'), 'sum(rate(chat_cost_eur_total[1h])) > 0.0014'],
  [hourly.replace('EUR/h', 'EUR'), 'sum(rate(chat_cost_eur_total[1h])) * 3600 > 5'],
  [daily, 'sum(increase(llm_cost_dollars_total[1d])) > 50'],
  [daily, 'sum(increase(litellm_spend_metric_total[24h])) > 50'],
  [daily, 'sum(increase(llm_cost_total[1d])) / sum(increase(chats_total[1d])) > 50'],
  [daily, 'sum(sum_over_time(llm_bill[1d])) > 50'],
  ['kind: quality, metric: time_to_answer, fire: above 10 min, over: 1h', 'increase(wait_time_total[1h]) > 600'],
  ['kind: quality, metric: wrong_rate, fire: above 4%, over: 2d', 'avg_over_time(wrong_rate[2d]) > 0.04'],
  ['kind: quality, metric: wrong_answers, fire: above 100 answers, over: 2d', 'increase(wrong_total[2d]) > 100'],
  ['kind: usage, metric: chats, fire: above 25 rps, over: 5m', 'sum(rate(chats_total[5m])) > 25'],
]

table(
  ruleMismatch,
  agreeing.map(([declared, expr, written]) => ({
    name: `agrees: ${expr} ${JSON.stringify(written ?? {})}`,
    yaml: pilot(declared, ''),
    files: file(alert(expr, written)),
  })),
)

/** What is declared, an expression that says something else, and what is told of it. */
const differing: readonly (readonly [string, string, string, Written?])[] = [
  [latency, `${quantile} > 8`, 'fires above 8 s, but pilot.yaml declares above 4s'],
  [latency, `${quantile} > 4000`, 'fires above 4000 s, but pilot.yaml declares above 4s'],
  [
    late,
    'time() - max(run_last_success_timestamp_seconds) > 180000',
    'fires above 180000 s, but pilot.yaml declares above 26h',
    { hold: '30m' },
  ],
  [latency, `${quantile} < 4`, 'fires below 4 s, but pilot.yaml declares above 4s'],
  [latency, `${quantile} > 9 unless ${quantile} < 12`, 'fires at least 12 s, but pilot.yaml declares above 4s'],
  [latency, `4 > ${quantile}`, 'fires below 4 s, but pilot.yaml declares above 4s'],
  [latency, `${quantile} * 1000 > 4`, 'fires above 4 ms, but pilot.yaml declares above 4s'],
  [
    latency,
    `clamp_max(${quantile}, 3) > 4`,
    'can never fire: a clamp limits the metric to 3 or less, but pilot.yaml declares above 4s',
  ],
  [
    latency,
    `clamp_max(${quantile}, 4) > 4`,
    'can never fire: a clamp limits the metric to 4 or less, but pilot.yaml declares above 4s',
  ],
  [
    latency,
    `clamp_min(${quantile}, 5) > 4`,
    'always fires: a clamp limits the metric to 5 or more, but pilot.yaml declares above 4s',
  ],
  [
    share,
    `100 * clamp_max(${ratio}, 0.02) > 2.5`,
    'can never fire: a clamp limits the metric to 2 or less, but pilot.yaml declares above 2.5%',
  ],
  [
    csat,
    'clamp_min(avg_over_time(csat_points[7d]), 4) < 4',
    'can never fire: a clamp limits the metric to 4 or more, but pilot.yaml declares below 4 points',
  ],
  // The number differs whenever it was measured.
  [latency, `${quantile.replace('20m]', '20m] offset 1d')} > 8`, 'fires above 8 s, but pilot.yaml declares above 4s'],
  [latency, 'answer_latency > 5', 'fires above 5, but pilot.yaml declares above 4s', { hold: '20m' }],
  [latency, 'avg_over_time(answered_ratio[20m]) > 4', 'fires above 4 (400%), but pilot.yaml declares above 4s'],
  [latency, quantile.replace('20m', '6h').concat(' > 4'), 'measures over 6h, but pilot.yaml declares over 20m'],
  [latency, 'answer_seconds > 4', 'waits for 1h, but pilot.yaml declares over 20m', { hold: '1h' }],
  [
    latency,
    `${quantile} > 4`,
    'measures over 20m and waits for 30d, but pilot.yaml declares over 20m',
    { hold: '30d' },
  ],
  [
    latency,
    quantile.replace('0.95', '0.5').concat(' > 4'),
    'uses the 0.5 quantile, but pilot.yaml declares latency_p95',
  ],
  [share, `${ratio} > 2.5`, 'fires above 2.5 (250%), but pilot.yaml declares above 2.5%'],
  [share, `${ratio} > 0.026`, 'fires above 0.026 (2.6%), but pilot.yaml declares above 2.5%'],
  [share, `100 * ${ratio} > 3`, 'fires above 3%, but pilot.yaml declares above 2.5%'],
  [share, 'avg_over_time(wrong[3d]) > 25', 'fires above 25, but pilot.yaml declares above 2.5%'],
  [answered, `${ratio} > 0.3`, 'fires above 0.3 (30%), but pilot.yaml declares below 30%'],
  [cost, `${spend} > 0.25`, 'fires above 0.25 EUR, but pilot.yaml declares above 0.20 EUR'],
  [cost, 'avg_over_time(cost_per_chat_eur[1d]) > 0.25', 'fires above 0.25 EUR, but pilot.yaml declares above 0.20 EUR'],
  [cost, `${spend.replace('eur', 'usd')} > 0.20`, 'fires above 0.2 USD, but pilot.yaml declares above 0.20 EUR'],
  [
    hourly,
    'sum(rate(chat_cost_eur_total[1h])) > 5',
    'fires above 5 EUR a second, but pilot.yaml declares above 5 EUR/h',
  ],
  [
    share,
    'sum(rate(wrong_total[3d])) > 0.025',
    'fires above 0.025 a second (a count), but pilot.yaml declares above 2.5%',
  ],
  [share, 'sum(increase(wrong_total[3d])) > 2.5', 'fires above 2.5 (a count), but pilot.yaml declares above 2.5%'],
  [share, 'wrong_total > 2.5', 'fires above 2.5 (a count), but pilot.yaml declares above 2.5%', { hold: '3d' }],
  [latency, 'increase(slow_answers_total[20m]) > 4', 'fires above 4 (a count), but pilot.yaml declares above 4s'],
  [hourly, 'sum(rate(chat_cost[1h])) > 5', 'fires above 5 a second, but pilot.yaml declares above 5 EUR/h'],
  [
    'kind: cost, metric: spend, fire: above 60 EUR/day, over: 1h',
    'sum(increase(cost_eur_total[1h])) > 60',
    'fires above 60 EUR, but pilot.yaml declares above 60 EUR/day',
  ],
  [hourly, 'sum(increase(chat_cost_usd_total[1h])) > 5', 'fires above 5 USD, but pilot.yaml declares above 5 EUR/h'],
  [
    hourly,
    'sum(increase(chat_cost_eur_total[1h])) > 500',
    'fires above 500 EUR, but pilot.yaml declares above 5 EUR/h',
  ],
  [
    hourly.replace('EUR/h', 'EUR'),
    'sum(rate(chat_cost_eur_total[1h])) > 5',
    'fires above 5 EUR a second, but pilot.yaml declares above 5 EUR',
  ],
  [
    'kind: usage, metric: tokens, fire: above 1000000 tokens/h, over: 1h',
    'sum(rate(tokens_total[1h])) > 1000000',
    'fires above 1000000 a second (a count), but pilot.yaml declares above 1000000 tokens/h',
  ],
  [csat, 'avg_over_time(csat_points[7d]) < 3.9', 'fires below 3.9, but pilot.yaml declares below 4 points'],
  [minutes, 'avg_over_time(answer_minutes[1d]) > 420', 'fires above 420 min, but pilot.yaml declares above 7m'],
]

table(
  ruleMismatch,
  differing.map(([declared, expr, said, written]) => ({
    name: `differs: ${expr} ${JSON.stringify(written ?? {})}`,
    yaml: pilot(declared, guilty),
    files: file(alert(expr, written)),
    says: [`alert Slow ${said}`],
  })),
)

/** Expressions that leave open what is compared: unverified, so that nothing is said. */
const open = [
  'a_seconds > b_seconds',
  `${quantile} > 9 and requests_seconds > 7`,
  `${quantile} > 9 or errors_ratio > 0.5`,
  `${quantile} == 9`,
  `${quantile} > bool 9`,
  'count(answer_seconds > 9) > 0',
  'absent(answer_seconds)',
  'answer_seconds > {{ .Values.level }}',
  'sum(rate({app="desk"} |= "timeout" [5m])) > 9',
  'answer_seconds > Inf',
  'job:answer_seconds:p95_20m > 4',
  'max_over_time(answer_p95_seconds_1d[1h]) > 4',
  'max_over_time(answer_p95_seconds_1d[1h:1m]) > 4',
  `${quantile.replace('20m]', '20m] offset 1d')} > 4`,
  `${quantile.replace('20m]', '20m] offset -1h')} > 4`,
  `${quantile} - ${quantile.replace('20m]', '20m] offset 7d')} > 4`,
  `${quantile.replace('bucket[', 'bucket{env="staging"}[')} > 4`,
  `${quantile.replace('bucket[', 'bucket{job="chat", environment=~"dev|qa"}[')} > 4`,
  `${quantile.replace('bucket[', "bucket{variant='control'}[")} > 4`,
  `${quantile.replace('bucket[', 'bucket{namespace="orders-staging"}[')} > 4`,
  `${quantile.replace('bucket[', 'bucket{cluster="sandbox"}[')} > 4`,
  `${quantile.replace('bucket[', 'bucket{stage="shadow"}[')} > 4`,
  `(${quantile} + 4) / 2 > 4`,
  `2 * (${quantile} - 2) > 4`,
  `((8 - ${quantile}) / 2 - 1) * 4 < 4`,
]

table(
  ruleMismatch,
  open.map((expr) => ({ name: `open: ${expr}`, yaml: pilot(latency, ''), files: file(alert(expr)) })),
)

const byStage = 'kind: latency, metric: latency_p95, fire: above 4s, over: {limited: 6h, progressive: 40m, full: 20m}'
const limited = file(alert(quantile.replace('20m', '6h').concat(' > 4')))

table(ruleMismatch, [
  {
    name: 'an alert that the file does not hold',
    yaml: pilot(latency, guilty),
    files: file(alert('x > 1', { alert: 'Slov' })),
    says: ['rules.yml has no alert named "Slow"'],
    helps: ['did you mean Slov?'],
    severity: 'error',
  },
  {
    name: 'a file without any alert',
    yaml: pilot(latency, guilty),
    files: { 'rules.yml': 'groups:\n' },
    helps: ['add the alert to rules.yml, or change `rule`'],
  },
  {
    name: 'the window of the declared stage',
    yaml: pilot(byStage, '', 'stage: limited\n'),
    for: 'limited',
    files: limited,
  },
  {
    name: 'a pilot that is further than the stage it is judged for: the file stands where the pilot stands',
    yaml: pilot(byStage, '', 'stage: full\n'),
    for: 'limited',
    files: file(alert(`${quantile} > 4`)),
  },
  {
    name: 'the window of a later stage that is asked about',
    yaml: pilot(byStage, guilty, 'stage: limited\n'),
    for: 'progressive',
    files: limited,
    says: ['alert Slow measures over 6h, but pilot.yaml declares over 40m'],
  },
  {
    name: 'several alerts of one name, of which one agrees',
    yaml: pilot(latency, ''),
    files: file(alert(`${quantile} > 2`), alert(`${quantile} > 4`), alert(`${quantile} > 8`)),
  },
  {
    name: 'a section of the runbook, as an anchor, a path or a heading',
    yaml: pilot(`${latency}, runbook: Slow answers`, ''),
    files: file(alert(`${quantile} > 4`, { link: 'https://wiki.example/books/orders#slow-answers' })),
  },
  {
    name: 'another section of the runbook',
    yaml: pilot(`${latency}, runbook: slow-answers`, guilty),
    files: file(alert(`${quantile} > 4`, { link: 'docs/runbook.md#not-slow-answers' })),
    says: ['alert Slow links "docs/runbook.md#not-slow-answers", but pilot.yaml declares slow-answers'],
  },
  {
    name: 'an alert without a runbook',
    yaml: pilot(`${latency}, runbook: slow-answers`, guilty),
    files: file(alert(`${quantile} > 4`)),
    says: ['alert Slow has no runbook link, but pilot.yaml declares slow-answers'],
  },
  {
    name: 'a runbook that is filled in later',
    yaml: pilot(`${latency}, runbook: slow-answers`, ''),
    files: file(alert(`${quantile} > 4`, { link: 'https://wiki.example/{{ $labels.alertname }}' })),
  },
  {
    name: 'a recording rule of the same file says the unit and the range',
    yaml: pilot(latency, guilty),
    files: file(
      `      - record: job:answer:p95\n        expr: ${quantile.replace('20m', '1h')}\n`,
      alert('job:answer:p95 > 4'),
    ),
    says: ['alert Slow measures over 1h, but pilot.yaml declares over 20m'],
  },
  {
    name: 'an alert without a rule, a level without a number, and a file that is not there',
    yaml: `monitoring:
  rules: missing.yml
  alerts:
    - {kind: latency, metric: latency_p95, fire: above 4s, over: 20m}
    - {kind: quality, metric: rate, fire: not below baseline, rule: Slow}`,
    files: {},
  },
  {
    name: 'a level without a number',
    yaml: pilot('kind: quality, metric: rate, fire: not below baseline, over: 1d', ''),
    files: file(alert('avg_over_time(rate[1d]) < 3')),
  },
  {
    name: 'a file in a form that nobody here reads',
    yaml: pilot(latency, ''),
    files: { 'rules.yml': 'apiVersion: monitoring.example/v9\nkind: Pager\n' },
  },
  {
    name: 'a malformed file is for evidence/broken',
    yaml: pilot(latency, ''),
    files: file(alert('up ==')),
  },
])

const unverified = async (declared: string, expr: string, written?: Written) => {
  const { unverified, verdict } = await lint(complete(pilot(declared, ''), 'limited'), {
    file: 'pilot.yaml',
    for: 'limited',
    today,
    rules: [ruleMismatch],
    exceptions: true,
    repository: repository(file(alert(expr, written))),
  })
  // Nothing but the receiver, which is another rule's, may be left to show.
  const { lacks = [] } = verdict.items.find(({ item }) => item === 'monitoring') ?? {}
  const state = lacks.every((why) => why.includes('does not show who receives')) ? 'proven' : 'declared'
  return { state, said: unverified.map(({ reference, why }) => `${reference} ${why}`) }
}

test.each(agreeing.map(([declared, expr, written]) => ({ declared, expr, written })))(
  'is understood, and proves the alert: $declared, $expr',
  async ({ declared, expr, written }) => {
    expect(await unverified(declared, expr, written)).toEqual({ state: 'proven', said: [] })
  },
)

test.each(open)('is not understood, and proves nothing: %s', async (expr) => {
  const { state, said } = await unverified(latency, expr)
  expect(state).toBe('declared')
  expect(said).toHaveLength(1)
  expect(said[0]).toMatch(/^Slow [a-z]/)
})

test.each([
  'sum(increase(tokens_total[1d])) > 50',
  'sum(increase(tokens_total[1d])) / sum(increase(chats_total[1d])) > 50',
])('counts, and proves no money: %s', async (expr) => {
  const { state, said } = await unverified(daily, expr)
  expect([state, said]).toEqual([
    'declared',
    ['Slow has no currency in its metric name, expected a suffix such as `_usd`'],
  ])
})

test('what is counted, times a price, is money', async () => {
  expect(await unverified(daily, 'sum(increase(tokens_total[1d])) * 0.00001 > 50')).toEqual({
    state: 'proven',
    said: [],
  })
})

test('a measure that a recording rule takes from the past is told as one', async () => {
  const files = file(
    `      - record: job:answer:p95\n        expr: ${quantile.replace('20m]', '20m] offset 1d')}\n`,
    alert('job:answer:p95 > 4'),
  )
  const { unverified: claims } = await lint(complete(pilot(latency, ''), 'limited'), {
    file: 'pilot.yaml',
    for: 'limited',
    today,
    rules: [ruleMismatch],
    exceptions: true,
    repository: repository(files),
  })
  expect(claims.map(({ why }) => why)).toEqual([
    'evaluates old data (an `offset` or a query delay), expected current data',
  ])
})

test('the contradiction is shown at its line in the other file', async () => {
  const files = file(alert(`${quantile} > 8`, { hold: '5m', link: 'docs/runbook.md#slow' }))
  const [level, runbook] = await diagnose(ruleMismatch, pilot(`${latency}, runbook: fast`, ''), {
    repository: repository(files),
  })
  const lineOf = (elsewhere: typeof level) =>
    elsewhere?.elsewhere?.map(({ file: name, range }) => `${name}:${range.start.line}`)
  expect(lineOf(level)).toEqual(['rules.yml:7'])
  expect(lineOf(runbook)).toEqual(['rules.yml:9'])
})
