import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from '../../src/yaml/document.ts'
import type { Path } from '../../src/yaml/path.ts'

const placeOf = (text: string, path: Path, part?: 'key' | 'value'): string => {
  const document = parse(text)
  if (!document.ok) throw new Error(document.problems[0]?.message)
  const { start, end } = document.locate(path, part)
  return `${start.line}:${start.column} ${document.text.slice(start.offset, end.offset)}`
}

const TEXT = `version: 1
id: order   # the id
stage: limited
owner:
  team: acme/support
  on_call: &duty pagerduty:P1   # who
list: [a, "b c", {d: 1}, [x, y]]
rows:
  - {metric: csat, is: above 3%}
  - metric: latency
    over: {limited: 6h, full: 20m}
  - plain
  -
  - - deep
    - er
  - where:
      x: 1
  - {}
  - *duty
shared: &shared {to: ops, deep: {er: 1}}
again: *shared
void:
spaced   : v
why: |
  first
  second
fold: two
  lines
"quoted key": 'v'
`

describe('what is there', () => {
  it.each<[Path, string]>([
    [['id'], '2:5 order'],
    [['version'], '1:10 1'],
    [['owner'], '4:1 owner'],
    [['owner', 'team'], '5:9 acme/support'],
    [['owner', 'on_call'], '6:18 pagerduty:P1'],
    [['list'], '7:1 list'],
    [['list', 1], '7:11 "b c"'],
    [['list', 2], '7:19 d: 1'],
    [['list', 2, 'd'], '7:22 1'],
    [['list', 3], '7:26 [x, y]'],
    [['list', 3, 1], '7:30 y'],
    [['rows'], '8:1 rows'],
    [['rows', 0], '9:6 metric: csat'],
    [['rows', 0, 'is'], '9:24 above 3%'],
    [['rows', 1], '10:5 metric: latency'],
    [['rows', 1, 'over'], '11:5 over'],
    [['rows', 1, 'over', 'full'], '11:31 20m'],
    [['rows', 2], '12:5 plain'],
    [['rows', 3], '13:3 -'],
    [['rows', 4], '14:5 - deep'],
    [['rows', 4, 1], '15:7 er'],
    [['rows', 5], '16:5 where:'],
    [['rows', 6], '18:5 {}'],
    [['void'], '22:1 void'],
    [['spaced'], '23:12 v'],
    [['why'], '24:6 |'],
    [['fold'], '27:7 two\n  lines'],
    [['quoted key'], "29:15 'v'"],
  ])('%j', (path, place) => {
    expect(placeOf(TEXT, path)).toBe(place)
  })
})

describe('the key of what is there', () => {
  it.each<[Path, string]>([
    [['id'], '2:1 id'],
    [['owner', 'team'], '5:3 team'],
    [['rows', 0, 'is'], '9:20 is'],
    [['again'], '21:1 again'],
    [['spaced'], '23:1 spaced'],
    [['quoted key'], '29:1 "quoted key"'],
    [['list', 1], '7:11 "b c"'],
    [['rows', 0], '9:6 metric: csat'],
  ])('%j', (path, place) => {
    expect(placeOf(TEXT, path, 'key')).toBe(place)
  })
})

describe('what comes through an alias', () => {
  it.each<[Path, string]>([
    [['again'], '21:8 *shared'],
    [['again', 'to'], '21:8 *shared'],
    [['again', 'deep', 'er'], '21:8 *shared'],
    [['again', 'missing'], '21:8 *shared'],
    [['rows', 7], '19:5 *duty'],
    [['shared', 'deep', 'er'], '20:38 1'],
  ])('%j', (path, place) => {
    expect(placeOf(TEXT, path)).toBe(place)
  })

  it('is the alias for either part', () => {
    expect(placeOf(TEXT, ['again', 'to'], 'key')).toBe('21:8 *shared')
  })

  it('is the outer of two aliases', () => {
    expect(placeOf('a: &a {k: 1}\nb: &b {a: *a}\nc: *b\n', ['c', 'a', 'k'])).toBe('3:4 *b')
    expect(placeOf('a: &a {k: 1}\nb: &b {a: *a}\nc: *b\n', ['b', 'a', 'k'])).toBe('2:11 *a')
  })
})

describe('what is missing', () => {
  it.each<[Path, string]>([
    [[], '3:1 stage'],
    [['rollback'], '3:1 stage'],
    [['rollback', 'when', 0], '3:1 stage'],
    [['owner', 'runbook'], '4:1 owner'],
    [['owner', 'team', 'x'], '5:9 acme/support'],
    [['list', 9], '7:1 list'],
    [['list', 'x'], '7:1 list'],
    [['list', -1], '7:1 list'],
    [['rows', 0, 'over'], '9:6 metric: csat'],
    [['rows', 1, 'over', 'shadow'], '11:5 over'],
    [['rows', 4, 7], '14:5 - deep'],
    [['void', 'x'], '22:1 void'],
  ])('%j', (path, place) => {
    expect(placeOf(TEXT, path)).toBe(place)
  })

  it.each<[string, string]>([
    ['a: 1\nid: x\n', '2:1 id'],
    ['a: 1\nid: x\nstage: y\n', '3:1 stage'],
    ['a: 1\nb: 2\n', '1:1 a'],
    ['{}\n', '1:1 {}'],
    ['- a\n- b\n', '1:1 - a'],
    ['just text\n', '1:1 just text'],
    ['- a: 1\n  b: 2\n', '1:1 - a: 1'],
  ])('at the top of %j', (text, place) => {
    expect(placeOf(text, ['owner'])).toBe(place)
    expect(placeOf(text, [])).toBe(place)
  })
})

describe('columns', () => {
  it.each<[string, string, Path, string]>([
    ['a byte order mark moves nothing', '\uFEFFid: x\n', ['id'], '1:5 x'],
    ['CRLF', 'a: 1\r\nb: two\r\nc: 3\r\n', ['b'], '2:4 two'],
    ['CRLF and a list item on its own', 'a:\r\n  - - x\r\n', ['a', 0], '2:5 - x'],
    ['astral characters count as two', '{"😀": 1, b: 2}\n', ['b'], '1:14 2'],
    ['a null in brackets', '{a: , b: ~}\n', ['a'], '1:2 a'],
    ['a pair in a list', 'a: [b: c]\n', ['a', 0], '1:5 b: c'],
    ['a first value on several lines', 'a:\n  - b: x\n      y\n', ['a', 0], '2:5 b: x'],
    ['a first value that is a block', 'a:\n  - b: |\n      y\n', ['a', 0], '2:5 b: |'],
    ['a list in brackets over lines', 'a:\n  - [1,\n     2]\n', ['a', 0], '2:5 [1,'],
    ['an anchor before a value', 'a: &x 5\n', ['a'], '1:7 5'],
    ['a key with a dot', 'a.b: {c/d: 5}\n', ['a.b', 'c/d'], '1:12 5'],
    ['`__proto__`', '__proto__: {x: 1}\n', ['__proto__', 'x'], '1:16 1'],
    ['a number as key', '1: x\n', [1], '1:4 x'],
    ['an index as text', 'a: [x, y]\n', ['a', '1'], '1:8 y'],
  ])('%s', (_, text, path, place) => {
    expect(placeOf(text, path)).toBe(place)
  })
})

it('finds what no prototype holds', () => {
  expect(placeOf('id: 1\n', ['constructor'])).toBe('1:1 id')
  expect(placeOf('id: []\n', ['id', 'length'])).toBe('1:1 id')
})

it('places every value of a complete file on text that begins as the value does', () => {
  const document = parse(readFileSync(new URL('complete.yaml', import.meta.url)))
  if (!document.ok) throw new Error(document.problems[0]?.message)
  let strings = 0
  const check = (value: unknown, path: Path): void => {
    const { start, end } = document.locate(path)
    const found = document.text.slice(start.offset, end.offset)
    if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) check(item, [...path, Array.isArray(value) ? Number(key) : key])
      const name = path.at(-1)
      if (typeof name === 'string') expect(found).toBe(name)
    } else {
      expect(found).toBe(String(value))
      strings += 1
    }
  }
  check(document.data, [])
  expect(strings).toBeGreaterThan(250)
})
