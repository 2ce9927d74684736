import type { Pilot } from '../../model/pilot.ts'
import type { Stage } from '../../model/stage.ts'
import type { FileChange } from '../../repo/port.ts'
import type { IsoDate } from '../../values/index.ts'
import type { Bill } from '../bill/bill-rows.ts'
import type { EvidenceContext, Fact } from '../reading/kind.ts'
import type { Committed, Past } from './past.ts'

/** Words as a model reads them: how lines are broken and ended is left out. */
export const wordsOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).replaceAll(/\s+/g, ' ').trim()

/** The commit with which a file came to hold what it holds now, and the name that it had there. */
export type Settled = Pick<FileChange, 'commit' | 'date' | 'path'>

/** The names under which evidence may have stood before: those of all that any version named. */
export const namesOf = (file: string, past: Fact<Committed> | undefined): string[] => {
  const dated = past?.state === 'found' ? past.value.dated : []
  const folder = dated.find((name) => file.startsWith(`${name}/`))
  return [file, ...(folder === undefined ? dated : dated.map((name) => `${name}${file.slice(folder.length)}`))]
}

/** So many versions before the last are compared by their words. */
const maxCompared = 8

/** They are as large together as one file may be, in bytes, but for the one just before. */
const maxBytesCompared = 1024 * 1024

/** Of the versions before one, those that only break and end their lines in another way. */
const rewrapped = (one: FileChange, older: readonly FileChange[]): FileChange[] => {
  const bytes = older.length === 0 ? undefined : one.read()
  if (bytes === undefined) return []
  const most = Math.min(maxCompared, Math.max(1, Math.floor(maxBytesCompared / Math.max(1, bytes.length))))
  const words = wordsOf(bytes)
  return older.slice(0, most).filter((other) => {
    const then = other.read()
    return then !== undefined && wordsOf(then) === words
  })
}

/**
 * The first of the changes with the content of one of them: in another place, or with another line break, it is no newer.
 */
export const firstOf = (
  one: FileChange,
  changes: readonly FileChange[],
  past: Fact<Committed> | undefined,
): FileChange => {
  const all = past?.state === 'found' ? [...changes, ...past.value.results] : changes
  const contents = new Set(
    all.flatMap(({ path, at, blob }) => (path === one.path && at === one.at ? (blob ?? []) : [])),
  )
  const older = changes
    .filter(({ at, blob }) => at > one.at && blob !== undefined && !contents.has(blob))
    .toSorted((a, b) => a.at - b.at)
  for (const { blob } of rewrapped(one, older)) if (blob !== undefined) contents.add(blob)
  return all.reduce((first, other) => (contents.has(other.blob ?? '') && other.at > first.at ? other : first), one)
}

/** Of each file that is committed as it is; the others, and all where git tells nothing, are left out. */
export const settledFiles = async (
  { repository: { port }, read }: EvidenceContext,
  files: readonly string[],
  past: Fact<Committed> | undefined,
): Promise<ReadonlyMap<string, Settled>> => {
  const names = new Map(files.map((file) => [file, new Set(namesOf(file, past))]))
  const told =
    files.length === 0 ? undefined : await port.changes([...new Set([...names.values()].flatMap((some) => [...some]))])
  const changes = told?.state === 'found' ? told.changes : []
  return new Map(
    files.flatMap((file): [string, Settled][] => {
      const newest = changes.find(({ path }) => path === file)
      const then = newest?.read()
      const now = read(file)
      if (newest === undefined || then === undefined || !now.ok || wordsOf(then) !== wordsOf(now.bytes)) return []
      const own = changes.filter(({ path }) => names.get(file)?.has(path))
      const { isCut, commit, date, path } = firstOf(newest, own, past)
      return isCut ? [] : [[file, { commit, date, path }]]
    }),
  )
}

/** A pilot that says it was live before it had this file: whether the first version and the bill bear it out. */
export type Adoption =
  /** The stage at which it was adopted, whose predecessors are not asked for results, and the day of the first version. */
  | { readonly ok: true; readonly at: Stage; readonly on: IsoDate; readonly since: IsoDate; readonly bill: string }
  | { readonly ok: false; readonly field: 'live_since' | 'bill'; readonly problem: string }

const monthOf = (day: IsoDate): string => day.slice(0, 7)

/** Of bill before the first commit. */
const fewestMonths = 2

export const adoptionOf = (
  { adopted }: Pilot,
  past: Fact<Past> | undefined,
  bill: Fact<Bill> | undefined,
): Adoption | undefined => {
  if (adopted === undefined || past?.state !== 'found') return undefined
  const refused = (field: 'live_since' | 'bill', problem: string): Adoption => ({ ok: false, field, problem })
  const first = past.value.versions.at(-1)
  if (first === undefined) return undefined
  if (first.pilot.adopted?.live_since !== adopted.live_since)
    return refused('live_since', `has a \`live_since\` that is not in the first committed version of ${first.date}`)
  if (adopted.live_since === undefined || adopted.live_since >= first.date)
    return refused('live_since', `has a \`live_since\` that is not before the first committed version of ${first.date}`)
  if (bill?.state !== 'found') return refused('bill', 'has no readable bill')
  const since = monthOf(adopted.live_since)
  const months = new Set(bill.value.months.map(({ month }) => month))
  const before = [...months].filter((month) => month >= since && month < monthOf(first.date)).length
  if (before < fewestMonths)
    return refused('bill', `has a bill of ${before} of ${fewestMonths} months before ${first.date}`)
  return { ok: true, at: first.pilot.stage ?? 'pilot', on: first.date, since: adopted.live_since, bill: bill.file }
}
