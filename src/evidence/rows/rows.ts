import type { OpenFile } from '../../repo/port.ts'
import type { RowsProblem, Taker } from './pieces.ts'

/**
 * Gives every row of a file to `taker`: CSV with a header, JSON Lines, or Parquet, by the ending of its name. One piece
 * of the file is in memory at a time.
 */
export const readRows = async (name: string, file: OpenFile, taker: Taker): Promise<RowsProblem> => {
  if (file.size === 0) return 'is empty'
  if (/\.(?:csv|tsv)$/i.test(name)) return (await import('./csv.ts')).readCsv(file, taker)
  if (/\.(?:jsonl|ndjson)$/i.test(name)) return (await import('./jsonl.ts')).readJsonl(file, taker)
  if (/\.parquet$/i.test(name)) return (await import('./parquet.ts')).readParquet(file, taker)
  return 'has an unsupported extension, expected .csv, .tsv, .jsonl, .ndjson or .parquet'
}
