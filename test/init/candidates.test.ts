import { expect, test } from 'vitest'
import { isEvalRun, isEvalSet, looks, schemaNamedIn } from '../../src/init/candidates.ts'
import { alertRulesPage } from '../generated/evidence/alert-rules.ts'

const samples = alertRulesPage.formats.flatMap(({ name, path, sample = {} }) =>
  Object.entries(sample)
    .filter(([file]) => file === path)
    .map(([file, text]) => [name, file, text] as const),
)

test.each(samples)('init looks for alert rules in a file of %s', (_, file, text) => {
  expect([looks.alerts.isNamed(file), looks.alerts.holds(text)]).toEqual([true, true])
})

test.each([
  ['alerts', 'groups:\n', 'alert: a\n'],
  ['contracts', 'sources:\n', '    freshness: {}\n'],
] as const)('init looks for %s behind any number of %j', (kind, first, second) => {
  const { holds } = looks[kind]
  const many = first.repeat(500_000 / first.length)
  const isHeld = (text: string) => holds(text, 'a.yaml')
  expect([isHeld(many), isHeld(second + many), isHeld(many + second)]).toEqual([false, false, true])
})

test('init looks for flags of LaunchDarkly in Terraform, and not in other Terraform', () => {
  const holds = (type: string) => looks.flags.holds(`resource "${type}" "ai" {\n`)
  expect([looks.flags.isNamed('infra/flags.tf'), holds('launchdarkly_feature_flag'), holds('aws_instance')]).toEqual([
    true,
    true,
    false,
  ])
})

test.each([
  ['tools/orders.yaml', false],
  ['agent-tools/v1/orders.yaml', false],
  ['orders.tools.json', false],
  ['contracts/orders.yaml', true],
  ['contracts/tool-shop.yaml', true],
  ['toolbox/orders.yaml', true],
])('init takes an OpenAPI document %s for a contract: %s', (file, isContract) => {
  const text = 'openapi: 3.1.0\npaths: {}\n'
  expect(looks.contracts.holds(text, file)).toBe(isContract)
  expect(looks.contracts.holds('kind: DataContract\n', file)).toBe(true)
  expect(isContract || (looks.tools.isNamed(file) && looks.tools.holds(text))).toBe(true)
})

test.each([
  ['evals/cases.jsonl', true],
  ['evals/returns.json', true],
  ['quality/promptfooconfig.yaml', true],
  ['promptfooconfig.returns.json', true],
  ['config/promptfoo.yaml', false],
  ['tsconfig.json', false],
])('init looks for an eval set in %s: %s', (file, isOne) => {
  expect(isEvalSet(file)).toBe(isOne)
})

test.each([
  ['evals/results/2026-10-28.json', true],
  ['evals/last-run.json', true],
  ['reports/results.json', false],
  ['evals/cases.jsonl', false],
])('init looks for a run on an eval set in %s: %s', (file, isOne) => {
  expect(isEvalRun(file)).toBe(isOne)
})

test.each([
  ['response_format: file://form.json\n', 'form.json'],
  ['{"response_format": "file://../schemas/form.json"}', '../schemas/form.json'],
  ['schema: file://a/b.yaml, strict: true', 'a/b.yaml'],
  ['response_format: file://form.js\n', undefined],
  ['response_format: {type: json_object}\n', undefined],
])('a schema that is named in %s', (text, file) => {
  expect(schemaNamedIn(text)).toBe(file)
})
