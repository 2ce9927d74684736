import { expect, test } from 'vitest'
import { pilotlint } from './cli/harness.ts'
import { commitsOf } from './commits.ts'
import { judgeHeld, lastOf } from './held.ts'
import { commit, repo } from './integration/git.ts'
import { honest } from './lies/honest.ts'
import { exampleCommits, exampleOf } from './lies/parcel.ts'

const noon = (day: string): number => Date.parse(`${day}T12:00Z`)

type Found = { readonly rule: string; readonly message: string; readonly help?: string }

/** What all rules say against a repository. */
const judge = async (root: string, flags: readonly string[] = [], day = '2026-11-22') => {
  const env = { PATH: process.env.PATH }
  const { code, stdout } = await pilotlint(root, ['--format', 'json', ...flags], { env, now: noon(day) })
  const { files } = JSON.parse(stdout) as { files: readonly { readonly diagnostics: readonly Found[] }[] }
  return { code, found: files.flatMap(({ diagnostics }) => diagnostics) }
}

const said = (found: readonly Found[]) => found.map(({ rule, message }) => `${rule}: ${message}`)

test.each(honest.map((one) => [one.line ?? 'further', one.name, one] as const))(
  '%s: %s',
  async (_, __, { example, edits, declared }) => {
    const commits = exampleCommits(example, edits)
    const target = declared ? 'declared' : 'production'
    const { code, file } = await judgeHeld(commits, noon('2026-11-22'), lastOf(commits), target)
    expect(said(file.diagnostics)).toEqual([])
    expect(code).toBe(0)
  },
)

test('12: a text with a comma and without quotes is explained as what it is', async () => {
  const root = exampleOf('posteingang', [
    ['pilot.yaml', 'gap: handschriftliche Briefe, then', 'gap: handschriftliche Briefe, dann Mitarbeiter, then'],
  ])
  const { found } = await judge(root, ['--for', 'pilot'])
  expect(found.map(({ message, help }) => `${message}; ${help}`)).toEqual([
    'text with a comma in `success.accepted_gaps[0].gap` needs quotes, found "dann Mitarbeiter" after it; write gap: "handschriftliche Briefe, dann Mitarbeiter"',
  ])
})

test('21: in a monorepo without CODEOWNERS the help names the file by its place, and ends the finding', async () => {
  const root = repo(
    commitsOf('order-status').map(({ day, files: { '.github/CODEOWNERS': _, ...files } }) => [
      day,
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`packages/b/${path}`, text])),
    ]),
  )
  const { found } = await judge(root)
  expect(said(found)).toEqual(['owner/codeowners: no CODEOWNERS file assigns the pilot to "acme/support-platform"'])
  const lines = [...(found[0]?.help ?? '').matchAll(/`(\/\S+ @\S+)`/g)].map(([, line]) => line)
  commit(root, '2026-11-21', { '.github/CODEOWNERS': `${lines.join('\n')}\n` })
  const after = await judge(root)
  expect(said(after.found)).toEqual([])
  expect(after.code).toBe(0)
})

test('22: a review that fell due overnight does not stop a pull request that was begun before', async () => {
  const root = exampleOf('order-status')
  commit(root, '2026-11-25', { 'README.md': 'base' })
  commit(root, '2026-12-19', { 'README.md': 'the change' })
  const late = await judge(root, ['--only', 'spec/overdue'], '2026-12-20')
  expect(said(late.found)).toEqual(['spec/overdue: `review_by` is 2026-12-18, 2 days ago'])
  const asOfBase = await judge(root, ['--today', 'HEAD~1'], '2026-12-20')
  expect(said(asOfBase.found)).toEqual([])
  expect(asOfBase.code).toBe(0)
})
