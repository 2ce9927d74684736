import type { OpenFile } from '../../repo/port.ts'

/** A value of a row as its file holds it; undefined where there is none. */
export type Cell = string | number | boolean | undefined

/** Who takes the rows of a file. Words complete a sentence that begins with the name of the file, and end the reading. */
export type Taker = {
  /** The places of the columns that count, by `metricKey` of their names. */
  readonly places: ReadonlyMap<string, number>
  /** Told once where a file names its columns before its rows; `keys` are their names by `metricKey`. */
  readonly columns: (keys: ReadonlySet<string>) => string | undefined
  /** A row, counted from 1; its cells stand at their places. Words where no more are taken. */
  readonly row: (cells: readonly Cell[], number: number) => RowsProblem
}

/** What is wrong with the file as a whole; undefined where every row was taken. */
export type RowsProblem = string | undefined

/** No row of counts is longer, in bytes; a parser takes its time with a longer one. */
export const maxLineLength = 64 * 1024

export const pieceOf = 256 * 1024

/** The file in pieces, from its beginning. */
export function* pieces({ size, read }: OpenFile): Generator<Uint8Array> {
  for (let at = 0; at < size; ) {
    const piece = read(at, pieceOf)
    if (piece.length === 0) return
    yield piece
    at += piece.length
  }
}
