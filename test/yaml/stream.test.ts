import { describe, expect, test } from 'vitest'
import { parseStream, parseStructured } from '../../src/yaml/stream.ts'

const read = (text: string) => {
  const stream = parseStream(text)
  if (!stream.ok) throw new Error(stream.problem.message)
  return stream.documents
}

test('reads every document, each with its own places', () => {
  const documents = read('kind: A\n---\nkind: B\nspec:\n  owner: team\n---\n# nothing\n')
  expect(documents.map(({ data }) => data)).toEqual([{ kind: 'A' }, { kind: 'B', spec: { owner: 'team' } }])
  expect(documents[1]?.locate(['spec', 'owner']).start).toMatchObject({ line: 5, column: 10 })
})

test('takes what other tools write: tags, merges, directives, numbers as keys', () => {
  const [document] = read('%YAML 1.1\n---\nbase: &base {a: 1, b: 2}\nuse: {<<: *base, b: 3}\nfn: !Ref thing\n200: {}\n')
  expect(document?.data).toEqual({ base: { a: 1, b: 2 }, use: { a: 1, b: 3 }, fn: 'thing', 200: {} })
})

describe('refuses with a place', () => {
  test.each([
    [
      'a bomb',
      `a: &a [x,x]\n${'bcdefghijklmnopq'
        .split('')
        .map((key, at) => `${key}: &${key} [${`*${'abcdefghijklmnopq'[at]},`.repeat(9)}]`)
        .join('\n')}`,
    ],
    ['an open bracket', 'a: [1\nb: 2'],
    ['deep nesting', '['.repeat(10_000)],
    ['NUL', 'a: \u0000'],
    ['the same key twice', 'a: 1\na: 2'],
  ])('%s', (_, text) => {
    const stream = parseStream(text)
    if (stream.ok) throw new Error('read')
    expect(stream.problem.range.start.line).toBeGreaterThan(0)
  })
})

test('JSON is read as JSON, whatever its name, and YAML that begins like it as YAML', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const dataOf = (file: string, text: string) => {
    const stream = parseStructured(file, bytes(text))
    return stream.ok ? stream.documents.map(({ data }) => data) : stream.problem.message
  }
  expect(dataOf('a.flagd', '{"a": 1}')).toEqual([{ a: 1 }])
  expect(dataOf('a.yaml', '{a: 1}')).toEqual([{ a: 1 }])
  expect(dataOf('a.json', '{a: 1}')).toBe('invalid JSON: expected a key in double quotes, found `a`')
})
