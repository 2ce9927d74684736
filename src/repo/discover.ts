import { existsSync, lstatSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Budget, budget } from './budget.ts'
import { checkoutsAround, gitFoldersOf } from './checkout.ts'
import { follow } from './inside.ts'
import { walk } from './walk.ts'

/** Why it is unknown what git ignores. */
export type IgnoreDoubt = 'patterns' | 'tracked'

export type Discovery = {
  readonly files: readonly string[]
  /** Folders that may not be read. */
  readonly unreadable: readonly string[]
  /** Links that carry the name of a pilot and lead to another file. */
  readonly links: readonly string[]
  readonly doubts: readonly IgnoreDoubt[]
}

const isPilot = (name: string): boolean => name === 'pilot.yaml' || name === 'pilot.yml'

/**
 * The pilots that git tracks among what its patterns ignore, since it does not ignore them then. Git is asked only where
 * something is ignored; undefined where it cannot tell in time.
 */
const trackedAmong = async (
  ignored: ReadonlySet<string>,
  path: string,
  left: Budget,
): Promise<string[] | undefined> => {
  const folders = new Set([...ignored].map((one) => dirname(one)))
  const checkouts = new Set([...folders].map((folder) => checkoutsAround(folder)[0]))
  const files: string[] = []
  for (const checkout of checkouts) {
    const git = checkout === undefined ? undefined : gitFoldersOf(checkout)
    if (checkout === undefined || git?.state !== 'open' || !existsSync(join(git.own, 'index'))) continue
    const { trackedPilots } = await import('./history.ts')
    const tracked = trackedPilots(checkout, path, left)
    if (tracked === undefined) return undefined
    for (const file of tracked) files.push(join(checkout, file))
  }
  const isBelow = (file: string): boolean => ignored.has(file) || (file !== dirname(file) && isBelow(dirname(file)))
  const isThere = (file: string) => lstatSync(file, { throwIfNoEntry: false })?.isDirectory() === false
  return files.filter((file) => isBelow(file) && isThere(file))
}

/** Whether a link with the name of a pilot leads to a file; one that cannot be followed is told by whoever reads it. */
const targetOf = (root: string, file: string): string | undefined => {
  try {
    const way = lstatSync(file).isSymbolicLink() ? follow(root, file) : undefined
    return way?.ok && lstatSync(way.real).isFile() ? way.real : undefined
  } catch {
    return undefined
  }
}

/**
 * Every `pilot.yaml` and `pilot.yml` below `folder`, sorted; nothing that git ignores, nothing in `node_modules`,
 * nothing behind a link to a folder. Both paths are real. Whatever else carries the name is returned too, so that a
 * device is reported and never passed over; in the place of a link to another pilot stands that one. Once `most` are found,
 * no further folder is looked into.
 */
export const discover = async (
  root: string,
  folder: string,
  path = '',
  left: Budget = budget(),
  most = Number.POSITIVE_INFINITY,
): Promise<Discovery> => {
  const found: string[] = []
  const unreadable: string[] = []
  const ignored = new Set<string>()
  const isPatient = walk(root, folder, left, {
    isWanted: ({ name }) => isPilot(name),
    found: (file) => found.push(file),
    ignored: (file) => ignored.add(file),
    unreadable: (here) => unreadable.push(here),
    isEnough: () => found.length >= most,
  })
  const tracked = ignored.size === 0 ? [] : await trackedAmong(ignored, path, left)
  const all = [...found, ...(tracked ?? [])].map((file) => ({ file, target: targetOf(root, file) }))
  const isStray = (target: string | undefined) => target !== undefined && !isPilot(basename(target))
  return {
    files: [...new Set(all.flatMap(({ file, target = file }) => (isStray(target) ? [] : [target])))].sort(),
    unreadable: unreadable.sort(),
    links: all.flatMap(({ file, target }) => (isStray(target) ? [file] : [])).sort(),
    doubts: [...(isPatient ? [] : ['patterns' as const]), ...(tracked === undefined ? ['tracked' as const] : [])],
  }
}
