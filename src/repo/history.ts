import type { IsoDate } from '../values/index.ts'
import { once } from '../values/once.ts'
import { type Budget, budget } from './budget.ts'
import { dayAt, withContents } from './changes.ts'
import { gitFoldersOf } from './checkout.ts'
import {
  blobsOf,
  entriesAt,
  filesAt,
  type Git,
  type GitFailure,
  git,
  literal,
  type Tree,
  treeOf,
  Unanswered,
} from './git.ts'
import { readInside } from './inside.ts'
import { alikeTo, isPilot, maxVersionBytes, pastOf, pilots, readable, versionsOf, withId, yaml } from './lineage.ts'
import type { Changes, Cut, FolderEntry, History, Unknown, Untracked } from './port.ts'
import { heldIn, untrackedOf } from './tracked.ts'

/** What a ref says of one file. */
export type AtRef =
  | {
      readonly state: 'found'
      readonly commit: string
      /** The file there, under the name it had; undefined where it was not there yet. */
      readonly file: { readonly path: string; readonly bytes: Uint8Array } | undefined
    }
  /** There is no such ref; in a shallow clone it may only be missing here. */
  | { readonly state: 'absent'; readonly shallow: boolean }
  | Unknown

/** A file as it is now, and what is known of the files around it. */
type Now = {
  readonly bytes: Uint8Array
  readonly isGone: (path: string) => boolean
  readonly alike: boolean
}

type Why = Pick<Unknown, 'why' | 'help'>

const shallow: Why = {
  why: 'is cut off: the clone is shallow',
  help: 'git fetch --unshallow',
}
const bare: Why = {
  why: 'is empty: nothing is committed yet',
  help: 'commit pilot.yaml',
}
const refusing: Why = {
  why: 'cannot be read: git refuses this repository',
  help: 'run git fsck to see what is wrong',
}
const shortfalls: { readonly [why in GitFailure]: Why } = {
  absent: { why: 'cannot be read: there is no git on the PATH', help: 'install git' },
  slow: { why: 'was not read: git took too long', help: 'run it again when the machine is idle' },
  large: {
    why: 'was not read: there are too many versions, or they are too large',
    help: 'move what changes often, such as results, to separate files',
  },
  lacking: {
    why: 'is incomplete: the clone is partial or damaged',
    help: 'clone it without --filter, or bring its versions with git log -p -- pilot.yaml',
  },
  odd: {
    why: 'was not read: a current or former name of the file is not UTF-8, or unusable',
    help: 'rename the file with printable characters',
  },
}

const unverified = (why: Why): Unknown => ({ state: 'unverified', ...why })

/** A file with more versions is not one that people agree on. */
const maxVersions = 500

/** A list of more commits at which a clone ends is not read, in bytes. */
const maxEndsBytes = 1024 * 1024

/** All versions together, in bytes. */
const maxBytes = 32 * 1024 * 1024

const commitOf = (ask: Git, ref: string): string | undefined => {
  // A ref never begins with a hyphen, and a flag always does.
  if (ref === '' || ref.startsWith('-') || /[\0\n]/.test(ref)) return undefined
  try {
    return ask(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`])
      .toString()
      .trim()
  } catch (error) {
    if (error instanceof Unanswered && error.why === 'lacking') return undefined
    throw error
  }
}

export type HeadCommit = { readonly commit: string; readonly blobs: ReadonlyMap<string, string> }

/** More names than these are not passed to a program. */
const maxNamed = 500

/**
 * What git knows of the repository at `root`, an absolute path; `path` is the `PATH` on which git is looked for. Never
 * throws. Paths are relative to the root, with slashes. A question that takes git longer than `patience`, in
 * milliseconds, is given up.
 */
export const archive = (root: string, path: string, left: Budget = budget(), patience?: number) => {
  const folders = gitFoldersOf(root)
  const ask: Git =
    folders.state === 'open'
      ? git(root, folders, path, left.git, patience)
      : () => {
          throw new Unanswered('absent')
        }
  // What is kept for the whole run: what is gone, and what a ref holds, is compared with many files.
  const shared = blobsOf(ask)
  // What HEAD is stands at the beginning of its past, and need not be asked again.
  let tip: string | undefined
  const past = once((_: 'HEAD') => {
    const all = pastOf(ask, shared)
    tip = all.head
    return all
  })
  const commitAt = once((ref: string) => (ref === 'HEAD' ? tip : undefined) ?? commitOf(ask, ref))
  const yamlAt = once((commit: string) => filesAt(ask, commit, yaml))
  const treeAt = once((commit: string): Tree | Unknown => guarded([], () => treeOf(filesAt(ask, commit, []))))

  /** The commits whose parents are left out, a line each; a list that cannot be read may name any. Source: gitformat-shallow. */
  const ends = once((_: 'shallow'): ReadonlySet<string> | undefined => {
    const reading = folders.state === 'open' ? readInside(folders.common, 'shallow', maxEndsBytes) : undefined
    if (reading === undefined || (!reading.ok && reading.refusal === 'missing')) return new Set()
    return reading.ok ? new Set(new TextDecoder().decode(reading.bytes).split('\n').filter(Boolean)) : undefined
  })
  const isShallow = (): boolean => ends('shallow')?.size !== 0

  /** Where what HEAD came from is cut off; undefined where all of it is here. */
  const cutOff = (): Cut | undefined => {
    const times = past('HEAD').timesOf([...(ends('shallow') ?? [])])
    return times.length === 0
      ? undefined
      : { ...shallow, date: dayAt(times.reduce((one, other) => Math.max(one, other))) }
  }

  /** Why git refused: it is about the repository, about its having no commit, or about objects that are not here. */
  const refused = (): Why => {
    try {
      ask(['rev-parse', '--is-shallow-repository'])
      return commitOf(ask, 'HEAD') === undefined ? bare : shortfalls.lacking
    } catch {
      return refusing
    }
  }

  /** Of one folder, many pilots may ask. */
  const entriesOf = once((tree: string) => entriesAt(ask, tree))

  const guarded = <T>(paths: readonly string[], task: () => T): T | Unknown => {
    if (folders.state !== 'open') return folders
    if (paths.some((one) => one.includes('\0'))) return unverified(shortfalls.odd)
    try {
      return task()
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error
      if (error.why === 'lacking') return unverified(refused())
      return { ...unverified(shortfalls[error.why]), ...(error.why === 'large' && { isPadded: true }) }
    }
  }

  const historyOf = (file: string): History => {
    if (ends('shallow') === undefined) return unverified(shallow)
    const blobs = blobsOf(ask)
    const all = versionsOf(past('HEAD'), { own: blobs, dead: shared }, file)
    if (all.length > maxVersions) throw new Unanswered('large')
    blobs.load(all.map(({ after }) => after))
    const versions = all.flatMap(({ commit, at, time, path: name, after }) => {
      const bytes = blobs.get(after, maxVersionBytes)
      return bytes === undefined ? [] : [{ commit, at, date: dayAt(time), path: name, bytes }]
    })
    const sizes = new Set(versions.map(({ bytes }) => bytes))
    if ([...sizes].reduce((sum, { length }) => sum + length, 0) > maxBytes) throw new Unanswered('large')
    const cut = cutOff()
    return { state: 'found', versions, unread: all.length - versions.length, ...(cut && { cut }) }
  }

  const changesOf = (files: readonly string[]): Changes => {
    const cut = ends('shallow')
    if (cut === undefined) return unverified(shallow)
    const all = files.length === 0 ? [] : past('HEAD').changes(files)
    const isAnswered = (task: () => void) => guarded([], task) === undefined
    return { state: 'found', changes: withContents(ask, all, { cut, isAnswered }) }
  }

  const fileAt = (commit: string, file: string, { bytes, isGone, alike }: Now) => {
    const files = yamlAt(commit)
    const oid = files.get(file) ?? filesAt(ask, commit, [literal(file)]).get(file)
    if (oid !== undefined) {
      // All of them at once, since most are asked for one after the other.
      shared.load([oid, ...[...files].flatMap(([name, blob]) => (isPilot(name) ? [blob] : []))])
      const there = shared.get(oid, maxVersionBytes)
      if (there === undefined) throw new Unanswered('large')
      return { path: file, bytes: there }
    }
    const gone = [...files].filter(([name]) => (alike || isPilot(name)) && isGone(name))
    const before = readable(
      shared,
      gone.map(([name, blob]) => ({ path: name, blob })),
    )
    const same = withId(before, bytes)
    const exact = same.find((one) => one.bytes.equals(bytes))
    return exact ?? same[0] ?? (alike ? alikeTo(before, bytes)[0] : undefined)
  }

  return {
    history: (file: string): History => guarded([file], () => historyOf(file)),
    changes: (files: readonly string[]): Changes => guarded(files, () => changesOf(files)),
    untracked: (paths: readonly string[]): Untracked =>
      guarded(paths, () => ({ state: 'found', paths: untrackedOf(ask, root, paths) })),
    /**
     * The file as it was at a ref. One that was renamed since is found among the files that are gone: `isGone`
     * says whether a path is not there any more. It is known by its `id`, or where `alike` is set by most of its lines.
     */
    at: (ref: string, file: string, now: Now): AtRef =>
      guarded([file], (): AtRef => {
        const commit = commitAt(ref)
        if (commit !== undefined) return { state: 'found', commit, file: fileAt(commit, file, now) }
        // Throws where it is the repository that git refuses.
        ask(['rev-parse', '--is-shallow-repository'])
        return { state: 'absent', shallow: isShallow() }
      }),
    /** What a folder held at a ref, `''` for the root; undefined if it was not there, or unknown. */
    list: (ref: string, folder: string): readonly FolderEntry[] | undefined => {
      const commit = guarded([folder], () => commitAt(ref))
      const found = typeof commit === 'string' ? guarded([folder], () => entriesOf(`${commit}:${folder}`)) : undefined
      return Array.isArray(found) ? found : undefined
    },
    /** All that a ref holds, asked for once; undefined if there is too much of it, or unknown. */
    tree: (ref: string): Tree | undefined => {
      const commit = guarded([], () => commitAt(ref))
      const found = typeof commit === 'string' ? treeAt(commit) : undefined
      return found !== undefined && 'blobs' in found ? found : undefined
    },
    /** What is checked out: the commit, and the names of the blobs that it holds of these files. Undefined if unknown. */
    head: (files: readonly string[]): HeadCommit | undefined => {
      const found = guarded([], (): HeadCommit | undefined => {
        const commit = commitAt('HEAD')
        const patterns = files.length > maxNamed ? [] : files.map(literal)
        if (commit === undefined) return undefined
        return { commit, blobs: files.length === 0 ? new Map() : filesAt(ask, commit, patterns) }
      })
      return found !== undefined && 'commit' in found ? found : undefined
    },
    /** The committer's day of a ref, in UTC; undefined where there is none. */
    dayAt: (ref: string): IsoDate | undefined => {
      const day = guarded([], () => {
        const commit = commitAt(ref)
        return commit && dayAt(Number(ask(['rev-list', '--no-walk', '--timestamp', commit]).toString().split(' ')[0]))
      })
      return typeof day === 'string' ? day : undefined
    },
    /** Every pilot.yaml and pilot.yml that a ref holds, sorted; undefined where that cannot be told. */
    pilotsAt: (ref: string): readonly string[] | undefined => {
      const paths = guarded([], () => {
        const commit = commitAt(ref)
        return commit && [...yamlAt(commit).keys()].filter(isPilot).sort()
      })
      return Array.isArray(paths) ? paths : undefined
    },
  }
}

export type Archive = ReturnType<typeof archive>

/** The pilots that git tracks in a checkout, whatever it ignores; undefined where it cannot tell in time. */
export const trackedPilots = (root: string, path: string, budget: Budget): readonly string[] | undefined => {
  const folders = gitFoldersOf(root)
  if (folders.state !== 'open') return []
  try {
    const ask = git(root, folders, path, budget.git)
    return heldIn(ask, pilots).filter(isPilot)
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error
    return error.why === 'slow' || error.why === 'large' ? undefined : []
  }
}
