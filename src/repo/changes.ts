import { dayOf, type IsoDate } from '../values/index.ts'
import { blobsOf, type Git } from './git.ts'
import { maxVersionBytes, type Placed } from './lineage.ts'
import type { FileChange } from './port.ts'

/** So many changes before and after one that is asked for are asked for with it, */
const atOnce = 50

/** if they have at most so many bytes. */
const small = 64 * 1024

/** 2999-12-31: no later day can be told. */
const lastTime = 32_503_593_600

export const dayAt = (time: number): IsoDate => dayOf(Math.min(time, lastTime) * 1000)

type Asked = {
  /** The commits at which a shallow clone ends. */
  readonly cut: ReadonlySet<string>
  /** Whether git answered what a task asked of it. */
  readonly isAnswered: (task: () => void) => boolean
}

/** Changes with their days, and with what the files held, which is asked for when it is read. */
export const withContents = (ask: Git, all: readonly Placed[], { cut, isAnswered }: Asked): FileChange[] => {
  const blobs = blobsOf(ask)
  const oids = [...new Set(all.flatMap(({ after = [] }) => after))]
  const places = new Map(oids.map((oid, at) => [oid, at]))
  const newest = new Set([...new Map(all.toReversed().map(({ path, after }) => [path, after])).values()])
  const isLoaded = (some: () => readonly string[]) => isAnswered(() => blobs.load(some()))
  // Asked for together, since git starts anew for each question; one that is too large must not hide the others.
  const load = (oid: string): boolean => {
    if (blobs.has(oid)) return true
    const at = places.get(oid) ?? 0
    const together = newest.has(oid)
      ? isLoaded(() => oids.filter((one) => newest.has(one)))
      : isLoaded(() => [oid, ...blobs.upTo(small, oids.slice(Math.max(0, at - atOnce), at + atOnce))])
    return together || isLoaded(() => [oid])
  }
  return all.map(({ path: name, commit, day, at, time, after, link }) => ({
    path: name,
    commit,
    at,
    date: day ?? dayAt(time),
    blob: after,
    ...(link !== undefined && { link }),
    ...(cut.has(commit) && { isCut: true as const }),
    read: (most = maxVersionBytes) => (after !== undefined && load(after) ? blobs.get(after, most) : undefined),
  }))
}
