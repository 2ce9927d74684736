import { folderOf, pathIn } from '../../repo/names.ts'
import type { Port } from '../../repo/port.ts'

/** Real folders have fewer files of windows. */
const maxFiles = 20

const isWindows = /window/i
const isYaml = /\.ya?ml$/i

/** Files that may set windows: called like that, or in a folder that is, beside the objectives or above them. */
export const windowFiles = (folder: string, port: Port): string[] => {
  const entriesIn = (at: string) => {
    const listing = port.list(at)
    return listing.ok ? listing.entries.map(({ name, kind }) => ({ path: pathIn(at, name), name, kind })) : []
  }
  const folders = [...new Set([folder, folderOf(folder)])]
  const named = folders.flatMap(entriesIn).filter(({ name }) => isWindows.test(name))
  const held = named
    .filter(({ kind }) => kind === 'folder')
    .slice(0, maxFiles)
    .flatMap(({ path }) => entriesIn(path))
  return [...named, ...held]
    .filter(({ name, kind }) => kind === 'file' && isYaml.test(name))
    .map(({ path }) => path)
    .slice(0, maxFiles)
}

/** The same of the folders of several files. */
export const windowsAround = (files: readonly string[], port: Port): string[] =>
  [...new Set(files.map(folderOf))].flatMap((folder) => windowFiles(folder, port))
