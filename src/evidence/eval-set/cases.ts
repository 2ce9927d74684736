import { decode } from '../../yaml/decode.ts'
import { parseJson } from '../../yaml/json.ts'
import { lines } from '../../yaml/lines.ts'
import { csvRows } from '../reading/csv-rows.ts'
import { mostBytes, mostRows } from '../reading/follow.ts'
import { malformed, type Reader, type Reading, read, unknown } from '../reading/kind.ts'
import type { EvalSet } from './eval-set.ts'
import { caseOf, dayIn, hasInput, tagsIn, tally } from './tally.ts'

/** A row of more than this is no case. */
const longestRow = 1024 * 1024

/** Whether a value says nothing, so that no case can be made of it. */
const isNothing = (data: unknown): boolean =>
  data === null || data === '' || (typeof data === 'object' && Object.keys(data).length === 0)

/** Reads JSON Lines: a JSON value a line; blank lines are passed over. Source: jsonlines.org. */
export const readJsonl = (bytes: Uint8Array): Reading<EvalSet> => {
  const decoded = decode(bytes, mostBytes)
  const text = 'text' in decoded ? decoded.text : ''
  const at = lines(text)
  if ('fault' in decoded) return malformed(`cannot be read: ${decoded.fault.message}`, at.range(0, 0))
  const cases = tally()
  let number = 0
  let rows = 0
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start)
    const end = feed === -1 ? text.length : feed
    const from = start
    number += 1
    start = end + 1
    if (text.slice(from, end).trim() === '') continue
    rows += 1
    if (rows > mostRows) return unknown('has more than 200,000 rows, too many to read')
    const place = () => at.range(from, at.lineEnd(from))
    if (end - from > longestRow) return malformed(`has more than 1 MiB in line ${number}`, place())
    const row = parseJson(text.slice(from, end))
    if (row.ok && isNothing(row.data)) return malformed(`holds nothing in line ${number}`, place())
    if (row.ok) cases.add(caseOf(row.data, text.slice(from, end).trim()), place)
    else {
      const { offset } = row.problem.range.start
      const words = row.problem.message.replace('the end of the file', 'the end of the line')
      return malformed(
        `cannot be read in line ${number}: ${words}`,
        at.range(from + offset, from + offset + 1),
      )
    }
  }
  return read(cases.total(at.range(0, 0)))
}

const origin = { line: 1, column: 1, offset: 0 }

/** Reads an eval set in CSV: a case a row, under headings of which `tags`, `source` and `collected` count. */
export const readCsv = (bytes: Uint8Array): Reading<EvalSet> => {
  const cases = tally()
  const fault = csvRows(bytes, ({ cell, cells, place }) => {
    const tags = cell('tags') ?? cell('tag')
    const source = cell('source')
    cases.add(
      {
        tags: tags === undefined ? undefined : tagsIn(tags),
        source,
        collected: dayIn(cell('collected')),
        whole: hasInput((name) => (cell(name) ?? '').trim() !== '') ? JSON.stringify(cells) : undefined,
      },
      place,
    )
  })
  return fault ?? read(cases.total({ start: origin, end: origin }))
}

export type { EvalSet } from './eval-set.ts'

/** Reads an eval set: JSON Lines, CSV or Parquet, told apart by the name of the file. */
export const reader: Reader<EvalSet> = async ({ file, bytes }) => {
  if (/\.(?:jsonl|ndjson)$/i.test(file)) return readJsonl(bytes)
  if (/\.(?:csv|tsv)$/i.test(file)) return (await import('./cases.ts')).readCsv(bytes)
  if (/\.parquet$/i.test(file)) return (await import('./parquet.ts')).readParquet(bytes)
  return unknown('is no JSONL, CSV or Parquet file')
}
