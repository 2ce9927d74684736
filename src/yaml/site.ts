import { isAlias, isMap, isScalar, isSeq, type ParsedNode } from 'yaml'
import { isEmpty, type OffsetSpan, type Spot, type YamlPair } from './locate.ts'
import type { Node } from './nodes.ts'

/** The text of a value and its neighbours, by offsets; `end` is exclusive. */
export type Site = {
  readonly key: OffsetSpan | undefined
  /** Empty where nothing is written. */
  readonly value: OffsetSpan
  readonly form: 'plain' | 'quoted' | 'block' | 'collection' | 'empty'
  /** The whole entry or item, from its key or dash. */
  readonly entry: OffsetSpan
  /** Whether what holds it is written between brackets. */
  readonly inFlow: boolean
  /** Where the entry before ends and the next one starts. */
  readonly before: number | undefined
  readonly after: number | undefined
}

/** From the first to the last sign of a node; what is between it and the next one does not belong to it. */
const extent = (node: ParsedNode): OffsetSpan => {
  const [start, end] = node.range
  if (isScalar(node) || isAlias(node) || node.flow) return [start, end]
  const last: unknown = node.items.at(-1)
  const child = isMap(node) ? ((last as YamlPair).value ?? (last as YamlPair).key) : (last as ParsedNode)
  return [start, extent(child)[1]]
}

const formOf = (node: Node): Site['form'] => {
  if (node === null || isEmpty(node)) return 'empty'
  if (!isScalar(node)) return 'collection'
  if (node.type === 'PLAIN') return 'plain'
  return node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? 'quoted' : 'block'
}

/** Where an edit finds a value; undefined for the root, for what is missing, and for what an alias brings in. */
export const siteOf = ({ node, key, alias, whole, holder }: Spot, text: string): Site | undefined => {
  if (!whole || alias || isAlias(node) || (!isMap(holder) && !isSeq(holder))) return undefined
  const dashed = !isMap(holder) && !holder.flow
  const spanOf = (one: YamlPair | ParsedNode): OffsetSpan => {
    const { key: name, value } = 'key' in one ? one : { key: undefined, value: one }
    const [start, end] = value === null ? (name?.range ?? [0, 0]) : extent(value)
    return [name?.range[0] ?? (dashed ? text.lastIndexOf('-', start) : start), Math.max(end, name?.range[1] ?? 0)]
  }
  const items = holder.items as (YamlPair | ParsedNode)[]
  const at = items.findIndex((one) => ('key' in one ? one.key === key : one === node))
  const [here, before, after] = [items[at], items[at - 1], items[at + 1]]
  if (here === undefined) return undefined
  const value = node === null || isEmpty(node) ? undefined : extent(node)
  return {
    key: key && [key.range[0], key.range[1]],
    value: value ?? [spanOf(here)[1], spanOf(here)[1]],
    form: formOf(node),
    entry: spanOf(here),
    inFlow: holder.flow === true,
    before: before && spanOf(before)[1],
    after: after && spanOf(after)[0],
  }
}
