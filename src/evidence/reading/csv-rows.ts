import { CsvError, parse } from 'csv-parse/sync'
import type { Range } from '../../yaml/lines.ts'
import { textIn } from './documents.ts'
import { maxRows } from './follow.ts'
import { malformed, type Reading, unknown } from './kind.ts'

/** The codes of the parser in our words: its own text shows what stands in the file. */
export const said: { readonly [code: string]: string } = {
  CSV_RECORD_INCONSISTENT_COLUMNS: 'has a different number of columns than the first',
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'has a different number of columns than the first',
  CSV_QUOTE_NOT_CLOSED: 'has an unclosed quote',
  CSV_INVALID_CLOSING_QUOTE: 'has text after a closing quote',
  INVALID_OPENING_QUOTE: 'has a quote inside an unquoted cell',
  CSV_MAX_RECORD_SIZE: 'is longer than 1 MiB',
}

/** Each cell takes its time, however short it is. */
const maxCells = 2_000_000
const maxColumns = 1000

const maxLineLength = 1024 * 1024

/** The number of the first line that is too long: the parser notices late, after a second for each MiB. */
const longLine = (text: string): number | undefined => {
  for (let start = 0, number = 1; start < text.length; number += 1) {
    const feed = text.indexOf('\n', start)
    const end = feed === -1 ? text.length : feed
    if (end - start > maxLineLength) return number
    start = end + 1
  }
  return undefined
}

type Layout = { readonly delimiter: string; readonly from_line: number; readonly record_delimiter: string[] }

/**
 * The sign between the cells, and the line of the header: Excel may name the sign in a line above it, `sep=;`. Otherwise
 * it is the one that the header holds most of. Lines may end in several ways: what a script appends ends in its own.
 */
export const layoutOf = (line: string): Layout => {
  const [, named] = /^"?sep=([\t;,|])"?\r?$/i.exec(line) ?? []
  const most = (one: string, sign: string) => (line.split(sign).length > line.split(one).length ? sign : one)
  const found =
    named === undefined
      ? { delimiter: ['\t', ';', ','].reduce(most), from_line: 1 }
      : { delimiter: named, from_line: 2 }
  return { ...found, record_delimiter: ['\r\n', '\n', '\r'] }
}

/** One row; `cell` gives the text under a heading, undefined where there is no such column. */
export type CsvRow = {
  readonly cell: (name: string) => string | undefined
  readonly cells: readonly string[]
  readonly columns: readonly string[]
  readonly place: () => Range
}

/**
 * Reads CSV with a header, row by row, but for those of empty cells; undefined once every row was seen. Headings are trimmed and in lower case.
 * Source: RFC 4180; a semicolon or a tab may stand for the comma.
 */
export const csvRows = (bytes: Uint8Array, see: (row: CsvRow) => void): Reading<never> | undefined => {
  const decoded = textIn(bytes)
  if (decoded.state !== 'read') return decoded
  const { text, at } = decoded.value
  const long = longLine(text)
  if (long !== undefined) return malformed(`cannot be read: line ${long} is longer than 1 MiB`, at.line(long))
  let columns: readonly string[] | undefined
  let rows = 0
  let tooMuch: string | undefined
  const stop = (what: string) => {
    tooMuch = what
    throw new Error(what)
  }
  try {
    parse(text, {
      ...layoutOf(text.slice(0, 10_000).split(/\r?\n/, 1)[0] ?? ''),
      skip_empty_lines: true,
      max_record_size: maxLineLength,
      on_record: (record: readonly string[], { lines: line }) => {
        if (record.length > maxColumns) stop('1,000 columns')
        rows += 1
        if (rows > maxRows) stop('200,000 rows')
        if (rows * record.length > maxCells) stop('2,000,000 cells')
        if (columns === undefined) columns = record.map((name) => name.trim().toLowerCase())
        // Spreadsheets export rows of separators alone.
        else if (record.some((text) => text.trim() !== '')) {
          const header = columns
          const cell = (name: string) => {
            const index = header.indexOf(name)
            return index === -1 ? undefined : record[index]
          }
          see({ cell, cells: record, columns: header, place: () => at.line(line) })
        }
        return null
      },
    })
  } catch (error) {
    if (tooMuch !== undefined) return unknown(`has more than ${tooMuch}, too many to read`)
    if (!(error instanceof CsvError)) throw error
    const { code, lines: found } = error
    const line = typeof found === 'number' ? found : 1
    const why = Object.hasOwn(said, code) ? said[code] : 'is not CSV'
    return malformed(`cannot be read: line ${line} ${why}`, at.line(line))
  }
  return undefined
}
