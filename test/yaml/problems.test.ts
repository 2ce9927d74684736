import { describe, expect, it } from 'vitest'
import { parse } from '../../src/yaml/document.ts'

const problemsOf = (input: string | Uint8Array): string[] => {
  const document = parse(input)
  if (document.ok) return []
  return document.problems.map(({ message, help, range: { start, end } }) => {
    const to = start.line === end.line ? end.column : `${end.line}:${end.column}`
    return `${start.line}:${start.column}-${to} ${message} → ${help}`
  })
}

const bytes = (...values: number[]) => Uint8Array.from(values)

const block = 'is not quoted: an unquoted `>` starts a block of text'
const reserved = 'an unquoted value cannot start with'

describe('what looks right and is not YAML', () => {
  it.each([
    ['target: >= 35%\nb: 1\n', `1:9-15 \`>= 35%\` ${block} → write \`at least 35%\``],
    ['target: >=35%\n', `1:9-14 \`>= 35%\` ${block} → write \`at least 35%\``],
    ['a:\n  is: > 3% # why\n  b: 1\n', `2:7-11 \`> 3%\` ${block} → write \`above 3%\``],
    ['a: {is: >= 3%, over: 3d}\n', `1:9-14 \`>= 3%\` ${block} → write \`at least 3%\``],
    ['- > 3%\n', `1:3-7 \`> 3%\` ${block} → write \`above 3%\``],
    ['a: >=\n', `1:4-6 \`>=\` ${block} → write \`at least 35%\``],
    ['owner: @acme/team\n', `1:8-18 ${reserved} \`@\` → write \`acme/team\``],
    ['agreed_with: [@acme/a, b]\n', `1:15-22 ${reserved} \`@\` → write \`acme/a\``],
    ['a: `x`\n', `1:4-7 ${reserved} a backtick → quote the value`],
    ['a: %x\n', `1:4-6 ${reserved} \`%\` → quote the value`],
    ['c: [#chan]\nd: 1\n', '1:4-5 `[` is not closed → write `slack:chan`: an unquoted `#` starts a comment'],
    ['c: {f: #chan, d: 2}\n', '1:4-5 `{` is not closed → write `slack:chan`: an unquoted `#` starts a comment'],
    [
      'a: {b: 60,000/month, c: 60,000/month}\n',
      '1:28-37 `000/month` is read as a key: the comma ends the value before it → write numbers without thousands separators, for example `60000/month`',
    ],
  ])('%j', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem])
  })
})

describe('a slip of the pen', () => {
  it.each([
    ['a: Answer: where is it\n', '1:4-5 unexpected second `: ` in the value'],
    [
      'a: 1\n b: 2\n',
      '2:2-6 the line is indented below a value that is already complete → align it with the key above, or quote the value above if it continues here',
    ],
    [
      'a: x\n  see here: y\n',
      '2:3-14 the line is indented below a value that is already complete → align it with the key above, or quote the value above if it continues here',
    ],
    ['a:\n  b: 1\nc: 2\n  d: 3\n', '4:3-7 the line is indented below a value that is already complete'],
    ['a:\nb: 2\n  d: 3\n', '3:3-7 the line is indented below a value that is already complete'],
    ['a:\n  b:\n    c: 1\n  d: 2\n    e: 3\n', '5:5-9 the line is indented below a value that is already complete'],
    [
      'a:\n  b: 1\n c: 2\n',
      '3:2-6 the indentation does not match the lines around it → align the line with the others of its level',
    ],
    [
      'a:\n  - b: x\n  c: y\n',
      '3:3-7 the indentation does not match the lines around it → align the line with the others of its level',
    ],
    [
      'a:\n  - x\n  y\n',
      '3:3-4 expected `key: value` or `- item`, found `y` → write a colon and a space after the key; indent a line that continues the value above',
    ],
    [
      'a:\n  - x\n  -y\n',
      '3:3-5 expected `key: value` or `- item`, found `-y` → write a colon and a space after the key; indent a line that continues the value above',
    ],
    [
      'a:\n    - x\n   - y\n',
      '3:4-7 the indentation does not match the lines around it → align the line with the others of its level',
    ],
    ['a:\n  - b: 1\n   c: 1\n', '3:4-8 the indentation does not match the lines around it'],
    [
      'a:\n  b:7d\n  c: 1\n',
      '2:3-7 expected `key: value` or `- item`, found `b:7d` → write a colon and a space after the key; indent a line that continues the value above',
    ],
    [
      'a:\n  b = 7d\n  c: 1\n',
      '2:3-9 expected `key: value` or `- item`, found `b = 7d` → write a colon and a space after the key; indent a line that continues the value above',
    ],
    [
      'a:\n  b：7d\n  c: 1\n',
      '2:3-7 expected `key: value` or `- item`, found `b：7d` → write a colon and a space after the key; indent a line that continues the value above',
    ],
    [
      'a:\n  b rate\n  c: 1\n',
      '2:3-9 expected `key: value` or `- item`, found `b rate` → write a colon and a space after the key; indent a line that continues the value above',
    ],
    [
      'a:\n  - b rate\n    c: 1\n',
      '2:5-11 expected `key: value` or `- item`, found `b rate` → write a colon and a space after the key; indent a line that continues the value above',
    ],
    [
      'a:\n  b\n    - c: 1\n',
      '2:3-4 expected `key: value` or `- item`, found `b` → write a colon and a space after the key; indent a line that continues the value above',
    ],
    [
      'a:\n  b: x\n  and so on here\n  c: 1\n',
      '3:3-17 expected `key: value` or `- item`, found `and so on here` → write a colon and a space after the key; indent a line that continues the value above',
    ],
    ['a:\n\u00a0 b: 1\n  c: 1\n', '3:3-7 the line is indented below a value that is already complete'],
    ['a:\n  b:\u00a07d\n  c: 1\n', '2:3-8 expected `key: value` or `- item`, found `b: 7d`'],
    [
      'a:\n  - x\n    - y\n',
      '3:5-6 the sequence item is read as part of the text above it → align it with the item above, or quote the whole text',
    ],
    [
      'a:\n  x\n  - y\n',
      '3:3-4 the sequence item is read as part of the text above it → start the line above with `- ` too',
    ],
    ['a: {b: 22% n: 1}\n', '1:8-16 unexpected second `: ` in the value; a comma is missing before the next key'],
    ['a:\n  b: {\n    c: 1\n}\n', '2:6-7 `{` is not closed'],
    ['a:\n  b: [\n\tc\n  ]\n', '3:1-2 tab used for indentation'],
    ['a: "b",\n', '1:7-8 unexpected `,` → delete it, or add the missing entry'],
    ['b: 1\n- a\n', '2:1-4 the indentation does not match the lines around it'],
    ['a: 1\nfoo\n', '2:1-4 expected `key: value` or `- item`, found `foo`'],
    ['foo\nbar: 1\n', '1:1-4 expected `key: value` or `- item`, found `foo`'],
    ['a: "x\nb: 1\n', '1:4-5 the quoted string that starts here is not closed'],
    ["a: 'it''s\n", '1:4-5 the quoted string that starts here is not closed'],
    ['a: "x\\"', '1:4-5 the quoted string that starts here is not closed'],
    [
      "a: 'it's'\n",
      "1:8-10 unexpected `s'` after the closing quote → quote the whole value, and write an apostrophe as ''",
    ],
    ['a: "b"#c\n', '1:7-9 expected a space before `#`'],
    ['a: [1, 2\nb: 1\n', '1:4-5 `[` is not closed → add `]`, indented deeper than the key'],
    ['a: {\nx: 1\n}\n', '1:4-5 `{` is not closed → add `}`, indented deeper than the key'],
    ['a: [1, 2}\n', '1:9-10 expected `]`, found `}`'],
    ['a: {x: 1}}\n', '1:10-11 unexpected `}`'],
    ['a: [1,,2]\n', '1:7-8 unexpected `,`'],
    ['a: ?\n', '1:4-5 unexpected `?` → quote the whole value, or check the quotes, brackets and commas before it'],
    [
      'a: {{ name }}\n',
      '1:5-6 expected a string as key → write `key: value`; quote a value that starts with a bracket, such as "{{ name }}"',
    ],
    ['a: "\\w"\n', '1:5-7 unknown escape `\\w`'],
    ['a: &x &y 1\n', '1:7-9 unexpected `&y`'],
    ['a: &x *y\n', '1:7-9 unexpected `*y`'],
    ['a: |\nb\n', '2:1-2 expected `key: value` or `- item`, found `b`'],
    [': x\n', '1:1-1 no key before the `:`'],
    [`${'x'.repeat(1025)}: 1\n`, '1:1-1026 the key is longer than 1024 characters'],
  ])('%j', (text, problem) => {
    const [first] = problemsOf(text)
    expect(first).toContain(problem)
  })
})

describe('one mistake that makes the parser stumble over many lines', () => {
  const section = 'a:\n  b: 1\n  c: 2\n  d: 3\n  e:\n    - f: 4\n    - g: 5\n'
  const placesOf = (text: string) => problemsOf(text).map((problem) => problem.split(' → ')[0])
  it.each([
    ['a tab', section.replace('  c', '\tc'), '3:1-2 tab used for indentation'],
    [
      'tabs throughout',
      `${section}${section.replace('a:', 'z:')}`.replaceAll('  ', '\t'),
      '2:1-2 tab used for indentation',
    ],
    ['a tab after a dash', 'a:\n  -\tb: 1\n    c: 2\n', '2:4-5 tab used for indentation'],
    ['a tab before a list', 'a:\n  b:\n\t\t- c\n', '3:1-3 tab used for indentation'],
    [
      'a line too far left',
      section.replace('  b', 'b'),
      '3:3-7 the line is indented below a value that is already complete',
    ],
    [
      'a line too far right',
      section.replace('  b', '    b'),
      '3:3-7 the indentation does not match the lines around it',
    ],
    [
      'a map under a value',
      section.replace('a:', 'a: x'),
      '2:3-7 the line is indented below a value that is already complete',
    ],
    ['a dash forgotten', 'a:\n  - b: 1\n    c: 2\n    b: 1\n    c: 2\n', '4:5-6 duplicate key `b`, first on line 2'],
    [
      'a block there twice',
      'a: 1\nb: 2\nc: 3\nd: 4\na: 1\nb: 2\nc: 3\nd: 4\n',
      '5:1-2 duplicate key `a`, first on line 1',
    ],
    [
      'a column and a sign in one section',
      section.replace('  c: 2', ' c: 2').replace('3', '@x'),
      '3:2-6 the indentation does not match the lines around it',
    ],
    [
      'a merge conflict',
      'a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> theirs\n',
      '2:1-13 unresolved merge conflict',
    ],
  ])('%s', (_, text, problem) => {
    expect(placesOf(text)).toEqual([problem])
  })

  it.each([
    ['in two sections', `${section.replace('  c', ' c')}z:\n  b: 1\n c: 2\n`, [3, 10]],
    ['tabs and, in another section, a column', `${section.replace('  c', '\tc')}z:\n  b: 1\n c: 2\n`, [3, 10]],
    ['keys there twice, apart', 'a: 1\nb: 2\na: 1\nc: 3\nb: 2\n', [3, 5]],
    ['other keys than the first there twice', 'a: 1\nb: 2\nc: 3\nb: 2\nd: 3\nc: 3\n', [4, 6]],
  ])('two mistakes are told as two: %s', (_, text, lines) => {
    const document = parse(text)
    expect(document.ok ? [] : document.problems.map(({ range }) => range.start.line)).toEqual(lines)
  })

  it('nearly wherever a sign slips in or out', () => {
    const file = `id: order-status
use_case:
  summary: Answer chats from live data
  out_of_scope:
    - refunds
    - everything else
success:
  baseline: {value: 22%, n: 118400}
  guardrail_metrics:
    - metric: csat
      scale: 1-5
    - metric: wrong_answer_rate
rollout:
  progressive: [20% for 7d, 50% for 28d]
  full: 95%
`
    const signs = ['', ':', ': ', '- ', '\t', '  ', '"', '{', ']', ',', '#', '\n', '@', '*', '|', '? ']
    const texts = [...file].flatMap((_, at) =>
      signs.flatMap((sign) => [0, 1].map((length) => file.slice(0, at) + sign + file.slice(at + length))),
    )
    const counts = texts.map((text) => problemsOf(text).length)
    const refused = counts.filter((count) => count > 0).length
    expect(refused).toBeGreaterThan(1000)
    expect(counts.filter((count) => count > 1).length / refused).toBeLessThan(0.05)
    expect(Math.max(...counts)).toBeLessThan(4)
  })

  it.each([
    ['prose with a dash', 'a: tracking page\n  - no more\nb: >-\n  x\n  - y\nc: "x\n  - y"\nd: [x\n  - y]\n'],
    ['tabs where they may stand', 'a:\t1\nb:\n  -\tx\n\t\n\t# y\nc: |\n  \tz\n'],
    ['the marks of a conflict in a text', 'a: |\n  <<<<<<< x\n  =======\n  >>>>>>> y\n'],
    ['brackets closed below their key', 'a:\n  b: {\n    c: 1\n  }\n  d: [\n    x\n  ]\n'],
    ['CRLF here and there', 'a: 1\r\nb:\n  c: 2\r\n'],
    ['no-break spaces in a text', 'a: 5\u00a0km\n'],
  ])('nothing is said of %s', (_, text) => {
    expect(problemsOf(text)).toEqual([])
  })
})

describe('what would change its meaning silently', () => {
  it.each([
    ['duplicate keys', 'owner: a\nb: 1\nowner: c\n', '3:1-6 duplicate key `owner`, first on line 1'],
    ['duplicate keys on one line', '{a: 1, a: 2}\n', '1:8-9 duplicate key `a`, first on line 1'],
    ['a number and its text as keys', '1: a\n"1": b\n', '2:1-4 duplicate key `1`, first on line 1'],
    ['a duplicate `__proto__`', '__proto__: 1\n__proto__: 2\n', '2:1-10 duplicate key `__proto__`, first on line 1'],
    ['a merge key', 'a: &a {b: 1}\nc:\n  <<: *a\n', '3:3-5 `<<` does not merge mappings in YAML 1.2'],
    ['a directive', '%YAML 1.1\n---\nno: 1\n', '1:1-10 YAML directives are not supported: `%YAML 1.1`'],
    ['a tag', 'a: !!str 1\n', '1:4-9 YAML tags are not supported: `!!str`'],
    ['a tag of their own', 'a: [!foo b]\n', '1:5-9 YAML tags are not supported: `!foo`'],
    ['a tagged key', '!!str a: 1\n', '1:1-6 YAML tags are not supported: `!!str`'],
    ['a second document', 'a: 1\n---\nb: 2\n', '2:1-4 a second document starts here'],
    ['a second document after an empty one', '---\n---\na: 1\n', '2:1-4 a second document starts here'],
    ['text after the end', 'a: 1\n...\nfoo\n', '3:1-2 text after the end mark `...`'],
    ['a collection as key', '? [a]\n: b\n', '1:3-4 expected a string as key'],
    ['an alias as key', 'a: &a x\n*a : 1\n', '2:1-3 expected a string as key'],
    ['a tab as indentation', 'a:\n\tb: 1\n', '2:1-2 tab used for indentation'],
    ['an alias to nothing', 'a: *b\n', '1:4-6 no anchor `&b` above the alias `*b`'],
    ['an alias before its anchor', 'a: *b\nb: &b 1\n', '1:4-6 no anchor `&b` above the alias `*b`'],
    ['a glob', 'a: *.md\n', '1:4-8 no anchor `&.md` above the alias `*.md`'],
    ['a nameless alias', 'a: *\n', '1:4-5 `*` or `&` without a name'],
    ['an alias inside its own value', 'a: &x {b: [*x]}\n', '1:12-14 alias `*x` is inside the value it repeats'],
  ])('%s', (_, text, problem) => {
    const problems = problemsOf(text)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(problem)
  })
})

describe('bytes', () => {
  it.each([
    ['UTF-16 with a mark', bytes(0xff, 0xfe, 0x61, 0), '1:1-1 the file is UTF-16, not UTF-8 → save it as UTF-8'],
    ['UTF-16, big end first', bytes(0xfe, 0xff, 0, 0x61), '1:1-1 the file is UTF-16, not UTF-8'],
    ['UTF-16 without a mark', bytes(0x61, 0, 0x3a, 0), '1:1-1 the file is UTF-16, not UTF-8'],
    ['UTF-32 with a mark', bytes(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0), '1:1-1 the file is UTF-32, not UTF-8'],
    ['UTF-32 without a mark', bytes(0, 0, 0, 0x61), '1:1-1 the file is UTF-32, not UTF-8'],
    ['Latin-1', bytes(0x61, 0x0a, 0x62, 0xe9, 0x0a), '1:1-1 the file is not UTF-8: line 2 contains the byte 0xE9'],
    ['a cut character', bytes(0x61, 0xef, 0xbf), '1:1-1 the file is not UTF-8: line 1 contains the byte 0xBF'],
    ['a surrogate in UTF-8', bytes(0x61, 0xed, 0xa0, 0x80), '1:1-1 the file is not UTF-8: line 1'],
    ['more than 1 MiB', new Uint8Array(1024 * 1024 + 1).fill(0x61), '1:1-1 the file is larger than 1 MiB'],
    ['more than 1 MiB of text', 'ä'.repeat(600 * 1024), '1:1-1 the file is larger than 1 MiB'],
    ['NUL', 'a: 1\nb: x\0y\n', '2:5-6 unexpected invisible character U+0000 → delete it'],
    ['a bell', 'a: "\u0007"\n', '1:5-6 unexpected invisible character U+0007'],
    ['DEL', 'a: \x7f\n', '1:4-5 unexpected invisible character U+007F'],
    ['C1', 'a: \x9b\n', '1:4-5 unexpected invisible character U+009B'],
    ['a byte order mark inside', 'a: x\uFEFFy\n', '1:5-6 unexpected invisible character U+FEFF'],
    ['a lone surrogate', 'a: \uD83D\n', '1:4-5 unexpected invisible character U+D83D'],
    ['a carriage return alone', 'a: b\rc: d', '1:5-6 unexpected carriage return after `a: b`'],
    [
      'an escaped lone surrogate',
      'a: "\\uD800"\n',
      '1:4-12 the string contains an escape for U+D800, which is not text',
    ],
    ['an escaped NUL', 'a: "\\0"\n', '1:4-8 the string contains an escape for U+0000, which is not text'],
    ['an escaped NUL in a key', '"\\0": 1\n', '1:1-5 the string contains an escape for U+0000, which is not text'],
  ])('%s', (_, input, problem) => {
    const problems = problemsOf(input)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(problem)
  })

  it('gives no text where none could be decoded', () => {
    expect(parse(bytes(0x61, 0xe9)).text).toBe('')
  })
})

describe('nothing in it', () => {
  it.each(['', '\n\n', '# only a comment\n', '---\n', '---\n# x\n', '...\n', '\uFEFF', '&a\n'])('%j', (text) => {
    expect(problemsOf(text)).toEqual(['1:1-1 the file is empty → start with `version: 1`'])
  })
})

describe('many problems', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, at) => `k${at}: "a" b\n`).join('')

  it('gives one a section and at most 100, the last of which counts the rest', () => {
    const document = parse(lines(150))
    expect(document.ok).toBe(false)
    const problems = document.ok ? [] : document.problems
    expect(problems).toHaveLength(100)
    expect(problems.map(({ range }) => range.start.line).slice(0, 99)).toEqual(
      Array.from({ length: 99 }, (_, i) => i + 1),
    )
    expect(problems[99]?.message).toBe('and 51 more')
  })

  it('gives all of exactly 100', () => {
    const document = parse(lines(100))
    expect(document.ok ? [] : document.problems.map(({ message }) => message)).toEqual(
      Array.from({ length: 100 }, () => 'unexpected `b` after the closing quote'),
    )
  })

  it('quotes no more than 40 characters, and nothing invisible', () => {
    const [problem] = problemsOf(`a: !${'x'.repeat(100)} 1\n`)
    expect(problem).toContain(`YAML tags are not supported: \`!${'x'.repeat(38)}…\``)
    expect(problemsOf('a: "x" \u202Eevil\n')[0]).toContain('unexpected `\\u{202e}evil` after the closing quote')
  })
})
