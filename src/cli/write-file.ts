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

/** Writes to what takes it as it comes: a device, a pipe. A reader that went away wants no more. */
const pour = (path: string, text: string): void => {
  const device = openSync(path, constants.O_WRONLY)
  try {
    writeFileSync(device, text)
  } catch (error) {
    if (codeOf(error) !== 'EPIPE') throw error
  } finally {
    closeSync(device)
  }
}

/** Writes to a new file beside the real path, which then takes its place: a reader never sees half a report. */
const replace = (path: string, text: string): void => {
  const draft = join(
    dirname(path),
    `.${basename(path).slice(0, 100)}.${Math.random().toString(36).slice(2)}.tmp`,
  )
  try {
    writeFileSync(draft, text, { flag: 'wx' })
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

/** Where a path leads, also where nothing is there yet. */
const landing = (path: string): string => {
  if (existsSync(path)) return realpathSync(path)
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()
  const named = isLink ? resolve(dirname(path), readlinkSync(path)) : path
  return join(realpathSync(dirname(named)), basename(named))
}

/**
 * Writes a report: whole or not at all to a file, and as it is to a device. Links are followed, but whoever wrote the
 * checkout may not choose by them that we write elsewhere, into git or over a file to judge.
 */
export const writeReport = (file: string, text: string, cwd: string): Problem | undefined => {
  const path = resolve(cwd, file)
  const failed = (why: string): Problem => ({
    message: `the report ${file} cannot be written: ${why}`,
    help: 'name a file in a folder that is there',
    file,
  })
  try {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat?.isDirectory()) return failed('a folder is there')
    const isSpecial = stat !== undefined && !stat.isFile()
    // What is behind a name such as /dev/fd/63 has no path.
    const real = isSpecial && !isInside(cwd, path) ? path : landing(path)
    if (isInside(cwd, path) && !isInside(realpathSync(cwd), real))
      return failed('a link leads out of this folder')
    if ([path, real].some((one) => /\.ya?ml$/i.test(one)))
      return failed('no report is YAML, and this may be a file to judge')
    if (real !== path && real.split(sep).includes('.git'))
      return failed('a link leads into the folder of git')
    if (stat === undefined && lstatSync(real, { throwIfNoEntry: false }) !== undefined)
      return failed('a link leads nowhere')
    if (isSpecial) pour(path, text)
    else replace(real, text)
    return undefined
  } catch (error) {
    const code = codeOf(error)
    return failed((Object.hasOwn(because, code) ? because[code] : undefined) ?? 'the system refused')
  }
}
