import { CsvError, parse } from 'csv-parse'
import { metricKey } from '../../model/lists.ts'
import type { OpenFile } from '../../repo/port.ts'
import { plural, quote } from '../../values/text.ts'
import { layoutOf, said } from '../reading/csv-rows.ts'
import { maxLineLength, pieces, type RowsProblem, type Taker } from './pieces.ts'

const maxColumns = 1000
const feed = 0x0a

const tooLong = `has a line of more than ${maxLineLength / 1024} KiB`

/** Watches the bytes that go by: what is no text, and what no line is as long as. */
const watch = () => {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let open = 0
  return (piece: Uint8Array): RowsProblem => {
    if (piece.includes(0)) return 'is a binary file: it contains a NUL byte'
    let start = -open
    for (let at = piece.indexOf(feed); at !== -1; at = piece.indexOf(feed, at + 1)) {
      if (at - start > maxLineLength) return tooLong
      start = at + 1
    }
    open = piece.length - start
    if (open > maxLineLength) return tooLong
    try {
      decoder.decode(piece, { stream: true })
    } catch {
      return 'is not UTF-8'
    }
    return undefined
  }
}

const wordsOf = (error: unknown): string => {
  if (!(error instanceof CsvError)) throw error
  const { code, lines } = error
  const why = code === 'CSV_MAX_RECORD_SIZE' ? `is longer than ${maxLineLength / 1024} KiB` : said[code]
  return `cannot be read: line ${typeof lines === 'number' ? lines : 1} ${why ?? 'is not CSV'}`
}

/** The place of each column of the file, where it counts; words where the header is none. */
const headerOf = (names: readonly string[], { places, columns }: Taker): readonly (number | undefined)[] | string => {
  if (names.length > maxColumns) return 'has more than 1,000 columns'
  const keys = names.map(metricKey)
  const twice = keys.find((key, at) => places.has(key) && keys.indexOf(key) < at)
  if (twice !== undefined) return `has the column ${quote(twice)} twice`
  return columns(new Set(keys)) ?? keys.map((key) => places.get(key))
}

/** Reads CSV with a header; a semicolon or a tab may stand for the comma. Source: RFC 4180. */
export const readCsv = async (file: OpenFile, taker: Taker): Promise<RowsProblem> => {
  const head = new TextDecoder().decode(file.read(0, maxLineLength)).split(/[\r\n]/, 1)[0] ?? ''
  let header: readonly (number | undefined)[] | undefined
  let refusal: RowsProblem
  let failure: unknown
  let number = 0
  const width = Math.max(0, ...[...taker.places.values()].map((place) => place + 1))
  const parser = parse({
    bom: true,
    ...layoutOf(head.slice(0, 10_000)),
    skip_empty_lines: true,
    max_record_size: maxLineLength,
  })
  // As a listener: for each call of its own hook the parser makes an account of where it stands.
  parser.on('data', (record: readonly string[]) => {
    if (refusal !== undefined) return
    if (header === undefined) {
      const found = headerOf(record, taker)
      if (typeof found === 'string') refusal = found
      else header = found
      return
    }
    number += 1
    // Spreadsheets export rows of separators alone.
    if (record.every((text) => text.trim() === '')) return
    const cells = new Array<string | undefined>(width)
    for (const [at, place] of header.entries()) if (place !== undefined) cells[place] = record[at]
    refusal = taker.row(cells, number)
  })
  parser.on('error', (error) => {
    failure ??= error
  })
  const ended = new Promise<void>((done) => parser.once('close', done))
  const see = watch()
  for (const piece of pieces(file)) {
    refusal ??= see(piece)
    if (refusal !== undefined || failure !== undefined) break
    await new Promise<void>((done) => parser.write(piece, () => done()))
  }
  if (refusal !== undefined) parser.destroy()
  else if (failure === undefined) parser.end()
  await ended
  if (refusal !== undefined) return refusal
  if (failure !== undefined) return wordsOf(failure)
  return number === 0
    ? `has no rows: expected a header and a row for each unit, found ${plural(header ? 1 : 0, 'line')}`
    : undefined
}
