import { type Dirent, lstatSync, readdirSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { type Budget, spend } from './budget.ts'
import { gitFoldersOf } from './checkout.ts'
import { gitignore } from './glob.ts'
import { readInside } from './inside.ts'

/** Rules about what git ignores in a folder that lies so many steps below the root. */
type Layer = { readonly depth: number; readonly judge: ReturnType<typeof gitignore> }

/** Hand-written ones are shorter; what is left out of account is linted, not skipped. */
const maxIgnoreBytes = 128 * 1024

/** What one more folder may cost: twice what the longest lists that people share need. */
const stepsPerFolder = 2_500

/** What it costs to read them, also in memory. */
const stepsPerByte = 2

const isEntered = (name: string): boolean => name !== 'node_modules' && name !== '.git'

const stepsTo = (root: string, path: string): string[] =>
  relative(root, path)
    .split(sep)
    .filter((step) => step !== '')

/** Reads what git ignores; as git does, not through a link. */
const layerOf = (file: string, depth: number, left: Budget): Layer[] => {
  if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) return []
  const reading = readInside(dirname(file), file, maxIgnoreBytes)
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

export type Visit = {
  /** Of what is no folder: links and devices, too. */
  readonly isWanted: (entry: Dirent) => boolean
  readonly found: (file: string) => void
  /** A wanted file, or a folder, that git's patterns ignore. */
  readonly ignored: (path: string) => void
  readonly unreadable: (folder: string) => void
  /** Asked before each folder. */
  readonly isEnough?: () => boolean
}

/**
 * Visits what lies below `folder`, the nearest first: nothing in `node_modules` and `.git`, nothing behind a link to a
 * folder. Both paths are real. False where the patterns of git took too long to be compared with everything.
 */
export const walk = (root: string, folder: string, left: Budget, visit: Visit): boolean => {
  let isPatient = true
  const open = [{ here: folder, layers: layersAbove(root, folder, left) }]
  for (const { here, layers: outer } of open) {
    if (visit.isEnough?.()) break
    let entries: Dirent[]
    try {
      entries = readdirSync(here, { withFileTypes: true })
    } catch {
      visit.unreadable(here)
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
      if (!(isFolder ? isEntered(entry.name) : visit.isWanted(entry))) continue
      const path = join(here, entry.name)
      const skips = isIgnored(layers, [...way, entry.name], isFolder, left)
      isPatient &&= left.steps.left > 0
      if (skips) visit.ignored(path)
      else if (isFolder) open.push({ here: path, layers })
      else visit.found(path)
    }
  }
  return isPatient
}
