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

const block = 'cannot be read: an unquoted `>` begins a block of text'
const reserved = 'the value cannot be read: unquoted, none may begin with'

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
    ['c: [#chan]\nd: 1\n', '1:4-5 `[` is not closed → write `slack:chan`: an unquoted `#` begins a comment'],
    [
      'c: {f: #chan, d: 2}\n',
      '1:4-5 `{` is not closed → write `slack:chan`: an unquoted `#` begins a comment',
    ],
    [
      'a: {b: 60,000/month, c: 60,000/month}\n',
      '1:28-37 `000/month` is read as a key: the comma ends the value before it → write numbers without thousands separators, as in `60000/month`',
    ],
  ])('%j', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem])
  })
})

describe('a slip of the pen', () => {
  it.each([
    ['a: Answer: where is it\n', '1:4-5 the value holds a second `: `'],
    [
      'a: 1\n b: 2\n',
      '2:2-6 the line is indented as if it belonged to the value on line 1 → indent it as line 1 is',
    ],
    [
      'a: x\n  see here: y\n',
      '2:3-14 the line is indented as if it belonged to the value on line 1 → quote the value on line 1',
    ],
    ['a:\n  b: 1\nc: 2\n  d: 3\n', '3:1-5 the line is not indented, and those around it are, by 2 spaces'],
    ['a:\nb: 2\n  d: 3\n', '2:1-5 the line is not indented, and those around it are'],
    [
      'a:\n  b:\n    c: 1\n  d: 2\n    e: 3\n',
      '4:3-7 the line is indented by 2 spaces, and those around it by 4',
    ],
    [
      'a:\n  b: 1\n c: 2\n',
      '3:2-6 the line is indented by 1 space, and line 2, which it follows, by 2 → indent both',
    ],
    [
      'a:\n  - b: x\n  c: y\n',
      '3:3-7 the line stands in a list and does not begin with `- ` → write `- c: y` where an item begins, or indent it by 4 spaces',
    ],
    [
      'a:\n  - x\n  y\n',
      '3:3-4 the line stands in a list and does not begin with `- ` → write `- y`; if it goes on',
    ],
    ['a:\n  - x\n  -y\n', '3:3-5 no space stands after the `-` → write `- y`'],
    [
      'a:\n    - x\n   - y\n',
      '3:4-7 the list item is indented by 3 spaces, and the one on line 2 by 4 → indent both',
    ],
    ['a:\n  - b: 1\n   c: 1\n', '3:4-8 the line is indented by 3 spaces, and line 2, which it follows, by 4'],
    ['a:\n  b:7d\n  c: 1\n', '2:3-7 no space stands after the `:` → write `b: 7d`'],
    ['a:\n  b = 7d\n  c: 1\n', '2:3-9 `b = 7d` is no `key: value` → write `b: 7d`'],
    ['a:\n  b：7d\n  c: 1\n', '2:3-7 `b：7d` is no `key: value` → write `b: 7d`'],
    ['a:\n  b rate\n  c: 1\n', '2:3-9 `b rate` has no `:` → write `b: rate`; if it goes on'],
    ['a:\n  - b rate\n    c: 1\n', '2:5-11 `b rate` has no `:` → write `b: rate`'],
    ['a:\n  b\n    - c: 1\n', '2:3-4 `b` has no `:` → write `b:`'],
    [
      'a:\n  b: x\n  and so on here\n  c: 1\n',
      '3:3-17 `and so on here` has no `:` → write it as `key: value`; if it goes on',
    ],
    ['a:\n\u00a0 b: 1\n  c: 1\n', '2:1-2 the space here is U+00A0, which YAML reads as a letter'],
    ['a:\n  b:\u00a07d\n  c: 1\n', '2:5-6 the space here is U+00A0'],
    [
      'a:\n  - x\n    - y\n',
      '3:5-6 the list item is read as part of the text above it → indent it as the item above',
    ],
    [
      'a:\n  x\n  - y\n',
      '3:3-4 the list item is read as part of the text above it → begin the line above with',
    ],
    ['a: {b: 22% n: 1}\n', '1:8-16 the value holds a second `: `: a comma is missing'],
    ['a:\n  b: {\n    c: 1\n}\n', '4:1-2 `}` stands too far left to close the `{` above'],
    ['a:\n  b: [\n\tc\n  ]\n', '3:1-2 a tab is used as indentation'],
    ['a: "b",\n', '1:7-8 `,` does not belong here → delete it: a line ends without a comma'],
    ['b: 1\n- a\n', '2:1-4 a list item stands among keys'],
    ['a: 1\nfoo\n', '2:1-4 `foo` has no `:`'],
    ['foo\nbar: 1\n', '1:1-4 `foo` has no `:`'],
    ['a: "x\nb: 1\n', '1:4-5 the quotation that begins here is not closed'],
    ["a: 'it''s\n", '1:4-5 the quotation that begins here is not closed'],
    ['a: "x\\"', '1:4-5 the quotation that begins here is not closed'],
    [
      "a: 'it's'\n",
      "1:8-10 the quotation ends before `s'` → quote the whole value; in single quotes, write two",
    ],
    ['a: "b"#c\n', '1:7-9 `#` follows without a space'],
    ['a: [1, 2\nb: 1\n', '1:4-5 `[` is not closed → close it with `]`'],
    ['a: {\nx: 1\n}\n', '1:4-5 `{` is not closed → close it with `}`, and indent'],
    ['a: [1, 2}\n', '1:9-10 `}` stands where `]` should close `[`'],
    ['a: {x: 1}}\n', '1:10-11 `}` closes no bracket'],
    ['a: [1,,2]\n', '1:7-8 `,` does not belong here'],
    ['a: ?\n', '1:4-5 a `?` alone is a YAML sign → quote it'],
    ['a: {{ name }}\n', '1:5-6 a key must be plain text → write `key: value`; quote a value that begins'],
    ['a: "\\w"\n', '1:5-7 `\\w` is an escape that YAML does not know'],
    ['a: &x &y 1\n', '1:7-9 the value has two anchors'],
    ['a: &x *y\n', '1:7-9 an alias cannot carry an anchor'],
    ['a: |\nb\n', '2:1-2 the text below `|` is not indented'],
    [': x\n', '1:1-1 no key stands before the `:`'],
    [`${'x'.repeat(1025)}: 1\n`, '1:1-1026 a key is longer than 1024 characters'],
  ])('%j', (text, problem) => {
    const [first] = problemsOf(text)
    expect(first).toContain(problem)
  })
})

describe('one mistake that makes the parser stumble over many lines', () => {
  const section = 'a:\n  b: 1\n  c: 2\n  d: 3\n  e:\n    - f: 4\n    - g: 5\n'
  it.each([
    ['a tab', section.replace('  c', '\tc'), ['3:1-2 a tab is used as indentation → indent with spaces']],
    [
      'tabs throughout',
      `${section}${section.replace('a:', 'z:')}`.replaceAll('  ', '\t'),
      ['2:1-2 a tab is used as indentation, here and on 11 more lines → indent with spaces'],
    ],
    [
      'a tab after a dash',
      'a:\n  -\tb: 1\n    c: 2\n',
      ['2:4-5 a tab stands after the `-` → write a space in its place'],
    ],
    [
      'a tab before a list',
      'a:\n  b:\n\t\t- c\n',
      ['3:1-3 a tab is used as indentation → indent with spaces'],
    ],
    [
      'a line too far left',
      section.replace('  b', 'b'),
      ['2:1-5 the line is not indented, and those around it are, by 2 spaces → indent it as they are'],
    ],
    [
      'a line too far right',
      section.replace('  b', '    b'),
      ['3:3-7 the line is indented by 2 spaces, and line 2, which it follows, by 4 → indent both alike'],
    ],
    [
      'a map under a value',
      section.replace('a:', 'a: x'),
      [
        '2:3-7 the line is indented as if it belonged to the value on line 1 → indent it as line 1 is, or delete the value there',
      ],
    ],
    [
      'a dash forgotten',
      'a:\n  - b: 1\n    c: 2\n    b: 1\n    c: 2\n',
      [
        '4:5-6 `b` and `c` stand here a second time, after line 2 → begin line 4 with `- ` where another item begins, or keep one of each',
      ],
    ],
    [
      'a block there twice',
      'a: 1\nb: 2\nc: 3\nd: 4\na: 1\nb: 2\nc: 3\nd: 4\n',
      [
        '5:1-2 `a` and 3 keys after it stand here a second time, after line 1 → keep one of each: readers drop the other silently',
      ],
    ],
    [
      'a merge conflict',
      'a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> theirs\n',
      [
        '2:1-13 a merge conflict stands here → keep one of the two versions, and delete the three lines that mark them',
      ],
    ],
  ])('%s', (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems)
  })

  it.each([
    ['in two sections', `${section.replace('  c', ' c')}z:\n  b: 1\n c: 2\n`, [3, 10]],
    ['a column and a sign', section.replace('  c: 2', ' c: 2').replace('3', '@x'), [3, 4]],
    [
      'tabs and, in another section, a column',
      `${section.replace('  c', '\tc')}z:\n  b: 1\n c: 2\n`,
      [3, 10],
    ],
    ['a second colon on two lines', section.replace('1', 'x: y').replace('3', 'x: y'), [2, 4]],
    ['no colon on two lines', section.replace('b: 1', 'b:1').replace('d: 3', 'd 3'), [2, 4]],
    ['keys there twice, apart', 'a: 1\nb: 2\na: 1\nc: 3\nb: 2\n', [3, 5]],
    ['other keys than the first there twice', 'a: 1\nb: 2\nc: 3\nb: 2\nc: 3\n', [4, 5]],
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
    [
      'duplicate keys',
      'owner: a\nb: 1\nowner: c\n',
      '3:1-6 `owner` is written on line 1 and again on line 3',
    ],
    ['duplicate keys on one line', '{a: 1, a: 2}\n', '1:8-9 `a` is written twice on line 1'],
    ['a number and its text as keys', '1: a\n"1": b\n', '2:1-4 `1` is written on line 1'],
    ['a duplicate `__proto__`', '__proto__: 1\n__proto__: 2\n', '2:1-10 `__proto__` is written'],
    ['a merge key', 'a: &a {b: 1}\nc:\n  <<: *a\n', '3:3-5 `<<` merged maps in YAML 1.1'],
    ['a directive', '%YAML 1.1\n---\nno: 1\n', '1:1-10 `%YAML 1.1` is a YAML directive'],
    ['a tag', 'a: !!str 1\n', '1:4-9 `!!str` is a YAML tag'],
    ['a tag of their own', 'a: [!foo b]\n', '1:5-9 `!foo` is a YAML tag'],
    ['a tagged key', '!!str a: 1\n', '1:1-6 `!!str` is a YAML tag'],
    ['a second document', 'a: 1\n---\nb: 2\n', '2:1-4 a second document starts here'],
    ['a second document after an empty one', '---\n---\na: 1\n', '2:1-4 a second document starts here'],
    ['text after the end', 'a: 1\n...\nfoo\n', '3:1-2 text follows the end mark `...`'],
    ['a collection as key', '? [a]\n: b\n', '1:3-4 a key must be plain text'],
    ['an alias as key', 'a: &a x\n*a : 1\n', '2:1-3 a key must be plain text'],
    ['a tab as indentation', 'a:\n\tb: 1\n', '2:1-2 a tab is used as indentation'],
    [
      'an alias to nothing',
      'a: *b\n',
      '1:4-6 `*b` repeats the value marked `&b`, and nothing above is marked so',
    ],
    ['an alias before its anchor', 'a: *b\nb: &b 1\n', '1:4-6 `*b` repeats'],
    ['a glob', 'a: *.md\n', '1:4-8 `*.md` repeats the value marked `&.md`'],
    ['a nameless alias', 'a: *\n', '1:4-5 `*` and `&` are YAML signs and need a name'],
    ['an alias inside its own value', 'a: &x {b: [*x]}\n', '1:12-14 `*x` stands inside the value it repeats'],
  ])('%s', (_, text, problem) => {
    const problems = problemsOf(text)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(problem)
  })
})

describe('bytes', () => {
  it.each([
    [
      'UTF-16 with a mark',
      bytes(0xff, 0xfe, 0x61, 0),
      '1:1-1 the file is UTF-16, not UTF-8 → save it as UTF-8',
    ],
    ['UTF-16, big end first', bytes(0xfe, 0xff, 0, 0x61), '1:1-1 the file is UTF-16, not UTF-8'],
    ['UTF-16 without a mark', bytes(0x61, 0, 0x3a, 0), '1:1-1 the file is UTF-16, not UTF-8'],
    ['UTF-32 with a mark', bytes(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0), '1:1-1 the file is UTF-32, not UTF-8'],
    ['UTF-32 without a mark', bytes(0, 0, 0, 0x61), '1:1-1 the file is UTF-32, not UTF-8'],
    [
      'Latin-1',
      bytes(0x61, 0x0a, 0x62, 0xe9, 0x0a),
      '1:1-1 the file is not UTF-8: line 2 holds the byte 0xE9',
    ],
    ['a cut character', bytes(0x61, 0xef, 0xbf), '1:1-1 the file is not UTF-8: line 1 holds the byte 0xBF'],
    ['a surrogate in UTF-8', bytes(0x61, 0xed, 0xa0, 0x80), '1:1-1 the file is not UTF-8: line 1'],
    ['more than 1 MiB', new Uint8Array(1024 * 1024 + 1).fill(0x61), '1:1-1 the file is larger than 1 MiB'],
    ['more than 1 MiB of text', 'ä'.repeat(600 * 1024), '1:1-1 the file is larger than 1 MiB'],
    ['NUL', 'a: 1\nb: x\0y\n', '2:5-6 the invisible character U+0000 stands here → delete it'],
    ['a bell', 'a: "\u0007"\n', '1:5-6 the invisible character U+0007 stands here'],
    ['DEL', 'a: \x7f\n', '1:4-5 the invisible character U+007F stands here'],
    ['C1', 'a: \x9b\n', '1:4-5 the invisible character U+009B stands here'],
    ['a byte order mark inside', 'a: x\uFEFFy\n', '1:5-6 the invisible character U+FEFF stands here'],
    ['a lone surrogate', 'a: \uD83D\n', '1:4-5 the invisible character U+D83D stands here'],
    ['a carriage return alone', 'a: b\rc: d', '1:5-6 a carriage return stands alone after `a: b`'],
    ['an escaped lone surrogate', 'a: "\\uD800"\n', '1:4-12 an escape stands for U+D800, which is no text'],
    ['an escaped NUL', 'a: "\\0"\n', '1:4-8 an escape stands for U+0000, which is no text'],
    ['an escaped NUL in a key', '"\\0": 1\n', '1:1-5 an escape stands for U+0000'],
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
  it.each(['', '\n\n', '# only a comment\n', '---\n', '---\n# x\n', '...\n', '\uFEFF', '&a\n'])(
    '%j',
    (text) => {
      expect(problemsOf(text)).toEqual(['1:1-1 the file is empty → write a declaration, as in `version: 1`'])
    },
  )
})

describe('many problems', () => {
  it('gives one a line and at most 100, the last of which counts the rest', () => {
    const document = parse('- "a" b "c" d\n'.repeat(150))
    expect(document.ok).toBe(false)
    const problems = document.ok ? [] : document.problems
    expect(problems).toHaveLength(100)
    expect(problems.map(({ range }) => range.start.line).slice(0, 99)).toEqual(
      Array.from({ length: 99 }, (_, i) => i + 1),
    )
    expect(problems[99]?.message).toBe('and 51 more')
  })

  it('gives all of exactly 100', () => {
    const document = parse('- "a" b\n'.repeat(100))
    expect(document.ok ? [] : document.problems.map(({ message }) => message)).toEqual(
      Array.from({ length: 100 }, () => 'the quotation ends before `b`'),
    )
  })

  it('quotes no more than 40 characters, and nothing invisible', () => {
    const [problem] = problemsOf(`a: !${'x'.repeat(100)} 1\n`)
    expect(problem).toContain(`\`!${'x'.repeat(38)}…\` is a YAML tag`)
    expect(problemsOf('a: "x" \u202Eevil\n')[0]).toContain('the quotation ends before `\\u{202e}evil`')
  })
})
