import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { readInputs } from '../../../src/cli/io/inputs.ts'
import type { Io } from '../../../src/cli/io/io.ts'
import { rootsOf } from '../../../src/cli/io/root.ts'
import { bare, champion, folder, pilotlint } from '../harness.ts'

vi.mock('../../../src/rules/index.ts', () => import('./fake-rules.ts'))

describe('standard input', () => {
  test.each([
    [undefined, 'stdin', 'sub/pilot.yaml'],
    ['other/pilot.yaml', 'other/pilot.yaml', 'sub/other/pilot.yaml'],
  ])('called %s is reported as %s and stands for %s in the repository', async (name, shown, file) => {
    const root = folder({ '.git/HEAD': '' })
    const cwd = join(root, 'sub')
    const io = { cwd, env: {}, stdin: async () => new TextEncoder().encode(bare) } as unknown as Io
    const roots = rootsOf(cwd, undefined)
    const { inputs } = await readInputs(io, {
      paths: ['-'],
      stdinFilename: name,
      roots,
      errorOnNoMatch: true,
    })
    expect(inputs.map(({ names, repository }) => [names.person, repository.file])).toEqual([[shown, file]])
  })

  test('is judged under the name that it is given', async () => {
    const { code, stdout } = await pilotlint(folder(), ['-', '--stdin-filename', 'sub/pilot.yaml'], {
      stdin: champion('wrong'),
    })
    expect(code).toBe(1)
    expect(stdout).toMatch(/^sub\/pilot\.yaml:3:11: error/)
  })

  test('that is longer than 1 MiB is exit code 2', async () => {
    const { code, stderr } = await pilotlint(folder(), ['-'], { stdin: '#'.repeat(2 ** 20 + 1) })
    expect(code).toBe(2)
    expect(stderr).toContain('larger than 1 MiB')
  })
})

test('nothing to lint is exit code 2 unless that is accepted', async () => {
  const cwd = folder({ 'sub/other.yaml': bare })
  expect((await pilotlint(cwd, [])).code).toBe(2)
  expect((await pilotlint(cwd, ['sub'])).stderr).toContain('there is no pilot.yaml below sub')
  expect((await pilotlint(cwd, ['--no-error-on-no-match'])).code).toBe(0)
  expect((await pilotlint(cwd, ['sub', '--no-error-on-no-match', '-f', 'json'])).code).toBe(0)
  expect((await pilotlint(cwd, ['none', '--no-error-on-no-match'])).code).toBe(2)
  expect((await pilotlint(cwd, [])).stderr).toContain('or use --no-error-on-no-match')
  for (const command of [['next'], ['cost'], ['diff', 'HEAD'], ['baseline', 'update']]) {
    const { code, stderr } = await pilotlint(cwd, command)
    expect({ code, stderr }, command[0]).toEqual({
      code: 2,
      stderr: 'pilotlint: there is no pilot.yaml below this folder\n  help: name a file, also one that git ignores\n',
    })
  }
})

test('a file that is named twice is judged once', async () => {
  const cwd = folder({ 'pilot.yaml': bare })
  const { stdout } = await pilotlint(cwd, ['pilot.yaml', './pilot.yaml', '.', '-f', 'json'])
  expect(JSON.parse(stdout).files).toHaveLength(1)
})

test('a link that points outside the repository is refused, and so is a file outside --root', async () => {
  const outside = folder({ 'pilot.yaml': bare })
  const cwd = folder({ 'sub/x': '' })
  symlinkSync(join(outside, 'pilot.yaml'), join(cwd, 'pilot.yaml'))
  const found = await pilotlint(cwd, [])
  expect(found.code).toBe(2)
  expect(found.stderr).toContain('points outside the repository')
  expect((await pilotlint(cwd, [join(outside, 'pilot.yaml'), '--root', '.'])).code).toBe(2)
  expect((await pilotlint(cwd, [join(outside, 'pilot.yaml')])).code).toBe(0)
})

test('a link with the name of a pilot shows no other file, and one to another pilot is judged once', async () => {
  const cwd = folder({ '.env': 'SECRET=1', 'real/pilot.yaml': bare, 'x/y': '', 'z/y': '' })
  symlinkSync('../.env', join(cwd, 'x/pilot.yaml'))
  symlinkSync('real/pilot.yaml', join(cwd, 'pilot.yaml'))
  symlinkSync('real', join(cwd, 'alias'))
  for (const argv of [[], ['x'], ['x/pilot.yaml']]) {
    const { code, stdout, stderr } = await pilotlint(cwd, [...argv, '-f', 'json'])
    expect(code).toBe(2)
    expect(stderr).toContain('x/pilot.yaml is a symlink to a file that is not a pilot.yaml')
    expect(stdout + stderr).not.toContain('SECRET')
  }
  const { stdout } = await pilotlint(cwd, ['pilot.yaml', 'alias', 'alias/pilot.yaml', 'real', '-f', 'json'])
  expect(JSON.parse(stdout).files).toMatchObject([{ file: 'real/pilot.yaml' }])
})

test('a folder that a link leads to outside the repository is refused', async () => {
  const outside = folder({ 'pilot.yaml': bare })
  const cwd = folder({ '.git/HEAD': '' })
  symlinkSync(outside, join(cwd, 'away'))
  const { code, stderr } = await pilotlint(cwd, ['away'])
  expect(code).toBe(2)
  expect(stderr).toContain('away points outside the repository')
})
