import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'

const base = {
  PATH: process.env.PATH ?? '',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  // Each commit would start a program that looks for work, and each repository would wait for the disk; hundreds of
  // loose objects take longer to copy and to take away than the test itself.
  GIT_CONFIG_COUNT: '3',
  GIT_CONFIG_KEY_0: 'maintenance.auto',
  GIT_CONFIG_VALUE_0: 'false',
  GIT_CONFIG_KEY_1: 'core.fsync',
  GIT_CONFIG_VALUE_1: 'none',
  GIT_CONFIG_KEY_2: 'fastimport.unpackLimit',
  GIT_CONFIG_VALUE_2: '1',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'c',
  GIT_COMMITTER_EMAIL: 'c@example.com',
}

export const git = (cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string =>
  execFileSync('git', args, { cwd, env: { ...base, ...env }, encoding: 'utf8', stdio: 'pipe' })

const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A folder that is gone after the tests of the file. */
export const emptyFolder = (): string => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'pilotlint-git-')))
  folders.push(root)
  return root
}

type Files = { readonly [path: string]: string | undefined }

/** Writes the files, an undefined one is taken away, and commits them at noon UTC on `date`. */
export const commit = (root: string, date: string, files: Files): void => {
  for (const [path, text] of Object.entries(files)) {
    if (text === undefined) rmSync(join(root, path), { force: true })
    else {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
  }
  git(root, ['add', '-A'])
  git(root, ['commit', '-q', '--allow-empty', '-m', 'x'], { GIT_COMMITTER_DATE: `${date}T12:00:00Z` })
}

/** The name of the last commit. */
export const head = (root: string): string => git(root, ['rev-parse', 'HEAD']).trim()

const quoted = (path: string): string => (/["\\\n]/.test(path) ? JSON.stringify(path) : path)

const imported = ([date, files]: readonly [date: string, files: Files]): string[] => {
  const at = `${Date.parse(`${date}T12:00:00Z`) / 1000} +0000`
  const blobs = Object.entries(files).map(([path, text]) =>
    text === undefined
      ? `D ${quoted(path)}`
      : `M 100644 inline ${quoted(path)}\ndata ${Buffer.byteLength(text)}\n${text}`,
  )
  return ['commit refs/heads/main', `committer c <c@example.com> ${at}`, 'data 1', 'x', ...blobs, '']
}

let fresh: string | undefined

/** A repository with one commit after the other. */
export const repo = (commits: readonly (readonly [date: string, files: Files])[]): string => {
  const root = emptyFolder()
  // Test files that share a worker share this module, and each takes its folders away at its end.
  if (fresh === undefined || !existsSync(fresh)) {
    fresh = emptyFolder()
    // Without the samples of hooks, which would be written and taken away each time.
    git(fresh, ['init', '-q', '-b', 'main', '--template='])
  }
  cpSync(fresh, root, { recursive: true })
  if (commits.length === 0) return root
  const input = commits.flatMap(imported).join('\n')
  execFileSync('git', ['fast-import', '--quiet'], { cwd: root, env: base, input, stdio: 'pipe' })
  git(root, ['reset', '-q', '--hard'])
  return root
}
