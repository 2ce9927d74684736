import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from '../../src/yaml/document.ts'
import { flowNode, flowScalar, printFlow } from '../../src/yaml/print.ts'

const dataOf = (text: string): unknown => {
  const document = parse(text)
  return document.ok ? document.data : document.problems[0]?.message
}

test.each([
  ['at least 35%', 'at least 35%'],
  ['>= 35%', '">= 35%"'],
  ['2026-09-14', '2026-09-14'],
  ['a, b', '"a, b"'],
  ['a: b', '"a: b"'],
  ['#chat', '"#chat"'],
  ['12', '"12"'],
  ['', '""'],
  ['null', '"null"'],
  [null, 'null'],
  [0.25, '0.25'],
])('%j is written %s', (value, text) => {
  expect(flowScalar(value)).toBe(text)
})

test('what is printed is on one line and is read as the same value', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('a\nb', ' x ', "it's", '"', '- a', '? b', '[', '!x', '&a', 'yes', '1.0'),
  )
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value')),
      tie('map'),
    ),
    map: fc.dictionary(
      text.filter((key) => key !== '__proto__' && key !== '<<'),
      tie('value'),
    ),
  })).value
  fc.assert(
    fc.property(value, (data) => {
      const printed = printFlow({ data }, 100_000) ?? ''
      expect(printed).not.toContain('\n')
      expect(dataOf(printed)).toEqual({ data })
    }),
    { numRuns: 2000 },
  )
})

test('YAML is put into data in its own style', () => {
  expect(printFlow({ a: flowNode('{n: 1.00, is: "x", at: 22%}'), b: [1, flowNode('y')] }, 200)).toBe(
    '{a: {n: 1.00, is: "x", at: 22%}, b: [1, y]}',
  )
})

test('nothing longer is printed, however often a part is repeated', () => {
  expect(printFlow({ a: 'x'.repeat(20) }, 25)).toBe(`{a: ${'x'.repeat(20)}}`)
  expect(printFlow({ a: 'x'.repeat(21) }, 25)).toBeUndefined()
  const bomb = Array.from({ length: 40 }).reduce<unknown>((part) => [part, part, part], 'x')
  expect(printFlow(bomb, 200)).toBeUndefined()
})
