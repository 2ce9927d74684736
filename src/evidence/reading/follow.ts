import type { Pilot } from '../../model/pilot.ts'
import type { FileReading, Port, Refusal } from '../../repo/port.ts'
import type { Path } from '../../yaml/path.ts'
import type { Fact, Ground, Named, Reader, Repository } from './kind.ts'

/** The largest piece of evidence that is read, in bytes. */
export const mostBytes = 10 * 1024 * 1024

/** The most rows of one file that are counted: a file of a person has longer rows, and fewer. */
export const mostRows = 200_000

/** What one pilot may have read altogether, in bytes: evidence of a person is far smaller. */
const mostInAll = 64 * 1024 * 1024

/** What became of one key, found out once however often it is asked for. */
export const once = <T>(make: (key: string) => T): ((key: string) => T) => {
  const known = new Map<string, T>()
  return (key) => {
    const value = known.has(key) ? (known.get(key) as T) : make(key)
    known.set(key, value)
    return value
  }
}

/** Reads each file once, and no more than the limits allow. */
export const cachedRead = (port: Port): ((file: string) => FileReading) => {
  let left = mostInAll
  return once((file) => {
    const reading: FileReading =
      left > 0
        ? port.read(file, mostBytes)
        : { ok: false, refusal: 'large', words: 'is not read: the pilot names more than 64 MiB of evidence' }
    if (reading.ok) left -= reading.bytes.length
    return reading
  })
}

/** Whether there is no such file in the repository; what is there and may not be read is unverified. */
export const isAbsent = ({ refusal }: { readonly refusal: Refusal }): boolean =>
  refusal === 'missing' || refusal === 'outside' || refusal === 'path'

/** Where a reference leads, relative to the root of the repository; undefined where it leaves it. */
export type Resolved = { readonly file: string; readonly anchor: string | undefined }

/** Whether the reference names another system instead of a file. */
export const isUrl = (reference: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(reference)

/**
 * Resolves a reference as it stands in the file `from`, itself relative to the root: by words alone, without a look
 * at the disk.
 */
export const resolveReference = (from: string, reference: string): Resolved | undefined => {
  const [path = '', ...anchors] = reference.split('#')
  const steps: string[] = []
  for (const step of [...from.split('/').slice(0, -1), ...path.split('/')]) {
    if (step === '' || step === '.') continue
    if (step !== '..') steps.push(step)
    else if (steps.pop() === undefined) return undefined
  }
  return { file: steps.join('/'), anchor: anchors.length === 0 ? undefined : anchors.join('#') }
}

/** The reader of a kind of evidence; `folderReader`, where the kind may be a folder, is given no bytes. */
type Readers<T> = { readonly reader: Reader<T>; readonly folderReader?: Reader<T> }

const noBytes = new Uint8Array()

/** A file that is known by its own path, relative to the root, becomes a fact. */
export const factOf = async <T>(
  file: string,
  reading: FileReading,
  repository: Repository,
  load: () => Promise<Readers<T>>,
): Promise<Fact<T>> => {
  if (!reading.ok && reading.refusal !== 'folder') {
    const { words } = reading
    return isAbsent(reading) ? { state: 'absent', file, words } : { state: 'unverified', file, why: words }
  }
  const { reader, folderReader } = await load()
  const found = reading.ok
    ? await reader({ file, bytes: reading.bytes }, repository)
    : await folderReader?.({ file, bytes: noBytes }, repository)
  if (found === undefined) return { state: 'unverified', file, why: 'is a folder' }
  if (found.state === 'read') return { state: 'found', file, value: found.value }
  if (found.state === 'unknown') return { state: 'unverified', file, why: found.why }
  return { state: 'malformed', file, problem: found.problem, range: found.range }
}

/** Follows a reference into the repository; the reader is loaded where there is something to read. */
export const fromFile =
  <T>(load: (pilot: Pilot) => Promise<Readers<T>>) =>
  async (reference: string, { pilot, repository, read }: Ground): Promise<Fact<T> | undefined> => {
    if (reference === '') return undefined
    if (isUrl(reference)) return { state: 'unverified', file: reference, why: 'is kept in another system' }
    const file = resolveReference(repository.file, reference)?.file
    if (file === undefined) return { state: 'absent', file: reference, words: 'leads out of the repository' }
    // Its own words prove nothing of what it claims.
    if (file === repository.file) return { state: 'unverified', file, why: 'is the pilot file itself' }
    return factOf(file, read(file), repository, () => load(pilot))
  }

export const named = (path: Path, reference: string | undefined): Named[] =>
  reference === undefined ? [] : [{ path, reference }]

/** A file that is read shows all that it is named for. */
export const nothing = (): [] => []

/** Whether GitLab is where the repository is read, as far as its files say so. */
export const isGitLab = (port: Port): boolean => port.look('.gitlab-ci.yml').ok && !port.look('.github').ok
