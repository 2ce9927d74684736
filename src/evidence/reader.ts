import type { Port } from '../repo/port.ts'
import type { Reading } from './reading.ts'

/** A file of the repository that was read; `file` is relative to the root. */
export type Source = { readonly file: string; readonly bytes: Uint8Array }

/**
 * What a kind of evidence makes of a file. Never throws and never judges; `port` is for what the file itself refers to.
 */
export type Reader<T> = (source: Source, port: Port) => Reading<T> | Promise<Reading<T>>
