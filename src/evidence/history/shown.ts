import { readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { isBlob } from '../../repo/blob.ts'
import { type FileChange, type FileReading, isNamed, type Listing, refused } from '../../repo/port.ts'
import type { AlertRules } from '../alert-rules/alert.ts'
import { alertRules } from '../alert-rules/alert-rules.ts'
import type { CostSection } from '../cost-section/cost-section.ts'
import { readSection } from '../cost-section/section-file.ts'
import { evalSet } from '../eval-set/eval-set.ts'
import { costOf, maxBytes } from '../reading/follow.ts'
import type { EvidenceContext, EvidenceKind, Fact, Repository } from '../reading/kind.ts'
import type { PilotThen } from './bar.ts'
import { type MovedBar, movesIn, type Past, type PastPilot, type PilotRun, referencesIn } from './past.ts'
import { type ShownPilot, shownBarsOf } from './shown-bars.ts'
import { namesBeside, placesOf, shownFiles } from './shown-files.ts'

/** What the files of one version show in place of what it may declare. */
export type ShownFiles = {
  readonly costSection: Fact<CostSection> | undefined
  readonly alertRules: Fact<AlertRules> | undefined
}

/** A version of pilot.yaml with what its files showed. */
export type WithShown = (pilot: PilotThen, files: ShownFiles) => PilotThen

/** The versions of a run, and between them those in which only a file changed that a version names. */
const timelineOf = (run: PilotRun, changes: readonly FileChange[], { port }: Repository): PastPilot[] => {
  const [oldest] = run.versions
  const known = new Set(run.versions.map(({ at }) => at))
  const between = changes.flatMap(({ at, commit, date, path }): PastPilot[] => {
    if (oldest === undefined || at >= oldest.at || known.has(at)) return []
    const then = run.versions.findLast((version) => version.at >= at)
    // What is read beside one of them changes often: it is read as it was, and tells no moment of its own.
    if (then === undefined || !shownFiles(then.pilot, { port, file: then.path }).includes(path)) return []
    known.add(at)
    return [{ ...then, at, commit, date }]
  })
  return [...run.versions, ...between].sort((one, other) => other.at - one.at)
}

/** The files of a version that are read beside another. */
const filesBeside = (file: string, { at }: PastPilot, changes: readonly FileChange[]): FileChange[] => {
  const names = namesBeside(file)
  const found = new Map<string, FileChange>()
  for (const one of names.length === 0 ? [] : changes)
    if (one.at >= at && !found.has(one.path) && names.some((name) => isNamed(name, one.path))) found.set(one.path, one)
  return [...found.values()].filter(({ blob }) => blob !== undefined)
}

/** What is read of old versions altogether, in what it costs to read evidence. */
const maxCostRead = 12 * 1024 * 1024

type Now = Partial<ShownFiles> & Partial<Pick<ShownPilot, 'evalSet'>>

/** Reads what the files of a version showed; undefined where that is more than is read altogether. */
const readingOf = ({ pilot, repository, read }: EvidenceContext, changes: readonly FileChange[], now: Now) => {
  const known = new Map<string, Fact<unknown> | undefined>()
  let left = maxCostRead

  /** What a reference led to; `isSame` says that it was asked as it is now. */
  const asked = async <T>(
    version: PastPilot,
    reference: string | undefined,
    current: Fact<T> | undefined,
    [isSame, ...key]: readonly [boolean, ...unknown[]],
    make: (reference: string, then: Repository) => Promise<Fact<T> | undefined>,
  ): Promise<Fact<T> | undefined> => {
    const change = placesOf(reference, { port: repository.port, file: version.path })
      .map((file) => changes.find((one) => one.path === file && one.at >= version.at))
      .find((one) => one?.blob !== undefined)
    if (reference === undefined || change?.blob === undefined) return undefined
    const { path: file } = change
    const beside = filesBeside(file, version, changes)
    const name = JSON.stringify([file, change.blob, ...key, beside.map(({ path, blob }) => [path, blob])])
    if (known.has(name)) return known.get(name) as Fact<T> | undefined
    const there = read(file)
    const isCurrent = there.ok && isBlob(change.blob, there.bytes)
    let fact = current
    if (!isCurrent || !isSame || beside.length > 0 || current?.state !== 'found' || current.file !== file) {
      const bytesOf = (path: string): Uint8Array | undefined => {
        if (path === file) return isCurrent ? there.bytes : change.read(maxBytes)
        return beside.find((one) => one.path === path)?.read(maxBytes)
      }
      const read = (path: string): FileReading => {
        const bytes = bytesOf(beside.length > 0 ? path : file)
        left -= bytes === undefined ? 0 : (costOf(file, bytes) ?? maxCostRead)
        return bytes === undefined ? refused('large', maxBytes) : { ok: true, bytes }
      }
      const entries = beside.map(({ path }) => ({ name: path.slice(path.lastIndexOf('/') + 1), kind: 'file' as const }))
      const list = (): Listing => ({ ok: true, entries, whole: true })
      fact = await make(reference, {
        file: version.path,
        port: { ...repository.port, read, ...(beside.length > 0 && { list }) },
      })
    }
    known.set(name, fact)
    return fact
  }

  const wanted = ({ monitoring }: PilotThen) => readable(monitoring?.alerts).map(({ rule }) => rule)
  const byKind =
    <T>({ read }: EvidenceKind<T>, then: PilotThen) =>
    (reference: string, old: Repository) =>
      read(reference, { pilot: then as Pilot, repository: old, read: (file) => old.port.read(file, maxBytes) })

  return async (version: PastPilot): Promise<(ShownFiles & Pick<ShownPilot, 'evalSet'>) | undefined> => {
    const { pilot: then } = version
    const { cost, monitoring, data } = then
    const own = Object.keys(cost ?? {}).filter((key) => key !== 'include')
    const isAsNow = String(wanted(then)) === String(wanted(pilot))
    const found = {
      costSection: await asked(version, cost?.include, now.costSection, [true, 'cost'], (reference, old) =>
        readSection(reference, own, old),
      ),
      alertRules: await asked(
        version,
        monitoring?.rules,
        now.alertRules,
        [isAsNow, wanted(then)],
        byKind(alertRules, then),
      ),
      evalSet: await asked(version, data?.eval_set?.path, now.evalSet, [true, 'rows'], byKind(evalSet, then)),
    }
    return left < 0 ? undefined : found
  }
}

/**
 * The bars that files show in place of pilot.yaml, and that moved. They are read where the files changed, and first at
 * the versions that they are compared with: the others only tell since when a bar is what it is now.
 */
export const shownMoves = async (
  ground: EvidenceContext,
  past: Past,
  withShown: WithShown,
  now: Now,
): Promise<readonly MovedBar[]> => {
  const { pilot, repository } = ground
  const { port } = repository
  const files = past.versions.flatMap(({ pilot: then, path }) => shownFiles(then, { port, file: path }))
  const told = await port.changes([...new Set([...files, ...shownFiles(pilot, repository)])])
  const changes = told.state === 'found' ? told.changes : []
  const versions = timelineOf(past.run, changes, repository)
  const references = referencesIn({ ...past.run, versions }, pilot)
  const [first] = references
  if (first === undefined) return []
  const shownAt = readingOf(ground, changes, now)
  const held = new Map<PastPilot, ReturnType<typeof shownBarsOf>>()
  const later = versions.flatMap((_, at) => (at >= first ? [at] : [])).reverse()
  for (const place of new Set([...references, ...later])) {
    const version = versions[place]
    const shown = version && (await shownAt(version))
    if (version === undefined || shown === undefined) continue
    held.set(version, shownBarsOf({ pilot: withShown(version.pilot, shown), evalSet: shown.evalSet }))
  }
  const read = versions.filter((version) => held.has(version))
  const current = withShown(pilot, { costSection: undefined, alertRules: now.alertRules })
  return movesIn(
    { ...past.run, versions: read },
    pilot,
    read.map((version) => held.get(version) ?? new Map()),
    shownBarsOf({ pilot: current, evalSet: now.evalSet }),
  )
}
