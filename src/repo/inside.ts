import { closeSync, constants, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { type FileReading, type OpenFile, type Refusal, type Refused, refused } from './port.ts'

/** The system's codes in our words: its own text would show what the file does not. */
const refusals: { readonly [code: string]: Refusal } = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  EISDIR: 'folder',
  ENXIO: 'special',
  ENODEV: 'special',
  ENAMETOOLONG: 'path',
  ERR_INVALID_ARG_VALUE: 'path',
}

/** What the system said, in our words. */
export const refusalOf = (error: unknown): ReturnType<typeof refused> => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ELOOP') return { ...refused('missing'), words: 'is a broken symlink' }
  return refused(Object.hasOwn(refusals, code) ? (refusals[code] ?? 'denied') : 'denied')
}

/** Whether `path` is `folder` or lies below it; both absolute. */
export const isInside = (folder: string, path: string): boolean => {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

const readOpen = (file: number, limit: number): FileReading => {
  const stat = fstatSync(file)
  if (stat.isDirectory()) return refused('folder')
  if (!stat.isFile()) return refused('special')
  if (stat.size > limit) return refused('large', limit)
  // One byte more than is allowed shows a file that grows while it is read.
  const buffer = new Uint8Array(Math.min(limit, Math.max(stat.size, 4096)) + 1)
  let length = 0
  while (length < buffer.length) {
    const count = readSync(file, buffer, length, buffer.length - length, null)
    if (count === 0) return { ok: true, bytes: buffer.subarray(0, length) }
    length += count
  }
  return refused('large', limit)
}

const readPart =
  (file: number, size: number): OpenFile['read'] =>
  (from, length) => {
    const buffer = new Uint8Array(Math.max(0, Math.min(length, size - from)))
    let filled = 0
    while (filled < buffer.length) {
      const count = readSync(file, buffer, filled, buffer.length - filled, from + filled)
      if (count === 0) break
      filled += count
    }
    return buffer.subarray(0, filled)
  }

// Nothing is waited for, no link is followed that appeared since the path was resolved, no terminal taken over.
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0)

/** Where a path inside `root` really leads. Throws what the system says of a path that cannot be followed. */
export const follow = (root: string, path: string): { readonly ok: true; readonly real: string } | Refused => {
  const named = resolve(root, path)
  // To make an error of each file that is not there takes longer than to look for it.
  if (statSync(named, { throwIfNoEntry: false }) === undefined) return refused('missing')
  const real = realpathSync.native(named)
  return isInside(realpathSync.native(root), real) ? { ok: true, real } : refused('outside')
}

/**
 * Reads a regular file that really lies inside `root`, wherever links lead. Everything else is refused in our
 * own words, decided from the open file before a byte of it is read.
 */
export const readInside = (root: string, path: string, limit: number): FileReading => {
  let file: number | undefined
  try {
    const way = follow(root, path)
    if (!way.ok) return way
    file = openSync(way.real, flags)
    return readOpen(file, limit)
  } catch (error) {
    return refusalOf(error)
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** Opens a regular file inside `root` for reading in pieces, however large it is. */
export const openInside = (root: string, path: string): { readonly ok: true; readonly file: OpenFile } | Refused => {
  try {
    const way = follow(root, path)
    if (!way.ok) return way
    const handle = openSync(way.real, flags)
    const close = () => closeSync(handle)
    const stat = fstatSync(handle)
    if (stat.isFile()) return { ok: true, file: { size: stat.size, read: readPart(handle, stat.size), close } }
    close()
    return refused(stat.isDirectory() ? 'folder' : 'special')
  } catch (error) {
    return refusalOf(error)
  }
}
