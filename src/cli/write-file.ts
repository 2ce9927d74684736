import { closeSync, lstatSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { isInside } from '../repo/inside.ts'
import type { Problem } from '../report/format.ts'

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

const because: { readonly [code: string]: string } = {
  ENOENT: 'its folder is not there',
  ENOTDIR: 'what should be its folder is a file',
  EACCES: 'nobody allows it',
  EPERM: 'nobody allows it',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ENAMETOOLONG: 'the name is too long',
}

const obstacle = (path: string): string | undefined => {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  // A link is replaced, never followed: whoever wrote the repository may not choose which file we write.
  if (stat === undefined || stat.isFile() || stat.isSymbolicLink()) return undefined
  return stat.isDirectory() ? 'a folder is there' : 'what is there is no regular file'
}

/** A report that is written piece by piece, and is there as a whole or not at all. */
export type ReportFile = {
  write(text: string): void
  /** Puts it in its place; says why it could not be written. */
  close(): Problem | undefined
}

/** Opens a report; relative names may not be led out of `cwd` by links. */
export const openReport = (file: string, cwd: string): ReportFile => {
  const path = resolve(cwd, file)
  let problem: Problem | undefined
  let draft: { readonly name: string; readonly handle: number } | undefined
  const fail = (why: string): void => {
    problem ??= {
      message: `the report ${file} cannot be written: ${why}`,
      help: 'name a file in a folder that is there',
      file,
    }
  }
  const attempt = (work: () => void): void => {
    if (problem !== undefined) return
    try {
      work()
    } catch (error) {
      const code = codeOf(error)
      fail((Object.hasOwn(because, code) ? because[code] : undefined) ?? 'the system refused')
    }
  }
  attempt(() => {
    if (/\.ya?ml$/i.test(path)) return fail('no report is YAML, and this may be a file to judge')
    const folder = realpathSync(dirname(path))
    if (isInside(cwd, path) && !isInside(realpathSync(cwd), folder))
      return fail('a link leads out of this folder')
    const why = obstacle(path)
    if (why !== undefined) return fail(why)
    const name = join(folder, `.${basename(path).slice(0, 100)}.${Math.random().toString(36).slice(2)}.tmp`)
    draft = { name, handle: openSync(name, 'wx') }
  })
  return {
    write: (text) => attempt(() => draft && writeFileSync(draft.handle, text)),
    close: () => {
      const { name, handle } = draft ?? {}
      if (handle !== undefined) attempt(() => closeSync(handle))
      attempt(() => name !== undefined && renameSync(name, join(dirname(name), basename(path))))
      if (problem !== undefined && name !== undefined) rmSync(name, { force: true })
      return problem
    },
  }
}
