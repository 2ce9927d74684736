import { askText, headerOf } from './git-objects.ts'
import type { Known, Store } from './git-store.ts'
import type { TreeFile } from './git-trees.ts'

/** Two commits, one of them before the other. */
export type Pair = { readonly before: Known; readonly after: Known }

const flags = ['--stdin', '-r', '-z', '--raw', '--no-renames', '--no-ext-diff', '--diff-filter=D']
const yaml = [':(top,glob)**/*.yaml', ':(top,glob)**/*.yml']

/** A file in `--raw -z` that is gone. Source: git-diff-tree(1), raw output format. */
const entry = /^:100\d{3} 0{6} ([0-9a-f]{40,64}) 0{40,64} D$/

/** The YAML files that the later commit of each pair does not hold any more, told by git all at once. */
export const goneIn = ({ git, bytesOf }: Store, pairs: readonly Pair[]): TreeFile[][] => {
  if (pairs.length === 0) return []
  const treeOf = (commit: Known): string => headerOf(bytesOf(commit)).tree
  const asked = pairs.map(({ before, after }) => `${treeOf(before)} ${treeOf(after)}`)
  const gone = new Map(asked.map((trees): [string, TreeFile[]] => [trees, []]))
  const input = [...gone.keys()].map((trees) => `${trees}\n`).join('')
  const parts = askText(git, { args: ['diff-tree', ...flags, '--', ...yaml], input }).split('\0')
  let files: TreeFile[] = []
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [head = '', path = ''] = parts.slice(at, at + 2)
    // The trees of a pair stand in a line of their own before what is gone from them, if anything is.
    const lines = head.split('\n')
    files = gone.get(lines.at(-2) ?? '') ?? files
    const oid = entry.exec(lines.at(-1) ?? '')?.[1]
    if (oid !== undefined && !path.split('/').includes('node_modules')) files.push({ path, oid })
  }
  return asked.map((trees) => gone.get(trees) ?? [])
}
