import { lstatSync, statSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { checkoutsAround, realOf } from '../../repo/checkout.ts'
import { isInside } from '../../repo/inside.ts'
import { UsageError } from './usage.ts'

export const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** Whether anything is at a path, whatever it is: also a link that leads nowhere. */
export const isThere = (path: string): boolean => {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}

/** The roots of a run; all paths absolute. */
export type Roots = {
  /** The root of the run itself: where files are looked for. */
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
    const why = asked === '' ? 'needs a folder' : `${asked}: no such folder`
    if (asked === '' || !isFolder(root)) throw new UsageError(`--root ${why}`, 'set it to the folder of the repository')
    return { run: root, of: () => root }
  }
  const known = new Map<string, string | undefined>()
  return {
    run: checkoutsAround(cwd)[0] ?? cwd,
    of: (file) => {
      const folder = dirname(file)
      if (!known.has(folder)) known.set(folder, checkoutsAround(folder)[0])
      return known.get(folder) ?? (isInside(cwd, file) ? cwd : folder)
    },
  }
}

/** The two names of a file: people click one from where they stand, machines look one up in the checkout. */
export type Names = {
  readonly person: string
  readonly machine: string
  /** What stands before the name of a file of its repository, for machines. */
  readonly prefix: string
}

/** The path of `to` relative to the folder `from`, with forward slashes. */
export const within = (from: string, to: string): string => relative(from, to).split(sep).join('/')

/** For machines, a name begins at the checkout of the run, wherever `--root` and links lead. */
export const namesOf = (file: string, cwd: string, roots: Roots): Names => {
  const real = realOf(file)
  const run = realOf(roots.run)
  const own = realOf(roots.of(file))
  const whole = checkoutsAround(run)[0] ?? run
  const base = isInside(whole, real) ? whole : (checkoutsAround(dirname(real))[0] ?? own)
  const prefix = within(base, own)
  return {
    person: within(cwd, file),
    machine: within(base, real),
    prefix: prefix === '' ? '' : `${prefix}/`,
  }
}
