import { expect, test } from 'vitest'
import { judged } from './judged.ts'

const share = (by = '') => `sum${by} (rate(wrong_total[1h])) / sum${by} (rate(answers_total[1h]))`
const rule = (expr: string, labels = '', name = 'wrong:share') =>
  `{record: "${name}", expr: '${expr}'${labels && `, labels: {${labels}}`}}`

const judge = (selector: string, rules: readonly string[], group = '') =>
  judged('Wrong | above 4% | 1h', 'a.yml', {
    'a.yml': `groups:\n  - {name: a, rules: [{alert: Wrong, expr: '${selector} > 0.04'}]}\n  - {name: b, rules: [${rules.join(', ')}]${group}}\n`,
  })

test.each<[string, string, string[], string?]>([
  ['no label', 'wrong:share', [rule(share())]],
  ['a label that is kept', 'wrong:share{env="prod"}', [rule(share(' by (env)'))]],
  ['a label that is not taken away', 'wrong:share{env="prod"}', [rule(share(' without (pod)'))]],
  ['a label that is set', 'wrong:share{env="prod"}', [rule(share(), 'env: prod')]],
  ['a label of the group', 'wrong:share{env="prod"}', [rule(share())], ', labels: {env: prod}'],
  ['a label that is a number', 'wrong:share{version="1"}', [rule(share(), 'version: 1')]],
  ['one of several', 'wrong:share{env=~"prod|production"}', [rule(share(), 'env: prod')]],
  ['a pattern', 'wrong:share{env=~"prod.*"}', [rule(share(), 'env: prod-eu')]],
  ['what a label is not', 'wrong:share{env!="staging"}', [rule(share())]],
  ['a label that series may have', 'wrong:share{env="prod"}', [rule('avg_over_time(wrong_ratio[1h])')]],
  ['a label of another series', 'wrong:share{env="prod"}', [rule(`${share()} * on () group_left (env) target_info`)]],
  ['the one of two', 'wrong:share{env="prod"}', [rule(share(), 'env: prod'), rule('vector(1)', 'env: staging')]],
  ['the same twice', 'wrong:share', [rule(share()), rule(share())]],
  ['an interval of minutes', 'wrong:share', [rule(share())], ', interval: 5m'],
  ['samples that arrive late', 'wrong:share', [rule(share())], ', query_offset: 2m'],
])('an alert on a recorded series with %s is proven', async (_, selector, rules, group) => {
  expect(await judge(selector, rules, group)).toBe('proven')
})

const missing = 'which the recording rule wrong:share does not have'
const inner = rule('avg_over_time(inner[1h])')

test.each<[string, string, string[], string, string?]>([
  ['another value', 'wrong:share{env="prod"}', [rule(share(), 'env: staging')], `selects env="prod", ${missing}`],
  ['no label', 'wrong:share{job="a", env="prod"}', [rule(share(' by (job)'))], `selects env="prod", ${missing}`],
  ['none of several', 'wrong:share{env=~"a|b"}', [rule(share())], `selects env=~"a|b", ${missing}`],
  ['what it is not', 'wrong:share{env!="eu"}', [rule(share(), 'env: eu')], `selects env!="eu", ${missing}`],
  [
    'two expressions',
    'wrong:share',
    [rule(share()), rule('avg_over_time(wrong_ratio[1h])')],
    'uses wrong:share, which is recorded with different expressions',
  ],
  [
    'an interval of days',
    'wrong:share',
    [rule(share())],
    'uses a recording rule that is evaluated less than once a day',
    ', interval: 30d',
  ],
  [
    'old data',
    'wrong:share',
    [rule(share())],
    'uses a recording rule that evaluates old data (an `offset` or a query delay), expected current data',
    ', query_offset: 30d',
  ],
  [
    'a rule below',
    'wrong:share',
    [inner, rule('wrong_ratio', '', 'inner')],
    'uses a recording rule that is evaluated less than once a day',
    ', interval: 30d',
  ],
])('an alert on a recorded series with %s is unverified', async (_, selector, rules, why, group) => {
  expect(await judge(selector, rules, group)).toBe(`open: ${why}`)
})

const alert = `{alert: Wrong, expr: 'wrong:share > 0.04'}`
const resource = (...rules: string[]) =>
  `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: a}\nspec: {groups: [{name: a, rules: [${rules.join(', ')}]}]}\n`
const bare = (...rules: string[]) => `groups: [{name: a, rules: [${rules.join(', ')}]}]\n`
const values = (on: boolean) =>
  `alerting: {prometheusRule: {enabled: true, rules: [${alert}]}}\nrecording: {prometheusRule: {enabled: ${on}, rules: [${rule(share())}]}}\n`

const elsewhere = 'open: uses wrong:share; move the recording rule of that series into the same file'

test.each<[string, string, string]>([
  ['another resource of the file', [resource(alert), resource(rule(share()))].join('---\n'), 'proven'],
  [
    'two resources that differ',
    [resource(alert), resource(rule(share())), resource(rule('avg_over_time(wrong_ratio[1h])'))].join('---\n'),
    'open: uses wrong:share, which is recorded with different expressions',
  ],
  ['another chart of the values', values(true), 'proven'],
  ['a chart that is off', values(false), elsewhere],
  ['another file', bare(alert), elsewhere],
  ['a document that Prometheus does not load', [bare(alert), bare(rule(share()))].join('---\n'), elsewhere],
])('a series that is recorded in %s', async (_, text, expected) => {
  expect(await judged('Wrong | above 4% | 1h', 'a.yml', { 'a.yml': text })).toBe(expected)
})
