import { closeSync, constants, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { closedBy, unverified } from '../history/git-closed.ts'
import type { History } from '../history/history.ts'
import { namesIn } from './names-in.ts'
import type { Entry, FileReading, Kind, Listing, Look, Port, Refusal, Refused } from './port.ts'
import { refused } from './refusal.ts'

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

const refusalOf = (error: unknown): ReturnType<typeof refused> => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ELOOP') return { ...refused('missing'), words: 'is a link that leads nowhere' }
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

// Nothing is waited for, no link is followed that appeared since the path was resolved, no terminal taken over.
const flags =
  constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0)

/** Where a path inside `root` really leads. */
const follow = (root: string, path: string): { readonly ok: true; readonly real: string } | Refused => {
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

/** No folder that a person keeps evidence in holds more. */
const mostEntries = 10_000

const lookInside = (root: string, path: string): Look => {
  try {
    const way = follow(root, path)
    if (!way.ok) return way
    const stat = statSync(way.real)
    if (stat.isDirectory()) return { ok: true, kind: 'folder' }
    return stat.isFile() ? { ok: true, kind: 'file' } : refused('special')
  } catch (error) {
    return refusalOf(error)
  }
}

const listInside = (root: string, folder: string): Listing => {
  try {
    const way = follow(root, folder)
    if (!way.ok) return way
    const names = namesIn(way.real, mostEntries)
    const kindOf = (name: string): Kind | undefined => {
      const look = lookInside(root, join(folder, name))
      return look.ok ? look.kind : undefined
    }
    const entries = names
      .slice(0, mostEntries)
      .sort()
      .flatMap((name): Entry[] => {
        const kind = kindOf(name)
        return kind === undefined ? [] : [{ name, kind }]
      })
    return { ok: true, entries, whole: names.length <= mostEntries }
  } catch (error) {
    return refusalOf(error)
  }
}

const historyOf = async (root: string, path: string, file: string): Promise<History> => {
  // What starts git is not even loaded where there is no repository.
  const refused = closedBy(readInside(root, '.git', 0))
  if (refused !== undefined) return unverified(refused)
  return (await import('../history/git-archive.ts')).archive(root, path).history(file)
}

/** The repository on disk; `path` is the `PATH` on which git is looked for. */
export const disk = (root: string, path = ''): Port => {
  // A file that is judged for one stage after the other has one history.
  const known = new Map<string, Promise<History>>()
  return {
    read: (file, limit) => readInside(root, file, limit),
    look: (file) => lookInside(root, file),
    list: (folder) => listInside(root, folder),
    history: (file) => {
      const history = known.get(file) ?? historyOf(root, path, file)
      known.set(file, history)
      return history
    },
  }
}
