import { expect, test } from 'vitest'
import { findingWithoutRule } from '../../src/report/rule-page.ts'
import type { Finding } from '../../src/rules/lib/rule.ts'
import { finding, places, report, rule } from './fixture.ts'

const yields = (...findings: Finding[]) =>
  rule('test/rule', function* () {
    yield* findings
  })

const head = 'version: 1\nid: x\nstage: limited\n'

test.each([
  ['a bare number', 'rollback: {time: 10}', ['rollback', 'time'], '4:18 schema/type'],
  ['a phrase that is none', 'rollback: {time: soonish}', ['rollback', 'time'], '4:18 schema/pattern'],
  ['a date that does not exist', 'started: 2026-02-31', ['started'], '4:10 schema/format'],
  ['a placeholder', 'champion: TBD', ['champion'], '4:11 schema/type'],
  ['a value that YAML made nothing of', 'champion: #x', ['champion'], '4:1 schema/type'],
  ['a key that was probably meant', 'rollbck: {}', ['rollback'], '4:1 schema/additionalProperties'],
  ['a key inside what is unreadable', 'owner: [a]', ['owner', 'team'], '4:1 schema/type'],
  ['what holds the unreadable part', 'rollback: {time: 10}', ['rollback'], '4:18 schema/type'],
])('%s is reported once and silences the rules about it', async (_, yaml, path, expected) => {
  expect(places(await report(`${head}${yaml}\n`, [yields(finding(path, { absent: true }))]))).toEqual([expected])
  // What is reported has a page that explains it.
  expect(findingWithoutRule(expected.split(' ')[1] ?? '')).toBeDefined()
})

test('what is readable is judged beside it', async () => {
  const found = await report(`${head}rollback: {time: 10}\n`, [yields(finding(['rollback', 'who']))])
  expect(places(found)).toEqual(['4:1 test/rule', '4:18 schema/type'])
})

test('a key that is there already was not meant by a mistyped one', async () => {
  const found = await report(`${head}owner: a/b\nownr: c/d\n`, [yields(finding(['owner']))])
  expect(places(found)).toEqual(['4:8 test/rule', '5:1 schema/additionalProperties'])
})

test('a rule that explains an unreadable part better takes the place of the schema', async () => {
  const better = rule('test/better', function* ({ faults }) {
    for (const fault of faults) yield finding(fault.path, { fault })
  })
  expect(places(await report(`${head}started: soon\n`, [better]))).toEqual(['4:10 test/better'])
})

test('such a finding cannot be waived: nobody knows what it hides', async () => {
  const better = rule('test/better', function* ({ faults }) {
    for (const fault of faults) yield finding(fault.path, { fault })
  })
  const waiver = 'exceptions: [{rule: test/better, why: w, by: b, until: 2026-12-24}]\n'
  const { verdict, waived } = await report(`${head}started: soon\n${waiver}`, [better])
  expect({ error: verdict.counts.error, waived }).toEqual({ error: 1, waived: [] })
})

test('a thousands separator in a flow map is one mistake', async () => {
  const { diagnostics } = await report(`${head}cost: {volume: {full: 60,000/month}}\n`, [])
  expect(diagnostics.map(({ message, help }) => ({ message, help }))).toEqual([
    {
      message: '"full: 60,000/month" is read as two entries: a comma ends a value inside {…}',
      help: 'write it without a thousands separator: full: 60000/month',
    },
  ])
})

test.each([
  ['text', 'just words\n', '1:1 schema/type'],
  ['a list', '- a\n', '1:1 schema/type'],
  ['another version', 'id: x\nversion: 2\nowner: 3\n', '2:10 schema/const'],
  ['a syntax error', 'version: 1\nowner: [\n', '2:8 yaml/syntax'],
])('%s ends the run on the file with one finding', async (_, yaml, expected) => {
  const found = await report(yaml, [yields(finding(['owner']))])
  expect({ places: places(found), judged: found.verdict.judged, ready: found.verdict.ready }).toEqual({
    places: [expected],
    judged: false,
    ready: false,
  })
})

test('keys that begin with x- are left alone, at every depth', async () => {
  expect(places(await report(`${head}x-team: TBD\nowner: {team: a/b, x-note: 3}\n`, []))).toEqual([])
})
