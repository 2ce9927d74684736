import { parquetMetadata } from 'hyparquet'
import type { Range } from '../../document/range.ts'
import { malformed, type Reading, read, unknown } from '../reading.ts'
import type { EvalSet } from './eval-set.ts'

const origin = { line: 1, column: 1, offset: 0 }
const start: Range = { start: origin, end: origin }

const mark = [0x50, 0x41, 0x52, 0x31]
const isMarked = (bytes: Uint8Array, from: number): boolean =>
  mark.every((byte, at) => bytes[from + at] === byte)

/** Longer footers are of files with thousands of columns; a hostile one takes its reader time without end. */
const longestFooter = 32 * 1024

/**
 * Counts the rows of a Parquet file by its footer. The columns are left alone: a run of a few bytes may stand for
 * billions of values, and nothing bounds what reading them takes.
 * Source: github.com/apache/parquet-format, "File format".
 */
export const readParquet = (bytes: Uint8Array): Reading<EvalSet> => {
  const { length } = bytes
  if (length < 12 || !isMarked(bytes, 0) || !isMarked(bytes, length - 4))
    return malformed('is no Parquet file: the mark PAR1 does not stand at both its ends', start)
  const view = new DataView(bytes.buffer, bytes.byteOffset, length)
  const footer = view.getUint32(length - 8, true)
  if (footer > length - 12) return malformed('has a footer that is longer than the file', start)
  if (footer > longestFooter) return unknown('has a footer of more than 32 KiB')
  try {
    const { num_rows: rows } = parquetMetadata(bytes.slice(length - footer - 8), { geoparquet: false })
    if (rows < 0n || rows > 1_000_000_000n)
      return malformed('has a footer with an impossible row count', start)
    const unsaid = { tags: undefined, real: undefined, first: undefined, last: undefined }
    return read({ rows: { value: Number(rows), range: start }, ...unsaid })
  } catch {
    return malformed('has a footer that cannot be read', start)
  }
}
