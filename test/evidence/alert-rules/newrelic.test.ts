import { describe, expect, test } from 'vitest'
import { judged } from './judged.ts'

type Written = {
  readonly query: string
  /** Attributes of the condition. */
  readonly more?: string
  /** Attributes of its critical threshold. */
  readonly critical?: string
}

const condition = ({ query, more = '', critical = '' }: Written): string => {
  const set = (text: string, key: string, value: string) =>
    text.includes(key) ? text : `${text}\n    ${key} = ${value}`
  const lasting = set(set(critical, 'threshold_duration', '600'), 'threshold_occurrences', '"all"')
  return `resource "newrelic_nrql_alert_condition" "slow" {
  name                         = "Slow"
  policy_id                    = newrelic_alert_policy.care.id
  aggregation_window           = 300
  violation_time_limit_seconds = 3600
  ${more}
  nrql {
    query = "${query}"
  }
  critical {
    ${set(set(lasting, 'operator', '"above"'), 'threshold ', '4')}
  }
}
`
}

const latency = 'Slow | above 4s | 10m | kind: latency, metric: latency_p95'
const mean = latency.replace('latency_p95', 'latency')
const share = 'Slow | above 4% | 10m'
const rate = 'Slow | above 30 answers/min | 10m'
const csat = 'Slow | below 4 points | 10m | kind: quality, metric: csat'

const p95 = 'SELECT percentile(duration, 95) FROM Transaction'
const wrong = "SELECT percentage(count(*), WHERE verdict = 'wrong') FROM Answer"
const counted = "SELECT filter(count(*), WHERE verdict = 'wrong') / count(*) FROM Answer"
const below = 'operator = "below"'

const judge = (declared: string, written: Written) =>
  judged(declared, 'infra/a.tf', { 'infra/a.tf': condition(written) })

describe('New Relic', () => {
  test.each<[string, string, Written]>([
    ['a percentile', latency, { query: p95 }],
    ['with its clauses the other way round', latency, { query: 'FROM Transaction SELECT percentile(duration, 95)' }],
    ['of an application', latency, { query: `${p95} WHERE appName = 'care'` }],
    ['of production', latency, { query: `${p95} WHERE environment = 'production'` }],
    ['of everything but staging', latency, { query: `${p95} WHERE environment != 'staging'` }],
    ['of staging and production', latency, { query: `${p95} WHERE env IN ('staging', 'prod')` }],
    ['of two services', latency, { query: `${p95} WHERE env = 'prod' AND (appName = 'care' OR appName LIKE 'bot%')` }],
    ['of staging or a list', latency, { query: `${p95} WHERE env = 'staging' OR appName = 'care'` }],
    ['by host', latency, { query: `${p95} FACET host` }],
    ['with a name', latency, { query: "SELECT percentile(duration, 95) AS 'p95' FROM Transaction" }],
    [
      'in milliseconds',
      latency,
      { query: 'SELECT percentile(duration.ms, 95) FROM Transaction', critical: 'threshold  = 4000' },
    ],
    ['turned into seconds', latency, { query: 'SELECT percentile(durationMs, 95) / 1000 FROM Answer' }],
    [
      'within a filter',
      latency,
      { query: "SELECT filter(percentile(duration, 95), WHERE name = 'answer') FROM Transaction" },
    ],
    ['with what fills gaps', latency, { query: p95, more: 'fill_option = "static"\n  fill_value = 0' }],
    [
      'with an end of signals',
      latency,
      { query: p95, more: 'expiration_duration = 600\n  open_violation_on_expiration = true' },
    ],
    ['static, and switched on', latency, { query: p95, more: 'type = "static"\n  enabled = true' }],
    [
      'at once, of one window',
      latency.replace('10m', '5m'),
      { query: p95, critical: 'threshold_duration = 300\n    threshold_occurrences = "at_least_once"' },
    ],
    ['a percentage', share, { query: wrong }],
    ['a share, counted', share, { query: counted, critical: 'threshold  = 0.04' }],
    ['a share, in percent', share, { query: counted.replace('SELECT', 'SELECT 100 *') }],
    [
      'a rate',
      rate,
      {
        query: "SELECT rate(count(*), 1 minute) FROM Answer WHERE `verdict.of` = 'wrong'",
        critical: 'threshold  = 30',
      },
    ],
    ['a rate a second', rate, { query: 'SELECT rate(count(*), 1 second) FROM Answer', critical: 'threshold  = 0.5' }],
    ['a mean', csat, { query: 'SELECT average(rating) FROM Survey', critical: below }],
    ['a mean, counted', csat, { query: 'SELECT sum(rating) / count(*) FROM Survey', critical: below }],
    ['a mean of what is no percentile', mean, { query: 'SELECT average(duration) FROM Transaction' }],
    ['the largest above a level', mean, { query: 'SELECT max(duration) FROM Transaction' }],
    ['of several kinds', latency, { query: `${p95}, Answer` }],
  ])('proven: %s', async (_, declared, written) => {
    expect(await judge(declared, written)).toBe('proven')
  })

  test.each<[string, string, Written]>([
    ['another number', latency, { query: p95, critical: 'threshold  = 8' }],
    ['another direction', latency, { query: p95, critical: below }],
    ['another percentile', latency, { query: p95.replace('95', '50') }],
    ['a median', latency, { query: 'SELECT median(duration) FROM Transaction' }],
    ['half of it', latency, { query: 'SELECT percentile(duration, 95) / 2 FROM Transaction' }],
    ['half of it, in brackets', latency, { query: 'SELECT (percentile(duration, 95)) * 0.5 FROM Transaction' }],
    ['milliseconds', latency, { query: 'SELECT percentile(duration.ms, 95) FROM Transaction' }],
    ['another time', latency, { query: p95, critical: 'threshold_duration = 3600' }],
    ['switched off', latency, { query: p95, more: 'enabled = false' }],
    ['never made', latency, { query: p95, more: 'count = 0' }],
    ['a share for percent', share, { query: counted }],
    ['a hundredth of a percentage', share, { query: wrong.replace('SELECT', 'SELECT 0.01 *') }],
    [
      'a shared part of it',
      share,
      { query: counted.replace('/ count(*)', '/ count(*) / 10'), critical: 'threshold  = 0.04' },
    ],
    ['another rate', rate, { query: 'SELECT rate(count(*), 1 minute) FROM Answer', critical: 'threshold  = 40' }],
    ['a rate for a time', latency, { query: 'SELECT rate(count(*), 1 minute) FROM Transaction' }],
    ['a time for a share', share, { query: p95 }],
  ])('wrong: %s', async (_, declared, written) => {
    expect(await judge(declared, written)).toMatch(/^wrong: /)
  })

  test.each<[string, string, Written]>([
    ['staging', latency, { query: `${p95} WHERE env = 'staging'` }],
    [
      'staging, in other signs',
      latency,
      { query: `${p95} WHERE appName = 'care' AND \`environment\` in ('staging','dev')` },
    ],
    ['staging or a test', latency, { query: `${p95} WHERE env = 'staging' OR (env = 'test')` }],
    ['what is like staging', latency, { query: `${p95} WHERE env LIKE 'stag%'` }],
    ['two environments at once', latency, { query: `${p95} WHERE env = 'prod' AND env = 'x'` }],
    ['what was a month ago', latency, { query: `${p95} SINCE 30 days ago UNTIL 29 days ago` }],
    ['all but production', latency, { query: `${p95} WHERE env NOT IN ('prod')` }],
    [
      'staging within a filter',
      latency,
      { query: "SELECT filter(percentile(duration, 95), WHERE env = 'test') FROM Transaction" },
    ],
    ['what is usual', latency, { query: p95, more: 'type = "baseline"\n  baseline_direction = "upper_only"' }],
    ['outliers', latency, { query: p95, more: 'type = "outlier"' }],
    ['the sum of what it measures', latency, { query: p95, more: 'value_function = "sum"' }],
    ['the first window', latency, { query: p95, critical: 'threshold_occurrences = "at_least_once"' }],
    ['less a second', latency, { query: 'SELECT percentile(duration, 95) - 1 FROM Transaction' }],
    ['what was before', latency, { query: `${p95} COMPARE WITH 1 week ago` }],
    ['a mean for a percentile', latency, { query: 'SELECT average(duration) FROM Transaction' }],
    ['a mean in milliseconds', latency, { query: 'SELECT average(durationMs) / 1000 FROM Transaction' }],
    ['a mean, counted, for a percentile', latency, { query: 'SELECT sum(duration) / count(*) FROM Transaction' }],
    ['the smallest above a level', mean, { query: 'SELECT min(duration) FROM Transaction' }],
    ['the largest below one', csat, { query: 'SELECT max(rating) FROM Survey', critical: below }],
    [
      'a query within it',
      latency,
      { query: 'SELECT percentile(duration, 95) FROM (SELECT min(duration) AS duration FROM A)' },
    ],
    ['a rate of times', latency, { query: 'SELECT rate(sum(duration), 1 minute) FROM Transaction' }],
    ['a rate over no time that is read', latency, { query: 'SELECT rate(count(*), 1 fortnight) FROM Transaction' }],
    ['two of them', latency, { query: 'SELECT percentile(duration, 95), count(*) FROM Transaction' }],
    ['several percentiles', latency, { query: 'SELECT percentile(duration, 95, 99) FROM Transaction' }],
    ['a part of itself', share, { query: 'SELECT count(*) / count(*) FROM Answer', critical: 'threshold  = 0.04' }],
    [
      'what is missing is 0',
      share,
      { query: "SELECT (filter(count(*), WHERE a = 'b') / count(*) OR 0) * 100 FROM Answer" },
    ],
    ['no threshold', latency, { query: p95, critical: 'operator = "equals"' }],
  ])('open: %s', async (_, declared, written) => {
    expect(await judge(declared, written)).toMatch(/^open: /)
  })

  const policy = 'resource "newrelic_alert_policy" "care" {\n  name = "care"\n}\n'
  const muting = (attribute: string, value: string, more = '') =>
    `resource "newrelic_alert_muting_rule" "all" {\n  name = "all"\n  enabled = true\n  condition {\n    operator = "AND"\n    conditions {\n      attribute = "${attribute}"\n      operator = "EQUALS"\n      values = [${value}]\n    }\n  }\n  ${more}\n}\n`
  const workflow =
    'resource "newrelic_workflow" "care" {\n  name = "care"\n  muting_rules_handling = "NOTIFY_ALL_ISSUES"\n  issues_filter {\n    predicate {\n      attribute = "labels.policyIds"\n      operator = "EXACTLY_MATCHES"\n      values = [newrelic_alert_policy.care.id]\n    }\n  }\n}\n'
  const muted = 'open: may be muted permanently by newrelic_alert_muting_rule.all'
  const ofPolicy = muting('policyId', 'newrelic_alert_policy.care.id')

  test.each([
    ['of its policy', ofPolicy, muted],
    ['of its name', muting('conditionName', '"Slow"'), muted],
    ['of another policy', muting('policyId', '"123"'), 'proven'],
    ['of a host', muting('tags.host', '"a"'), 'proven'],
    ['that is switched off', ofPolicy.replace('true', 'false'), 'proven'],
    [
      'with a schedule',
      muting('conditionName', '"Slow"', 'schedule {\n    start_time = "2026-01-01T00:00:00"\n  }'),
      'proven',
    ],
    ['that the workflow does not heed', ofPolicy + workflow, 'proven'],
  ])('a muting rule %s: %s', async (_, beside, expected) => {
    const text = condition({ query: p95 }) + policy
    expect(await judged(latency, 'infra/a.tf', { 'infra/a.tf': text, 'infra/mute.tf': beside })).toBe(expected)
  })

  test.each([
    ['brackets', 'SELECT a('.repeat(2000)],
    ['a quote', `SELECT percentile(duration, 95) FROM A WHERE ${"a = '".repeat(900)}`],
    ['blanks', `SELECT count(*)${' '.repeat(4900)}`],
    ['names', `SELECT ${'a'.repeat(4900)}`],
  ])('an answer all the same: %s', async (_, query) => {
    expect(await judge(latency, { query: query.replaceAll('"', '') })).toMatch(/^(?:open|wrong|proven)/)
  })
})
