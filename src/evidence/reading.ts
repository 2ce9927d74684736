import type { Range } from '../yaml/lines.ts'

/** What a reader makes of the text of one file. */
export type Reading<T> =
  | { readonly state: 'read'; readonly value: T }
  /** A dialect that is known, and broken: `problem` completes a sentence that begins with the name of the file. */
  | { readonly state: 'malformed'; readonly problem: string; readonly range: Range }
  /** A dialect that nobody here reads: neither a pass nor a fault. `why` completes the same sentence. */
  | { readonly state: 'unknown'; readonly why: string }

/** Something that was read, with the place where it stands in its file. */
export type Located<T> = { readonly value: T; readonly range: Range }

export const read = <T>(value: T): Reading<T> => ({ state: 'read', value })
export const malformed = (problem: string, range: Range): Reading<never> => ({
  state: 'malformed',
  problem,
  range,
})
export const unknown = (why: string): Reading<never> => ({ state: 'unknown', why })
