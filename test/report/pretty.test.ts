import { expect, test } from 'vitest'
import { wrap } from '../../src/report/blocks.ts'
import { render } from '../../src/report/format.ts'
import { pretty } from '../../src/report/pretty.ts'
import { logLines, unsafe } from './hostile-text.ts'
import { runs, several, view } from './runs.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: the colours that the format itself writes
const colors = /\u001b\[\d+m/g

test.each([0, 1, 2, 3] as const)('colour adds nothing but colour: level %i', (color) => {
  for (const run of Object.values(runs)) {
    const output = render(pretty, run, { ...view, color })
    expect(output.replace(colors, '')).toBe(render(pretty, run, view))
    expect(unsafe(output.replace(colors, ''))).toEqual([])
  }
  const painted = render(pretty, several, { ...view, color })
  expect(colors.test(painted)).toBe(color > 0)
})

test('the colour of one call does not depend on the environment or on another call', () => {
  const plain = render(pretty, several, view)
  render(pretty, several, { ...view, color: 3 })
  expect(render(pretty, several, view)).toBe(plain)
})

test('every finding begins with a place that a terminal makes a link', () => {
  const lines = logLines(render(pretty, several, view))
  const places = several.reports.flatMap(({ file, diagnostics }) =>
    diagnostics.map(
      ({ range, severity, rule }) => `${file}:${range.start.line}:${range.start.column}  ${severity}  ${rule}`,
    ),
  )
  expect(lines.filter((line) => places.includes(line))).toEqual(places)
})

test('quiet shows errors and verdicts only, and still says of which file', () => {
  const output = render(pretty, several, { ...view, quiet: true })
  expect(output).not.toContain('owner/is-person')
  expect(output).not.toContain('✗')
  for (const { file, verdict } of several.reports) expect(output).toContain(`${file}  ${verdict.sentence}`)
})

test('text is broken between words, a long word stays whole', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
  expect(wrap('東京 東京 東京', 9)).toEqual(['東京 東京', '東京'])
  expect(wrap('a long-long-word b', 5)).toEqual(['a', 'long-long-word', 'b'])
  expect(wrap('', 5)).toEqual([''])
})

test.each([0, 1, 20])('a terminal of %i columns is survived', (width) => {
  expect(render(pretty, several, { ...view, width })).toContain('NOT READY')
})
