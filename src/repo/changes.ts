import { dayOf, type IsoDate } from '../values/index.ts'
import { blobsOf, type Git } from './git.ts'
import { maxVersionBytes, type Placed } from './lineage.ts'
import type { FileChange } from './port.ts'

/** So many changes before and after one that is asked for are asked for with it. */
const atOnce = 50

/** 2999-12-31: no later day can be told. */
const lastTime = 32_503_593_600

export const dayAt = (time: number): IsoDate => dayOf(Math.min(time, lastTime) * 1000)

type Around = {
  /** The files that were asked for; others are those of a folder that was. */
  readonly files: readonly string[]
  /** The commits at which a shallow clone ends. */
  readonly cut: ReadonlySet<string>
  /** Whether git answered what a task asked of it. */
  readonly isAnswered: (task: () => void) => boolean
}

/** Changes with their days, and with what the files held, which is asked for when it is read. */
export const withContents = (ask: Git, all: readonly Placed[], { files, cut, isAnswered }: Around): FileChange[] => {
  const blobs = blobsOf(ask)
  // Asked for together, since git starts anew for each question; one that is too large must not hide the others.
  const newest = [...new Set(all.map(({ path: name }) => name))].flatMap(
    (file) => all.find(({ path: name }) => name === file)?.after ?? [],
  )
  const isLoaded = (oids: readonly string[]) => isAnswered(() => blobs.load(oids))
  // Those of a folder are small and many: one that is asked for brings those that changed about then.
  const grouped = all.flatMap(({ path: name, after }) => (after !== undefined && !files.includes(name) ? [after] : []))
  let isSmall = true
  const aroundOf = (oid: string): string[] => {
    const at = isSmall ? grouped.indexOf(oid) : -1
    return at < 0 ? [] : grouped.slice(Math.max(0, at - atOnce), at + atOnce)
  }
  return all.map(({ path: name, commit, day, at, time, after, link }) => ({
    path: name,
    commit,
    at,
    date: day ?? dayAt(time),
    blob: after,
    ...(link !== undefined && { link }),
    ...(cut.has(commit) && { isCut: true as const }),
    read: (most = maxVersionBytes) => {
      if (after === undefined) return undefined
      if (isLoaded([after, ...newest, ...aroundOf(after)])) return blobs.get(after, most)
      isSmall = false
      return isLoaded([after]) ? blobs.get(after, most) : undefined
    },
  }))
}
