// Not by its name: Node loads a module for folders as soon as anyone names the function, and few runs list a folder.
import fs from 'node:fs'
import { join, relative, sep } from 'node:path'
import { once } from '../values/once.ts'
import { type Budget, budget } from './budget.ts'
import { checkoutsAround, gitFoldersOf, realOf } from './checkout.ts'
import type { Archive } from './history.ts'
import { follow, readInside, refusalOf } from './inside.ts'
import {
  type Changes,
  type EntryKind,
  type FolderEntry,
  type History,
  isNamed,
  type Listing,
  type Look,
  type Port,
  refused,
} from './port.ts'

/** Folders of evidence hold fewer. */
const maxEntries = 10_000

/** What a folder holds, in no order, and not more than one entry beyond `most`. Throws what the system says. */
const heldBy = (folder: string, most: number): fs.Dirent[] => {
  const held: fs.Dirent[] = []
  const handle = fs.opendirSync(folder)
  try {
    for (let entry = handle.readSync(); entry && held.length <= most; entry = handle.readSync()) held.push(entry)
  } finally {
    handle.closeSync()
  }
  return held
}

const lookInside = (root: string, path: string): Look => {
  try {
    const way = follow(root, path)
    if (!way.ok) return way
    const stat = fs.statSync(way.real)
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
    const held = heldBy(way.real, maxEntries)
    // A link may lead outside, and not every file system tells what an entry is.
    const kindOf = (entry: fs.Dirent): EntryKind | undefined => {
      if (entry.isFile()) return 'file'
      if (entry.isDirectory()) return 'folder'
      const look = lookInside(root, join(folder, entry.name))
      return look.ok ? look.kind : undefined
    }
    const entries = held
      .slice(0, maxEntries)
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .flatMap((entry): FolderEntry[] => {
        const kind = kindOf(entry)
        return kind === undefined ? [] : [{ name: entry.name, kind }]
      })
    return { ok: true, entries, whole: held.length <= maxEntries }
  } catch (error) {
    return refusalOf(error)
  }
}

const realInside = (root: string, path: string): string | undefined => {
  try {
    const way = follow(root, path)
    return way.ok ? relative(realOf(root), way.real).replaceAll(sep, '/') : undefined
  } catch {
    return undefined
  }
}

/** The repository on disk; `path` is the `PATH` on which git is looked for. */
export const disk = (root: string, path = '', left: Budget = budget()): Port => {
  let opened: Promise<Archive> | undefined
  // What starts git is not even loaded where there is no repository.
  const asked = async <T>(ask: (archive: Archive) => T) => {
    const folders = gitFoldersOf(root)
    if (folders.state !== 'open') return folders
    opened ??= import('./history.ts').then(({ archive }) => archive(root, path, left))
    return ask(await opened)
  }
  // A file that is judged for one stage after the other has one history; those of many files would fill the memory.
  let last: { readonly file: string; readonly history: Promise<History> } | undefined
  // Whoever knows all files of a pilot asks for them first, so that git is walked once.
  let walked: { readonly paths: ReadonlySet<string>; readonly changes: Promise<Changes> } | undefined
  const changesOf = async (paths: readonly string[]): Promise<Changes> => {
    if (walked === undefined || paths.some((path) => !walked?.paths.has(path)))
      walked = { paths: new Set(paths), changes: asked((archive) => archive.changes(paths)) }
    const told = await walked.changes
    return told.state === 'found'
      ? { ...told, changes: told.changes.filter(({ path }) => paths.some((name) => isNamed(name, path))) }
      : told
  }
  // One port serves all files of a run.
  const isTop = once((real: string) => (checkoutsAround(real)[0] ?? real) === real)
  return {
    read: (file, limit) => readInside(root, file, limit),
    look: (file) => lookInside(root, file),
    real: (file) => realInside(root, file),
    list: (folder) => listInside(root, folder),
    history: (file) => {
      if (last?.file !== file) last = { file, history: asked((archive) => archive.history(file)) }
      return last.history
    },
    changes: changesOf,
    untracked: (paths) => asked((archive) => archive.untracked(paths)),
    isTop: () => isTop(realOf(root)),
    budget: left,
  }
}
