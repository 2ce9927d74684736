import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { follow } from '../../../repo/inside.ts'
import type { RunProblem } from '../../../report/format.ts'
import { draftOf, whyOf } from '../../io/write-file.ts'

const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0

/** The bytes of a regular file, with what the system says of it. */
const readRegular = (path: string): { readonly bytes: Uint8Array; readonly stat: Stats } | undefined => {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  try {
    const stat = fstatSync(file)
    return stat.isFile() ? { bytes: readFileSync(file), stat } : undefined
  } finally {
    closeSync(file)
  }
}

/** The new file beside the old one, whole and on the disk, with mode and owner of the old one. */
const writeDraft = (draft: string, bytes: Uint8Array, { mode, uid, gid }: Stats): void => {
  const file = openSync(draft, 'wx', 0o600)
  try {
    writeFileSync(file, bytes)
    const own = fstatSync(file)
    if (own.uid !== uid || own.gid !== gid) fchownSync(file, uid, gid)
    fchmodSync(file, mode & 0o7777)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

const syncFolder = (folder: string): void => {
  try {
    const file = openSync(folder, constants.O_RDONLY)
    fsyncSync(file)
    closeSync(file)
  } catch {
    // Not every system opens folders; the file itself is safe.
  }
}

const changed = 'it was changed since it was read; run pilotlint again'

/** Puts `after` in the place of a file that still holds `before`; says why it was not written. */
const replace = (path: string, before: Uint8Array, after: Uint8Array): string | undefined => {
  const now = readRegular(path)
  if (now === undefined) return 'it is not a regular file'
  // Another run may have fixed it in the same way.
  if (isSame(now.bytes, after)) return undefined
  if (!isSame(now.bytes, before)) return changed
  // A file that may not be written is not replaced either.
  accessSync(path, constants.W_OK)
  const draft = draftOf(path)
  try {
    writeDraft(draft, after, now.stat)
    const { ino, size, mtimeMs } = statSync(path)
    if (ino !== now.stat.ino || size !== now.stat.size || mtimeMs !== now.stat.mtimeMs) {
      rmSync(draft, { force: true })
      const again = readRegular(path)
      return again !== undefined && isSame(again.bytes, after) ? undefined : changed
    }
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
  syncFolder(dirname(path))
  return undefined
}

type Rewriting = {
  /** Links are followed, but not out of it. */
  readonly root: string
  readonly path: string
  /** As people name the file. */
  readonly name: string
  readonly before: Uint8Array
  readonly after: Uint8Array
}

/** Writes a file that was fixed: all of it or nothing. Says why it was not written. */
export const rewrite = ({ root, path, name, before, after }: Rewriting): RunProblem | undefined => {
  const problem = (why: string): RunProblem => ({
    message: `${name} was not fixed: ${why}`,
    help: 'run with --diff to see the changes; nothing was written',
    file: name,
  })
  try {
    const way = follow(root, path)
    if (!way.ok) return problem(`it ${way.words}`)
    const why = replace(way.real, before, after)
    return why === undefined ? undefined : problem(why)
  } catch (error) {
    return problem(whyOf(error))
  }
}
