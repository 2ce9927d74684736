import { expect, test } from 'vitest'
import { RuleCrash } from '../../src/lint/judge.ts'
import { type Stage, stages } from '../../src/model/stage.ts'
import type { Item } from '../../src/rules/lib/rule.ts'
import { finding, report, rule } from './fixture.ts'

const at = (from: Stage, id = `rollback/from-${from}`) =>
  rule(
    id,
    function* () {
      yield finding(['rollback'], { absent: true })
    },
    { from },
  )

const file = (stage: string, rest = '') => `version: 1\nid: x\nstage: ${stage}\n${rest}`

test.each<[string, string, Parameters<typeof report>[2], string]>([
  ['production, from the pilot stage', 'pilot', {}, 'limited'],
  ['production, from a later stage', 'progressive', {}, 'progressive'],
  ['the declared stage', 'shadow', { for: 'declared' }, 'shadow'],
  ['a stage by name', 'pilot', { for: 'full' }, 'full'],
])('%s sets the gate', async (_, stage, options, gate) => {
  expect((await report(file(stage), [], options)).verdict.gate).toBe(gate)
})

test('an absent stage means pilot', async () => {
  expect((await report('version: 1\nid: x\n', [], { for: 'declared' })).verdict.gate).toBe('pilot')
})

test('a rule applies from its stage on, and the last stage that the file is ready for is named', async () => {
  const found = await report(file('pilot'), [at('limited')], { for: 'pilot' })
  expect(found.diagnostics).toEqual([])
  expect(found.notApplicable).toEqual(['rollback/from-limited'])
  expect(found.verdict.readyFor).toBe('shadow')
})

test('a file that fails an early stage is not ready for a later one', async () => {
  expect((await report(file('full'), [at('pilot')])).verdict.readyFor).toBeUndefined()
})

test('the verdict counts what the next stage asks', async () => {
  expect((await report(file('limited'), [at('progressive')])).verdict.next).toEqual({
    stage: 'progressive',
    asks: 1,
  })
})

test('an item is missing where something of it is absent, waived or not', async () => {
  const waiver = 'exceptions: [{rule: rollback/from-limited, at: rollback, why: w, by: b, until: 2027-01-10}]\n'
  const { verdict } = await report(file('limited', waiver), [at('limited')])
  const state = (wanted: Item) => verdict.items.find(({ item }) => item === wanted)?.state
  expect(verdict.counts).toEqual({ error: 0, warning: 0, info: 0, waived: 1, fixable: 0 })
  expect([state('rollback'), state('cost')]).toEqual(['missing', 'declared'])
})

test('the checklist is that of production even where an earlier stage is asked about', async () => {
  const { verdict } = await report(file('pilot'), [at('limited')], { for: 'pilot' })
  expect(verdict.items.find(({ item }) => item === 'rollback')?.state).toBe('missing')
})

test('drills belong to fallback and rollback', async () => {
  const { verdict } = await report(file('limited'), [at('limited', 'drills/stale')])
  expect(verdict.items.filter(({ state }) => state === 'missing').map(({ item }) => item)).toEqual([
    'fallback',
    'rollback',
  ])
})

test('a closing rule is told what is missing, and why', async () => {
  const closing = rule(
    'spec/closing',
    function* ({ missing }) {
      yield finding(['stage'], { message: JSON.stringify(missing) })
    },
    { closing: true },
  )
  const { diagnostics } = await report(file('limited'), [closing, at('limited')])
  expect(diagnostics.find(({ rule: id }) => id === 'spec/closing')?.message).toBe(
    '[{"item":"rollback","rules":["rollback/from-limited"]}]',
  )
})

test('severity may rise with the stage', async () => {
  const rising = rule(
    'test/rising',
    function* () {
      yield finding(['owner'])
    },
    { severity: { pilot: 'warning', limited: 'error' } },
  )
  const severity = async (stage: Stage) =>
    (await report(file('pilot'), [rising], { for: stage })).diagnostics[0]?.severity
  expect(await Promise.all(stages.map(severity))).toEqual(['warning', 'warning', 'error', 'error', 'error'])
})

test.each<[string, string, Parameters<typeof report>[2], string]>([
  [
    'ready',
    file('limited', 'rollout: {limited: 5% for 14d}\n'),
    {},
    'READY for production, limited to 5% of traffic · nothing proven · next: progressive requires 1 thing',
  ],
  [
    'not ready',
    file('limited'),
    { for: 'progressive' },
    'NOT READY for progressive: 1 error (rollback) · ready for limited · nothing proven',
  ],
  [
    'partial',
    file('limited'),
    { enabled: () => false },
    'PARTIAL for production: no errors; not everything was judged',
  ],
  ['unreadable', '- a\n', {}, 'NOT JUDGED: this is not a readable pilot.yaml'],
])('the verdict in one line: %s', async (_, text, options, sentence) => {
  const found = await report(text, [at('progressive')], options)
  expect(found.verdict.sentence).toBe(sentence)
  const brief = await report(text, [at('progressive')], { ...options, brief: true })
  expect({ ...brief.verdict, readyFor: 0, next: 0 }).toEqual({ ...found.verdict, readyFor: 0, next: 0 })
})

test('where nobody asks for more than the sentence, stages that it does not speak of are not judged', async () => {
  const judged: Stage[] = []
  const watch = rule('test/watch', ({ gate }) => {
    judged.push(gate)
    return []
  })
  await report(file('limited'), [watch], { brief: true, enabled: () => true })
  expect(judged).toEqual(['limited', 'progressive'])
  judged.length = 0
  const blocked = [watch, rule('test/error', () => [finding(['id'])].values())]
  await report(file('limited'), blocked, { brief: true })
  expect(judged).toEqual(['limited', 'pilot'])
})

test('a rule that throws is a crash that names it, not a finding', async () => {
  const broken = rule('test/broken', () => {
    throw new TypeError('x')
  })
  await expect(report(file('limited'), [broken])).rejects.toThrow(RuleCrash)
  await expect(report(file('limited'), [broken])).rejects.toThrow('the rule test/broken crashed')
})
