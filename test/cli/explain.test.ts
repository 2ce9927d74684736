import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fieldAt, fieldNames, fieldPage } from '../../src/cli/commands/explain.ts'
import type { Schema } from '../../src/cli/commands/schema.ts'
import { idsWithoutRule, rulePage } from '../../src/report/rule-page.ts'
import { documentedRules as rules, rulesAbout } from '../../src/rules/documented.ts'
import { parse } from '../../src/yaml/document.ts'
import { folder, pilotlint } from './harness.ts'

const schema: Schema = JSON.parse(readFileSync('schemas/pilot.schema.json', 'utf8'))
const fields = fieldNames(schema)

test('explains every rule by its page', async () => {
  const cwd = folder()
  for (const rule of rules) {
    expect(await pilotlint(cwd, ['explain', rule.id])).toEqual({
      code: 0,
      stdout: rulePage(rule),
      stderr: '',
    })
  }
})

test.each(idsWithoutRule)('explains %s, which no rule makes', async (id) => {
  const { code, stdout } = await pilotlint(folder(), ['explain', id])
  expect([code, stdout.split('\n', 1)[0]]).toEqual([0, `# ${id}`])
})

test.each(fields)('explains the field %s, and its examples are YAML of the field', (name) => {
  const field = fieldAt(schema, name) ?? {}
  const page = fieldPage(name, field, [])
  expect(page).toMatch(new RegExp(`^# ${name}\n\n(?:.+\n\n)+\\*\\*Form:\\*\\* .`))
  const blocks = [...page.matchAll(/```yaml\n([^`]*)```/g)].map(([, yaml]) => parse(yaml ?? ''))
  const key = name.split('.').at(-1) ?? ''
  const known = [field, ...(field.anyOf ?? [])].flatMap(({ examples }) => examples ?? [])
  for (const block of blocks) {
    expect(block.ok).toBe(true)
    if (block.ok) expect(known).toContainEqual((block.data as Record<string, unknown>)[key])
  }
})

test('a field is found through lists and names of the team, with the rules of its section', async () => {
  const cwd = folder()
  for (const name of ['guardrails.actions[0].effect', 'guardrails.actions.0.effect', 'guardrails.actions.effect']) {
    expect((await pilotlint(cwd, ['explain', name])).stdout).toContain('one of read, write, irreversible')
  }
  expect((await pilotlint(cwd, ['explain', 'cost.per_unit.carrier_lookup'])).stdout).toContain('0.002 EUR')
  expect((await pilotlint(cwd, ['explain', 'use_case'])).stdout).toContain('- use-case/unbounded: ')
})

test('a field that names evidence says in which forms it is read', async () => {
  const cwd = folder()
  const { stdout } = await pilotlint(cwd, ['explain', 'integration[0].contract'])
  expect(stdout).toContain('## Evidence\n\n- **Open Data Contract Standard** (')
  expect(stdout).toContain('- **OpenAPI** (`.yaml`, `.yml`, `.json`)\n')
  expect((await pilotlint(cwd, ['explain', 'success.agreed'])).stdout).toContain('- **git** (the committed versions')
  expect((await pilotlint(cwd, ['explain', 'success.source'])).stdout).not.toContain('## Evidence')
})

const rulesOn = async (field: string): Promise<string[]> => {
  const { stdout } = await pilotlint(folder(), ['explain', field])
  const [, list = ''] = stdout.split('\n## Rules\n')
  return [...list.matchAll(/^- ([^:]+): /gm)].map(([, id = '']) => id)
}

test.each<[field: string, has: string[], hasNot: string[]]>([
  [
    'success.target',
    ['success/target-direction', 'success/vague-metric', 'success/bar-moved', 'success/perfection'],
    ['success/agreed-late', 'success/guardrail-missing'],
  ],
  ['success.baseline', ['success/baseline-missing', 'success/target-direction'], ['success/perfection']],
  ['use_case.unit', ['use-case/unit-mismatch', 'spec/field-missing'], ['use-case/no-roadmap']],
  ['owner.team', ['owner/missing', 'owner/is-person', 'owner/is-vendor', 'owner/codeowners'], ['owner/is-champion']],
  ['owner.on_call', ['owner/is-champion', 'monitoring/unrouted'], ['owner/codeowners']],
  ['integration.freshness', ['integration/freshness-conflict'], ['integration/unscoped']],
  ['data.eval_set.real', ['data/not-real', 'data/eval-mismatch'], ['data/happy-path', 'data/eval-too-small']],
  ['model.id', ['model/unpinned'], ['model/retires-early', 'data/happy-path']],
  ['fallback.do', ['fallback/not-independent'], ['fallback/over-capacity']],
  ['rollback.max_affected', ['rollback/blast-radius'], ['rollback/incomplete']],
  ['drills', ['drills/stale'], ['rollback/incomplete']],
  ['monitoring.alerts[0].fire', ['monitoring/alert-after-rollback', 'monitoring/blind'], ['monitoring/unrouted']],
  ['cost.value', ['cost/no-value', 'cost/negative-margin'], ['cost/peak-below-average']],
  ['cost.volume.full', ['cost/demo-volume-only', 'rollout/underpowered'], ['cost/oversight-capacity']],
  ['guardrails.scopes', ['guardrails/scope-excess'], ['guardrails/input-open']],
  ['people.training', ['people/no-enablement'], ['people/surprised']],
  ['rollout.limited.exit', ['rollout/no-exit'], ['rollout/jump']],
  ['decide_by', ['spec/overdue', 'rollout/dates'], ['spec/placeholder']],
  ['exceptions.until', ['spec/exception-invalid'], ['spec/overdue']],
  ['id', [], ['data/happy-path']],
  ['version', [], ['spec/unit-missing']],
])('the rules about %s are told, and no others', async (field, has, hasNot) => {
  const told = await rulesOn(field)
  expect(told).toEqual(expect.arrayContaining(has))
  expect(told.filter((id) => hasNot.includes(id))).toEqual([])
})

test('every rule that speaks of fields is told at each of them, or at its section', () => {
  for (const rule of rules)
    for (const field of rule.fields) if (field.includes('.')) expect(rulesAbout(field), field).toContain(rule)
})

test.each([
  ['rollback/incomplet', 'rollback/incomplete'],
  ['blast-radius', 'rollback/blast-radius'],
  ['Owner/Is-Person', 'owner/is-person'],
  ['rolback.when', 'rollback.when'],
  ['yaml/syntx', 'yaml/syntax'],
])('%s is understood as %s, and says so', async (name, is) => {
  const { code, stdout, stderr } = await pilotlint(folder(), ['explain', name])
  expect(code).toBe(0)
  expect(stdout).toMatch(new RegExp(`^# ${is}\n`))
  expect(stderr).toBe(`pilotlint: no rule or field ${name}; showing ${is}\n`)
})

test.each([
  ['missing', 'did you mean one of owner/missing, fallback/missing?'],
  ['quantum', 'run pilotlint rules to list the rules'],
  ['constructor', 'run pilotlint rules to list the rules'],
  ['owner.__proto__', 'run pilotlint rules to list the rules'],
  ['..', 'run pilotlint rules to list the rules'],
])('%s is exit code 2: %s', async (name, help) => {
  const { code, stdout, stderr } = await pilotlint(folder(), ['explain', name])
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(help)
})
