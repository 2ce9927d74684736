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
