import { type Alias, isAlias, isMap, isSeq, type Pair, type ParsedNode, type Scalar } from 'yaml'
import type { Node, StringMap } from './data.ts'
import type { Path } from './path.ts'

type Entry = Pair<Scalar.Parsed, Node>

/** Where a path leads, or how far it could be followed. */
export type Spot = {
  readonly node: Node
  /** The key that names the node; none for the root and for an item of a list. */
  readonly key: Scalar.Parsed | undefined
  /** The outermost alias that the path went through. */
  readonly alias: Alias.Parsed | undefined
  /** Whether the path was followed to its end. */
  readonly whole: boolean
}

/** Follows paths through the tree. Nothing is indexed before a path asks for it. */
export const walker = (root: Node, targets: ReadonlyMap<Alias, Node>): ((path: Path) => Spot) => {
  const indexes = new Map<Node, ReadonlyMap<string, Entry>>()
  const entriesOf = (map: StringMap): ReadonlyMap<string, Entry> => {
    const known = indexes.get(map)
    if (known) return known
    const index = new Map(map.items.map((entry) => [String(entry.key.value), entry]))
    indexes.set(map, index)
    return index
  }

  const child = (node: Node, step: string | number): Pick<Spot, 'node' | 'key'> | undefined => {
    if (isMap(node)) {
      const entry = entriesOf(node as StringMap).get(String(step))
      return entry && { node: entry.value, key: entry.key }
    }
    if (!isSeq(node) || !/^\d+$/.test(String(step))) return undefined
    const item = (node.items as ParsedNode[])[Number(step)]
    return item && { node: item, key: undefined }
  }

  return (path) => {
    let spot: Spot = { node: root, key: undefined, alias: undefined, whole: true }
    for (const step of path) {
      const { node, alias } = spot
      const next = child(isAlias(node) ? (targets.get(node) ?? null) : node, step)
      if (!next) return { ...spot, whole: false }
      spot = { ...next, alias: alias ?? (isAlias(node) ? node : undefined), whole: true }
    }
    return spot
  }
}
