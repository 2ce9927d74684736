import { expect, test } from 'vitest'
import { unproven } from '../../../src/rules/evidence/unproven.ts'
import { rules } from '../../../src/rules/index.ts'
import { success, whole } from '../cost/whole.ts'
import { resultsFile } from '../results/file.ts'
import { diagnose, repository } from '../table.ts'

const system = (contract: string) =>
  `integration:\n  - {system: desk, direction: both, mode: live, contract: ${contract}, owner: acme/tools, effort: 9d, status: done}\n`
const api = 'openapi: 3.1.0\ninfo: {title: a, version: 1.0.0}\npaths: {/a: {get: {}}}\n'

const messages = async (yaml: string, files: { readonly [path: string]: string }) => {
  const found = await diagnose(unproven, yaml, { for: 'progressive', rules, repository: repository(files) })
  return found.map(({ message }) => message)
}

test.each([
  ['a contract that is read', 'api.yaml', { 'api.yaml': api }, []],
  [
    'a contract in another system',
    'https://example.com/api',
    {},
    ['"https://example.com/api" is kept in another system'],
  ],
  ['a contract in another form', 'api.md', { 'api.md': '# API\n' }, ['"api.md" ']],
  ['a contract that is missing is for spec/path-missing', 'api.yaml', {}, []],
  ['a contract that is empty is for evidence/broken', 'api.yaml', { 'api.yaml': '' }, []],
])('%s', async (_, contract, files, says) => {
  const found = await messages(system(contract), files as { readonly [path: string]: string })
  expect(found).toEqual(says.map((words) => expect.stringContaining(`integration is not proven: ${words}`)))
})

test.each([
  ['shadow', 'turn the flag on for the share of limited in the commit that sets `stage: limited`'],
  ['limited', undefined],
])('a flag that is off at %s', async (stage, help) => {
  const drills =
    'drills:\n  - {what: rollback, on: 2026-11-02, took: 6m, outcome: passed, by: acme/search}\n  - {what: fallback, on: 2026-11-02, outcome: passed, by: acme/search}\n'
  const flag = { state: 'DISABLED', variants: { on: true, off: false }, defaultVariant: 'off' }
  const found = await diagnose(
    unproven,
    `stage: ${stage}
use_case: {summary: Rank, unit: search}
owner: {team: acme/search}
drills: d.yaml
rollback: {how: {feature_flag: ai, file: f.json}, time: at most 10m, approval: none, who: acme/search, max_affected: 400 searches, when: [{metric: error_rate, is: above 2%, over: 1h}]}
rollout: {limited: {traffic: 5%}}
`,
    {
      for: 'limited',
      rules,
      repository: repository({ 'f.json': JSON.stringify({ flags: { ai: flag } }), 'd.yaml': drills }),
    },
  )
  expect(found.find(({ message }) => message.startsWith('rollback'))?.help, JSON.stringify(found)).toBe(help)
})

test.each([
  ['a team', { by: 'acme/analytics' }, undefined],
  ['nobody', {}, 'results of limited have neither `by` nor a countable `source`'],
  ['the champion', { by: 'J.Meyer' }, 'results of limited are stated only by the champion "J.Meyer"'],
  ['the champion without accents', { by: 'j.méyer' }, 'results of limited are stated only by the champion "j.méyer"'],
  ['a vendor', { by: 'Example AI' }, 'results of limited are stated only by the vendor "Example AI"'],
  ['a team of the organisation that sells', { by: 'example-ai/analytics' }, undefined],
  ['a placeholder', { by: '<team>' }, 'results of limited are stated only by the placeholder "<team>"'],
])('results that are stated by %s', async (_, rest, says) => {
  const files = { 'r.json': resultsFile('limited', {}, undefined, rest) }
  const found = await messages(
    'champion: j.meyer\nvendors: [example-ai]\nrollout: {limited: {results: r.json}}\n',
    files,
  )
  expect(found).toEqual(says === undefined ? [] : [says])
})

const sold = (table: string, more: string, price = '') => ({
  yaml: `model: {provider: example-ai, id: small-2}
${success}${whole({
  price: `{input: 1.00 EUR/Mtok, output: 5.00 EUR/Mtok,${price} as_of: 2026-11-02, table: p.json}`,
  usage: `[{calls: 1 per chat, input: 900 tokens, output: 90 tokens, retries: 2%${more}}]`,
})}`,
  files: {
    'p.json': `{"currency": "EUR", "small-2": {"input_cost_per_token": 1e-06, "output_cost_per_token": 5e-06}${table}}`,
  },
})
const judge =
  '}, {model: mini-1, calls: 1 per chat, input: 90 tokens, output: 9 tokens, retries: 2%, price: {input: 0.10 EUR/Mtok, output: 0.10 EUR/Mtok}'

test.each([
  [
    'a table with every model',
    sold(', "mini-1": {"input_cost_per_token": 1e-07, "output_cost_per_token": 1e-07}', judge),
    undefined,
  ],
  ['a table without the second model', sold('', judge), '"p.json" has no price for "mini-1"'],
  ['a table without a discount', sold('', ', batch: 99%'), '"p.json" has no batch discount of 99%'],
  [
    'a table without longer calls',
    sold('', '', ' tiers: [{above: 1 tokens, input: 0.01 EUR/Mtok}],'),
    '"p.json" has no readable price for input above 1 tokens',
  ],
])('the price of every model is shown: %s', async (_, { yaml, files }, says) => {
  expect(await messages(yaml, files)).toEqual(says === undefined ? [] : [`cost is not proven: ${says}`])
})

test.each([
  ['is for monitoring/blind', '', []],
  ['is shown where the pilot declares it', ', fire: above 3 points', []],
])('the level of an alert that its rule does not show %s', async (_, fire, says) => {
  const alerts = [
    ['quality', 'csat', 'avg_over_time(csat[1d]) > 3', fire],
    ['latency', 'latency_p95', 'histogram_quantile(0.95, rate(a_seconds_bucket[1d])) > 4', ''],
    ['cost', 'cost_per_chat', 'sum(increase(cost_eur_total[1d])) / sum(increase(chats_total[1d])) > 1', ''],
  ] as const
  const rule = ([kind, , expr]: (typeof alerts)[number]) => `{alert: ${kind}, expr: '${expr}', labels: {team: acme}}`
  const alert = ([kind, metric, , more]: (typeof alerts)[number]) =>
    `{kind: ${kind}, metric: ${metric}, rule: ${kind}${more}}`
  const files = { 'a.yml': `groups: [{name: a, rules: [${alerts.map(rule).join(', ')}]}]\n` }
  expect(await messages(`monitoring: {rules: a.yml, alerts: [${alerts.map(alert).join(', ')}]}\n`, files)).toEqual(says)
})

test.each([
  ['an alert of no kind', 'metric: wrong_rate', ['monitoring is not proven: alert "wrong_rate" has no `rule`']],
  ['closest: an alert on usage', 'kind: usage, metric: chats_per_day', []],
])('%s without a rule', async (_, alert, says) => {
  const files = { 'a.yml': 'groups: [{name: a, rules: [{alert: A, expr: wrong_rate > 0.05}]}]\n' }
  expect(await messages(`monitoring: {rules: a.yml, alerts: [{${alert}}]}\n`, files)).toEqual(says)
})
