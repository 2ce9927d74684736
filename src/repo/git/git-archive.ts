import { readInside } from '../inside.ts'
import { type Git, git } from './git.ts'
import { closedBy, linked, type Refused, unverified } from './git-closed.ts'
import { type Shortfall, Unanswered } from './git-objects.ts'
import { isPilot, lookFor } from './git-renames.ts'
import { store } from './git-store.ts'
import { filesOf } from './git-trees.ts'
import { fileAt, lastCommitOf, versionsOf } from './git-versions.ts'
import type { Archive, AtRef, Committed, History } from './history.ts'

const shallow: Refused = {
  why: 'is cut off: the clone is shallow',
  help: 'git fetch --unshallow, or fetch-depth: 0 for actions/checkout',
}
const bare: Refused = {
  why: 'is empty: nothing is committed yet',
  help: 'commit pilot.yaml, so that everybody can see when a bar was set',
}
const oddName: Refused = {
  why: 'cannot be asked for: the name of the file holds a line break',
  help: 'give the file a name of printable characters',
}

const shortfalls: { readonly [why in Shortfall]: Refused } = {
  absent: { why: 'cannot be read: there is no git on the PATH', help: 'install git' },
  slow: { why: 'was not read: git took too long', help: 'run it again when the machine is idle' },
  large: {
    why: 'was not read: there are too many versions, or they are too large',
    help: 'keep what changes often, such as results, in files of its own',
  },
  refused: {
    why: 'cannot be read: git refuses this repository',
    help: 'git fsck says what is wrong with it',
  },
  lacking: {
    why: 'is not here as a whole: the clone is partial, or damaged',
    help: 'clone it without --filter; in a partial clone, git fetch --refetch --no-filter',
  },
}

/** Why nothing can be asked about the folder at all. */
const closed = (root: string): Refused | undefined => {
  const common = readInside(root, '.git/commondir', 0)
  const isLinked = common.ok || common.refusal !== 'missing'
  return closedBy(readInside(root, '.git', 0)) ?? (isLinked ? linked : undefined)
}

// A list of the commits whose parents are left out. One that cannot be read may list any.
const isShallow = (root: string): boolean => {
  const reading = readInside(root, '.git/shallow', 0)
  return !reading.ok && reading.refusal !== 'missing'
}

/** Asked once git has refused something: whether it is about the repository, or about objects in it. */
const opened = (ask: Git): Refused | undefined => {
  const answer = ask({ args: ['rev-parse', '--is-shallow-repository'] })
  return answer.ok ? undefined : shortfalls[answer.why]
}

const commitOf = (ask: Git, ref: string): string | undefined => {
  // A ref never begins with a hyphen, and a flag always does.
  if (ref === '' || ref.startsWith('-') || /[\0\n]/.test(ref)) return undefined
  const answer = ask({ args: ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`] })
  if (!answer.ok && answer.why !== 'refused') throw new Unanswered(answer.why)
  return answer.ok ? new TextDecoder().decode(answer.bytes).trim() : undefined
}

const isOdd = (file: string): boolean => /[\0\n]/.test(file)

const guarded = <T>(task: () => T): T | Extract<History, { state: 'unverified' }> => {
  try {
    return task()
  } catch (error) {
    if (error instanceof Unanswered)
      return { ...unverified(shortfalls[error.why]), ...(error.why === 'large' && { isPadded: true }) }
    throw error
  }
}

const treeOf = (commit: string): string => `${commit}^{tree}`

/** The versions up to HEAD; why there are none is asked for only where git refuses to tell. */
const historyUpToHead = (ask: Git, path: string): History => {
  try {
    return { state: 'found', ...versionsOf(ask, { commit: 'HEAD', path }) }
  } catch (error) {
    if (!(error instanceof Unanswered) || error.why !== 'lacking') throw error
  }
  const refused = opened(ask)
  if (refused !== undefined) return unverified(refused)
  return unverified(commitOf(ask, 'HEAD') === undefined ? bare : shortfalls.lacking)
}

/**
 * The git repository at `root`, an absolute path; `path` is the `PATH` on which git is looked for. A
 * question that takes git longer than `patience`, in milliseconds, is given up.
 */
export const archive = (root: string, path: string, patience?: number): Archive => {
  const ask = git(root, path, patience)
  return {
    history: (file) =>
      guarded((): History => {
        const refused = isOdd(file) ? oddName : (closed(root) ?? (isShallow(root) ? shallow : undefined))
        return refused === undefined ? historyUpToHead(ask, file) : unverified(refused)
      }),
    committedWith: (file, beside) =>
      guarded((): Committed => {
        const refused = isOdd(file + beside)
          ? oddName
          : (closed(root) ?? (isShallow(root) ? shallow : undefined))
        return refused === undefined ? lastCommitOf(ask, file, beside) : unverified(refused)
      }),
    at: (ref, file, { bytes, isGone, alike }) =>
      guarded((): AtRef => {
        const refused = isOdd(file) ? oddName : closed(root)
        if (refused !== undefined) return unverified(refused)
        const commit = commitOf(ask, ref)
        if (commit === undefined) {
          const why = opened(ask)
          return why === undefined ? { state: 'absent', shallow: isShallow(root) } : unverified(why)
        }
        const there = fileAt(ask, { commit, path: file })
        if (there !== undefined) return { state: 'found', commit, file: { path: file, bytes: there } }
        const gone = filesOf(ask, treeOf(commit)).filter((one) => isGone(one.path))
        return { state: 'found', commit, file: lookFor(store(ask), gone, bytes, !alike) }
      }),
    pilotsAt: (ref) => {
      const paths = guarded(() => {
        const commit = closed(root) === undefined ? commitOf(ask, ref) : undefined
        return commit && filesOf(ask, treeOf(commit)).map((one) => one.path)
      })
      return Array.isArray(paths) ? paths.filter(isPilot).sort() : undefined
    },
  }
}
