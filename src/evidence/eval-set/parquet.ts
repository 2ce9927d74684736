import { type FileMetaData, parquetMetadata, parquetReadObjects, parquetSchema, type SchemaTree } from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'
import { decompressPage } from 'hyparquet/src/datapage.js'
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getTreePath } from 'hyparquet/src/schema.js'
import { nowhere } from '../../yaml/lines.ts'
import { malformed, type Reading, read, unknown } from '../reading/kind.ts'
import { contents, isHollow } from './content.ts'
import { caseOf, type EvalSet, tally } from './tally.ts'

/** A page of more than this, once decompressed, holds no cases. */
const maxPageBytes = 16 * 1024 * 1024
/** Of all columns that are read together. */
const maxValues = 1_000_000
const maxBytes = 48 * 1024 * 1024
/** A header of a page without an end takes its reader the square of its length. */
const maxHeaderLength = 4096

/** Types whose plain values are as long as the bytes they stand in. */
const sized: readonly string[] = ['BYTE_ARRAY', 'INT32', 'INT64', 'FLOAT', 'DOUBLE', 'BOOLEAN']

type Column = NonNullable<FileMetaData['row_groups'][number]['columns'][number]['meta_data']>
type Header = ReturnType<typeof parquetHeader>

/**
 * Whether no run from `start` on stands for more numbers than there are values: the reader takes the word of a run
 * for its length, and a few bytes may promise billions. Like the reader, it goes on until all values are there,
 * whatever length the runs are said to have together.
 */
const areBounded = (bytes: Uint8Array, start: number, width: number, values: number): boolean => {
  let at = start
  let seen = 0
  while (seen < values && at < bytes.length) {
    let header = 0
    let shift = 0
    for (let byte = 0x80; byte >= 0x80; shift += 7) {
      byte = bytes[at] ?? 0
      at += 1
      if (shift > 28) return false
      header += (byte & 0x7f) * 2 ** shift
    }
    const isPacked = header % 2 === 1
    const count = Math.floor(header / 2) * (isPacked ? 8 : 1)
    if (count > values + 8) return false
    seen += count
    at += isPacked ? (count / 8) * width : Math.ceil(width / 8)
  }
  return true
}

const widthOf = (level: number): number => 32 - Math.clz32(level)

type Levels = { readonly repetition: number; readonly definition: number }

const valuesBounded = (page: Uint8Array, at: number, encoding: string | undefined, values: number): boolean => {
  if (encoding === 'PLAIN') return true
  const width = page[at] ?? 0
  const isIndex = encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY'
  return isIndex && width <= 32 && areBounded(page, at + 1, width, values)
}

const isBoundedV1 = (page: Uint8Array, header: Header, { repetition, definition }: Levels): boolean => {
  const { num_values: values, encoding } = header.data_page_header ?? { num_values: 0, encoding: undefined }
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength)
  let at = 0
  for (const level of [repetition, definition]) {
    if (level === 0) continue
    const end = at + 4 + view.getUint32(at, true)
    if (end > page.length || !areBounded(page, at + 4, widthOf(level), values)) return false
    at = end
  }
  return valuesBounded(page, at, encoding, values)
}

const isBoundedV2 = (bytes: Uint8Array, header: Header, levels: Levels, codec: Column['codec']): boolean => {
  const data = header.data_page_header_v2
  if (data === undefined) return false
  const { num_values: values, repetition_levels_byte_length: one, definition_levels_byte_length: other } = data
  if (one < 0 || other < 0 || one + other > bytes.length) return false
  const rest = bytes.subarray(one + other)
  const page =
    data.is_compressed === false
      ? rest
      : decompressPage(rest, header.uncompressed_page_size - one - other, codec, undefined)
  const sane = (level: number, at: number) => level === 0 || areBounded(bytes, at, widthOf(level), values)
  return sane(levels.repetition, 0) && sane(levels.definition, one) && valuesBounded(page, 0, data.encoding, values)
}

type Span = { readonly start: number; readonly end: number }

/** Where the pages of a column stand in the file; undefined where they cannot. */
export const spanOf = (column: Column, length: number): Span | undefined => {
  const start = Number(column.dictionary_page_offset || column.data_page_offset)
  const end = start + Number(column.total_compressed_size)
  return start >= 4 && end >= start && end <= length ? { start, end } : undefined
}

/** Whether no two columns stand in the same bytes: a few pages that many point to are read for each of them. */
export const areApart = (spans: readonly (Span | undefined)[]): boolean => {
  const sorted = spans.filter((span) => span !== undefined).sort((one, other) => one.start - other.start)
  return sorted.every(({ start }, at) => start >= (sorted[at - 1]?.end ?? 0))
}

/** What reading may still take; the bytes are those of decompressed pages. */
export type Room = { values: number; bytes: number }

/**
 * Whether reading a column takes time and memory in proportion to its bytes, and no more than is left, from which it is
 * taken. May throw where it is no column.
 */
export const isBounded = (pages: Uint8Array, column: Column, schema: SchemaTree, left: Room): boolean => {
  const { codec, type } = column
  const path = getTreePath(schema, column.path_in_schema)
  const levels = { repetition: getMaxRepetitionLevel(path), definition: getMaxDefinitionLevel(path) }
  // The other codecs promise as much as runs do, and their readers believe them.
  if (!sized.includes(type) || (codec !== 'UNCOMPRESSED' && codec !== 'SNAPPY') || path.length > 5) return false
  const end = pages.length
  let [values, decompressed] = [0, 0]
  for (let at = 0; at < end - 1; ) {
    const window = Math.min(maxHeaderLength, end - at)
    const reader = { view: new DataView(pages.buffer, pages.byteOffset + at, window), offset: 0 }
    const header = parquetHeader(reader)
    const { compressed_page_size: size, uncompressed_page_size: whole } = header
    at += reader.offset
    if (!(size >= 0 && at + size <= end && whole >= 0 && whole <= maxPageBytes)) return false
    const bytes = pages.subarray(at, at + size)
    at += size
    const counted = header.data_page_header ?? header.data_page_header_v2 ?? header.dictionary_page_header
    values += counted?.num_values ?? Number.POSITIVE_INFINITY
    decompressed += whole
    if (!(values <= left.values && decompressed <= left.bytes)) return false
    if (header.type === 'DICTIONARY_PAGE') continue
    const bounded =
      header.type === 'DATA_PAGE_V2'
        ? isBoundedV2(bytes, header, levels, codec)
        : isBoundedV1(decompressPage(bytes, whole, codec, undefined), header, levels)
    if (!bounded) return false
  }
  left.values -= values
  left.bytes -= decompressed
  return true
}

const mark = [0x50, 0x41, 0x52, 0x31]
export const isMarked = (bytes: Uint8Array, from: number): boolean =>
  mark.every((byte, at) => bytes[from + at] === byte)

/** Longer footers are of files with thousands of columns; a hostile one takes its reader the square of its length. */
const maxFooterLength = 32 * 1024

/** Of more rows than this, only their number is read. */
const maxRows = 100_000

export const metadataOf = (bytes: Uint8Array): FileMetaData | undefined => {
  try {
    const { length } = bytes
    const footer = new DataView(bytes.buffer, bytes.byteOffset, length).getUint32(length - 8, true)
    return parquetMetadata(bytes.slice(length - footer - 8), { geoparquet: false })
  } catch {
    return undefined
  }
}

type Rows = { readonly rows: readonly object[]; readonly isWhole: boolean }

/** The rows, of the columns of which somebody can say what reading them takes. */
const rowsOf = async (bytes: Uint8Array, metadata: FileMetaData): Promise<Rows | undefined> => {
  try {
    const schema = parquetSchema(metadata)
    const groups = metadata.row_groups.filter(({ num_rows }) => Number(num_rows) !== 0)
    const count = groups.reduce((sum, group) => sum + Number(group.num_rows), 0)
    if (count !== Number(metadata.num_rows) || count > maxRows) return undefined
    const chunks = groups
      .flatMap(({ columns }) => columns.map(({ meta_data: column }) => column))
      .map((column) => ({ column, span: column && spanOf(column, bytes.length) }))
    if (!areApart(chunks.map(({ span }) => span))) return undefined
    const left = { values: maxValues, bytes: maxBytes }
    const all = schema.children.map(({ element }) => element.name)
    const unbounded = new Set(
      chunks.flatMap(({ column, span }) => {
        const isRead = column && span && isBounded(bytes.subarray(span.start, span.end), column, schema, left)
        return isRead ? [] : [column?.path_in_schema[0]]
      }),
    )
    const columns = unbounded.has(undefined) ? [] : all.filter((name) => !unbounded.has(name))
    if (columns.length === 0) return undefined
    const file = {
      byteLength: bytes.length,
      slice: (from: number, to?: number) => bytes.slice(from, to).buffer,
    }
    return { rows: await parquetReadObjects({ file, metadata, columns }), isWhole: columns.length === all.length }
  } catch {
    return undefined
  }
}

/**
 * Reads a Parquet file: the number of rows by its footer, and what they hold where the columns are plain or in
 * Snappy. Source: github.com/apache/parquet-format, "File format".
 */
export const readParquet = async (bytes: Uint8Array): Promise<Reading<EvalSet>> => {
  const { length } = bytes
  if (length < 12 || !isMarked(bytes, 0) || !isMarked(bytes, length - 4))
    return malformed('is not a Parquet file: expected `PAR1` at both ends', nowhere)
  const footer = new DataView(bytes.buffer, bytes.byteOffset, length).getUint32(length - 8, true)
  if (footer > length - 12) return malformed('has a footer that is longer than the file', nowhere)
  if (footer > maxFooterLength) return unknown('has a footer of more than 32 KiB')
  const metadata = metadataOf(bytes)
  const count = Number(metadata?.num_rows ?? -1)
  if (metadata === undefined || !(count >= 0 && count <= 1e9))
    return malformed('has a footer that cannot be read', nowhere)
  const { rows, isWhole } = (await rowsOf(bytes, metadata)) ?? { rows: [], isWhole: false }
  const [cases, contentOf] = [tally(), contents()]
  // What sets two rows apart, or is all that a row says, may stand in a column that is not read.
  const full = isWhole ? rows.filter((row) => !isHollow(row)) : rows
  for (const row of full) cases.add(caseOf(row, isWhole ? contentOf(row) : undefined), () => nowhere)
  return read({ ...cases.total(nowhere), rows: { value: count - rows.length + full.length, range: nowhere } })
}
