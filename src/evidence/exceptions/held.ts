import { present } from '../../model/lists.ts'
import type { Port } from '../../repo/port.ts'
import { date, type IsoDate } from '../../values/index.ts'
import { valueAt } from '../../yaml/data.ts'
import type { PilotThen } from '../history/bar.ts'
import type { Committed } from '../history/past.ts'
import { isUrl, resolveReference } from '../reading/follow.ts'
import { reader } from './exception-file.ts'
import { type Exceptions, realFileOf } from './exceptions.ts'

/** An exception as one committed version held it. */
export type PastException = {
  readonly rule: string
  /** Undefined where it was not limited to a path, as in a comment. */
  readonly at: string | undefined
  readonly until: IsoDate | undefined
  readonly from: IsoDate
  /** The day of the version that followed; undefined for the newest one. */
  readonly to: IsoDate | undefined
}

type Entry = Pick<PastException, 'rule' | 'at' | 'until'>

/** All versions of the files of exceptions together, in bytes. */
const maxBytes = 512 * 1024

const entryOf = (item: unknown): Entry[] => {
  const [rule, at, until] = ['rule', 'at', 'until'].map((key) => valueAt(item, [key]))
  if (typeof rule !== 'string') return []
  const day = date.parse(String(until))
  return [{ rule, at: typeof at === 'string' ? at : undefined, until: day.ok ? day.value : undefined }]
}

const inPilot = ({ exceptions, ignored = [] }: PilotThen): Entry[] => [
  ...(typeof exceptions === 'string' ? [] : present(exceptions).flatMap(({ item }) => entryOf(item))),
  ...ignored.flatMap(entryOf),
]

/** Versions of one file, the newest first, each with the time in which it stood. */
const standing = (
  versions: readonly { readonly date: IsoDate; readonly entries: readonly Entry[] }[],
): PastException[] =>
  versions.flatMap(({ date: from, entries }, at) => {
    const to = versions[at - 1]?.date
    return entries.map((entry) => ({ ...entry, from, to }))
  })

const filesNamed = ({ versions }: Committed, now: string | undefined, port: Port): string[] => {
  const named = versions.flatMap(({ path, pilot: { exceptions } }) => {
    const isFile = typeof exceptions === 'string' && !isUrl(exceptions)
    const file = isFile ? resolveReference(path, exceptions)?.file : undefined
    return file === undefined ? [] : [realFileOf(file, port)]
  })
  return [...new Set(now === undefined ? named : [...named, now])]
}

/**
 * The exceptions of all committed versions of a pilot, and of every file that held them; undefined where there is more
 * than people write, or git does not tell. `now` is the file that holds them now.
 */
export const heldOf = async (
  committed: Committed,
  now: Exceptions | undefined,
  port: Port,
): Promise<readonly PastException[] | undefined> => {
  const own = committed.versions.map(({ date, pilot }) => ({ date, entries: inPilot(pilot) }))
  const files = filesNamed(committed, now?.state === 'found' ? now.file : undefined, port)
  const told = files.length === 0 ? undefined : await port.changes(files)
  if (told?.state === 'unverified') return undefined
  const changes = told?.changes ?? []
  const known = new Map<string, Entry[]>()
  let left = maxBytes
  for (const { blob, path, read } of changes) {
    if (blob === undefined || known.has(blob)) continue
    const bytes = read()
    left -= bytes?.length ?? maxBytes
    if (bytes === undefined || left < 0) return undefined
    const reading = await reader({ file: path, bytes }, { port, file: path })
    known.set(blob, reading.state === 'read' ? reading.value.data.flatMap(entryOf) : [])
  }
  return [
    ...standing(own),
    ...files.flatMap((file) =>
      standing(
        changes
          .filter(({ path }) => path === file)
          .map(({ date, blob = '' }) => ({ date, entries: known.get(blob) ?? [] })),
      ),
    ),
  ]
}
