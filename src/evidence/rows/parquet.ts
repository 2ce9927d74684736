import { type FileMetaData, parquetRead, parquetSchema } from 'hyparquet'
import { metricKey } from '../../model/lists.ts'
import type { OpenFile } from '../../repo/port.ts'
import { quote } from '../../values/text.ts'
import { areApart, isBounded, isMarked, metadataOf, spanOf } from '../eval-set/parquet.ts'
import type { Cell, RowsProblem, Taker } from './pieces.ts'

const maxFooterLength = 1024 * 1024
/** So many rows are in memory at a time. Fewer take longer: the dictionary of a column is read again for each batch. */
const batch = 20_000
const maxRowsInGroup = 4_000_000
/** Of the pages of one column in one group of rows, in bytes. */
const maxChunkBytes = 64 * 1024 * 1024

type Column = { readonly name: string; readonly place: number }
type Chunk = NonNullable<FileMetaData['row_groups'][number]['columns'][number]['meta_data']>

const cellOf = (value: unknown): Cell => {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return String(value)
  if (!(value instanceof Date)) return '{…}'
  const time = value.getTime()
  if (!Number.isFinite(time)) return '{…}'
  const text = value.toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text
}

/** The columns that count; words where the file does not name them as it has to. */
const columnsOf = (metadata: FileMetaData, { places, columns }: Taker): readonly Column[] | string => {
  const names = parquetSchema(metadata).children.map(({ element, children }) => ({
    name: element.name,
    key: metricKey(element.name),
    isPlain: children.length === 0 && element.repetition_type !== 'REPEATED',
  }))
  const own = names.filter(({ key }) => places.has(key))
  const twice = own.find(({ key }, at) => own.findIndex((one) => one.key === key) < at)
  if (twice !== undefined) return `has the column ${quote(twice.name)} twice`
  const nested = own.find(({ isPlain }) => !isPlain)
  if (nested !== undefined) return `has lists or structs in the column ${quote(nested.name)}`
  const refusal = columns(new Set(names.map(({ key }) => key)))
  return refusal ?? own.map(({ name, key }) => ({ name, place: places.get(key) ?? 0 }))
}

type Source = { readonly byteLength: number; readonly slice: (from: number, to?: number) => ArrayBuffer }

const codecs: readonly string[] = ['UNCOMPRESSED', 'SNAPPY']

/** Why a column of a group of rows is not read; undefined where reading it is bounded. */
const chunkFault = (chunk: Chunk | undefined, { byteLength, slice }: Source, metadata: FileMetaData): RowsProblem => {
  const span = chunk && spanOf(chunk, byteLength)
  if (chunk === undefined || span === undefined) return 'has a column that lies outside of the file'
  const name = quote(chunk.path_in_schema[0])
  if (!codecs.includes(chunk.codec))
    return `has the column ${name} compressed with ${quote(chunk.codec)}; write it uncompressed or with Snappy`
  if (span.end - span.start > maxChunkBytes) return `has more than 64 MiB of the column ${name} in one row group`
  const left = { values: maxRowsInGroup, bytes: Number.POSITIVE_INFINITY }
  return isBounded(new Uint8Array(slice(span.start, span.end)), chunk, parquetSchema(metadata), left)
    ? undefined
    : `has the column ${name} in an unsupported type or encoding; write plain or dictionary values, in row groups of at most ${maxRowsInGroup / 1e6} million rows`
}

/** The library throws where a file is not what it says. */
const attempt = async (work: () => RowsProblem | Promise<void>): Promise<RowsProblem> => {
  try {
    return (await work()) ?? undefined
  } catch {
    return 'has pages that cannot be read'
  }
}

const readGroups = async (file: OpenFile, metadata: FileMetaData, taker: Taker): Promise<RowsProblem> => {
  const columns = columnsOf(metadata, taker)
  if (typeof columns === 'string') return columns
  const names = columns.map(({ name }) => name)
  // The pages of one group of rows, which are asked for once for each batch.
  const pages = new Map<string, ArrayBuffer>()
  const slice = (from: number, to = file.size): ArrayBuffer => {
    const known = pages.get(`${from} ${to}`)
    if (known !== undefined) return known
    const bytes = file.read(from, to - from)
    const whole = bytes.buffer as ArrayBuffer
    const buffer =
      bytes.length === whole.byteLength ? whole : whole.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
    pages.set(`${from} ${to}`, buffer)
    return buffer
  }
  const source = { byteLength: file.size, slice }
  let number = 0
  const take = (rows: readonly (readonly unknown[])[]): RowsProblem => {
    for (const row of rows) {
      number += 1
      const cells: Cell[] = []
      for (const [at, { place }] of columns.entries()) cells[place] = cellOf(row[at])
      const refusal = taker.row(cells, number)
      if (refusal !== undefined) return refusal
    }
    return undefined
  }
  const groups = metadata.row_groups.filter(({ num_rows }) => Number(num_rows) !== 0)
  const chunksIn = ({ columns: all }: FileMetaData['row_groups'][number]) =>
    names.map((name) => all.find(({ meta_data }) => meta_data?.path_in_schema[0] === name)?.meta_data)
  if (!areApart(groups.flatMap(chunksIn).map((chunk) => chunk && spanOf(chunk, file.size))))
    return 'has columns that overlap'
  for (const group of groups) {
    pages.clear()
    const length = Number(group.num_rows)
    if (!(length >= 0 && length <= maxRowsInGroup)) return 'has a row group of more than 4 million rows'
    for (const chunk of chunksIn(group)) {
      const fault = await attempt(() => chunkFault(chunk, source, metadata))
      if (fault !== undefined) return fault
    }
    for (let at = 0; at < length; at += batch) {
      let rows: readonly (readonly unknown[])[] = []
      const [rowStart, rowEnd] = [at, Math.min(length, at + batch)]
      const onComplete = (read: readonly (readonly unknown[])[]) => {
        rows = read
      }
      const fault = await attempt(() =>
        parquetRead({
          file: source,
          metadata: { ...metadata, row_groups: [group] },
          columns: names,
          rowStart,
          rowEnd,
          onComplete,
        }),
      )
      const refusal = fault ?? take(rows)
      if (refusal !== undefined) return refusal
      // Memory outside of the heap is given back between two turns only.
      await new Promise((done) => setImmediate(done))
    }
  }
  return number === 0 ? 'has no rows' : undefined
}

/**
 * Reads a Parquet file by its row groups, of the columns that count, plain or in Snappy.
 * Source: github.com/apache/parquet-format, "File format".
 */
export const readParquet = async (file: OpenFile, taker: Taker): Promise<RowsProblem> => {
  const { size } = file
  const tail = file.read(Math.max(0, size - 8), 8)
  if (size < 12 || tail.length < 8 || !isMarked(file.read(0, 4), 0) || !isMarked(tail, 4))
    return 'is not a Parquet file: expected `PAR1` at both ends'
  const footer = new DataView(tail.buffer, tail.byteOffset, 8).getUint32(0, true)
  if (footer > size - 12) return 'has a footer that is longer than the file'
  if (footer > maxFooterLength) return 'has a footer of more than 1 MiB; write fewer and larger row groups'
  const metadata = metadataOf(file.read(size - footer - 8, footer + 8))
  if (metadata === undefined) return 'has a footer that cannot be read'
  return readGroups(file, metadata, taker)
}
