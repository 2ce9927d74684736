import { type Alias, isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar, type YAMLMap } from 'yaml'
import { unprintable } from './decode.ts'
import { excerpt, type Fault } from './fault.ts'
import type { Lines } from './lines.ts'
import { faultAt, type Repeat, repeatFaults } from './repeats.ts'
import { swallowedItem } from './swallowed.ts'

const MAX_VALUES = 100_000

/** A node of the tree, or null where the text holds none. */
export type Node = ParsedNode | null

/** A map as composed with string keys. */
export type StringMap = YAMLMap.Parsed<Scalar.Parsed, Node>

type Reading = {
  readonly data: unknown
  readonly faults: readonly Fault[]
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>
}

const define = (data: Record<string, unknown>, name: string, value: unknown): void => {
  // A plain assignment would set the prototype, and takes a fraction of the time for any other key.
  if (name === '__proto__')
    Object.defineProperty(data, name, { value, enumerable: true, configurable: true, writable: true })
  else data[name] = value
}

/**
 * The data of the tree as plain values. Aliases share the value they stand for; the faults are what YAML leaves open.
 * With `merge`, the maps of a `<<` key are merged, as the readers of other tools' files do.
 */
export const readData = (root: Node, text: string, at: Lines, merge = false): Reading => {
  const faults: Fault[] = []
  const targets = new Map<Alias, Node>()
  const anchors = new Map<string, ParsedNode>()
  const anchored = new Map<ParsedNode, { readonly data: unknown; readonly size: number }>()
  const open = new Set<ParsedNode>()
  let values = 0

  const readAlias = (alias: Alias.Parsed): unknown => {
    const name = excerpt(alias.source)
    const target = anchors.get(alias.source)
    const known = target && anchored.get(target)
    if (known) {
      targets.set(alias, target)
      const before = values
      values += known.size
      if (values > MAX_VALUES && before <= MAX_VALUES) {
        const message = `with \`*${name}\` the aliases unfold to more than ${MAX_VALUES} values`
        faults.push(faultAt(alias, message, 'write the values out'))
      }
      return known.data
    }
    faults.push(
      target && open.has(target)
        ? faultAt(alias, `\`*${name}\` stands inside the value it repeats`, 'write the value out')
        : faultAt(
            alias,
            `\`*${name}\` repeats the value marked \`&${name}\`, and nothing above is marked so`,
            `quote the value if it is text, or write \`&${name}\` before the value to repeat`,
          ),
    )
    return null
  }

  const readScalar = (node: Scalar.Parsed, isItem: boolean): unknown => {
    // Other tools' files are theirs to write.
    const swallowed = merge ? undefined : swallowedItem(node, isItem, text, at)
    if (swallowed) faults.push(swallowed)
    const found = node.type === 'QUOTE_DOUBLE' ? unprintable(String(node.value)) : undefined
    if (found)
      faults.push(faultAt(node, `an escape stands for ${found.code}, which is no text`, 'delete the escape'))
    return node.value
  }

  const readMap = (map: StringMap, isItem: boolean): unknown => {
    const data: Record<string, unknown> = {}
    const firsts = new Map<string, ParsedNode>()
    const merged: unknown[] = []
    const repeats: Repeat[] = []
    let index = -1
    for (const { key, value } of map.items) {
      index += 1
      const name = String(read(key))
      const item = read(value)
      if (merge && key.type === 'PLAIN' && name === '<<') {
        merged.push(...(Array.isArray(item) ? item : [item]))
        continue
      }
      const first = firsts.get(name)
      if (first)
        repeats.push({ key, name, value: item, index, first, isOpening: first === map.items[0]?.key })
      else firsts.set(name, key)
      if (key.type === 'PLAIN' && name === '') {
        faults.push(faultAt(key, 'no key stands before the `:`', 'write `key: value`'))
      }
      if (key.type === 'PLAIN' && name === '<<') {
        const help = 'write the keys out, or repeat a whole value, as in `over: *over`'
        faults.push(faultAt(key, '`<<` merged maps in YAML 1.1 and is a plain key in YAML 1.2', help))
      }
      define(data, name, item)
    }
    faults.push(...repeatFaults(repeats, isItem, at))
    for (const source of merged)
      if (typeof source === 'object' && source !== null && !Array.isArray(source))
        for (const [name, item] of Object.entries(source)) {
          values += 1
          if (!Object.hasOwn(data, name)) define(data, name, item)
        }
    return data
  }

  const readAny = (node: ParsedNode, isItem: boolean): unknown => {
    if (isScalar(node)) return readScalar(node, isItem)
    if (isMap(node)) return readMap(node as StringMap, isItem)
    if (isSeq(node)) return node.items.map((item) => read(item, !node.flow))
    return null
  }

  const read = (node: Node, isItem = false): unknown => {
    if (node === null) return null
    if (isAlias(node)) return readAlias(node)
    const before = values
    values += 1
    if (!node.anchor) return readAny(node, isItem)
    anchors.set(node.anchor, node)
    open.add(node)
    const data = readAny(node, isItem)
    open.delete(node)
    anchored.set(node, { data, size: values - before })
    return data
  }

  return { data: read(root), faults, targets }
}
