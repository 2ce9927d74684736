import { exposedStages } from '../../model/stage.ts'
import type { Cut, FileChange, History } from '../../repo/port.ts'
import { isMap } from '../../yaml/data.ts'
import { nowhere } from '../../yaml/lines.ts'
import { documentsIn } from '../reading/documents.ts'
import { isUrl, nothing, resolveReference } from '../reading/follow.ts'
import type { EvidenceContext, EvidenceKind, Fact, Repository } from '../reading/kind.ts'
import type { PilotThen } from './bar.ts'
import { fetchingIn } from './fetching.ts'
import { type Committed, type NamedResults, type Past, type PastPilot, pastOf } from './past.ts'
import type { WithShown } from './shown.ts'
import { promptPlaces, shownFiles } from './shown-files.ts'

/**
 * Reads a version of pilot.yaml; undefined where it cannot be read, or not told at which stage it stands. `padded` says
 * that there is more to read in the versions together than people write.
 */
type ReadPilot = (bytes: Uint8Array) => PilotThen | 'padded' | undefined

/** How old versions are read: pilot.yaml itself, and what its files showed then. */
export type PastReader = { readonly readPilot: ReadPilot; readonly withShown: WithShown }

/** The files that a version names, and whose commits are asked for later on: one walk of git tells them all. */
export type DatedFiles = (pilot: PilotThen, repository: Repository) => readonly string[]

const padded = (file: string): Fact<never> => ({
  state: 'malformed',
  file,
  problem: 'has too many or too large versions to compare',
  range: nowhere,
})

/** The results that a pilot names; `from` is where it stands. */
export const resultsNamed = (from: string, { rollout }: Pick<PilotThen, 'rollout'>): NamedResults[] =>
  exposedStages.flatMap((stage) => {
    const named = rollout?.[stage]?.results
    const file = named === undefined || isUrl(named) ? undefined : resolveReference(from, named)?.file
    return file === undefined ? [] : [{ stage, file }]
  })

const versionsIn = (history: Extract<History, { state: 'found' }>, readPilot: ReadPilot): PastPilot[] | undefined => {
  const versions: PastPilot[] = []
  for (const { bytes, ...version } of history.versions) {
    const pilot = readPilot(bytes)
    if (pilot === 'padded') return undefined
    if (pilot !== undefined) versions.push({ ...version, pilot })
  }
  return versions
}

/**
 * Whether all that counts is here although the clone is shallow: it ends before the bar was agreed and the pilot started,
 * as every version says that is here, and shows it in its first stage. Only the first version can say that it was adopted.
 */
const isEnough = ({ date }: Cut, pilot: PilotThen, versions: readonly PastPilot[]): boolean => {
  const all = [pilot, ...versions.map((version) => version.pilot)]
  const days = all.flatMap(({ started, success }) => [started, success?.agreed])
  const known = [pilot.started, pilot.success?.agreed]
  return (
    versions.every((version) => version.date > date || (version.pilot.stage ?? 'pilot') === 'pilot') &&
    !known.includes(undefined) &&
    days.every((day) => day === undefined || date < day) &&
    all.every(({ adopted }) => adopted === undefined)
  )
}

/** Results that move with their rows have to say so in `source`, and are the same in another format or order of keys. */
const asRead = (changes: readonly FileChange[]): FileChange[] =>
  changes.map((change) => {
    const bytes = change.blob === undefined ? undefined : change.read()
    const reading = bytes && documentsIn({ file: change.path, bytes })
    if (reading?.state !== 'read') return change
    const blob = JSON.stringify(
      reading.value.map(({ data }) => data),
      (key, value) =>
        isMap(value)
          ? Object.fromEntries(
              Object.entries(value)
                .filter(([name]) => key !== 'source' || name !== 'file')
                .toSorted(([one], [other]) => (one < other ? -1 : 1)),
            )
          : value,
    )
    return { ...change, blob }
  })

const factOf = async (
  { pilot, repository: { port, file } }: EvidenceContext,
  readPilot: ReadPilot,
  datedFiles: DatedFiles,
): Promise<Fact<Committed>> => {
  const unverified = (why: string, help: string): Fact<never> => ({ state: 'unverified', file, why, help })
  const history = await port.history(file)
  if (history.state === 'unverified')
    return history.isPadded ? padded(file) : unverified(`its history ${history.why}`, history.help)
  if (history.versions.length === 0) return unverified('it is not committed yet', 'commit it')
  const versions = versionsIn(history, readPilot)
  if (versions === undefined) return padded(file)
  const { cut } = history
  const named = versions.flatMap(({ at, path, pilot: then }) => resultsNamed(path, then).map((one) => ({ ...one, at })))
  const files = new Set([...named, ...resultsNamed(file, pilot)].map((one) => one.file))
  const all = [...versions, { pilot, path: file }].map((one) => ({ ...one, place: { port, file: one.path } }))
  const shown = all.flatMap((one) => [...shownFiles(one.pilot, one.place), ...promptPlaces(one.pilot, one.place)])
  const dated = [...new Set(all.flatMap((one) => datedFiles(one.pilot, one.place)))]
  const results = await port.changes([...new Set([...files, ...dated, ...shown])])
  if (results.state === 'unverified')
    return results.isPadded ? padded(file) : unverified(`the history of its results ${results.why}`, results.help)
  const here = new Set(resultsNamed(file, pilot).map((one) => one.file))
  const told = results.changes.filter(({ path }) => files.has(path))
  const unread = history.unread + history.versions.length - versions.length
  return {
    state: 'found',
    file,
    value: {
      versions,
      unread,
      named: [...named, ...resultsNamed(file, pilot).map((one) => ({ ...one, at: -1 }))],
      results: [...files].every((one) => here.has(one)) ? told : asRead(told),
      dated,
      ...(cut !== undefined &&
        !isEnough(cut, pilot, versions) && {
          cut: { why: `its history ${cut.why}`, help: [cut.help, ...fetchingIn(port)].join(', or ') },
        }),
    },
  }
}

/**
 * The past of a pilot that has left its first stage with a bar that was agreed; asked for where `past` is given.
 */
export const history = (past?: PastReader, dated: DatedFiles = () => []): EvidenceKind<Committed> => ({
  fields: ['stage', 'success.agreed', 'success.target'],
  formats: [{ name: 'git', files: 'the committed versions of pilot.yaml' }],
  follow: ({ success }) => (success === undefined ? [] : [{ path: ['success'], reference: success.agreed ?? '' }]),
  read: async (_, ground) => past && factOf(ground, past.readPilot, dated),
  unread: nothing,
})

/** What is told of the past once it is known which results count; where a clone hides some of it, only that. */
export const settled = (fact: Fact<Committed> | undefined, counted: ReadonlySet<string>): Fact<Past> | undefined => {
  if (fact?.state !== 'found') return fact
  const { file, value } = fact
  return value.cut === undefined
    ? { state: 'found', file, value: pastOf(value, counted) }
    : { state: 'unverified', file, ...value.cut }
}
