import fc from 'fast-check'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { expect, test } from 'vitest'
import {
  forCiLine,
  forMarkdown,
  forTerminal,
  ghData,
  ghProperty,
  jsonText,
  markdownCode,
  sarifText,
  shown,
} from '../../src/report/sanitize.ts'
import { hostileText, isCommand, logLines, seeded, unsafe } from './hostile-text.ts'

test.each([
  ['an escape sequence', '\u001b[31m', '\\x1b[31m'],
  ['C1', '\u009b2J', '\\x9b2J'],
  ['DEL', 'a\u007f', 'a\\x7f'],
  ['line breaks and tabs', 'a\r\n\tb', 'a\\r\\n\\tb'],
  ['bidirectional text', '\u202eevil', '\\u202eevil'],
  ['zero width', 'ze\u200bro\ufeff', 'ze\\u200bro\\ufeff'],
  ['line separators', '\u2028\u2029', '\\u2028\\u2029'],
  ['tags outside the basic plane', '\u{e0041}', '\\u{e0041}'],
  ['a lone surrogate', 'a\ud800b', 'a\\ud800b'],
  ['a variation selector without a pictograph', '#\ufe0f[', '#\\ufe0f['],
])('a terminal is shown %s', (_, text, expected) => {
  expect(forTerminal(text)).toBe(expected)
})

test('no character of the basic plane that is unseen stays as it is', () => {
  const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u
  const passed: string[] = []
  for (let code = 0; code <= 0xffff; code++) {
    const character = String.fromCharCode(code)
    if (unseen.test(character) && forTerminal(character) === character) passed.push(code.toString(16))
  }
  expect(passed).toEqual([])
})

test.each(['plain text', '東京の顧客', 'café', 'e\u0301', '⚠\ufe0f 🚀', '{a: "b"} [c] 100% \\n'])(
  'a terminal gets %s as it is',
  (text) => {
    expect(shown(text)).toBe(text)
  },
)

test('a code span holds any number of backticks', () => {
  const text = '`` '.repeat(200_000)
  expect(markdownCode(text)).toBe(`\`\`\` ${text} \`\`\``)
})

test.each([
  ['##[add-mask]e', '##\\x5badd-mask]e'],
  ['a ##vso[task.x]b', 'a ##vso\\x5btask.x]b'],
  ['##VSO[x]', '##VSO\\x5bx]'],
  ['##teamcity[x]', '##teamcity\\x5bx]'],
  ['::error::x', '\\x3a:error::x'],
  ['\u00a0 ::error::x', '\u00a0 \\x3a:error::x'],
  ['a\n ::error::x', 'a\n \\x3a:error::x'],
  [':::', '\\x3a::'],
])('a CI runner does not obey %j', (text, expected) => {
  expect(forCiLine(text)).toBe(expected)
})

test.each(['a ::b', ':a', '## [x]', '#[x]', '- a: b'])('a CI line keeps %j', (text) => {
  expect(forCiLine(text)).toBe(text)
})

test('what is shown is inert, whatever it was', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const output = shown(text)
      expect(unsafe(output)).toEqual([])
      expect(logLines(output)).toHaveLength(1)
      expect(isCommand(output)).toBe(false)
      expect(shown(output)).toBe(output)
    }),
    seeded,
  )
})

test('JSON is inert in a log and reads back unchanged', () => {
  fc.assert(
    fc.property(hostileText, hostileText, (one, other) => {
      const value = { one, list: [other, { deep: `${one}${other}` }] }
      const output = jsonText(value)
      expect(JSON.parse(output)).toEqual(value)
      expect(unsafe(output).filter((found) => !/[\ufe0e\ufe0f]/.test(found))).toEqual([])
      expect(output).not.toMatch(/[\ufe0e\ufe0f]/)
      expect(logLines(output).filter(isCommand)).toEqual([])
    }),
    seeded,
  )
})

test('GitHub reads data and properties back as they were', () => {
  const decoded = (text: string) =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%')
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(decoded(ghProperty(text))).toBe(text)
      expect(ghProperty(text)).not.toMatch(/[\r\n:,]/)
      expect(ghData(text)).not.toMatch(/[\r\n]/)
    }),
    seeded,
  )
})

test('a SARIF message carries no link of the file', () => {
  expect(sarifText('[click](https://example.com)')).toBe('[click] (https://example.com)')
  expect(sarifText('a\u202eb')).toBe('a\\u202eb')
})

// A reading that is quadratic would take hours: the test then runs into the limit of all tests.
test.each([
  ['spaces', ' '.repeat(1_000_000)],
  ['hashes', '#'.repeat(1_000_000)],
  ['letters after hashes', `##${'a'.repeat(1_000_000)}`],
  ['empty lines', '\n'.repeat(1_000_000)],
  ['spaces before a colon', `${' '.repeat(1_000_000)}:`],
])('a million %s are read in one pass', (_, text) => {
  expect(shown(text).length).toBeGreaterThanOrEqual(text.length)
  expect(forCiLine(text).length).toBeGreaterThanOrEqual(text.length)
  expect(jsonText(text).length).toBeGreaterThan(text.length)
})

test.each([
  ['wrong_answer_rate', 'wrong_answer_rate'],
  ['0.14 EUR, 26.3% of 15,785/month: fine', '0.14 EUR, 26.3% of 15,785/month: fine'],
  ['_a_ **b** `c`', '&#95;a&#95; &#42;&#42;b&#42;&#42; &#96;c&#96;'],
  ['[x](y)', '&#91;x&#93;(y)'],
  ['a|b <img> @team #12', 'a&#124;b &#60;img&#62; @<!-- -->team &#35;12'],
  ['https://x.example www.x.example', 'https&#58;//x.example www&#46;x.example'],
  ['- a', '&#45; a'],
  ['1. a', '1&#46; a'],
  ['a\nb', 'a&#92;nb'],
])('Markdown shows %j as itself', (text, written) => expect(forMarkdown(text)).toBe(written))

type Node = { readonly type: string; readonly value?: string; readonly children?: readonly Node[] }

const plainText = ({ value = '', children = [] }: Node): string => value + children.map(plainText).join('')

const kinds = ({ children = [] }: Node): string[] => children.flatMap((child) => [child.type, ...kinds(child)])

test('Markdown makes nothing of a text but a paragraph that reads as the text', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const tree = fromMarkdown(`x ${forMarkdown(text)}`)
      expect(new Set(kinds(tree))).toEqual(new Set(['paragraph', 'text']))
      expect(plainText(tree).trimEnd()).toBe(`x ${forTerminal(text)}`.trimEnd())
    }),
    seeded,
  )
})
