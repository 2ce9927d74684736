import { parseJson } from '../../yaml/json.ts'
import { lines } from '../../yaml/lines.ts'
import { textIn } from '../reading/documents.ts'
import { mostRows } from '../reading/follow.ts'
import { malformed, type Reader, type Reading, read, unknown } from '../reading/kind.ts'
import { dayIn } from '../reading/value.ts'
import { contents } from './content.ts'
import type { EvalSet } from './eval-set.ts'
import { caseOf, sourceOf, tagsIn, tally } from './tally.ts'

const longestRow = 1024 * 1024

/** Whether a value says nothing, so that no case can be made of it. */
const isNothing = (data: unknown): boolean =>
  data === null || data === '' || (typeof data === 'object' && Object.keys(data).length === 0)

/** Reads JSON Lines: a JSON value a line; blank lines are passed over. Source: jsonlines.org. */
const readJsonl = (bytes: Uint8Array): Reading<EvalSet> => {
  const decoded = textIn(bytes)
  if (decoded.state !== 'read') return decoded
  const { text, at } = decoded.value
  const [cases, contentOf] = [tally(), contents()]
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
    if (rows > mostRows) return unknown('has more than 200,000 rows, too many to read')
    const place = () => at.range(from, at.lineEnd(from))
    if (end - from > longestRow) return malformed(`has more than 1 MiB in line ${number}`, place())
    const row = parseJson(written)
    if (row.ok && isNothing(row.data)) return malformed(`holds nothing in line ${number}`, place())
    if (row.ok) cases.add(caseOf(row.data, contentOf(row.data)), place)
    else {
      const { message, range } = row.problem
      const words = message.replace('the end of the file', 'the end of the line')
      const offset = from + range.start.offset
      return malformed(`cannot be read in line ${number}: ${words}`, at.range(offset, offset + 1))
    }
  }
  return read(cases.total(at.range(0, 0)))
}

/** Reads CSV: a case a row, under headings of which `tags`, `source` and `collected` count. */
const readCsv = async (bytes: Uint8Array): Promise<Reading<EvalSet>> => {
  const { csvRows } = await import('../reading/csv-rows.ts')
  const [cases, contentOf] = [tally(), contents()]
  const fault = csvRows(bytes, ({ cell, cells, columns, place }) => {
    const tags = cell('tags') ?? cell('tag')
    const collected = dayIn(cell('collected') ?? cell('date'))
    // Spreadsheets export rows of separators alone.
    if (cells.every((one) => one.trim() === '')) return
    const real = cell('real')?.trim().toLowerCase()
    const source = real === 'true' || real === 'false' ? sourceOf({ real: real === 'true' }) : cell('source')
    const nameAt = (name: string, at: number) => (name === '' || columns.indexOf(name) < at ? `${name} ${at}` : name)
    const content = contentOf(Object.fromEntries(columns.map((name, at) => [nameAt(name, at), cells[at]])))
    cases.add({ tags: tags === undefined ? undefined : tagsIn(tags), source, collected, content }, place)
  })
  return fault ?? read(cases.total(lines('').range(0, 0)))
}

export const reader: Reader<EvalSet> = async ({ file, bytes }) => {
  if (/\.(?:jsonl|ndjson)$/i.test(file)) return readJsonl(bytes)
  if (/\.(?:csv|tsv)$/i.test(file)) return readCsv(bytes)
  if (/\.parquet$/i.test(file)) return (await import('./parquet.ts')).readParquet(bytes)
  return unknown('is no JSONL, CSV or Parquet file')
}
