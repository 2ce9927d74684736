import fc from 'fast-check'
import ignore from 'ignore'
import { expect, test } from 'vitest'
import { gitignore } from '../../src/repo/gitignore.ts'

const rows: readonly [string, string, 'ignored' | 'kept' | undefined][] = [
  ['dist', 'dist/', 'ignored'],
  ['dist', 'a/b/dist/', 'ignored'],
  ['dist/', 'dist', undefined],
  ['/dist', 'a/dist', undefined],
  ['a/dist', 'b/a/dist', undefined],
  ['a/*/pilot.yaml', 'a/b/pilot.yaml', 'ignored'],
  ['a/*/pilot.yaml', 'a/b/c/pilot.yaml', undefined],
  ['**/old', 'a/b/old/', 'ignored'],
  ['a/**', 'a/', undefined],
  ['a/**', 'a/b/c', 'ignored'],
  ['a/**/b', 'a/b', 'ignored'],
  ['a/**/b', 'a/x/y/b', 'ignored'],
  ['*.yaml', 'a/pilot.yaml', 'ignored'],
  ['pilot.y?ml', 'pilot.yaml', 'ignored'],
  ['pilot.[xy]*', 'pilot.yml', 'ignored'],
  ['pilot.[!xy]*', 'pilot.yml', undefined],
  ['[a-c]x', 'bx', 'ignored'],
  ['[[:alpha:]]1', 'b1', 'ignored'],
  ['[[:alpha:]]1', '11', undefined],
  ['[]]', ']', 'ignored'],
  ['[ab', '[ab', 'ignored'],
  ['\\#a', '#a', 'ignored'],
  ['\\!a', '!a', 'ignored'],
  ['a\\*', 'a*', 'ignored'],
  ['a\\*', 'ab', undefined],
  ['a   ', 'a', 'ignored'],
  ['a\\ ', 'a ', 'ignored'],
  ['# a', 'a', undefined],
  ['a\n!a', 'a', 'kept'],
  ['a\r\nb\r\n', 'b', 'ignored'],
  ['/', 'a', undefined],
]

test.each(rows)('%j on %j: %s', (text, path, said) => {
  expect(gitignore(text)(path.replace(/\/$/, ''), path.endsWith('/'))).toBe(said)
})

const part = fc.constantFrom('a', 'b', 'ab', '*', 'a*', '*b', 'a*b', '?', '**', '[ab]')
const line = fc
  .tuple(
    fc.constantFrom('', '!', '/'),
    fc.array(part, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('', '/'),
  )
  .map(([before, parts, after]) => before + parts.join('/') + after)
const steps = fc.array(fc.constantFrom('a', 'b', 'ab', 'aab', 'c'), { minLength: 1, maxLength: 4 })

test('says what the usual package says, on the way down from the root', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 4 }), steps, (lines, names) => {
      const judge = gitignore(lines.join('\n'))
      const ours = names.some(
        (_, at) => judge(names.slice(0, at + 1).join('/'), at < names.length - 1) === 'ignored',
      )
      expect(ours).toBe(ignore().add(lines.join('\n')).ignores(names.join('/')))
    }),
    { numRuns: 3000, seed: 20261122 },
  )
})

test.each([
  ['**/a/**/a/**/a/**/a/**/b', 'a/'.repeat(1000)],
  ['*a*a*a*a*a*a*b', 'a'.repeat(4000)],
  [`${'*'.repeat(5000)}b`, 'a'.repeat(4000)],
  ['['.repeat(5000), 'a'.repeat(4000)],
])('a hostile pattern takes no time: %.30s', (pattern, path) => {
  const start = performance.now()
  expect(gitignore(pattern)(`${path}x`, false)).toBeUndefined()
  expect(performance.now() - start).toBeLessThan(1000)
})
