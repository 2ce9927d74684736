import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { frame, type LabelledSpan, type Row } from '../../src/report/frame.ts'
import { hostileText, seeded, unsafe } from './hostile-text.ts'
import { at } from './parts.ts'

const span = (text: string, needle: string, label = ''): LabelledSpan => ({
  range: at(text, needle),
  label,
  primary: true,
})

const drawn = (rows: readonly Row[]): string[] =>
  rows.map((row) => {
    if (row.kind === 'gap') return '⋮'
    if (row.kind === 'source') return row.text
    return `${' '.repeat(row.indent)}${[row.mark, row.label].filter(Boolean).join(' ')}`
  })

test.each([
  ['plain', 'target: 35%', '35%', 'target: 35%', '        ^^^'],
  ['wide characters', 'ziel: 東京の "35%"', '35%', 'ziel: 東京の "35%"', '              ^^^'],
  ['a wide span', 'ziel: 東京', '東京', 'ziel: 東京', '      ^^^^'],
  ['combining marks', 'cafe\u0301: 35%', '35%', 'cafe\u0301: 35%', '      ^^^'],
  ['emoji', '🚀: ⚠\ufe0f 35%', '35%', '🚀: ⚠\ufe0f 35%', '       ^^^'],
  ['tabs', 'a:\t\t35%', '35%', 'a:    35%', '      ^^^'],
  ['escapes', 'a: \u001b[1m35%', '35%', 'a: \\x1b[1m35%', '          ^^^'],
  ['a carriage return', 'a: 35%\r\nb: 1\r\n', '35%', 'a: 35%', '   ^^^'],
])('the mark stands under its text: %s', (_, text, needle, line, mark) => {
  expect(drawn(frame(text, [span(text, needle)], 60))).toEqual([line, mark])
})

test('spans on one line are marked one below the other, and lines between far ones are left out', () => {
  const text = 'a: one two\nb: 1\nc: 2\nd: three\n'
  const spans = [span(text, 'two', 'the second'), span(text, 'three', 'the third'), span(text, 'one', 'the first')]
  expect(drawn(frame(text, spans, 40))).toEqual([
    'a: one two',
    '   ^^^ the first',
    '       ^^^ the second',
    '⋮',
    'd: three',
    '   ^^^^^ the third',
  ])
})

test('a long line is cut around its span, and shown again for a span out of sight', () => {
  const text = `key: ${'x'.repeat(200)} one ${'y'.repeat(200)} two ${'z'.repeat(200)}\n`
  expect(drawn(frame(text, [span(text, 'one', 'first'), span(text, 'two', 'second')], 40))).toEqual([
    '…xxxxxxxxxxxx one yyyyyyyyyyyyyyyyyyyyy…',
    '              ^^^ first',
    '…yyyyyyyyyyyy two zzzzzzzzzzzzzzzzzzzzz…',
    '              ^^^ second',
  ])
})

test('a line that just fits is not cut', () => {
  const text = `${'x'.repeat(36)} one`
  expect(drawn(frame(text, [span(text, 'x')], 40))[0]).toBe(text)
  expect(drawn(frame(`${text}!`, [span(text, 'x')], 40))[0]).toBe(`${'x'.repeat(36)} on…`)
})

test('a span over several lines is marked on its first line and says where it ends', () => {
  const text = 'a: |\n  one\n  two\nb: 1\n'
  expect(drawn(frame(text, [span(text, '|\n  one\n  two', 'the text')], 40))).toEqual([
    'a: |',
    '   ^ the text, to line 3',
  ])
})

test('an empty span at the end of the text is marked', () => {
  const text = 'a: 1'
  const end = { line: 1, column: 5, offset: 4 }
  expect(drawn(frame(text, [{ range: { start: end, end }, label: 'here', primary: true }], 40))).toEqual([
    'a: 1',
    '    ^ here',
  ])
})

test('a label that does not fit beside its mark stands below it, cut to the width', () => {
  const text = 'a: one two three'
  expect(drawn(frame(text, [span(text, 'three', 'a long label')], 24))).toEqual([
    text,
    '           ^^^^^',
    '           a long label',
  ])
  expect(drawn(frame(text, [span(text, 'three', 'words '.repeat(9))], 24))[2]).toBe('words words words words…')
})

test('at most eight places are shown, the others counted', () => {
  const text = Array.from({ length: 12 }, (_, line) => `k${line}: v`).join('\n')
  const spans = Array.from({ length: 12 }, (_, line) => span(text, `k${line}:`))
  const rows = drawn(frame(text, spans, 40))
  expect(rows.filter((row) => row.includes('^'))).toHaveLength(8)
  expect(rows.at(-1)).toBe('and 4 more places')
})

test('no row is wider than the room, whatever the text', () => {
  fc.assert(
    fc.property(
      hostileText,
      hostileText,
      hostileText,
      fc.integer({ min: 24, max: 80 }),
      (before, after, label, room) => {
        const text = `${before.repeat(9)}needle${after.repeat(9)}`
        const rows = drawn(frame(text, [span(text, 'needle', label)], room))
        expect(rows.map((row) => stringWidth(row)).filter((width) => width > room)).toEqual([])
        expect(rows.flatMap(unsafe)).toEqual([])
        const line = rows[0] ?? ''
        const mark = rows[1] ?? ''
        // The text before the span is as wide as the mark's indent: the mark stands under it.
        const start = line.lastIndexOf('needle')
        expect(stringWidth(line.slice(0, start))).toBe(mark.indexOf('^'))
      },
    ),
    { ...seeded, numRuns: seeded.numRuns / 4 },
  )
})

test('of a line of a million characters only what fits is measured', () => {
  const text = `${'x'.repeat(1_000_000)}needle${'é'.repeat(1_000_000)}`
  const rows = frame(text, [span(text, 'needle'), span(text, 'x')], 80)
  for (const row of rows) expect(JSON.stringify(row).length).toBeLessThan(300)
})
