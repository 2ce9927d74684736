import type { Reader } from '../reader.ts'
import { unknown } from '../reading.ts'
import type { EvalSet } from './eval-set.ts'
import { readJsonl } from './jsonl.ts'

export type { EvalSet } from './eval-set.ts'

/** Reads an eval set: JSON Lines, CSV or Parquet, told apart by the name of the file. */
export const reader: Reader<EvalSet> = async ({ file, bytes }) => {
  if (/\.(?:jsonl|ndjson)$/i.test(file)) return readJsonl(bytes)
  if (/\.(?:csv|tsv)$/i.test(file)) return (await import('./csv.ts')).readCsv(bytes)
  if (/\.parquet$/i.test(file)) return (await import('./parquet.ts')).readParquet(bytes)
  return unknown('is no JSONL, CSV or Parquet file')
}
