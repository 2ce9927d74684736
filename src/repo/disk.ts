import { statSync } from 'node:fs'
import { join } from 'node:path'
import { closedBy, unverified } from './git/git-closed.ts'
import type { Archive, History } from './git/history.ts'
import { follow, readInside, refusalOf } from './inside.ts'
import { namesIn } from './names-in.ts'
import type { Entry, Kind, Listing, Look, Port } from './port.ts'
import { refused } from './refusal.ts'

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

/** What git says, or why nobody can ask it. What starts git is not even loaded where there is no repository. */
const asked = async <T>(root: string, path: string, ask: (archive: Archive) => T) => {
  const refused = closedBy(readInside(root, '.git', 0))
  if (refused !== undefined) return unverified(refused)
  return ask((await import('./git/git-archive.ts')).archive(root, path))
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
      const history = known.get(file) ?? asked(root, path, (archive) => archive.history(file))
      known.set(file, history)
      return history
    },
    committedWith: (file, beside) => asked(root, path, (archive) => archive.committedWith(file, beside)),
  }
}
