import { existsSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { isInside } from '../repo/inside.ts'
import { UsageError } from './usage.ts'

/** The nearest folder that holds `.git`, from `folder` upwards. */
const repositoryOf = (folder: string): string | undefined => {
  if (existsSync(join(folder, '.git'))) return folder
  const parent = dirname(folder)
  return parent === folder ? undefined : repositoryOf(parent)
}

export const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** The roots of a run; all paths absolute. */
export type Roots = {
  /** The root of the run itself: where files are looked for, and what a machine's file names are relative to. */
  readonly run: string
  /** The repository that a file belongs to: what its own references may not lead out of. */
  readonly of: (file: string) => string
}

/**
 * The root is what `--root` says; else the nearest parent of the file with `.git`, else the current folder if
 * the file is below it, else the folder of the file.
 */
export const rootsOf = (cwd: string, asked: string | undefined): Roots => {
  if (asked !== undefined) {
    const root = resolve(cwd, asked)
    if (!isFolder(root))
      throw new UsageError(`--root ${asked}: no such folder`, 'name the folder of the repository')
    return { run: root, of: () => root }
  }
  const known = new Map<string, string | undefined>()
  return {
    run: repositoryOf(cwd) ?? cwd,
    of: (file) => {
      const folder = dirname(file)
      if (!known.has(folder)) known.set(folder, repositoryOf(folder))
      return known.get(folder) ?? (isInside(cwd, file) ? cwd : folder)
    },
  }
}

/** The two names of a file: people click one from where they stand, machines look one up in the repository. */
export type Names = { readonly person: string; readonly machine: string }

/** The path of `to` relative to the folder `from`, with forward slashes. */
export const within = (from: string, to: string): string => relative(from, to).split(sep).join('/')

export const namesOf = (file: string, cwd: string, roots: Roots): Names => ({
  person: within(cwd, file),
  machine: within(isInside(roots.run, file) ? roots.run : roots.of(file), file),
})
