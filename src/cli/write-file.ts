import { lstatSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
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

/** Writes a report, whole or not at all; relative names may not be led out of `cwd` by links. */
export const writeReport = (file: string, text: string, cwd: string): Problem | undefined => {
  const path = resolve(cwd, file)
  const failed = (why: string): Problem => ({
    message: `the report ${file} cannot be written: ${why}`,
    help: 'name a file in a folder that is there',
    file,
  })
  if (/\.ya?ml$/i.test(path)) return failed('no report is YAML, and this may be a file to judge')
  let draft: string | undefined
  try {
    const folder = realpathSync(dirname(path))
    if (isInside(cwd, path) && !isInside(realpathSync(cwd), folder))
      return failed('a link leads out of this folder')
    const why = obstacle(path)
    if (why !== undefined) return failed(why)
    draft = join(folder, `.${basename(path).slice(0, 100)}.${Math.random().toString(36).slice(2)}.tmp`)
    writeFileSync(draft, text, { flag: 'wx' })
    renameSync(draft, join(folder, basename(path)))
    draft = undefined
    return undefined
  } catch (error) {
    const code = codeOf(error)
    return failed((Object.hasOwn(because, code) ? because[code] : undefined) ?? 'the system refused')
  } finally {
    if (draft !== undefined) rmSync(draft, { force: true })
  }
}
