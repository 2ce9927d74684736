import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budget } from '../../src/repo/budget.ts'
import { discover } from '../../src/repo/discover.ts'
import { gitignore } from '../../src/repo/glob.ts'
import { commit, emptyFolder, git, repo } from './git.ts'

const path = process.env.PATH ?? ''

const found = async (root: string, on = path) => {
  const { files, ...rest } = await discover(root, root, on)
  return { ...rest, files: files.map((file) => relative(root, file)) }
}

const nothing = { unreadable: [], links: [], doubts: [] }

test('says of every pattern what git says, on the way down from the root', () => {
  const names = ['a', 'b', 'ab', 'aab', 'c']
  const root = repo([])
  const files = names.flatMap((one) => names.flatMap((two) => names.map((three) => `${one}/${two}/${three}.x`)))
  for (const file of files) {
    mkdirSync(join(root, file, '..'), { recursive: true })
    writeFileSync(join(root, file), '')
  }
  const part = fc.constantFrom('a', 'b', 'ab', '*', 'a*', '*b', 'a*b', '?', '**', '[ab]', '[!a]', '*.x', 'a.x')
  const line = fc
    .tuple(fc.constantFrom('', '!', '/'), fc.array(part, { minLength: 1, maxLength: 4 }), fc.constantFrom('', '/', ' '))
    .map(([before, parts, after]) => before + parts.join('/') + after)
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (lines) => {
      const text = lines.join('\n')
      writeFileSync(join(root, '.gitignore'), text)
      const judge = gitignore(text)
      const ours = files.filter((file) => {
        const steps = file.split('/')
        const isFile = (at: number) => at === steps.length - 1
        return steps.some((_, at) => judge(steps.slice(0, at + 1), !isFile(at), budget().steps) === 'ignored')
      })
      const { stdout } = spawnSync('git', ['check-ignore', '--no-index', '--stdin', '-z'], {
        cwd: root,
        env: { PATH: path, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
        input: files.join('\0'),
        encoding: 'utf8',
      })
      expect(ours).toEqual(stdout.split('\0').slice(0, -1))
    }),
    { numRuns: 400, seed: 20261122 },
  )
})

test('what git tracks is found though a pattern ignores it, in whatever folder', async () => {
  const root = repo([['2026-09-01', { 'a/pilot.yaml': '', 'b/deep/pilot.yml': '', 'c/pilot.yaml': '', 'd/x': '' }]])
  commit(root, '2026-09-02', { '.gitignore': 'a/\nb\nc/pilot.yaml\n/d\n', 'gone/pilot.yaml': '' })
  git(root, ['rm', '-q', '--cached', 'gone/pilot.yaml'])
  mkdirSync(join(root, 'b/node_modules'))
  for (const file of ['a/pilot.yml', 'd/pilot.yaml', 'b/node_modules/pilot.yaml']) writeFileSync(join(root, file), '')
  git(root, ['add', '-f', 'b/node_modules/pilot.yaml'])
  expect(await found(root)).toEqual({
    ...nothing,
    files: ['a/pilot.yaml', 'b/deep/pilot.yml', 'c/pilot.yaml', 'gone/pilot.yaml'],
  })
  const below = await discover(root, join(root, 'b'), path)
  expect(below.files).toEqual([join(root, 'b/deep/pilot.yml')])
  // Without git, its patterns are all that is known.
  expect((await found(root, '')).files).toEqual(['gone/pilot.yaml'])
})

test('in a linked worktree and below a root of its own, what git tracks is found too', async () => {
  const root = repo([['2026-09-01', { 'x/.gitignore': 'a/\n', 'x/a/pilot.yaml': '' }]])
  git(root, ['add', '-f', 'x/a/pilot.yaml'])
  commit(root, '2026-09-02', {})
  const tree = join(emptyFolder(), 'tree')
  git(root, ['worktree', 'add', '-q', tree])
  expect((await found(tree)).files).toEqual(['x/a/pilot.yaml'])
  expect((await found(join(root, 'x'))).files).toEqual(['a/pilot.yaml'])
})

test('where git takes too much of what is left, that is told', async () => {
  const root = repo([['2026-09-01', { 'a/pilot.yaml': '', '.gitignore': 'b\n', 'b/x': '' }]])
  mkdirSync(join(root, 'b'), { recursive: true })
  const { doubts, files } = await discover(root, root, path, { ...budget(), git: { left: 0 } })
  expect([doubts, files]).toEqual([['tracked'], [join(root, 'a/pilot.yaml')]])
})

test('where patterns take too long, nothing is left out, and that is told', async () => {
  const root = repo([['2026-09-01', { 'a/pilot.yaml': '' }]])
  writeFileSync(join(root, '.gitignore'), 'a\n')
  const { doubts, files } = await discover(root, root, path, { ...budget(), steps: { left: -3_000 } })
  expect([doubts, files]).toEqual([['patterns'], [join(root, 'a/pilot.yaml')]])
})

test('a link to another pilot stands for that one, and any other link is told', async () => {
  const root = repo([['2026-09-01', { 'real/pilot.yaml': '', '.env': 'secret', 'pilots/a.yaml': '' }]])
  const link = (to: string, from: string) => {
    mkdirSync(join(root, from, '..'), { recursive: true })
    symlinkSync(to, join(root, from))
  }
  link('real/pilot.yaml', 'pilot.yaml')
  link('../.env', 'x/pilot.yaml')
  link('../pilots/a.yaml', 'y/pilot.yml')
  link('../.git/config', 'z/pilot.yml')
  link('nowhere', 'v/pilot.yaml')
  link('/etc/passwd', 'w/pilot.yaml')
  expect((await discover(root, join(root, 'y'))).files).toEqual([])
  link('../real/pilot.yaml', 'u/pilot.yaml')
  expect((await discover(root, join(root, 'u'))).files).toEqual([join(root, 'real/pilot.yaml')])
  expect(await found(root)).toEqual({
    ...nothing,
    files: ['real/pilot.yaml', 'v/pilot.yaml', 'w/pilot.yaml'],
    links: ['x/pilot.yaml', 'y/pilot.yml', 'z/pilot.yml'].map((file) => join(root, file)),
  })
})
