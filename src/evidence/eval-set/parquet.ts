import { type FileMetaData, parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet'
import type { Range } from '../../yaml/lines.ts'
import { malformed, type Reading, read, unknown } from '../reading.ts'
import { caseOf } from './case.ts'
import type { EvalSet } from './eval-set.ts'
import { isBounded } from './parquet-runs.ts'
import { tally } from './tally.ts'

const origin = { line: 1, column: 1, offset: 0 }
const start: Range = { start: origin, end: origin }

const mark = [0x50, 0x41, 0x52, 0x31]
const isMarked = (bytes: Uint8Array, from: number): boolean =>
  mark.every((byte, at) => bytes[from + at] === byte)

/** Longer footers are of files with thousands of columns; a hostile one takes its reader the square of its length. */
const longestFooter = 32 * 1024

/** Of more rows than this, only their number is read. */
const mostRows = 100_000

const wanted = ['tags', 'tag', 'source', 'collected']

const metadataOf = (bytes: Uint8Array): FileMetaData | undefined => {
  try {
    const { length } = bytes
    const footer = new DataView(bytes.buffer, bytes.byteOffset, length).getUint32(length - 8, true)
    return parquetMetadata(bytes.slice(length - footer - 8), { geoparquet: false })
  } catch {
    return undefined
  }
}

/** The rows, of the columns that say something of a case; undefined where nobody can say what reading them takes. */
const rowsOf = async (bytes: Uint8Array, metadata: FileMetaData): Promise<object[] | undefined> => {
  try {
    const schema = parquetSchema(metadata)
    const columns = schema.children.map(({ element }) => element.name).filter((name) => wanted.includes(name))
    const groups = metadata.row_groups
    const rows = groups.reduce((sum, group) => sum + Number(group.num_rows), 0)
    if (columns.length === 0 || rows !== Number(metadata.num_rows) || rows > mostRows) return undefined
    for (const { columns: chunks } of groups)
      for (const { meta_data: column } of chunks)
        if (
          column === undefined ||
          (columns.includes(column.path_in_schema[0] ?? '') && !isBounded(bytes, column, schema))
        )
          return undefined
    const file = {
      byteLength: bytes.length,
      slice: (from: number, to?: number) => bytes.slice(from, to).buffer,
    }
    return await parquetReadObjects({ file, metadata, columns })
  } catch {
    return undefined
  }
}

/**
 * Reads a Parquet file: the number of rows by its footer, and tags and sources where their columns are texts, plain
 * or in Snappy. Source: github.com/apache/parquet-format, "File format".
 */
export const readParquet = async (bytes: Uint8Array): Promise<Reading<EvalSet>> => {
  const { length } = bytes
  if (length < 12 || !isMarked(bytes, 0) || !isMarked(bytes, length - 4))
    return malformed('is no Parquet file: the mark PAR1 does not stand at both its ends', start)
  const footer = new DataView(bytes.buffer, bytes.byteOffset, length).getUint32(length - 8, true)
  if (footer > length - 12) return malformed('has a footer that is longer than the file', start)
  if (footer > longestFooter) return unknown('has a footer of more than 32 KiB')
  const metadata = metadataOf(bytes)
  const count = Number(metadata?.num_rows ?? -1)
  if (metadata === undefined || !(count >= 0 && count <= 1e9))
    return malformed('has a footer that cannot be read', start)
  const rows = await rowsOf(bytes, metadata)
  const cases = tally()
  for (const row of rows ?? []) cases.add(caseOf(row), () => start)
  return read({ ...cases.total(start), rows: { value: count, range: start } })
}
