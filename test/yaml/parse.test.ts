import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse, type ReadableDocument } from '../../src/yaml/document.ts'
import { isThousandsLeftover } from '../../src/yaml/nodes.ts'

const read = (input: string | Uint8Array): ReadableDocument => {
  const document = parse(input)
  if (!document.ok) throw new Error(document.problems[0]?.message)
  return document
}

const complete = readFileSync(new URL('complete.yaml', import.meta.url))

describe('data', () => {
  it('is what YAML 1.2 says', () => {
    expect(
      read('v: 1\nd: 2026-09-14\nno: no\nt: true\nn: ~\nq: "1"\nf: 0.20\nh: 0x1F\ne:\nr: 07:00\nx: 5:30\n').data,
    ).toEqual({
      v: 1,
      d: '2026-09-14',
      no: 'no',
      t: true,
      n: null,
      q: '1',
      f: 0.2,
      h: 31,
      e: null,
      r: '07:00',
      x: '5:30',
    })
  })

  it('keeps every quantity, threshold, date and period of a complete file a string', () => {
    const { data } = read(complete)
    expect(data).toMatchObject({
      version: 1,
      started: '2026-09-14',
      success: {
        baseline: { value: '22%', n: 118400, measured: '2026-06-01..2026-08-31' },
        target: 'at least 35%',
      },
      cost: { volume: { demo: '600/month' }, price: { input: '1.00 EUR/Mtok' } },
      rollback: { max_affected: '750 conversations' },
      exceptions: [],
    })
  })

  it('holds `__proto__` and its like as plain keys', () => {
    const { data } = read('__proto__: {a: 1}\nconstructor: 2\nhasOwnProperty: 3\n')
    expect(Object.keys(data as object)).toEqual(['__proto__', 'constructor', 'hasOwnProperty'])
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype)
    expect(JSON.stringify(data)).toBe('{"__proto__":{"a":1},"constructor":2,"hasOwnProperty":3}')
  })

  it('resolves aliases, the last anchor above each of them', () => {
    expect(read('a: &x {k: 1}\nb: *x\nc: &x 2\nd: [*x, *x]\ne: &e\nf: *e\n').data).toEqual({
      a: { k: 1 },
      b: { k: 1 },
      c: 2,
      d: [2, 2],
      e: null,
      f: null,
    })
  })

  it.each([
    ['a document start', '---\na: 1\n'],
    ['a comment before the start', '# x\n--- # y\na: 1\n'],
    ['a document end', 'a: 1\n...\n# bye\n'],
    ['CRLF', '\r\na: 1\r\n'],
    ['a byte order mark', '\uFEFFa: 1\n'],
    ['a byte order mark in bytes', Uint8Array.from([0xef, 0xbb, 0xbf, 0x61, 0x3a, 0x20, 0x31])],
    ['an explicit key', '? a\n: 1\n'],
    ['a quoted key', '"a": 1\n'],
    ['JSON', '{"a": 1}'],
    ['a tab before a comment', 'a: 1\t# x\n\t\n'],
    ['64 levels of indentation', `${Array.from({ length: 63 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')}`, null],
  ])('accepts %s', (_, input, data: unknown = { a: 1 }) => {
    const document = read(input)
    if (data) expect(document.data).toEqual(data)
  })

  it('accepts text of every kind', () => {
    expect(read('a: "\\uD83D\\uDE00\\t\\u0085"\nb: 😀 naïve 日本\nc: |\n  x\n\n  y\nd: >-\n  x\n  y\n').data).toEqual({
      a: '😀\t\u0085',
      b: '😀 naïve 日本',
      c: 'x\n\ny\n',
      d: 'x y',
    })
  })
})

describe('comments', () => {
  it('are those of YAML only', () => {
    const text = '# top\na: "# no" # yes\nb: x#no\nc: |\n  # no\nd: [1, # in\n  2]\ne: http://x/#no\n#\n'
    const { comments } = read(text)
    expect(comments.map((comment) => comment.text)).toEqual([' top', ' yes', ' in', ''])
    expect(comments.map(({ range }) => `${range.start.line}:${range.start.column}`)).toEqual([
      '1:1',
      '2:11',
      '6:8',
      '9:1',
    ])
    for (const { text: words, range } of comments) {
      expect(text.slice(range.start.offset, range.end.offset)).toBe(`#${words}`)
    }
  })

  it('end before the line break', () => {
    expect(read('a: 1 # x\r\n').comments[0]?.text).toBe(' x')
  })
})

describe('source', () => {
  it.each([
    ['a: 0.20\n', ['a'], '0.20'],
    ['a: {b: [1, 0x1F]}\n', ['a', 'b', 1], '0x1F'],
    ["a: 'it''s'\n", ['a'], "'it''s'"],
    ['a: &x 1.50\nb: *x\n', ['b'], '1.50'],
    ['a:\n', ['a'], undefined],
    ['a: [1]\n', ['a'], undefined],
    ['a: 1\n', ['b'], undefined],
    ['a: 1\n', ['a', 'b'], undefined],
  ])('%j %j', (text, path, source) => {
    expect(read(text).source(path)).toBe(source)
  })
})

describe('what a `#` swallowed', () => {
  it.each([
    ['feedback: #ai-order-status\n', ['feedback'], 'slack:ai-order-status'],
    ['a: {b: 1,\n  c: #x_1.y!\n}\n', ['a', 'c'], 'slack:x_1.y'],
    ['a:\n  - #chan\n  - b\n', ['a', 0], 'slack:chan'],
    ['a: #12\n', ['a'], '"#12"'],
    ['a:\n- b:   #straße\r\n', ['a', 0, 'b'], 'slack:straße'],
  ])('%j', (text, path, instead) => {
    const document = read(text)
    expect(document.nullHint(path)).toBe(`an unquoted \`#\` starts a comment: write \`${instead}\``)
  })

  it.each([
    ['a: # to be written\n', ['a']],
    ['a:\n#chan\n', ['a']],
    ['a: b #chan\n', ['a']],
    ['a: ~ #chan\n', ['a']],
    ['a: "" #chan\n', ['a']],
    ['a: #chan\n  b: 1\n', ['a']],
    ['a: #chan\n', ['b']],
    ['a: #chan\n', ['a', 'b']],
  ])('says nothing about %j at %j', (text, path) => {
    expect(read(text).nullHint(path)).toBeUndefined()
  })
})

it('knows what a thousands separator leaves behind', () => {
  const { data } = read('volume: {full: 60,000/month, peak: 1,000 per day, x: 5,000}\n')
  const keys = Object.keys((data as { volume: object }).volume)
  expect(keys.filter(isThousandsLeftover)).toEqual(['000/month', '000 per day', '000'])
  expect(['0000', '000a', 'a000', '00', ''].filter(isThousandsLeftover)).toEqual([])
})
