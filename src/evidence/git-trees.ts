import type { Git } from './git.ts'
import { type GitObject, objectsOf, type TreeEntry, treeEntries } from './git-objects.ts'

export type TreeFile = { readonly path: string; readonly oid: string }

/** More folders than this are not looked into. */
const most = 20_000

/** Folders are no deeper than this where people write files by hand. */
const deepest = 24

type Pair = { readonly folder: string; readonly here: string; readonly there: string | undefined }

const byName = (tree: GitObject | undefined): ReadonlyMap<string, TreeEntry> =>
  new Map(tree?.type === 'tree' ? treeEntries(tree).map((entry) => [entry.name, entry]) : [])

const once = (pairs: readonly Pair[]): Pair[] => [
  ...new Map(pairs.map((pair) => [`${pair.here} ${pair.folder}`, pair])).values(),
]

/**
 * The files of the trees `here` that the tree `there` does not hold under the same name; all of them where there
 * is no other tree. What a tree shares with the other one is not read.
 */
export const filesOnlyIn = (git: Git, here: readonly string[], there?: string): TreeFile[] => {
  const files = new Map<string, TreeFile>()
  let level: Pair[] = here.map((tree) => ({ folder: '', here: tree, there }))
  let seen = 0
  for (let depth = 0; level.length > 0 && depth < deepest && seen + level.length <= most; depth++) {
    seen += level.length
    const names = [...new Set(level.flatMap((pair) => [pair.here, ...(pair.there ? [pair.there] : [])]))]
    const trees = new Map(objectsOf(git, names).map((tree, at) => [names[at], tree]))
    const below: Pair[] = []
    for (const pair of level) {
      const others = byName(trees.get(pair.there ?? ''))
      for (const { name, oid, kind } of byName(trees.get(pair.here)).values()) {
        const other = others.get(name)
        const path = `${pair.folder}${name}`
        if (kind === 'file' && other === undefined) files.set(`${oid} ${path}`, { path, oid })
        if (kind === 'tree' && other?.oid !== oid && name !== 'node_modules')
          below.push({ folder: `${path}/`, here: oid, there: other?.kind === 'tree' ? other.oid : undefined })
      }
    }
    level = once(below)
  }
  return [...files.values()]
}
