import { expect, test } from 'vitest'
import { budget } from '../../src/repo/budget.ts'
import { archive } from '../../src/repo/history.ts'
import type { Committed } from '../../src/repo/port.ts'
import { commit, emptyFolder, git, repo } from './git.ts'

const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes)

const told = (committed: Committed) => {
  if (committed.state !== 'found') return committed.state
  const { date, bytes, beside } = committed
  return [date, text(bytes), text(beside)]
}

const of = (root: string, file = 'r.json', beside = 'p.md') =>
  told(archive(root, process.env.PATH ?? '', budget()).committedWith(file, beside))

test('a file is given as its last commit holds it, with what stood beside it there', () => {
  const root = repo([
    ['2026-10-01', { 'r.json': '1', 'p.md': 'old' }],
    ['2026-10-12', { 'r.json': '2', 'p.md': 'new' }],
    ['2026-10-20', { 'p.md': 'newer', '*.json': 'other' }],
  ])
  expect(of(root)).toEqual(['2026-10-12', '2', 'new'])
  expect(of(root, 'p.md', 'r.json')).toEqual(['2026-10-20', 'newer', '2'])
  expect(of(root, '*.json')).toEqual(['2026-10-20', 'other', 'newer'])
  expect(of(root, 'none.json')).toBe('absent')
  expect(of(root, 'r.json', 'none.md')).toEqual(['2026-10-12', '2', undefined])
  expect(archive(root, process.env.PATH ?? '', budget()).committedWith('r.json', 'p.md')).toMatchObject({
    commit: git(root, ['rev-parse', 'HEAD^']).trim(),
  })
})

test('the last commit is found on the branch that was merged', () => {
  const root = repo([['2026-10-01', { 'r.json': '1', 'p.md': 'old' }]])
  git(root, ['checkout', '-q', '-b', 'side'])
  commit(root, '2026-10-10', { 'r.json': '2', 'p.md': 'side' })
  git(root, ['checkout', '-q', 'main'])
  commit(root, '2026-10-12', { other: 'x' })
  git(root, ['merge', '-q', '--no-edit', 'side'], { GIT_COMMITTER_DATE: '2026-10-13T12:00:00Z' })
  expect(of(root)).toEqual(['2026-10-10', '2', 'side'])
})

test('a file that was taken away, or is a folder there, is not committed', () => {
  const root = repo([
    ['2026-10-01', { 'r.json': '1', 'folder/x': '' }],
    ['2026-10-02', { 'r.json': undefined }],
  ])
  expect(of(root)).toBe('absent')
  expect(of(root, 'folder')).toBe('absent')
})

test('nothing is told where the history is not here', () => {
  const root = repo([
    ['2026-10-01', { 'r.json': '1' }],
    ['2026-10-02', { 'r.json': '2' }],
  ])
  const fresh = emptyFolder()
  git(fresh, ['init', '-q'])
  const shallow = emptyFolder()
  git(shallow, ['clone', '-q', '--depth', '1', `file://${root}`, '.'])
  for (const one of [emptyFolder(), fresh, shallow]) expect(of(one)).toBe('unverified')
  expect(of(root, 'r.json', 'a\0b')).toBe('unverified')
})
