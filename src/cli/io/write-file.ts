import {
  closeSync,
  constants,
  existsSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { isInside } from '../../repo/inside.ts'
import type { RunProblem } from '../../report/format.ts'

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

const because: { readonly [code: string]: string } = {
  EEXIST: 'it was created in the meantime',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'what should be its folder is a file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EFBIG: 'the file size limit is exceeded',
  ENAMETOOLONG: 'the name is too long',
}

/** Why the system did not write, in our words. */
export const whyOf = (error: unknown): string => {
  const code = codeOf(error)
  return (Object.hasOwn(because, code) ? because[code] : undefined) ?? 'the system refused'
}

/** Where a path leads, also where nothing is there yet. */
const landing = (path: string): string => {
  if (existsSync(path)) return realpathSync(path)
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()
  const named = isLink ? resolve(dirname(path), readlinkSync(path)) : path
  return join(realpathSync(dirname(named)), basename(named))
}

/** A report that is written piece by piece, and is there as a whole or not at all; a device takes it as it comes. */
export type ReportFile = {
  write(text: string): void
  /** Puts it in its place; says why it could not be written. */
  close(): RunProblem | undefined
}

type Target = { readonly path: string; readonly isSpecial: boolean }

/** The file to write, or why it may not be: links are followed, but a checkout may not choose by them what is written. */
const targetOf = (path: string, cwd: string): Target | string => {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat?.isDirectory()) return 'it is a folder'
  const isSpecial = stat !== undefined && !stat.isFile()
  // What is behind a name such as /dev/fd/63 has no path.
  const real = isSpecial && !isInside(cwd, path) ? path : landing(path)
  if (isInside(cwd, path) && !isInside(realpathSync(cwd), real)) return 'a symlink points outside this folder'
  if ([path, real].some((one) => /\.ya?ml$/i.test(one))) return 'reports are never YAML, and this may be a file to lint'
  if (real !== path && real.split(sep).includes('.git')) return 'a symlink points into the .git folder'
  if (stat === undefined && lstatSync(real, { throwIfNoEntry: false }) !== undefined) return 'it is a broken symlink'
  return { path: isSpecial ? path : real, isSpecial }
}

/** A name beside the file: a reader never sees half a report. */
export const draftOf = (path: string): string =>
  join(dirname(path), `.${basename(path).slice(0, 100)}.${Math.random().toString(36).slice(2)}.tmp`)

/** Opens a report; relative names may not be led out of `cwd` by links. */
export const openReport = (file: string, cwd: string): ReportFile => {
  let problem: RunProblem | undefined
  let open: { readonly handle: number; readonly path: string; readonly draft: string | undefined } | undefined
  const fail = (why: string): void => {
    problem ??= {
      message: `the report ${file} cannot be written: ${why}`,
      help: 'name a file in an existing folder',
      file,
    }
  }
  const attempt = (work: () => void): void => {
    if (problem !== undefined) return
    try {
      work()
    } catch (error) {
      const code = codeOf(error)
      // A reader that went away wants no more.
      if (code === 'EPIPE' && open?.draft === undefined) return
      fail(whyOf(error))
    }
  }
  attempt(() => {
    const target = targetOf(resolve(cwd, file), cwd)
    if (typeof target === 'string') return fail(target)
    const { path, isSpecial } = target
    const draft = isSpecial ? undefined : draftOf(path)
    open = { handle: draft ? openSync(draft, 'wx') : openSync(path, constants.O_WRONLY), path, draft }
  })
  return {
    write: (text) => attempt(() => open && writeFileSync(open.handle, text)),
    close: () => {
      const { handle, path, draft } = open ?? {}
      if (handle !== undefined) attempt(() => closeSync(handle))
      if (draft !== undefined && path !== undefined) attempt(() => renameSync(draft, path))
      if (draft !== undefined && problem !== undefined) rmSync(draft, { force: true })
      return problem
    },
  }
}
