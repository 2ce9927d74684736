import { type Alias, isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, type Scalar } from 'yaml'
import { excerpt, withoutHash } from './fault.ts'
import type { Lines, Range } from './lines.ts'
import type { Node, StringMap } from './nodes.ts'
import type { Path } from './path.ts'

export type YamlPair = Pair<Scalar.Parsed, Node>

/** Where a path leads, or how far it could be followed. */
export type Spot = {
  readonly node: Node
  /** The key that names the node; none for the root and for an item of a list. */
  readonly key: Scalar.Parsed | undefined
  /** The outermost alias that the path went through. */
  readonly alias: Alias.Parsed | undefined
  /** Whether the path was followed to its end. */
  readonly whole: boolean
  /** The collection that holds the node. */
  readonly holder: Node
}

/** Follows paths through the tree. Nothing is indexed before a path asks for it. */
const walker = (root: Node, targets: ReadonlyMap<Alias, Node>): ((path: Path) => Spot) => {
  const indexes = new Map<Node, ReadonlyMap<string, YamlPair>>()
  const entriesOf = (map: StringMap): ReadonlyMap<string, YamlPair> => {
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
    let spot: Spot = { node: root, key: undefined, alias: undefined, whole: true, holder: null }
    for (const step of path) {
      const { node, alias } = spot
      const holder = isAlias(node) ? (targets.get(node) ?? null) : node
      const next = child(holder, step)
      if (!next) return { ...spot, whole: false }
      spot = { ...next, alias: alias ?? (isAlias(node) ? node : undefined), whole: true, holder }
    }
    return spot
  }
}

export type Locator = {
  /**
   * The place of a value, or of the key that names it. A map or a list is placed on its key, as an item of a list on
   * its first entry; what an alias brings in, where the alias is used; what is missing, on the nearest thing that
   * should hold it; and the whole file on `stage`, `id` or its first key.
   */
  locate(path: Path, part?: 'key' | 'value'): Range
  /** A scalar as it is written, quotation marks included; through an alias, as the anchored value is. */
  source(path: Path): string | undefined
  /** What to write instead where an unquoted `#` turned the value into a comment; undefined everywhere else. */
  nullHint(path: Path): string | undefined
  /** Whether a map or a list is written between brackets, as in `{a: b}`. */
  isFlow(path: Path): boolean
  /** The nodes at a path. */
  spot(path: Path): Spot
}

export type OffsetSpan = readonly [start: number, end: number]

export const isEmpty = (node: Node): boolean =>
  node === null || (isScalar(node) && node.type === 'PLAIN' && node.source === '')

const spanner = (
  text: string,
  lines: Lines,
): { own(node: ParsedNode): OffsetSpan; item(node: ParsedNode): OffsetSpan } => {
  const oneLine = (start: number, end: number): OffsetSpan => [start, Math.min(end, lines.lineEnd(start))]

  const own = (node: ParsedNode): OffsetSpan => {
    const [start, end] = node.range
    if (!isScalar(node)) return oneLine(start, end)
    if (node.type !== 'BLOCK_LITERAL' && node.type !== 'BLOCK_FOLDED') return [start, end]
    return [start, start + (/^\S+/.exec(text.slice(start, start + 4))?.[0].length ?? 0)]
  }

  const dash = (offset: number): OffsetSpan => {
    const at = text.lastIndexOf('-', offset)
    return at === -1 ? [offset, offset] : [at, at + 1]
  }

  const item = (node: ParsedNode): OffsetSpan => {
    if (isEmpty(node)) return dash(node.range[0])
    if (isMap(node) && node.items[0]) {
      const { key, value } = node.items[0] as Pair<Scalar.Parsed, Node>
      const [start, end] = own(key)
      if (value === null || isEmpty(value)) return [start, end]
      return oneLine(start, isScalar(value) ? own(value)[1] : value.range[1])
    }
    const first = isSeq(node) && !node.flow ? (node.items[0] as ParsedNode | undefined) : undefined
    return first ? oneLine(node.range[0], item(first)[1]) : own(node)
  }
  return { own, item }
}

const rootNode = (root: Node): Node => {
  if (!isMap(root)) return root
  const keys = root.items.map(({ key }) => key as Scalar.Parsed)
  const named = (name: string) => keys.find(({ value }) => value === name)
  return named('stage') ?? named('id') ?? keys[0] ?? root
}

/** Answers where things stand, from the tree and the text it was built from. */
export const locator = (root: Node, targets: ReadonlyMap<Alias, Node>, text: string, lines: Lines): Locator => {
  const follow = walker(root, targets)
  const { own, item } = spanner(text, lines)

  const spanOf = ({ node, key, alias, whole }: Spot, part: 'key' | 'value'): OffsetSpan => {
    if (alias) return own(alias)
    if (node === root) {
      const shown = rootNode(root)
      return shown ? own(shown) : [0, 0]
    }
    if (key && whole && part === 'key') return own(key)
    if (node && (isAlias(node) || (isScalar(node) && !isEmpty(node)))) return own(node)
    if (key) return own(key)
    return node ? item(node) : [0, 0]
  }

  const shown = (spot: Spot): Node => {
    const { node } = spot
    if (!spot.whole) return null
    return isAlias(node) ? (targets.get(node) ?? null) : node
  }

  const source = (path: Path): string | undefined => {
    const node = shown(follow(path))
    return isScalar(node) && !isEmpty(node) ? text.slice(node.range[0], node.range[1]) : undefined
  }

  const nullHint = (path: Path): string | undefined => {
    const { node, key, whole } = follow(path)
    if (!whole || !isEmpty(node)) return undefined
    const from = key?.range[1] ?? node?.range[0] ?? 0
    const rest = text.slice(from, lines.lineEnd(from)).replace(/^\s*:?/, '')
    const instead = withoutHash(rest.trimStart())
    if (instead === undefined) return undefined
    return `an unquoted \`#\` starts a comment: write \`${excerpt(instead)}\``
  }

  return {
    locate: (path, part = 'value') => lines.range(...spanOf(follow(path), part)),
    source,
    nullHint,
    isFlow: (path) => {
      const node = shown(follow(path))
      return (isMap(node) || isSeq(node)) && node.flow === true
    },
    spot: follow,
  }
}
