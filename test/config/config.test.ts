import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { complaintsOf, rulesFor } from '../../src/config/apply.ts'
import { readConfig } from '../../src/config/file.ts'
import { loadConfig } from '../../src/config/load.ts'
import { presets } from '../../src/config/presets.ts'
import { lint } from '../../src/lint/lint.ts'
import { config } from '../../src/model/config.ts'
import { stages } from '../../src/model/stage.ts'
import { memory } from '../../src/repo/memory.ts'
import { rules } from '../../src/rules/index.ts'
import { type Rule, severityAt } from '../../src/rules/lib/rule.ts'
import { lines } from '../../src/yaml/lines.ts'

const range = () => lines('').range(0, 0)

const load = (text: string, isTrusted = false, files: Record<string, string> = {}) => {
  const bytes = new TextEncoder()
  const all = Object.entries({ 'pilotlint.config.yaml': text, ...files }).map(
    ([name, content]) => [name, bytes.encode(content)] as const,
  )
  return loadConfig(memory(Object.fromEntries(all)), 'pilotlint.config.yaml', rules, isTrusted)
}

const complaints = (text: string, isTrusted = false, files: Record<string, string> = {}): string[] => {
  const found = load(text, isTrusted, files)
  return found.ok
    ? []
    : found.complaints.map(({ file, line, message, help }) => `${file}:${line}: ${message} => ${help}`)
}

const own = (assert: string, path = 'owner.team', rest = '') =>
  `own:\n  - {id: acme/x, path: ${path}, assert: ${assert}, message: not so, help: do so, tests: {ready: 'id: a', not_ready: 'id: a'}${rest}}\n`

const found = async (text: string, yaml: string, isTrusted = false) => {
  const loaded = load(text, isTrusted)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.complaints))
  const report = await lint(yaml, {
    file: 'pilot.yaml',
    for: 'pilot',
    today: '2026-11-22',
    rules: rulesFor(loaded.config, rules, 'services/a/pilot.yaml'),
    exceptions: true,
  })
  return report.diagnostics.map(({ rule, severity, message }) => ({ rule, severity, message }))
}

test.each([
  ['rules: {cost/fragile: off}', 'cost/fragile is off, weaker than its default'],
  ['rules: {cost/fragile: info}', 'cost/fragile is info, weaker than its default'],
  ['rules: {owner/missing: warning}', 'owner/missing is warning, weaker than its default'],
  ['rules: {rollout/jump: {settings: {largest_step: 50}}}', 'largest_step of rollout/jump is 50, weaker'],
  ['rules: {cost/fragile: {settings: {least_room: 0}}}', 'has no setting "least_room"'],
  ['overrides: [{files: ["**"], rules: {cost/fragile: off}}]', 'cost/fragile is off, weaker than its default'],
  ['rules: {cost/fragil: error}', 'did you mean cost/fragile?'],
  ['rulez: {}', 'did you mean rules?'],
  ['rules: {cost/fragile: fatal}', 'expected one of error, warning, info or off'],
  ['edition: 2025-01', 'edition'],
  ['rules: {cost: error}', '"cost" at `rules` is not the id of a rule'],
  ['rules: {cost/fragile: 2}', 'expected one of error, warning, info or off at `rules.cost/fragile`, found 2'],
  [
    'rules: {rollout/jump: {settings: {largest_step: many}}}',
    'expected a number at `rules.rollout/jump.settings.largest_step`, found "many"',
  ],
  ['rules: {rollout/jump: {settings: {largest_step: -1}}}', 'expected at least 0 at `rules.rollout/jump'],
  ['[a]', 'expected a mapping at the top level, found a sequence'],
  ['ignore: examples', 'expected a sequence at `ignore`, found "examples" => write ignore: ["examples"]'],
  ['extends: [./gone.yaml]', '"./gone.yaml" does not exist'],
  ['extends: ["@acme/gone"]', '"@acme/gone" does not exist'],
  ['extends: [https://acme.test/a.yaml]', '"https://acme.test/a.yaml" does not exist'],
  ['extends: [./pilotlint.config.yaml]', 'extends itself'],
  ['extends: [../../etc/passwd]', 'points outside the repository'],
  ['extends: [prove-bond]', 'did you mean prove-bound?'],
  ['extends: [./policy.js]', 'extends itself'],
  ['plugins: [./code.js]', 'unknown key "plugins"'],
  [own('{like: a, present: true}'), 'has 2 assertions, expected one'],
  [own('{at_least: "5,000 EUR"}'), 'expected a plain number'],
  [own('{present: true}').replace('acme/x', 'cost/x'), 'the name "cost/x" is taken'],
  [`${own('{present: true}')}${own('{present: true}').slice('own:\n'.length)}`, 'the name "acme/x" is taken'],
  [own('{present: true}').replace('acme/x', 'mine'), 'one slash at `own[0].id`, found "mine"'],
  [own('{one_of: [a]}', 'owner.taem'), 'there is no field "owner.taem" => did you mean owner.team?'],
  [own('{present: true}', 'x-tier'), 'there is no field "x-tier" => name a field of pilot.yaml'],
  [own('{present: true}', '"integration[0].owner"'), 'did you mean integration?'],
  [own('{absent: true}', 'rollout.*.prov'), 'did you mean rollout.*.prove?'],
  [own('{present: true}', 'owner.team.name'), 'there is no field "owner.team.name"'],
  ['', 'the file is empty => write a key such as `rules`, or remove the file'],
  ['a: [', 'is not closed'],
])('refused, with its place: %s', (text, says) => {
  const all = complaints(text, false, { 'policy.js': 'extends: [./policy.js]' })
  expect(all.join('\n')).toContain(says)
  expect(all[0]).toMatch(/^[\w./-]+:\d+: /)
})

test.each([
  'owner.team',
  'integration.owner',
  'monitoring.alerts[].over',
  'rollout.*.prove',
  'rollback.when.over.limited',
  'success.guardrail_metrics.max_drop',
  'cost.per_unit.carrier_lookup',
  'cost.per_unit.*',
  'data.segments',
])('an own rule may ask something of %s', (path) => {
  expect(complaints(own('{present: true}', `"${path}"`))).toEqual([])
})

test('what cannot be waived cannot be weakened from anywhere', () => {
  for (const { id } of rules.filter((rule) => rule.waivable === false)) {
    expect(complaints(`rules: {${id}: warning}`, true).join()).toContain('this rule cannot be weakened')
    expect(complaints(`rules: {${id}: error}`, true)).toEqual([])
  }
})

test('only a configuration from outside weakens', () => {
  expect(complaints('rules: {cost/fragile: off, rollout/jump: {settings: {largest_step: 50}}}', true)).toEqual([])
})

test('no setting of any rule can be loosened from inside, and each can be tightened', () => {
  for (const { id, settings = {}, waivable } of rules)
    for (const [name, { value, weaker }] of Object.entries(settings)) {
      const [looser, tighter] = weaker === 'more' ? [value * 2, value / 2] : [value / 2, value * 2]
      expect(complaints(`rules: {${id}: {settings: {${name}: ${looser}}}}`).join(), id).toContain('weaker')
      expect(complaints(`rules: {${id}: {settings: {${name}: ${tighter}}}}`), id).toEqual([])
      expect(waivable === false, id).toBeTypeOf('boolean')
    }
})

const tooFar = 'version: 1\nid: a\nstage: pilot\nsuccess: {metric: a_rate, baseline: 20%, target: at least 100%}\n'

test('a severity from inside raises, and never makes a graver case milder', async () => {
  const at = async (text: string) =>
    (await found(text, tooFar)).find(({ rule }) => rule === 'success/perfection')?.severity
  expect(await at('{}')).toBe('warning')
  expect(await at('rules: {success/perfection: error}')).toBe('error')
  expect(await at('overrides: [{files: [services/**], rules: {success/perfection: error}}]')).toBe('error')
  expect(await at('overrides: [{files: [other/**], rules: {success/perfection: error}}]')).toBe('warning')
  const grave: Rule = {
    ...(rules[0] as Rule),
    id: 'a/b',
    severity: 'warning',
    *check() {
      yield { path: [], message: 'grave', help: '', severity: 'error' }
    },
  }
  const layers = (isTrusted: boolean) => ({
    isTrusted,
    layers: [{ file: 'x', config: { rules: { 'a/b': 'warning' as const } }, range }],
  })
  const severities = (isTrusted: boolean) =>
    [...(rulesFor(layers(isTrusted), [grave], 'x')[0]?.check({} as never) ?? [])].map(({ severity }) => severity)
  expect(severities(false)).toEqual(['error'])
  expect(severities(true)).toEqual(['warning'])
})

test('a rule that is newer than the edition only warns', () => {
  const newer: Rule = { ...(rules[0] as Rule), id: 'a/b', severity: 'error', edition: '2027-06' }
  const at = (edition: string) =>
    rulesFor({ isTrusted: false, layers: [{ file: 'x', config: { edition }, range }] }, [newer], 'x')[0]?.severity
  expect(at('2026-12')).toBe('warning')
  expect(at('2027-06')).toBe('error')
})

const file = (rest: string) => `version: 1\nid: a\nstage: pilot\n${rest}`

test.each([
  ['{present: true}', 'owner.team', 'owner: acme/a', 'champion: a.b'],
  ['{absent: true}', 'rollout.*.prove', 'owner: acme/a', 'rollout: {limited: {prove: {approver: acme/b}}}'],
  ['{one_of: [acme/a, acme/b]}', 'owner.team', 'owner: acme/a', 'owner: acme/c'],
  ['{like: "docs/**"}', 'owner.runbook', 'owner: {runbook: docs/a/b.md}', 'owner: {runbook: wiki/a.md}'],
  ['{at_least: 90%}', 'success.target', 'success: {target: at least 95%}', 'success: {target: at least 80%}'],
  ['{at_most: 10m}', 'rollback.time', 'rollback: {time: at most 600s}', 'rollback: {time: at most 1h}'],
  ['{at_least: 2}', 'owner.people', 'owner: {people: 3}', 'owner: {people: 1}'],
  [
    '{at_most: 1d}',
    '"monitoring.alerts[].over"',
    'monitoring: {alerts: [{over: 3h}]}',
    'monitoring: {alerts: [{over: 3h}, {over: 3d}]}',
  ],
])('an own rule asks %s of %s', async (assert, path, ready, notReady) => {
  const text = own(assert, path)
  const ids = async (yaml: string) => (await found(text, file(yaml))).filter(({ rule }) => rule === 'acme/x')
  expect(await ids(ready)).toEqual([])
  const [one, ...others] = await ids(notReady)
  expect(one).toMatchObject({ severity: 'error', message: expect.stringContaining('not so') })
  expect(others).toEqual([])
})

test('presets are valid, name rules that exist, and only tighten', () => {
  for (const [name, preset] of Object.entries(presets)) {
    expect(config.safeParse(preset).error, name).toBeUndefined()
    const layers = [{ file: name, config: preset, range }]
    expect(complaintsOf({ layers, isTrusted: false }, rules), name).toEqual([])
  }
})

test('an honest file that holds what a preset asks for stays silent', async () => {
  const yaml = readFileSync('examples/order-status/pilot.yaml', 'utf8')
  const ids = async (text: string) =>
    (await found(text, yaml)).map(({ rule }) => rule).filter((id) => /^(?:prove-bound|eu-high-risk)\//.test(id))
  expect(await ids('extends: [prove-bound, eu-high-risk]')).toEqual([])
})

test('the model, the published schema and the reader agree on what is a configuration', () => {
  const published = new Ajv({ strict: false }).compile(JSON.parse(readFileSync('schemas/config.schema.json', 'utf8')))
  const values = [null, true, 1, 'x', '', [], {}, ['x'], { a: 1 }, { 'a/b': 'off' }, { 'a/b': { settings: { x: 1 } } }]
  for (const key of ['edition', 'extends', 'ignore', 'rules', 'overrides', 'own', 'x-own', 'unknown'])
    for (const value of values) {
      const data = { [key]: value }
      const good = config.safeParse(data).success || key === 'x-own'
      const text = JSON.stringify(data)
      expect(published(data), text).toBe(good)
      expect(readConfig('x.yaml', new TextEncoder().encode(text)).ok, text).toBe(good)
    }
})

test('any bytes are a configuration or a complaint, never a crash', () => {
  const text = `extends: [recommended]\nrules: {cost/fragile: error}\n${own('{present: true}')}`
  fc.assert(
    fc.property(fc.nat(text.length), fc.string({ unit: 'binary', maxLength: 6 }), fc.nat(5), (at, insert, cut) => {
      const found = load(text.slice(0, at) + insert + text.slice(at + cut))
      expect(typeof found.ok).toBe('boolean')
    }),
    { seed: 20_261_129, numRuns: 400 },
  )
})

test('a pattern of a pull request costs no more than a moment', () => {
  const pattern = `${'**/a/'.repeat(200)}b`
  const path = `${'a/'.repeat(2000)}c`
  const layers = [{ file: 'x', config: { ignore: [pattern] }, range }]
  expect(rulesFor({ layers, isTrusted: false }, rules, path).length).toBe(rules.length)
})

const grade = (severity: string) => ['off', 'info', 'warning', 'error'].indexOf(severity)

const anyChange = fc.record(
  {
    severity: fc.constantFrom('off', 'info', 'warning', 'error'),
    settings: fc.dictionary(
      fc.constantFrom(...rules.flatMap(({ settings = {} }) => Object.keys(settings))),
      fc.oneof(fc.double({ min: 0, max: 200, noNaN: true }), fc.integer({ min: 0, max: 100 })),
      { maxKeys: 2 },
    ),
  },
  { requiredKeys: [] },
)

const anyRules = fc.dictionary(fc.constantFrom(...rules.map(({ id }) => id)), anyChange, { maxKeys: 3 })

test('whatever a configuration of the repository says, no rule asks for less than by default', () => {
  const anyConfig = fc.record({
    rules: anyRules,
    overrides: fc.array(fc.record({ files: fc.constant(['**']), rules: anyRules }), { maxLength: 2 }),
  })
  let accepted = 0
  fc.assert(
    fc.property(anyConfig, (data) => {
      const found = load(JSON.stringify(data))
      if (!found.ok) return
      accepted += 1
      for (const [at, rule] of rulesFor(found.config, rules, 'pilot.yaml').entries()) {
        const before = rules[at] as Rule
        if (rule === before) continue
        expect(rule.id).toBe(before.id)
        for (const stage of stages)
          expect(grade(severityAt(rule, stage))).toBeGreaterThanOrEqual(grade(severityAt(before, stage)))
        for (const [name, { value, weaker }] of Object.entries(before.settings ?? {})) {
          const now = rule.settings?.[name]?.value ?? Number.NaN
          expect(weaker === 'more' ? now <= value : now >= value, `${rule.id} ${name}`).toBe(true)
        }
      }
    }),
    { seed: 20_261_129, numRuns: 2000 },
  )
  expect(accepted).toBeGreaterThan(100)
})
