import { metricKey, present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { type ExposedStage, exposedStages, reaches, type Stage } from '../../model/stage.ts'
import type { FileChange } from '../../repo/port.ts'
import { addDays, type IsoDate } from '../../values/index.ts'
import { once } from '../../values/once.ts'
import type { Bar, PilotThen } from './bar.ts'
import { barsOf } from './bars.ts'
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
  /** The files of all versions, and of now, that say when something happened. */
  readonly dated: readonly string[]
  /** Why more versions than these may count, where the clone hides them. */
  readonly cut?: { readonly why: string; readonly help: string }
}

/** Since the pilot last started, the oldest first: all that its bar is compared with. */
export type PilotRun = {
  readonly versions: readonly PastPilot[]
  readonly results: readonly FileChange[]
  readonly named: readonly NamedResults[]
}

export type Past = Committed & {
  readonly run: PilotRun
  /** The bars that files show in place of pilot.yaml, and that moved. */
  readonly shown: readonly MovedBar[]
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
    shown: [],
  }
}

/** What a bar may not be set by: a stage that has begun, or results of any stage. */
type Event = {
  /** The first version that came with it, or after it; all of them are older where it is not committed yet. */
  readonly at: number
  readonly words: string
}

const written = new WeakMap<PilotRun, ReadonlyMap<string, number>>()

/** Of each guardrail metric, how many commits are newer than the version that wrote it first. */
const writtenIn = (run: PilotRun): ReadonlyMap<string, number> => {
  const known = written.get(run)
  if (known !== undefined) return known
  const found = new Map(
    run.versions
      .toReversed()
      .flatMap(({ at, pilot }) =>
        present(pilot.success?.guardrail_metrics).map(({ item }) => [metricKey(item.metric ?? ''), at] as const),
      ),
  )
  written.set(run, found)
  return found
}

/** Whether a guardrail metric was written for the first time when the results of a stage were as they are now. */
export const isAddedAfter = ({ run }: Past, stage: ExposedStage, metric: string): boolean => {
  const files = new Set(run.named.filter((one) => one.stage === stage).map(({ file }) => file))
  const last = run.results.findLast(({ path, blob }) => files.has(path) && blob !== undefined)
  const shown = run.results.find(({ blob }) => blob !== undefined && blob === last?.blob)
  return shown !== undefined && (writtenIn(run).get(metricKey(metric)) ?? -1) < shown.at
}

/** When the bars of a stage stopped being free. */
type Freeze = {
  /** The first results of each stage, up to the beginning of the stage itself, in the order in which they came. */
  readonly events: readonly Event[]
  /** The place of the first version of the stage; all versions are older where it is not committed yet. */
  readonly opened: number
  /** The place of the first version that was written when there were results of this stage, or a later one. */
  readonly knew: number
  /** The same for results of any stage. */
  readonly knewAny: number
}

/** Undefined where nothing is committed, and where neither the stage, up to the file as it is now, nor any result is there. */
const freezeOf = (run: PilotRun, pilot: PilotThen, stage: ExposedStage): Freeze | undefined => {
  const { versions, named, results } = run
  if (versions.length === 0) return undefined
  const from = (isIt: (version: PastPilot) => boolean): number => {
    const at = versions.findIndex(isIt)
    return at === -1 ? versions.length : at
  }
  const shown = exposedStages.flatMap((one) => {
    const files = new Set(named.filter((other) => other.stage === one).map(({ file }) => file))
    const first = results.find(({ path, blob }) => files.has(path) && blob !== undefined)
    return first === undefined ? [] : [{ stage: one, at: from(({ at }) => at <= first.at) }]
  })
  const earliest = (some: typeof shown): number => Math.min(Number.POSITIVE_INFINITY, ...some.map(({ at }) => at))
  const knew = earliest(shown.filter((one) => reaches(one.stage, stage)))
  const reached = from((version) => reaches(stageOf(version.pilot), stage))
  const hasBegun = reached < versions.length || reaches(stageOf(pilot), stage)
  if (shown.length === 0 && !hasBegun) return undefined
  const opened = Math.min(knew, hasBegun ? reached : Number.POSITIVE_INFINITY)
  return {
    events: [
      ...(opened <= versions.length ? [{ at: opened, words: `${stage} began` }] : []),
      ...shown.filter(({ at }) => at < opened).map((one) => ({ at: one.at, words: `the results of ${one.stage}` })),
    ].toSorted((one, other) => one.at - other.at),
    opened,
    knew,
    knewAny: earliest(shown),
  }
}

/** A bar that is not what it was before its stage began, or before there were results. */
export type MovedBar = {
  readonly key: string
  readonly from: ExposedStage
  /** What it was; undefined where it was first written when there was something to write it by. */
  readonly was: Bar | undefined
  /** The version that set it: the last one before `fixedBy`, else the first that holds it; undefined where none does. */
  readonly set: PastPilot | undefined
  /** What came when the bar was there already; undefined where it was written after all of it. */
  readonly fixedBy: string | undefined
  /** What it is now; undefined where it is gone. */
  readonly now: Bar | undefined
  readonly move: Move
  /** The version since which it is what it is now; undefined where that is not committed yet. */
  readonly moved: PastPilot | undefined
}

const sameAs = (bar: Bar | undefined, now: Bar | undefined): boolean =>
  bar === undefined || now === undefined ? bar === now : moveOf(bar.demand, now.demand) === undefined

/**
 * Since when a bar, as `barIn` finds it in a version, is what it is now, and what came before that; undefined for what is
 * not committed. A version that lacks it, or in which it cannot be read, moves nothing between two that say the same.
 */
export const settledAt = (
  versions: readonly PastPilot[],
  barIn: (version: PastPilot) => Bar | undefined,
  now: Bar | undefined,
): { readonly since: PastPilot | undefined; readonly before: PastPilot | undefined } => {
  let held: Bar | undefined
  const bars = versions.map((version) => {
    held = barIn(version) ?? (now && held)
    return held
  })
  const at = bars.findLastIndex((bar) => !sameAs(bar, now))
  return { since: versions[at + 1], before: versions[at] }
}

/** The version that held the bars when something came that they may not be set by. */
const placeBefore = ({ at }: Event): number => Math.max(0, at - 1)

/** The versions that bars are compared with, and the first one that may set what was not there before. */
export const referencesIn = (run: PilotRun, pilot: PilotThen): number[] => [
  ...new Set(
    exposedStages
      .flatMap((stage) => freezeOf(run, pilot, stage)?.events ?? [])
      .map(placeBefore)
      .toSorted((one, other) => one - other),
  ),
]

/** What of `current` is another bar than what the versions of a run held. */
export const movesIn = (
  run: PilotRun,
  pilot: PilotThen,
  held: readonly ReadonlyMap<string, Bar>[],
  current: ReadonlyMap<string, Bar>,
): MovedBar[] => {
  const { versions } = run
  const freezes = new Map(exposedStages.map((stage) => [stage, freezeOf(run, pilot, stage)]))
  const heldBy = new Map(versions.map((version, at) => [version, held[at]]))
  const keys = new Map([...held, current].flatMap((bars) => [...bars].map(([key, { from }]) => [key, from])))
  const knownTo = once(({ events, knew, knewAny }: Freeze) => {
    const places = [...events.map(placeBefore), knew - 1, knewAny - 1]
    return new Set(places.flatMap((at) => [...(held[at]?.values() ?? [])].map(({ guardrail }) => guardrail)))
  })
  return [...keys].flatMap(([key, from]): MovedBar[] => {
    const freeze = freezes.get(from)
    if (freeze === undefined) return []
    const { events, opened, knew, knewAny } = freeze
    const known = knownTo(freeze)
    const event = events.find((one) => held[placeBefore(one)]?.has(key))
    const last = Math.max(0, ...events.map(placeBefore))
    const first = held.findIndex((bars, at) => at >= last && bars.has(key))
    const place = event ? placeBefore(event) : first
    const was = held[place]?.get(key)
    const now = current.get(key)
    const settled = {
      key,
      from,
      now,
      set: versions[place],
      fixedBy: event?.words,
      moved: settledAt(versions, (one) => heldBy.get(one)?.get(key), now).since,
    }
    const written = place === -1 ? versions.length : place
    const { first: kind, absent } = was ?? now ?? {}
    const isKnown = written >= knew || (written > opened && written >= knewAny)
    // The first version of a stage may still say what its absence would have meant.
    const isLate = kind === 'late' ? isKnown : kind === 'worst' && (isKnown || written > opened)
    const isAdded = now?.guardrail !== undefined && !known.has(now.guardrail)
    const said = now && absent && moveOf(absent, now.demand)
    const isSaid = now && absent && (said === undefined || (said === 'tighter' && now.mayTighten))
    if (event === undefined && isSaid) return []
    if (event === undefined && isLate && !isAdded && now !== undefined)
      return [{ ...settled, was: undefined, move: 'other' }]
    // Nothing came since it was written.
    const isFree = event === undefined && opened > versions.length
    if (was === undefined || isFree) return []
    const back = absent && moveOf(was.demand, absent)
    const isWorst = absent !== undefined && (back === undefined || back === 'tighter')
    const move = now ? moveOf(was.demand, now.demand) : isWorst ? back : 'looser'
    const isTold = was.mayVanish && (now === undefined || move === 'other')
    return move === undefined || isTold ? [] : [{ ...settled, was, move }]
  })
}

/**
 * The bars that moved after the stage from which they hold had begun, or after results of any stage, and have not come
 * back since. What is first written after results of an earlier stage is free until the next ones, or its own stage.
 */
export const movedBars = ({ run, shown }: Past, pilot: Pilot): MovedBar[] => [
  ...movesIn(
    run,
    pilot,
    run.versions.map((version) => barsOf(version.pilot)),
    barsOf(pilot),
  ),
  ...shown,
]
