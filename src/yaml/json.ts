import { decode } from './decode.ts'
import { excerpt, type SyntaxProblem } from './fault.ts'
import { type Found, fault, span } from './json-scan.ts'
import { lines } from './lines.ts'
import type { Path } from './path.ts'
import type { Range } from './range.ts'

/** The data of a text and where its parts stand. */
export type Located = {
  readonly data: unknown
  /** The place of a value, or of the key that names it; what is missing, on the nearest part that should hold it. */
  locate(path: Path, part?: 'key' | 'value'): Range
}

export type JsonDocument =
  | ({ readonly ok: true } & Located)
  | { readonly ok: false; readonly problem: SyntaxProblem }

/** Values nested deeper than this are refused: who walks through data would run out of stack. */
const maxNesting = 64

/** Reads JSON (RFC 8259) of at most `limit` bytes. Never throws, and never repeats the input in its own words. */
export const parseJson = (input: Uint8Array | string, limit = 10 * 1024 * 1024): JsonDocument => {
  const decoded = decode(input, limit)
  const text = 'text' in decoded ? decoded.text : ''
  const at = lines(text)
  const refused = (message: string, help: string, offset: number): JsonDocument => ({
    ok: false,
    problem: { message, help, range: at.range(offset, Math.min(offset + 1, at.lineEnd(offset))) },
  })
  if ('fault' in decoded) return refused(decoded.fault.message, decoded.fault.help, 0)
  const wrong = fault(text, maxNesting)
  if (wrong?.kind === 'depth')
    return refused(`the file has more than ${maxNesting} levels of nesting`, 'write it flatter', wrong.at)
  if (wrong?.kind === 'twice')
    return refused(
      'a key is written twice in one map: readers drop one of the two silently',
      'keep one of the two',
      wrong.at,
    )
  if (wrong !== undefined) {
    const found = wrong.at >= text.length ? 'the end of the file' : `\`${excerpt(text.charAt(wrong.at))}\``
    return refused(`no JSON: ${found} stands where ${wrong.wanted} belongs`, 'write valid JSON', wrong.at)
  }
  const known: Found = { keys: new Map(), items: new Map() }
  return {
    ok: true,
    data: JSON.parse(text),
    locate: (path, part = 'value') => {
      const { start, end } = span(text, path, part, known)
      return at.range(start, Math.min(end, at.lineEnd(start)))
    },
  }
}
