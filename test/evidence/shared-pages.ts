import { parquetMetadata } from 'hyparquet'
import { ByteWriter, parquetWriteBuffer } from 'hyparquet-writer'
import { writeMetadata } from 'hyparquet-writer/src/metadata.js'

/** A Parquet file that holds its texts once, which its footer says are the pages of several columns. */
export const sharedPages = (names: readonly string[], texts: readonly string[]): Uint8Array => {
  const columnData = [{ name: 'a', data: [...texts], type: 'STRING' as const }]
  const whole = parquetWriteBuffer({ columnData, statistics: false })
  const { schema, row_groups: groups, ...rest } = parquetMetadata(whole)
  const [root, leaf] = schema
  const [{ columns: [{ meta_data: data } = {}] = [], num_rows = 0n } = {}] = groups
  if (root === undefined || leaf === undefined || data === undefined) throw new Error('the writer wrote no column')
  const columns = names.map((name) => ({ file_offset: 4n, meta_data: { ...data, path_in_schema: [name] } }))
  const writer = new ByteWriter()
  writer.appendBytes(new Uint8Array(whole, 0, whole.byteLength - rest.metadata_length - 8))
  writeMetadata(writer, {
    ...rest,
    schema: [{ ...root, num_children: names.length }, ...names.map((name) => ({ ...leaf, name }))],
    row_groups: [{ columns, num_rows, total_byte_size: 1n }],
  })
  writer.appendUint32(0x31524150)
  return new Uint8Array(writer.getBuffer())
}
