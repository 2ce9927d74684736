import type { FileReading, Port, Refusal } from '../repo/port.ts'
import type { Fact } from './fact.ts'
import type { Reader } from './reader.ts'
import { isUrl, resolveReference } from './resolve.ts'

/** The repository that a pilot stands in, and where: `file` is the path of its pilot.yaml, relative to the root. */
export type Repository = { readonly port: Port; readonly file: string }

/** The largest piece of evidence that is read, in bytes. */
export const mostBytes = 10 * 1024 * 1024

/** The most rows of one file that are counted: a file of a person has longer rows, and fewer. */
export const mostRows = 200_000

/** What one pilot may have read altogether, in bytes: evidence of a person is far smaller. */
const mostInAll = 64 * 1024 * 1024

/** Reads each file once, and no more than the limits allow. */
export const cachedRead = (port: Port): ((file: string) => FileReading) => {
  const known = new Map<string, FileReading>()
  let left = mostInAll
  return (file) => {
    const before = known.get(file)
    if (before !== undefined) return before
    const reading: FileReading =
      left > 0
        ? port.read(file, mostBytes)
        : { ok: false, refusal: 'large', words: 'is not read: the pilot names more than 64 MiB of evidence' }
    if (reading.ok) left -= reading.bytes.length
    known.set(file, reading)
    return reading
  }
}

/** Whether there is no such file in the repository; what is there and may not be read is unverified. */
export const isAbsent = ({ refusal }: { readonly refusal: Refusal }): boolean =>
  refusal === 'missing' || refusal === 'outside' || refusal === 'path'

/** The reader of a kind of evidence; `folderReader`, where the kind may be a folder, is given no bytes. */
type Readers<T> = { readonly reader: Reader<T>; readonly folderReader?: Reader<T> }

/** Follows references of one pilot into its repository. */
export type Follow = <T>(
  reference: string | undefined,
  load: () => Promise<Readers<T>>,
) => Promise<Fact<T> | undefined>

const noBytes = new Uint8Array()

/** A file that is known by its own path, relative to the root, becomes a fact. */
export const factOf = async <T>(
  file: string,
  reading: FileReading,
  port: Port,
  load: () => Promise<Readers<T>>,
): Promise<Fact<T>> => {
  if (!reading.ok && reading.refusal !== 'folder') {
    const { words } = reading
    return isAbsent(reading) ? { state: 'absent', file, words } : { state: 'unverified', file, why: words }
  }
  const { reader, folderReader } = await load()
  const found = reading.ok
    ? await reader({ file, bytes: reading.bytes }, port)
    : await folderReader?.({ file, bytes: noBytes }, port)
  if (found === undefined) return { state: 'unverified', file, why: 'is a folder' }
  if (found.state === 'read') return { state: 'found', file, value: found.value }
  if (found.state === 'unknown') return { state: 'unverified', file, why: found.why }
  return { state: 'malformed', file, problem: found.problem, range: found.range }
}

/** What became of one key, found out once however often it is asked for. */
export const once = <T>(make: (key: string) => T): ((key: string) => T) => {
  const known = new Map<string, T>()
  return (key) => {
    const value = known.has(key) ? (known.get(key) as T) : make(key)
    known.set(key, value)
    return value
  }
}

/** `read` reads a file by its path relative to the root, as `cachedRead` gives it. */
export const follower =
  ({ port, file: from }: Repository, read: (file: string) => FileReading): Follow =>
  async (reference, load) => {
    if (reference === undefined) return undefined
    if (isUrl(reference)) return { state: 'unverified', file: reference, why: 'is kept in another system' }
    const resolved = resolveReference(from, reference)
    if (resolved === undefined)
      return { state: 'absent', file: reference, words: 'leads out of the repository' }
    // Its own words prove nothing of what it claims.
    if (resolved.file === from) return { state: 'unverified', file: from, why: 'is the pilot file itself' }
    return factOf(resolved.file, read(resolved.file), port, load)
  }
