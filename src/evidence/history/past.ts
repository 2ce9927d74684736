import type { Pilot } from '../../model/pilot.ts'
import { reaches, type Stage } from '../../model/stage.ts'
import { shortly } from '../../repo/port.ts'
import type { IsoDate } from '../../values/index.ts'
import { type Bar, barsOf, type Move, moveOf } from './bars.ts'

/** The parts of an old version that are read: all that says where a bar stood, and when. */
export const pastParts = ['stage', 'started', 'success', 'rollout', 'model', 'fallback', 'rollback'] as const

export type PilotThen = Pick<Pilot, (typeof pastParts)[number]>

/** A committed version of pilot.yaml, as far as it could be read. */
export type PastPilot = {
  readonly commit: string
  readonly date: IsoDate
  /** The name that the file had, relative to the root of the repository. */
  readonly path: string
  readonly pilot: PilotThen
}

/** A version as a message names it: day, short name of the commit, file. */
export const inWords = ({ date, commit, path }: PastPilot): string => `${date} ${shortly(commit)} ${path}`

export type Past = {
  readonly versions: readonly PastPilot[]
  /** How many versions could not be read, and are left out. */
  readonly unread: number
}

const stageOf = ({ stage }: PilotThen): Stage => stage ?? 'pilot'

/**
 * The versions since the pilot last started, the oldest first. It starts anew where its file stands at stage
 * `pilot` with a later `started`: a new bar may be agreed then, and the old results count for nothing.
 */
export const sinceStart = ({ versions }: Past): PastPilot[] => {
  const oldestFirst = versions.toReversed()
  let started: IsoDate | undefined
  let first = 0
  for (const [at, { pilot }] of oldestFirst.entries()) {
    if (started !== undefined && pilot.started !== undefined && pilot.started > started) {
      if (stageOf(pilot) !== 'pilot') continue
      first = at
    }
    started = pilot.started ?? started
  }
  return oldestFirst.slice(first)
}

/** The first version that carries a stage, or one that comes after it; undefined where none does. */
export const beganAt = (past: Past, stage: Stage): PastPilot | undefined =>
  sinceStart(past).find(({ pilot }) => reaches(stageOf(pilot), stage))

/** A bar that is not what it was when its stage began. */
export type MovedBar = {
  readonly was: Bar
  /** The version that set it: that of the beginning of the stage, or the first one after that holds the bar. */
  readonly set: PastPilot
  /** What it is now; undefined where it is gone. */
  readonly now: Bar | undefined
  readonly move: Move
  /** The version since which it is what it is now; undefined where that is not committed yet. */
  readonly moved: PastPilot | undefined
}

const sameAs = (bar: Bar | undefined, now: Bar | undefined): boolean =>
  bar === undefined || now === undefined ? bar === now : moveOf(bar.demand, now.demand) === undefined

/** Since when the bar of this key is what it is now, and what came before that; undefined for what is not committed. */
export const settledAt = (
  versions: readonly PastPilot[],
  key: string,
  now: Bar | undefined,
): { readonly since: PastPilot | undefined; readonly before: PastPilot | undefined } => {
  const at = versions.findLastIndex(({ pilot }) => !sameAs(barsOf(pilot).get(key), now))
  return { since: versions[at + 1], before: versions[at] }
}

/** The bars that moved after the stage from which they hold had begun, and have not come back since. */
export const movedBars = (past: Past, pilot: Pilot): MovedBar[] => {
  const versions = sinceStart(past)
  const set = new Map<string, { readonly was: Bar; readonly set: PastPilot }>()
  for (const version of versions)
    for (const [key, was] of barsOf(version.pilot))
      if (!set.has(key) && reaches(stageOf(version.pilot), was.from)) set.set(key, { was, set: version })
  const current = barsOf(pilot)
  return [...set].flatMap(([key, origin]) => {
    const now = current.get(key)
    const move = now === undefined ? 'looser' : moveOf(origin.was.demand, now.demand)
    if (move === undefined) return []
    return [{ ...origin, now, move, moved: settledAt(versions, key, now).since }]
  })
}
