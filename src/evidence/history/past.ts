import type { Pilot } from '../../model/pilot.ts'
import { type ExposedStage, exposedStages, reaches, type Stage } from '../../model/stage.ts'
import { type FileChange, shortly } from '../../repo/port.ts'
import { addDays, type IsoDate } from '../../values/index.ts'
import { type Bar, barsOf, type PilotThen } from './bars.ts'
import { type Move, moveOf } from './demand.ts'

/** A committed version of pilot.yaml, as far as it could be read. */
export type PastPilot = {
  readonly commit: string
  /** How many commits are newer. */
  readonly at: number
  readonly date: IsoDate
  /** The name that the file had, relative to the root of the repository. */
  readonly path: string
  readonly pilot: PilotThen
}

/** A version as a message names it: day, short name of the commit, file. */
export const inWords = ({ date, commit, path }: PastPilot): string => `${date} ${shortly(commit)} ${path}`

/** Results that a version named; the file is relative to the root. */
export type NamedResults = { readonly stage: ExposedStage; readonly file: string }

export type Committed = {
  /** The newest first. */
  readonly versions: readonly PastPilot[]
  /** How many versions could not be read, and are left out. */
  readonly unread: number
  readonly named: readonly (NamedResults & { readonly at: number })[]
  /** What became of these files, the newest first. */
  readonly results: readonly FileChange[]
}

export type Past = Committed & {
  /** Since the pilot last started, the oldest first: all that its bar is compared with. */
  readonly run: {
    readonly versions: readonly PastPilot[]
    readonly results: readonly FileChange[]
    readonly named: readonly NamedResults[]
  }
}

const stageOf = ({ stage }: PilotThen): Stage => stage ?? 'pilot'

/** The last day on which a version shows the pilot beyond its first stage; an empty text where it does not. */
const lastSeen = ({ date, pilot }: PastPilot): IsoDate => {
  const stage = stageOf(pilot)
  if (stage === 'pilot') return ''
  const starts = exposedStages.flatMap((one) => (reaches(stage, one) ? (pilot.rollout?.[one]?.start ?? []) : []))
  // A day of tolerance for time zones.
  return [addDays(date, -1), ...starts].toSorted().at(-1) ?? ''
}

/**
 * Where the pilot last started anew: set back to stage `pilot`, with a later `started` that lies after every stage that it
 * starts again, and before all results that still count. `counted` are the files of those.
 */
const restartOf = ({ versions, results }: Committed, counted: ReadonlySet<string>): PastPilot | undefined => {
  let restart: PastPilot | undefined
  let started: IsoDate | undefined
  let seen = ''
  for (const version of versions.toReversed()) {
    const { at, pilot } = version
    const isLater = started !== undefined && pilot.started !== undefined && pilot.started > started
    if (isLater && stageOf(pilot) === 'pilot' && (pilot.started ?? '') > seen) {
      const isOld = (file: string): boolean => {
        const all = results.filter(({ path }) => path === file)
        return all.some((change) => change.blob !== undefined && change.blob === all[0]?.blob && change.at >= at)
      }
      if (![...counted].some(isOld)) [restart, started, seen] = [version, pilot.started, '']
    }
    // Where it did not start anew, a later day is only written down.
    started ??= pilot.started
    seen = [seen, lastSeen(version)].toSorted().at(-1) ?? ''
  }
  return restart
}

export const pastOf = (committed: Committed, counted: ReadonlySet<string>): Past => {
  const restart = restartOf(committed, counted)
  const oldestFirst = committed.versions.toReversed()
  const since = ({ at }: { readonly at: number }) => restart === undefined || at < restart.at
  const results = committed.results.toReversed().filter(since)
  const files = new Set(results.map(({ path }) => path))
  return {
    ...committed,
    run: {
      versions: restart === undefined ? oldestFirst : oldestFirst.slice(oldestFirst.indexOf(restart)),
      results,
      named: committed.named.filter((one) => since(one) && files.has(one.file)),
    },
  }
}

/** The file as it is now, after all that is committed. */
const uncommitted = { at: -1 }

/** Where the bars of a stage are compared with: the last version before the stage, or results of it, were there. */
type Reference = {
  readonly version: PastPilot
  /** The first version of the stage; undefined where it is not committed yet. */
  readonly opened: PastPilot | undefined
  /** Whether a version was written when there were results of the stage already. */
  readonly knew: (version: Pick<PastPilot, 'at'>) => boolean
}

/** Undefined where nothing is committed, and where the stage, up to the file as it is now, has not begun. */
const referenceOf = ({ run }: Past, pilot: PilotThen, stage: ExposedStage): Reference | undefined => {
  const { versions, named, results } = run
  const files = new Set(named.filter((one) => reaches(one.stage, stage)).map(({ file }) => file))
  const first = results.find(({ path, blob }) => files.has(path) && blob !== undefined)
  const knew = ({ at }: Pick<PastPilot, 'at'>) => first !== undefined && at <= first.at
  const at = versions.findIndex((version) => knew(version) || reaches(stageOf(version.pilot), stage))
  if (at === -1 && first === undefined && !reaches(stageOf(pilot), stage)) return undefined
  const version = versions[at === -1 ? versions.length - 1 : Math.max(0, at - 1)]
  return version && { version, opened: versions[at], knew }
}

/** A bar that is not what it was before its stage began. */
export type MovedBar = {
  readonly key: string
  readonly from: ExposedStage
  /** What it was; undefined where it was first written when there was something to write it by. */
  readonly was: Bar | undefined
  /** The version that set it: the reference, or the first one after that holds the bar; undefined where none does. */
  readonly set: PastPilot | undefined
  readonly isReference: boolean
  /** What it is now; undefined where it is gone. */
  readonly now: Bar | undefined
  readonly move: Move
  /** The version since which it is what it is now; undefined where that is not committed yet. */
  readonly moved: PastPilot | undefined
}

const sameAs = (bar: Bar | undefined, now: Bar | undefined): boolean =>
  bar === undefined || now === undefined ? bar === now : moveOf(bar.demand, now.demand) === undefined

/** Since when a bar, as `barIn` finds it in a version, is what it is now, and what came before that; undefined for what is not committed. */
export const settledAt = (
  versions: readonly PastPilot[],
  barIn: (version: PastPilot) => Bar | undefined,
  now: Bar | undefined,
): { readonly since: PastPilot | undefined; readonly before: PastPilot | undefined } => {
  const at = versions.findLastIndex((version) => !sameAs(barIn(version), now))
  return { since: versions[at + 1], before: versions[at] }
}

/** The bars that moved after the stage from which they hold had begun, and have not come back since. */
export const movedBars = (past: Past, pilot: Pilot): MovedBar[] => {
  const { versions } = past.run
  const references = new Map(exposedStages.map((stage) => [stage, referenceOf(past, pilot, stage)]))
  const held = new Map(versions.map((version) => [version, barsOf(version.pilot)]))
  const current = barsOf(pilot)
  const keys = new Map([...held.values(), current].flatMap((bars) => [...bars].map(([key, { from }]) => [key, from])))
  return [...keys].flatMap(([key, from]): MovedBar[] => {
    const reference = references.get(from)
    if (reference === undefined) return []
    const { version, opened, knew } = reference
    const then = versions.slice(versions.indexOf(version))
    const set = then.find((one) => held.get(one)?.has(key))
    const was = set && held.get(set)?.get(key)
    const now = current.get(key)
    const settled = {
      key,
      from,
      now,
      set,
      isReference: set === version,
      moved: settledAt(versions, (one) => held.get(one)?.get(key), now).since,
    }
    const { first } = was ?? now ?? {}
    const isKnown = knew(set ?? uncommitted)
    // The first version of a stage may still say what its absence would have meant.
    const isLate =
      first === 'late' ? isKnown : first === 'worst' && (isKnown || (opened !== undefined && set !== opened))
    if (!settled.isReference && isLate && now !== undefined) return [{ ...settled, was: undefined, move: 'other' }]
    if (was === undefined) return []
    const isWorst = now === undefined && was.first === 'worst' && was.mayTighten
    const move = isWorst ? undefined : now === undefined ? 'looser' : moveOf(was.demand, now.demand)
    return move === undefined ? [] : [{ ...settled, was, move }]
  })
}
