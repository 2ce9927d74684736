import { describe, expect, test } from 'vitest'
import { layoutAt, pilotLayout, textForm } from '../../src/model/layout.ts'
import { documentedRules as rules } from '../../src/rules/documented.ts'
import { phrases } from '../../src/values/index.ts'
import type { Path } from '../../src/yaml/path.ts'
import { beside, complete, repository } from '../rules/table.ts'
import { refused } from '../values/refusals.ts'
import { faultsOf, fixing, linesBeyond, said } from './fixing.ts'
import { finding, rule } from './fixture.ts'

const head = 'version: 1\nid: x\n'

/** What is written, and what it becomes; the head comes before both. */
const mended: readonly (readonly [name: string, before: string, after: string])[] = [
  ['an unquoted threshold', 'success: {target: >= 35%}  # why\n', 'success: {target: ">= 35%"}  # why\n'],
  ['the same in a block', 'success:\n  target: >=35% # why\n', 'success:\n  target: ">=35%" # why\n'],
  ['a team with its sign', 'owner: @acme/team\n', 'owner: "@acme/team"\n'],
  [
    'several in a list',
    'success: {agreed_with: [@acme/a, b, @acme/c]}\n',
    'success: {agreed_with: ["@acme/a", b, "@acme/c"]}\n',
  ],
  ['a channel between brackets', 'owner: {on_call: #orders, team: a/b}\n', 'owner: {on_call: "#orders", team: a/b}\n'],
  ['a channel in a block', 'owner:\n  on_call: #orders\n  team: a/b\n', 'owner:\n  on_call: "#orders"\n  team: a/b\n'],
  ['a duration in quotes', 'success: {window: "7 Days"}\n', 'success: {window: "7d"}\n'],
  ['the same in single quotes', "success: {window: '7 Days'}\n", "success: {window: '7d'}\n"],
  ['a date', 'started: 14.09.2026 # Monday\n', 'started: 2026-09-14 # Monday\n'],
  ['a date without hyphens', 'started: 20260914\n', 'started: 2026-09-14\n'],
  ['thousands in a block', 'cost:\n  volume: {full: "60 000/month"}\n', 'cost:\n  volume: {full: "60000/month"}\n'],
  ['thousands between brackets', 'cost: {volume: {full: 60,000/month}}\n', 'cost: {volume: {full: 60000/month}}\n'],
  ['both ends of a range', 'cost: {usage: {retries: 0.8 pct..1.6 pct}}\n', 'cost: {usage: {retries: 0.8%..1.6%}}\n'],
  ['a key with one near name', 'ownr: acme/x\n', 'owner: acme/x\n'],
  ['a key with two letters swapped', 'stage: pilot\nsucces: {wnidow: 7d}\n', 'stage: pilot\nsuccess: {window: 7d}\n'],
  ['a key in another spelling', 'use-case: {outOfScope: [a]}\n', 'use_case: {out_of_scope: [a]}\n'],
  ['a key without a space', 'use_case: {unit:conversation}\n', 'use_case: {unit: conversation}\n'],
  ['a word of a closed list', 'stage: limted\n', 'stage: limited\n'],
  ['a word in capitals', 'stage: Limited\n', 'stage: limited\n'],
  ['a number in quotes', 'data: {eval_set: {cases: "480"}}\n', 'data: {eval_set: {cases: 480}}\n'],
  ['a number that is text', 'champion: 0042\n', 'champion: "0042"\n'],
  ['one value for a list', 'vendors: acme\n', 'vendors: [acme]\n'],
  [
    'a condition for a list',
    'rollout: {limited: {exit: csat at least 4 points}}\n',
    'rollout: {limited: {exit: [csat at least 4 points]}}\n',
  ],
  ['a text with a colon', 'vendors:\n  - Acme: the carrier\n  - b\n', 'vendors:\n  - "Acme: the carrier"\n  - b\n'],
  [
    'a text with a comma, as a report of letters had it',
    'success: {accepted_gaps: [{gap: handschriftliche Briefe, dann Mitarbeiter, then: out_of_scope}]}\n',
    'success: {accepted_gaps: [{gap: "handschriftliche Briefe, dann Mitarbeiter", then: out_of_scope}]}\n',
  ],
  [
    'a text with two commas',
    'people: [{role: clerks, change: first a draft, then a check, then a reply}]\n',
    'people: [{role: clerks, change: "first a draft, then a check, then a reply"}]\n',
  ],
  [
    'an exception that is over',
    'exceptions:\n  - {rule: rollout/big-bang, why: w, by: a/b, until: 2026-10-01}  # gone\n  # kept\n  - {rule: rollout/big-bang, why: w, by: a/b, until: 2026-12-24}\n',
    'exceptions:\n  # kept\n  - {rule: rollout/big-bang, why: w, by: a/b, until: 2026-12-24}\n',
  ],
  [
    'all of them',
    'exceptions: [{rule: rollout/big-bang, why: w, by: a/b, until: 2026-10-01}, {rule: a/b, why: w, by: a/b, until: 2026-11-01}]\nstage: pilot\n',
    'exceptions: [{rule: a/b, why: w, by: a/b, until: 2026-11-01}]\nstage: pilot\n'.slice(-13),
  ],
  [
    'a comment that is over',
    'champion: j  # pilotlint-ignore rollout/big-bang by=a/b until=2026-10-01 -- old\n# pilotlint-ignore rollout/big-bang by=a/b until=2026-10-01 -- old\nstage: pilot\n',
    'champion: j\nstage: pilot\n',
  ],
  [
    'an exception with a slip in its rule',
    'exceptions:\n  - {rule: rollout/big-bnag, why: w, by: a/b, until: 2026-12-24}\n',
    'exceptions:\n  - {rule: rollout/big-bang, why: w, by: a/b, until: 2026-12-24}\n',
  ],
]

describe.each([
  ['with line feeds', (text: string) => text],
  ['with CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
  ['with a byte order mark', (text: string) => `\uFEFF${text}`],
])('%s', (_, dressed) => {
  test.each(mended)('%s', async (_, before, after) => {
    const run = await fixing(dressed(head + before))
    expect(run.before.diagnostics.some(({ edit }) => edit !== undefined)).toBe(true)
    expect(run.text).toBe(dressed(head + after).replace('\uFEFF', ''))
    expect(run.report.diagnostics.filter(({ edit }) => edit !== undefined)).toEqual([])
    expect(await fixing(run.text)).toMatchObject({ text: run.text, fixed: 0 })
  })
})

test('a missing version is added before the first key', async () => {
  expect((await fixing('# yaml-language-server: x\n\nid: x\n')).text).toBe(
    '# yaml-language-server: x\n\nversion: 1\nid: x\n',
  )
})

/** Where two answers are right, or an answer needs a fact. */
test.each([
  ['a number without a unit', 'cost: {spend_limit: 60}\n'],
  ['a currency that several states call by one sign', 'cost: {spend_limit: $60/day}\n'],
  ['decimals or thousands', 'cost: {price: {input: 1,250 EUR/Mtok}}\n'],
  ['the same between quotes', 'cost: {price: {input: "1.250 EUR/Mtok"}}\n'],
  ['a day that is one in two months', 'started: 4/9/2026\n'],
  ['a day that is none', 'started: 2026-02-30\n'],
  ['a key with no near name', 'people: [{role: a, note: b}]\n'],
  ['a key with two near names', 'cost: {price: {utput: 1 EUR/Mtok}}\n'],
  ['a key whose name is taken', 'owner: a/b\nownr: c/d\n'],
  ['a list in words', 'vendors: acme, globex and initech\n'],
  ['a remark in the place of a value', 'owner:\n  team: a/b\n  on_call: #TODO\n'],
  ['a channel where none is expected', 'owner:\n  team: #orders\n'],
  ['a value between backticks', 'champion: `x`\n'],
  ['a second `: `', 'champion: Anna: the lead\n'],
  ['tabs', 'owner:\n\tteam: a/b\n'],
  ['duplicate keys', 'owner: a/b\nowner: c/d\nsuccess: {window: 7 Days}\n'],
  ['a value that others repeat', 'success: {window: &w 7 Days}\nx-again: *w\n'],
  ['a value that is repeated', 'x-first: &w 7 Days\nsuccess: {window: *w}\n'],
  ['a phrase over several lines', 'success:\n  window: |\n    7 Days\n'],
  ['a folded phrase', 'success:\n  window: >-\n    7 Days\n'],
  ['a tag', 'success: {window: !!str 7 Days}\n'],
  ['an exception that is not over', 'exceptions: [{rule: rollout/big-bang, why: w, by: a/b, until: 2027-12-01}]\n'],
  ['no YAML', 'success: {window: 7 Days\n'],
  ['a placeholder', 'owner: TBD\n'],
])('%s is left alone', async (_, yaml) => {
  const run = await fixing(head + yaml)
  expect(run.before.diagnostics.length).toBeGreaterThan(0)
  expect(run.text).toBe(head + yaml)
  expect(run.fixed).toBe(0)
  expect(run.before.verdict.counts.fixable).toBe(0)
})

describe('an unused exception', () => {
  const begun = `${head}stage: limited\nsuccess: {agreed: 2026-09-07, target: at least 35%}\n`
  const yaml = `${begun}exceptions: [{rule: a/b, at: champion, why: w, by: a/b, until: 2026-12-24}]\nchampion: j\n`
  const committed = { repository: repository({}, [{ date: '2026-11-20', yaml: begun }]) }
  const silent = rule('a/b', () => [], { needs: ['history'] })

  test('is removed', async () => {
    expect((await fixing(yaml, { ...committed, rules: [silent] })).text).toBe(`${begun}champion: j\n`)
  })

  test.each([
    ['the history was left out', { ...committed, history: false }],
    ['the history could not be read', {}],
    [
      'a later stage needs it',
      {
        ...committed,
        rules: [rule('a/b', ({ gate }) => (gate === 'limited' ? [finding(['champion'])] : []), { needs: ['history'] })],
      },
    ],
  ])('stays where %s', async (_, options) => {
    const { text, before } = await fixing(yaml, { rules: [silent], ...options })
    expect(before.diagnostics.map((one) => one.rule)).toContain('exception/unused')
    expect(text).toBe(yaml)
  })
})

test.each([
  [
    'of the exceptions',
    'exceptions: governance/exceptions.yaml\n',
    'governance/exceptions.yaml',
    '- {rule: a/b, at: id, why: w, by: a/b, until: 2026-10-01}\n',
  ],
  ['of the cost section', 'cost: {include: cost.yaml}\n', 'cost.yaml', 'spend_limit: 60 EUR / day\n'],
])('a file %s is not edited, nor pilot.yaml in its place', async (_, yaml, path, other) => {
  const { port, file } = repository({ [path]: other })
  const run = await fixing(head + yaml, { repository: { port, file } })
  expect(run.before.diagnostics.some(({ rule: id }) => /^schema|exception-invalid/.test(id))).toBe(true)
  expect([run.text, run.fixed]).toEqual([head + yaml, 0])
})

test('a long text that is repeated is not printed to compare it', async () => {
  const yaml = `${head}x-a: &a ${'a'.repeat(900_000)}\nx-b: [${Array.from({ length: 90 }, () => '*a').join(', ')}]\nstage: Limted\n`
  const before = process.memoryUsage().rss
  expect((await fixing(yaml, { rules: [] })).text).toBe(yaml.replace('Limted', 'limited'))
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024)
})

/** A place in the file for each kind of phrase: the path of a field that is written so. */
const placeOf = (kind: string): Path | undefined => {
  const paths: Path[] = []
  const visit = (path: Path): void => {
    const layout = layoutAt(pilotLayout, path)
    const text = textForm(layout)
    if (typeof text === 'object' && 'phrase' in text && [kind, `${kind}_range`].includes(text.phrase)) paths.push(path)
    const map = typeof layout === 'object' && 'expand' in layout ? (layout.list ?? layout.map) : layout
    if (typeof map === 'object' && 'items' in map && path.length < 5) visit([...path, 0])
    if (typeof map === 'object' && 'values' in map) visit([...path, 'some'])
    if (typeof map === 'object' && 'keys' in map) for (const key of Object.keys(map.keys)) visit([...path, key])
  }
  visit([])
  return paths[0]
}

describe.each(Object.keys(refused).filter((kind) => placeOf(kind) !== undefined))('every refused %s', (kind) => {
  const rows = (refused[kind] ?? []).map(([text]) => text)
  test.each(rows)('%j', async (text) => {
    const path = placeOf(kind) ?? []
    const signs = path.slice(1).map((step) => (step === 0 ? ['[', ']'] : [`{${step}: `, '}']))
    const open = signs.map(([sign]) => sign).join('')
    const close = signs
      .map(([, sign]) => sign)
      .reverse()
      .join('')
    const [before, after] = [`${head}${path[0]}: ${open}`, `${close} # end\n`]
    const parsed = phrases[kind]?.parse(text)
    const fix = parsed?.ok === false ? parsed.problem.fix : undefined
    const run = await fixing(`${before}${JSON.stringify(text)}${after}`, { rules: [] })
    expect(run.text).toBe(`${before}${JSON.stringify(fix ?? text)}${after}`)
    expect(run.fixed).toBe(fix === undefined ? 0 : 1)
    if (fix !== undefined) expect(faultsOf(run.report)).toEqual([])
  })
})

test('every kind of phrase has a place', () => {
  expect(Object.keys(refused).filter((kind) => placeOf(kind) === undefined)).toEqual([])
})

const examples = rules.flatMap((rule) => {
  const { ready, notReady } = rule.examples
  return [ready, notReady.replaceAll(/ *# expect: .*/g, '')].map(
    (yaml, at) => [rule.id, at, complete(yaml, rule.from), rule] as const,
  )
})

test.each(examples)(
  '%s, example %i: an edit settles its finding, adds none and keeps the other lines',
  async (_, __, yaml, rule) => {
    const run = await fixing(yaml, { for: rule.from, ...beside(rule.examples) })
    const edited = run.before.diagnostics.filter(({ edit }) => edit !== undefined).map(said)
    const after = run.report.diagnostics.map(said)
    expect(edited.filter((one) => after.includes(one))).toEqual([])
    const before = new Set(run.before.diagnostics.map(said))
    expect(after.filter((one) => !before.has(one))).toEqual([])
    expect(linesBeyond(run.text, yaml).length).toBeLessThanOrEqual(edited.length)
    if (edited.length === 0) expect(run.text).toBe(yaml)
  },
)
