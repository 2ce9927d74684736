import {
  type Alias,
  Composer,
  type CST,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLParseError,
} from 'yaml'
import { unprintable } from './decode.ts'
import { excerpt, type Fault } from './fault.ts'
import type { Lines } from './lines.ts'

/** A key that its map holds already. */
type Repeat = {
  readonly key: Scalar.Parsed
  readonly name: string
  readonly value: unknown
  /** Which key of its map it is. */
  readonly index: number
  /** The key of the same name before it. */
  readonly first: ParsedNode
  /** Whether that is the key with which the map begins. */
  readonly isOpening: boolean
}

/** The fragment that a thousands separator leaves in a flow map: `{full: 60,000/month}` holds the key `000/month`. */
export const isThousandsLeftover = (key: string): boolean => /^\d{3}(?:[/ ].*)?$/.test(key)

const faultAt = (node: ParsedNode, message: string, help: string): Fault => ({
  message,
  help,
  start: node.range[0],
  end: node.range[1],
})

const dropped = 'readers drop the other silently'

const repeatFault = ({ key, name, value, first }: Repeat, at: Lines): Fault => {
  if (value === null && isThousandsLeftover(name)) {
    return faultAt(
      key,
      `\`${excerpt(name)}\` is read as a key: the comma ends the value before it`,
      'write numbers without thousands separators, as in `60000/month`',
    )
  }
  const [before, here] = [first, key].map((node) => at.position(node.range[0]).line)
  const where = before === here ? `twice on line ${here}` : `on line ${before} and again on line ${here}`
  return faultAt(key, `\`${excerpt(name)}\` is written ${where}`, `keep one of the two: ${dropped}`)
}

const enumerated = (names: readonly string[]): string =>
  names.length > 3
    ? `\`${names[0]}\` and ${names.length - 1} keys after it`
    : `\`${names.slice(0, -1).join('`, `')}\` and \`${names.at(-1)}\``

/**
 * The faults of keys that a map holds twice. Where it begins again with its first key, that is one mistake: the `- `
 * before an item is forgotten, or a block is there twice.
 */
const repeatFaults = (repeats: readonly Repeat[], isItem: boolean, at: Lines): Fault[] => {
  const [first] = repeats
  const last = repeats.at(-1)
  if (first === undefined || last === undefined) return []
  const line = at.position(first.key.range[0]).line
  const begun = at.position(first.first.range[0]).line
  const isBlock = first.isOpening && last.index - first.index === repeats.length - 1 && line > begun
  const names = [...new Set(repeats.map(({ name }) => excerpt(name)))]
  if (!isBlock || names.length === 1) return repeats.map((repeat) => repeatFault(repeat, at))
  const message = `${enumerated(names)} stand here a second time, after line ${begun}`
  const help = isItem
    ? `begin line ${line} with \`- \` where another item begins, or keep one of each`
    : `keep one of each: ${dropped}`
  return [faultAt(first.key, message, help)]
}

/**
 * A list item that became part of the text above it: YAML joins unquoted lines. Only where the text is an item itself,
 * or stands in the same column, for prose may hold a dash.
 */
const swallowedItem = (
  scalar: Scalar.Parsed,
  isItem: boolean,
  text: string,
  lines: Lines,
): Fault | undefined => {
  if (scalar.type !== 'PLAIN') return undefined
  const [start, end] = scalar.range
  const first = text.indexOf('\n', start)
  if (first === -1 || first >= end) return undefined
  const column = lines.position(start).column - 1
  const isOwnLine = text.slice(start - column, start).trim() === ''
  if (!isItem && !isOwnLine) return undefined
  for (let feed = first; feed !== -1 && feed < end; feed = text.indexOf('\n', feed + 1)) {
    const dash = /^( *)-[ \t]/.exec(text.slice(feed + 1, Math.min(end, feed + 1000)))
    const indent = dash?.[1]?.length
    if (indent === undefined || (!isItem && indent !== column)) continue
    const at = feed + 1 + indent
    return {
      message: 'the list item is read as part of the text above it',
      help: isItem
        ? 'indent it as the item above; if it belongs to the text, quote the whole text'
        : 'begin the line above with `- ` as well; if it is one text, quote it',
      start: at,
      end: at + 1,
    }
  }
  return undefined
}

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

type Composed = { readonly root: ParsedNode | null; readonly errors: readonly YAMLParseError[] }

const OPTIONS = {
  schema: 'core',
  stringKeys: true,
  // Quadratic in the library; `readData` looks for duplicates itself.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const

/** Builds the node tree of every document that the tokens hold. `length` is that of the text. */
export function* composeAll(tokens: readonly CST.Token[], length: number): Generator<Composed> {
  for (const { contents, errors } of new Composer(OPTIONS).compose(tokens, true, length))
    yield { root: contents, errors }
}

/** Builds the node tree of the one document that the tokens hold. */
export const compose = (tokens: readonly CST.Token[], length: number): Composed => {
  for (const composed of composeAll(tokens, length)) return composed
  return { root: null, errors: [] }
}
