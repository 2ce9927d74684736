import { expect, test } from 'vitest'
import { places, report } from './fixture.ts'

const head = 'version: 1\nid: x\n'

test('a name that cannot be a key is refused where it stands, each for itself', async () => {
  const judged = await report(`${head}cost:\n  per_unit:\n    "1 x": 2 EUR\n    ok: 3 EUR\n    b d: 1 EUR\n`, [])
  expect(places(judged).map((place) => place.replace(/:\d+/, ''))).toEqual(['5 schema/pattern', '7 schema/pattern'])
  expect(judged.diagnostics.map(({ range: { start, end } }) => judged.text.slice(start.offset, end.offset))).toEqual([
    '"1 x"',
    'b d',
  ])
  expect(judged.diagnostics.map(({ message }) => message)).toEqual([
    '"1 x" is not a valid key',
    '"b d" is not a valid key',
  ])
})

test('a text that a comma cuts inside {…} is told to be quoted', async () => {
  const yaml = 'version: 1\nid: x\npeople: [{role: clerks, change: erst die Vorlage, dann Mitarbeiter}]\n'
  const { diagnostics } = await report(yaml, [])
  expect(diagnostics.map(({ message, help }) => [message, help])).toEqual([
    [
      'text with a comma in `people[0].change` needs quotes, found "dann Mitarbeiter" after it',
      'write change: "erst die Vorlage, dann Mitarbeiter"',
    ],
  ])
})
