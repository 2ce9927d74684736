import { type Dirent, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { gitignore } from './gitignore.ts'
import { readInside } from './inside.ts'

export type Discovery = { readonly files: readonly string[]; readonly unreadable: readonly string[] }

/** Rules about what git ignores, relative to the folder that they stand in. */
type Layer = { readonly folder: string; readonly judge: ReturnType<typeof gitignore> }

/** Nobody writes a longer one by hand; what is left out of account is linted, not skipped. */
const longestIgnore = 128 * 1024

const layer = (root: string, folder: string, name: string): Layer[] => {
  const reading = readInside(root, join(folder, name), longestIgnore)
  return reading.ok ? [{ folder, judge: gitignore(new TextDecoder().decode(reading.bytes)) }] : []
}

const isIgnored = (layers: readonly Layer[], path: string, isFolder: boolean): boolean => {
  // The nearest file that says anything decides.
  for (const { folder, judge } of layers.toReversed()) {
    const verdict = judge(relative(folder, path).split(sep).join('/'), isFolder)
    if (verdict !== undefined) return verdict === 'ignored'
  }
  return false
}

/** The folders from `root` down to `folder`, without `folder` itself. */
const above = (root: string, folder: string): string[] => {
  const steps = relative(root, folder)
    .split(sep)
    .filter((step) => step !== '')
  if (steps[0] === '..') return []
  return steps.map((_, at) => join(root, ...steps.slice(0, at)))
}

const isPilot = (name: string): boolean => name === 'pilot.yaml' || name === 'pilot.yml'

const isEntered = ({ name }: Dirent): boolean => name !== 'node_modules' && name !== '.git'

const inOrder = (one: string, other: string): number => (one < other ? -1 : 1)

/**
 * Every `pilot.yaml` and `pilot.yml` below `folder`, sorted; nothing that git ignores, nothing in `node_modules`,
 * nothing behind a link to a folder. Whatever else carries the name is returned too, so that a link or a device
 * is reported and never passed over.
 */
export const discover = (root: string, folder: string): Discovery => {
  const files: string[] = []
  const unreadable: string[] = []
  const open: { readonly folder: string; readonly layers: readonly Layer[] }[] = [
    {
      folder,
      layers: [
        ...layer(root, root, join('.git', 'info', 'exclude')),
        ...above(root, folder).flatMap((parent) => layer(root, parent, '.gitignore')),
      ],
    },
  ]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { folder: here, layers: outer } = next
    let entries: Dirent[]
    try {
      entries = readdirSync(here, { withFileTypes: true })
    } catch {
      unreadable.push(here)
      continue
    }
    const own = entries.some(({ name }) => name === '.gitignore') ? layer(root, here, '.gitignore') : []
    const layers = [...outer, ...own]
    for (const entry of entries) {
      const path = join(here, entry.name)
      const isFolder = entry.isDirectory()
      if (!(isFolder ? isEntered(entry) : isPilot(entry.name)) || isIgnored(layers, path, isFolder)) continue
      if (isFolder) open.push({ folder: path, layers })
      else files.push(path)
    }
  }
  return { files: files.sort(inOrder), unreadable: unreadable.sort(inOrder) }
}
