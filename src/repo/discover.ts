import { type Dirent, existsSync, lstatSync, readdirSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { type Budget, budget, spend } from './budget.ts'
import { checkoutsAround, gitFoldersOf } from './checkout.ts'
import { gitignore } from './glob.ts'
import { follow, readInside } from './inside.ts'

/** Why nobody can tell what git ignores. */
export type Doubt = 'patterns' | 'tracked'

export type Discovery = {
  readonly files: readonly string[]
  /** Folders that may not be read. */
  readonly unreadable: readonly string[]
  /** Links that carry the name of a pilot and lead to another file. */
  readonly links: readonly string[]
  readonly doubts: readonly Doubt[]
}

/** Rules about what git ignores in a folder that lies so many steps below the root. */
type Layer = { readonly depth: number; readonly judge: ReturnType<typeof gitignore> }

/** Nobody writes a longer one by hand; what is left out of account is linted, not skipped. */
const longestIgnore = 128 * 1024

/** What one more folder may cost: twice what the longest lists that people share need. */
const stepsPerFolder = 2_500

/** What it costs to read them, also in memory. */
const stepsPerByte = 2

const isPilot = (name: string): boolean => name === 'pilot.yaml' || name === 'pilot.yml'

const isEntered = (name: string): boolean => name !== 'node_modules' && name !== '.git'

const stepsTo = (root: string, path: string): string[] =>
  relative(root, path)
    .split(sep)
    .filter((step) => step !== '')

/** Reads what git ignores; as git does, not through a link. */
const layerOf = (file: string, depth: number, left: Budget): Layer[] => {
  if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) return []
  const reading = readInside(dirname(file), file, longestIgnore)
  if (!reading.ok || !spend(left.steps, stepsPerByte * reading.bytes.length)) return []
  return [{ depth, judge: gitignore(new TextDecoder().decode(reading.bytes)) }]
}

/** What stands above a folder: in the repository itself, and in each folder on the way down. */
const layersAbove = (root: string, folder: string, left: Budget): Layer[] => {
  const git = gitFoldersOf(root)
  const own = git.state === 'open' ? layerOf(join(git.common, 'info', 'exclude'), 0, left) : []
  const steps = stepsTo(root, folder)
  const above = steps.flatMap((_, at) => layerOf(join(root, ...steps.slice(0, at), '.gitignore'), at, left))
  return [...own, ...above]
}

const isIgnored = (layers: readonly Layer[], steps: readonly string[], isFolder: boolean, left: Budget): boolean => {
  // The nearest file that says anything decides.
  for (const { depth, judge } of layers.toReversed()) {
    const verdict = judge(steps.slice(depth), isFolder, left.steps)
    if (verdict !== undefined) return verdict === 'ignored'
  }
  return false
}

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
    files.push(...tracked.map((file) => join(checkout, file)))
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
 * device is reported and never passed over; in the place of a link to another pilot stands that one.
 */
export const discover = async (
  root: string,
  folder: string,
  path = '',
  left: Budget = budget(),
): Promise<Discovery> => {
  const found: string[] = []
  const unreadable: string[] = []
  const ignored = new Set<string>()
  let isPatient = true
  const open = [{ here: folder, layers: layersAbove(root, folder, left) }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { here, layers: outer } = next
    let entries: Dirent[]
    try {
      entries = readdirSync(here, { withFileTypes: true })
    } catch {
      unreadable.push(here)
      continue
    }
    if (isPatient) left.steps.left += stepsPerFolder
    const way = stepsTo(root, here)
    const own = entries.some(({ name }) => name === '.gitignore')
      ? layerOf(join(here, '.gitignore'), way.length, left)
      : []
    const layers = own.length === 0 ? outer : [...outer, ...own]
    for (const entry of entries) {
      const isFolder = entry.isDirectory()
      if (!(isFolder ? isEntered(entry.name) : isPilot(entry.name))) continue
      const file = join(here, entry.name)
      const skips = isIgnored(layers, [...way, entry.name], isFolder, left)
      isPatient &&= left.steps.left > 0
      if (skips) ignored.add(file)
      else if (isFolder) open.push({ here: file, layers })
      else found.push(file)
    }
  }
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
