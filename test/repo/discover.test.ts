import { mkdirSync, symlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { discover } from '../../src/repo/discover.ts'
import { folder } from '../cli/harness.ts'

const found = async (root: string, below = root): Promise<string[]> =>
  (await discover(root, below)).files.map((file) => relative(root, file))

test('finds both names in every folder, sorted', async () => {
  const root = folder({
    'z/pilot.yml': '',
    'pilot.yaml': '',
    'a/b/pilot.yaml': '',
    'a/pilot.yaml.bak': '',
    'a/Pilot.yaml': '',
  })
  expect(await found(root)).toEqual(['a/b/pilot.yaml', 'pilot.yaml', 'z/pilot.yml'])
})

test('enters neither node_modules nor .git, but other hidden folders', async () => {
  const root = folder({
    'node_modules/x/pilot.yaml': '',
    'a/node_modules/pilot.yaml': '',
    '.git/pilot.yaml': '',
    '.ai/pilot.yaml': '',
  })
  expect(await found(root)).toEqual(['.ai/pilot.yaml'])
})

test('leaves out what git ignores, the nearest file deciding', async () => {
  const root = folder({
    '.gitignore': '/build\n*.yml\n/keep/*/\n!/keep/me/\n',
    '.git/info/exclude': 'private\n',
    'build/pilot.yaml': '',
    'a/build/pilot.yaml': '',
    'a/pilot.yml': '',
    'b/.gitignore': '!pilot.yml\n',
    'b/pilot.yml': '',
    'keep/me/pilot.yaml': '',
    'keep/not/pilot.yaml': '',
    'private/pilot.yaml': '',
  })
  expect(await found(root)).toEqual(['a/build/pilot.yaml', 'b/pilot.yml', 'keep/me/pilot.yaml'])
})

test('knows the rules above a folder that it begins in', async () => {
  const root = folder({
    '.gitignore': 'old\n',
    'a/.gitignore': '/x\n',
    'a/b/old/pilot.yaml': '',
    'a/b/pilot.yaml': '',
    'a/x/pilot.yaml': '',
  })
  expect(await found(root, join(root, 'a'))).toEqual(['a/b/pilot.yaml'])
})

test('goes through no link to a folder, and passes over nothing that carries the name', async () => {
  const root = folder({ 'real/pilot.yaml': '' })
  symlinkSync('real', join(root, 'alias'))
  mkdirSync(join(root, 'b'))
  symlinkSync('nowhere', join(root, 'b', 'pilot.yaml'))
  expect(await found(root)).toEqual(['b/pilot.yaml', 'real/pilot.yaml'])
})

test('enters a folder that carries the name', async () => {
  expect(await found(folder({ 'pilot.yaml/pilot.yaml': '' }))).toEqual(['pilot.yaml/pilot.yaml'])
})

test('is told of a folder that cannot be read', async () => {
  const root = folder()
  const { files, unreadable } = await discover(root, join(root, 'gone'))
  expect([files, unreadable]).toEqual([[], [join(root, 'gone')]])
})
