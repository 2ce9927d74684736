import { isMap } from '../../yaml/data.ts'
import { parseJson } from '../../yaml/json.ts'
import { lines } from '../../yaml/lines.ts'
import { documentIn, textIn } from '../reading/documents.ts'
import { mostRows } from '../reading/follow.ts'
import { malformed, type Reader, type Reading, read, type Source, unknown } from '../reading/kind.ts'
import { partOf } from '../reading/part.ts'
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

/** Where tools keep the list of their cases. Source: promptfoo, configuration; LangSmith and Langfuse, dataset exports. */
const holders = ['tests', 'examples', 'items', 'data', 'cases', 'rows']

const foreign = unknown('is no list of cases: JSONL, CSV, Parquet, a JSON array, or the tests of promptfoo')

/** Reads a list of maps, alone or under the key under which a tool keeps it. */
const readList = (source: Source): Reading<EvalSet> => {
  const document = documentIn(source, foreign)
  if (document.state !== 'read') return document
  const whole = partOf(document.value)
  const list = [whole, ...holders.map((key) => whole.at(key))].find(({ data }) => Array.isArray(data))
  const all = list?.items() ?? []
  // A list of files, or of what a program makes when it runs, is no list of cases.
  if (all.length === 0 || !all.every(({ data }) => isMap(data))) return foreign
  if (all.length > mostRows) return unknown('has more than 200,000 rows, too many to read')
  const [cases, contentOf] = [tally(), contents()]
  const empty = all.find(({ data }) => isNothing(data))
  if (empty !== undefined) return malformed('holds a case that says nothing', empty.range())
  for (const one of all) cases.add(caseOf(one.data, contentOf(one.data)), () => one.range())
  return read(cases.total(lines('').range(0, 0)))
}

export const reader: Reader<EvalSet> = async (source) => {
  const { file, bytes } = source
  if (/\.(?:jsonl|ndjson)$/i.test(file)) return readJsonl(bytes)
  if (/\.(?:csv|tsv)$/i.test(file)) return readCsv(bytes)
  if (/\.parquet$/i.test(file)) return (await import('./parquet.ts')).readParquet(bytes)
  return /\.(?:json|ya?ml)$/i.test(file) ? readList(source) : foreign
}
