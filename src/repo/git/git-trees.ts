import type { Git } from './git.ts'
import { type GitObject, objectsOf, type TreeEntry, treeEntries } from './git-objects.ts'

export type TreeFile = { readonly path: string; readonly oid: string }

/** More folders than this are not looked into. */
const most = 20_000

/** Folders are no deeper than this where people write files by hand. */
const deepest = 24

type Folder = { readonly path: string; readonly tree: string }

const entriesOf = (tree: GitObject | undefined): readonly TreeEntry[] =>
  tree?.type === 'tree' ? treeEntries(tree) : []

/** Every file of a tree. */
export const filesOf = (git: Git, tree: string): TreeFile[] => {
  const files: TreeFile[] = []
  let level: Folder[] = [{ path: '', tree }]
  let seen = 0
  for (let depth = 0; level.length > 0 && depth < deepest && seen + level.length <= most; depth++) {
    seen += level.length
    const names = [...new Set(level.map((folder) => folder.tree))]
    const trees = new Map(objectsOf(git, names).map((object, at) => [names[at], object]))
    const below: Folder[] = []
    for (const folder of level)
      for (const { name, oid, kind } of entriesOf(trees.get(folder.tree))) {
        const path = `${folder.path}${name}`
        if (kind === 'file') files.push({ path, oid })
        if (kind === 'tree' && name !== 'node_modules') below.push({ path: `${path}/`, tree: oid })
      }
    level = below
  }
  return files
}
