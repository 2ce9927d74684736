import { expect, test } from 'vitest'
import { gitignore } from '../../src/repo/glob.ts'

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
  ['[ab', '[ab', undefined],
  ['a/[b\nx', 'x', 'ignored'],
  ['[[:space:]x]', 'x', 'ignored'],
  ['[[:none:]]', 'n', undefined],
  ['x\\', 'x\\', undefined],
  ['a\n!a\na', 'a', 'ignored'],
  ['a/\n!a', 'a/', 'kept'],
  ['!a\na/', 'a', 'kept'],
  ['a*b*c', 'axbxc', 'ignored'],
  ['a*bc', 'abcbc', 'ignored'],
  ['*ab', 'b', undefined],
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

const plenty = () => ({ left: 1_000_000 })

test.each(rows)('%j on %j: %s', (text, path, said) => {
  const steps = path.replace(/\/$/, '').split('/')
  expect(gitignore(text)(steps, path.endsWith('/'), plenty())).toBe(said)
})

const a = (count: number): string => 'a'.repeat(count)

test.each([
  ['**/a/**/a/**/a/**/a/**/b', [...a(1000)]],
  ['*a*a*a*a*a*a*b', [a(4000)]],
  [`*${a(120)}*b*`, [a(4000)]],
  [`${'*'.repeat(5000)}b`, [a(4000)]],
  [`*[${'b-c'.repeat(50)}]*d`, [a(4000)]],
] as const)('a hostile pattern costs no more than its length times that of the path: %.30s', (pattern, path) => {
  const steps = plenty()
  expect(gitignore(pattern)([...path, 'x'], false, steps)).toBeUndefined()
  expect(plenty().left - steps.left).toBeLessThan(2 * pattern.length * path.join('/').length)
})

test('a class that nobody closes is looked for once', () => {
  const steps = plenty()
  expect(gitignore('['.repeat(1_000_000))([a(1000)], false, steps)).toBeUndefined()
  expect(gitignore('[a'.repeat(500_000))([a(1000)], false, steps)).toBeUndefined()
  expect(steps).toEqual(plenty())
})

test('lines that are nothing but a name cost nothing each, and equal ones count once', () => {
  const names = Array.from({ length: 50_000 }, (_, at) => `name-${at}`).join('\n')
  const steps = plenty()
  expect(gitignore(names)(['d', 'name-7'], true, steps)).toBe('ignored')
  expect(gitignore('*.x\n'.repeat(50_000))(['d'], true, steps)).toBeUndefined()
  expect(plenty().left - steps.left).toBeLessThan(20)
})

test('where the allowance runs out, nothing is ignored', () => {
  const judge = gitignore('d\n*a*a*a*b\n')
  expect(judge(['d'], true, plenty())).toBe('ignored')
  const steps = { left: 3 }
  expect(judge(['d'], true, steps)).toBeUndefined()
  expect(judge(['d'], true, { left: 0 })).toBeUndefined()
})
