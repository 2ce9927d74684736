import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { git } from './integration/git.ts'
import { judge } from './lies/lie.ts'
import { change, honest } from './lies/parcel.ts'

const schema = 'schemas/reply.json'

const untracked = async (root: string): Promise<readonly string[]> => {
  const { code, found } = await judge(root)
  const messages = found.flatMap((one) =>
    one.rule === 'evidence/history-unread' && 'message' in one ? [String(one.message)] : [],
  )
  expect(code).toBe(messages.length === 0 ? 0 : 1)
  return messages
}

const remove = (root: string, ...files: readonly string[]) => git(root, ['rm', '-q', '--cached', '-r', ...files])

test('evidence that only the checkout has is an error, from the first stage with customers on', async () => {
  const root = honest()
  remove(root, schema, 'flags')
  expect(await untracked(root)).toEqual(['git does not track flags/care.flagd.json', `git does not track ${schema}`])
  git(root, ['add', 'flags'])
  // Where everything is ignored, too, only git says what it holds.
  writeFileSync(join(root, '.gitignore'), 'schemas/\n')
  expect(await untracked(root)).toEqual([`git does not track ${schema}`])
})

test('CODEOWNERS is found by its place, and named nowhere', async () => {
  const root = honest()
  remove(root, '.github/CODEOWNERS')
  expect(await untracked(root)).toEqual(['git does not track .github/CODEOWNERS'])
})

test('what is staged, and about to be committed, is tracked', async () => {
  const root = honest()
  renameSync(join(root, schema), join(root, 'schemas/answer.json'))
  change(root, { edits: [['pilot.yaml', schema, 'schemas/answer.json']] })
  git(root, ['reset', '-q', '--soft', 'HEAD~1'])
  expect(await untracked(root)).toEqual([])
})

test('evidence behind a link is tracked where the link leads', async () => {
  const root = honest()
  renameSync(join(root, 'schemas'), join(root, 'forms'))
  symlinkSync('forms', join(root, 'schemas'))
  change(root, {})
  expect(await untracked(root)).toEqual([])
})

test('a submodule tracks its own files', async () => {
  const root = honest()
  const module = join(root, 'vendor/care')
  mkdirSync(module, { recursive: true })
  renameSync(join(root, 'schemas'), join(module, 'schemas'))
  git(module, ['init', '-q', '-b', 'main'])
  change(module, {})
  change(root, { edits: [['pilot.yaml', schema, `vendor/care/${schema}`]] })
  expect(await untracked(root)).toEqual([])
})
