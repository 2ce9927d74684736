import { isMap, maybeThousands } from '../../yaml/data.ts'
import type { Path } from '../../yaml/path.ts'
import { type Document, textIn } from './documents.ts'
import { malformed, type Reading } from './kind.ts'

/** A count under one of the keys that is written as `58.000`; undefined where there is none. */
export const unclearCount = (
  bytes: Uint8Array,
  { data, locate }: Document,
  keys: ReadonlySet<string>,
): Reading<never> | undefined => {
  const decoded = textIn(bytes)
  const text = decoded.state === 'read' ? decoded.value.text : ''
  const visit = (part: unknown, path: Path): Reading<never> | undefined => {
    if (isMap(part) || Array.isArray(part)) {
      for (const [key, value] of Object.entries(part)) {
        const found = visit(value, [...path, Array.isArray(part) ? Number(key) : key])
        if (found !== undefined) return found
      }
      return undefined
    }
    if (typeof part !== 'number' || !keys.has(String(path.at(-1)))) return undefined
    const range = locate(path)
    const written = text.slice(range.start.offset, range.end.offset)
    return maybeThousands(written)
      ? malformed(`has ${written}, which can mean thousands or decimals`, range)
      : undefined
  }
  // Nearly no file holds one, and it takes time to look where each value stands.
  return /\d\.000(?!\d)/.test(text) ? visit(data, []) : undefined
}
