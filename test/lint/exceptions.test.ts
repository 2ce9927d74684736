import { expect, test } from 'vitest'
import type { Rule } from '../../src/rules/lib/rule.ts'
import { repository } from '../rules/table.ts'
import { finding, places, report, rule } from './fixture.ts'

const noisy = rule('test/noisy', function* () {
  yield finding(['champion'])
})
const silent = rule('test/silent', function* () {})
const later = rule('test/later', function* () {}, { from: 'full' })
const strict = rule(
  'test/strict',
  function* () {
    yield finding(['champion'])
  },
  { waivable: false },
)

const head = 'version: 1\nid: x\nstage: limited\nchampion: c\n'
const entry = (fields: string) => `${head}exceptions:\n  - {${fields}}\n`
const signed = 'at: champion, why: w, by: b'

test.each<[string, string, Rule, { open: string[]; waived: number }]>([
  ['valid', `rule: test/noisy, ${signed}, until: 2027-01-10`, noisy, { open: [], waived: 1 }],
  ['for that path', `rule: test/noisy, ${signed}, until: 2027-01-10`, noisy, { open: [], waived: 1 }],
  [
    'for another path',
    `rule: test/noisy, at: champ, why: w, by: b, until: 2027-01-10`,
    noisy,
    { open: ['4:11 test/noisy', '6:12 exception/unused'], waived: 0 },
  ],
  ['on the last day', `rule: test/noisy, ${signed}, until: 2027-02-20`, noisy, { open: [], waived: 1 }],
  ['a day too long', `rule: test/noisy, ${signed}, until: 2027-02-21`, noisy, { open: ['4:11 test/noisy'], waived: 0 }],
  [
    'by the champion',
    'rule: test/noisy, at: champion, why: w, by: C, until: 2027-01-10',
    noisy,
    { open: ['4:11 test/noisy'], waived: 0 },
  ],
  [
    'for the whole file',
    'rule: test/noisy, why: w, by: b, until: 2027-01-10',
    noisy,
    { open: ['4:11 test/noisy'], waived: 0 },
  ],
  ['without a reason', 'rule: test/noisy, by: b, until: 2027-01-10', noisy, { open: ['4:11 test/noisy'], waived: 0 }],
  [
    'without a signature',
    'rule: test/noisy, why: w, until: 2027-01-10',
    noisy,
    { open: ['4:11 test/noisy'], waived: 0 },
  ],
  ['without an end', `rule: test/noisy, ${signed}`, noisy, { open: ['4:11 test/noisy'], waived: 0 }],
  ['expired', `rule: test/noisy, ${signed}, until: 2026-11-21`, noisy, { open: ['4:11 test/noisy'], waived: 0 }],
  [
    'ending today',
    `rule: test/noisy, ${signed}, until: 2026-11-22`,
    noisy,
    { open: ['6:60 exception/expiring'], waived: 1 },
  ],
  [
    'ending in 14 days',
    `rule: test/noisy, ${signed}, until: 2026-12-06`,
    noisy,
    { open: ['6:60 exception/expiring'], waived: 1 },
  ],
  ['ending in 15 days', `rule: test/noisy, ${signed}, until: 2026-12-07`, noisy, { open: [], waived: 1 }],
  ['unused', `rule: test/silent, ${signed}, until: 2027-01-10`, silent, { open: ['6:12 exception/unused'], waived: 0 }],
  [
    'for a rule that does not apply yet',
    `rule: test/later, ${signed}, until: 2027-01-10`,
    later,
    { open: [], waived: 0 },
  ],
  [
    'for a rule that does not exist',
    `rule: test/nosy, ${signed}, until: 2027-01-10`,
    noisy,
    { open: ['4:11 test/noisy', '6:12 exception/unknown-rule'], waived: 0 },
  ],
  [
    'for everything',
    `rule: "*", ${signed}, until: 2027-01-10`,
    noisy,
    { open: ['4:11 test/noisy', '6:12 exception/unknown-rule'], waived: 0 },
  ],
  [
    'for what cannot be waived',
    `rule: test/strict, ${signed}, until: 2027-01-10`,
    strict,
    { open: ['4:11 test/strict', '6:12 exception/not-waivable'], waived: 0 },
  ],
])('an exception that is %s', async (_, fields, judged, expected) => {
  const found = await report(entry(fields), [judged])
  expect({ open: places(found), waived: found.waived.length }).toEqual(expected)
})

const comment = '# pilotlint-ignore test/noisy by=acme/support until=2027-01-10 -- agreed with finance'

test.each([
  ['on the line', `champion: c ${comment}`, 1],
  ['on the line above', `${comment}\nchampion: c`, 1],
  ['two lines above', `${comment}\nx-other: 1\nchampion: c`, 0],
  ['below', `champion: c\n${comment}`, 0],
])('a comment %s', async (_, yaml, waived) => {
  expect((await report(`version: 1\nid: x\n${yaml}\n`, [noisy])).waived.length).toBe(waived)
})

test.each([
  ['2026-07-10', 1],
  ['2026-05-01', 0],
])('a comment that stands since %s, renewed', async (date, waived) => {
  const yaml = (until: string) =>
    `version: 1\nid: x\nstage: limited\nsuccess: {metric: m}\nchampion: c # pilotlint-ignore test/noisy by=acme/finance until=${until} -- w\n`
  const dated = { ...noisy, needs: ['history'] as const }
  const past = [
    { date: '2026-07-20', yaml: yaml('2026-10-10') },
    { date, yaml: yaml('2026-07-25') },
  ]
  const found = await report(yaml('2026-12-20'), [dated], { repository: repository({}, past) })
  expect(found.waived.length).toBe(waived)
})

test('what a comment says is in the report', async () => {
  const { waived } = await report(`version: 1\nid: x\nchampion: c ${comment}\n`, [noisy])
  expect(waived[0]?.waiver).toMatchObject({
    rule: 'test/noisy',
    by: 'acme/support',
    until: '2027-01-10',
    why: 'agreed with finance',
  })
})

test('with exceptions off nothing is waived and nothing is called unused', async () => {
  const found = await report(entry(`rule: test/noisy, ${signed}, until: 2027-01-10`), [noisy], {
    exceptions: false,
  })
  expect({ open: places(found), waived: found.waived }).toEqual({ open: ['4:11 test/noisy'], waived: [] })
})

test('when only some rules run, an exception for another one is not called unused', async () => {
  const text = entry(`rule: test/noisy, ${signed}, until: 2027-01-10`)
  const found = await report(text, [noisy, silent], { enabled: (id) => id === 'test/silent' })
  expect(places(found)).toEqual([])
})

test.each([
  ['monitoring/blind', 'info', /in this version of the file$/, /unless pilotlint diff needs it/],
  ['test/silent', 'warning', /covers no finding$/, /is fixed/],
] as const)('an unused exception for %s is told as %s', async (id, severity, message, help) => {
  const found = await report(entry(`rule: ${id}, ${signed}, until: 2027-01-10`), [rule(id, function* () {})])
  expect(found.diagnostics).toMatchObject([{ rule: 'exception/unused', severity }])
  expect(found.diagnostics[0]?.message).toMatch(message)
  expect(found.diagnostics[0]?.help).toMatch(help)
})
