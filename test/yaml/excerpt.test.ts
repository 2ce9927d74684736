import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { parse } from '../../src/yaml/document.ts'
import { excerptOf } from '../../src/yaml/lines.ts'

const complete = readFileSync(new URL('complete.yaml', import.meta.url), 'utf8')
const wanted = new Set(['stage', 'success', 'rollout'])

const valuesIn = (text: string): unknown => {
  const document = parse(text)
  if (!document.ok || typeof document.data !== 'object') return undefined
  return Object.fromEntries(Object.entries(document.data ?? {}).filter(([key]) => wanted.has(key)))
}

describe('an excerpt', () => {
  it('is the lines of the keys that are asked for', () => {
    const text =
      'version: 1\nstage: limited # now\n\nowner:\n  team: a\nsuccess:\n# bar\n# and more\n  target: at least 5%\nuse_case: x\n'
    expect(excerptOf(text, wanted)).toBe('stage: limited # now\n\nsuccess:\n#\n  target: at least 5%')
  })

  it('keeps the line ends of its file', () => {
    expect(excerptOf('stage: full\r\nuse_case: x\r\nsuccess:\r\n  metric: y\r\n', wanted)).toBe(
      'stage: full\r\nsuccess:\r\n  metric: y\r\n',
    )
  })

  it.each([
    ['a map in braces', '{stage: full, success: {metric: x}}'],
    ['a list', '- stage: full'],
    ['a document that is marked', '---\nstage: full\n'],
    ['two documents', 'stage: full\n---\nstage: pilot\n'],
    ['a key in quotes', 'use_case: x\n"stage": full\n'],
    ['a key that is asked for', '? stage\n: full\n'],
    ['a tab', 'stage: full\n\tsuccess: x\n'],
    ['a tab after the colon', 'stage:\tfull\n'],
    ['a brace that ends at the beginning of a line', 'stage: full\nsuccess: {\n  metric: x\n}\n'],
    ['one key twice', 'stage: full\nowner: a\nowner: b\n'],
    ['a value that is written elsewhere', 'use_case: &bar {metric: x}\nsuccess: *bar\n'],
    ['such a value in a list', 'use_case: &a x\nsuccess: [*a]\n'],
    ['such a value in a map', 'use_case: &a {metric: x}\nsuccess:\n  <<: *a\n'],
    ['nothing that is asked for', 'owner: a\n'],
    ['nothing', ''],
  ])('is refused for %s', (_, text) => {
    expect(excerptOf(text, wanted)).toBeUndefined()
  })
})

const pieces = [
  '\n',
  ' ',
  '  ',
  '\n  ',
  '\nstage: full\n',
  'success:',
  '"',
  "'",
  '|',
  '>-',
  ' |\n',
  '{',
  '}',
  '[',
  ']',
  ',',
  ': ',
  ' #',
  '\n# x\n',
  '\n# x\n# y\n',
  '- ',
  '&a ',
  '*a',
  '!x ',
  '\\',
  '\t',
  '?',
  '\r\n',
  '---\n',
  '...\n',
]

const blocks = complete.split(/^(?=[a-z_]+:)/m)

test('of a text that is YAML, the excerpt gives the same values', () => {
  let read = 0
  const edit = fc.tuple(fc.nat(complete.length), fc.nat(3), fc.constantFrom(...pieces))
  fc.assert(
    fc.property(fc.nat(blocks.length), fc.array(edit, { minLength: 1, maxLength: 3 }), (from, edits) => {
      let text = [...blocks.slice(from), ...blocks.slice(0, from)].join('')
      for (const [at, cut, piece] of edits) text = `${text.slice(0, at)}${piece}${text.slice(at + cut)}`
      const whole = valuesIn(text)
      const excerpt = excerptOf(text, wanted)
      if (whole === undefined || excerpt === undefined) return
      read++
      expect(valuesIn(excerpt)).toEqual(whole)
    }),
    { numRuns: 600 },
  )
  expect(read).toBeGreaterThan(100)
})
