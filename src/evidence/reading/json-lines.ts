import { parseJson } from '../../yaml/json.ts'
import { nowhere, type Range } from '../../yaml/lines.ts'
import { textIn } from './documents.ts'
import { maxRows } from './follow.ts'
import { malformed, type Reading, read, unknown } from './kind.ts'

const maxRowLength = 1024 * 1024

/** One value; `place` is that of its line. */
export type JsonLine = { readonly data: unknown; readonly number: number; readonly place: () => Range }

/**
 * Reads JSON Lines, a JSON value a line; blank lines are passed over. What `see` answers ends the reading. Gives the
 * place of the beginning. Source: jsonlines.org.
 */
export const jsonLines = (bytes: Uint8Array, see: (line: JsonLine) => Reading<never> | undefined): Reading<Range> => {
  const decoded = textIn(bytes)
  if (decoded.state !== 'read') return decoded
  const { text, at } = decoded.value
  let [number, rows] = [0, 0]
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start)
    const end = feed === -1 ? text.length : feed
    const from = start
    number += 1
    start = end + 1
    const written = text.slice(from, end)
    if (written.trim() === '') continue
    rows += 1
    if (rows > maxRows) return unknown('has more than 200,000 rows, too many to read')
    const place = () => at.range(from, at.lineEnd(from))
    if (end - from > maxRowLength) return malformed(`has more than 1 MiB in line ${number}`, place())
    const row = parseJson(written)
    if (!row.ok) {
      const { message, range } = row.problem
      const words = message.replace('the end of the file', 'the end of the line')
      const offset = from + range.start.offset
      return malformed(`cannot be read in line ${number}: ${words}`, at.range(offset, offset + 1))
    }
    const ended = see({ data: row.data, number, place })
    if (ended !== undefined) return ended
  }
  return read(nowhere)
}
