import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { FileReading, Port, Refusal } from './port.ts'

const said: { readonly [refusal in Refusal]: string } = {
  missing: 'does not exist',
  outside: 'leads out of the repository',
  folder: 'is a folder',
  special: 'is no regular file',
  large: 'is too large',
  denied: 'may not be read',
  path: 'is no possible path',
}

const refused = (refusal: Refusal, words = said[refusal]): FileReading => ({ ok: false, refusal, words })

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

const refusalOf = (error: unknown): FileReading => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ELOOP') return refused('missing', 'is a link that leads nowhere')
  return refused(Object.hasOwn(refusals, code) ? (refusals[code] ?? 'denied') : 'denied')
}

/** Whether `path` is `folder` or lies below it; both absolute. */
export const isInside = (folder: string, path: string): boolean => {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

const sized = (limit: number): string =>
  `is larger than ${limit % 1048576 === 0 ? `${limit / 1048576} MiB` : `${limit} bytes`}`

const readOpen = (file: number, limit: number): FileReading => {
  const stat = fstatSync(file)
  if (stat.isDirectory()) return refused('folder')
  if (!stat.isFile()) return refused('special')
  if (stat.size > limit) return refused('large', sized(limit))
  // One byte more than is allowed shows a file that grows while it is read.
  const buffer = new Uint8Array(Math.min(limit, Math.max(stat.size, 4096)) + 1)
  let length = 0
  while (length < buffer.length) {
    const count = readSync(file, buffer, length, buffer.length - length, null)
    if (count === 0) return { ok: true, bytes: buffer.subarray(0, length) }
    length += count
  }
  return refused('large', sized(limit))
}

// Nothing is waited for, no link is followed that appeared since the path was resolved, no terminal taken over.
const flags =
  constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0)

/**
 * Reads a regular file that really lies inside `root`, wherever links lead. Everything else is refused in our
 * own words, decided from the open file before a byte of it is read.
 */
export const readInside = (root: string, path: string, limit: number): FileReading => {
  let file: number | undefined
  try {
    const real = realpathSync(resolve(root, path))
    if (!isInside(realpathSync(root), real)) return refused('outside')
    file = openSync(real, flags)
    return readOpen(file, limit)
  } catch (error) {
    return refusalOf(error)
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** The repository on disk. */
export const disk = (root: string): Port => ({ read: (path, limit) => readInside(root, path, limit) })
