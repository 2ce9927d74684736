import { spawnSync } from 'node:child_process'
import { delimiter, isAbsolute, join, parse } from 'node:path'
import type { Budget } from './budget.ts'
import { checkoutsAround, type GitFolders, realOf } from './checkout.ts'
import { isInside } from './inside.ts'
import { folderOf } from './names.ts'
import { type FolderEntry, starred } from './port.ts'

/** Why git told less than was asked: `lacking` where it refused, mostly since an object is not here; `odd` for a name. */
export type GitFailure = 'absent' | 'slow' | 'large' | 'lacking' | 'odd'

/** Git told less than was asked: nothing that follows from it may be said. */
export class Unanswered extends Error {
  readonly why: GitFailure
  constructor(why: GitFailure) {
    super(why)
    this.why = why
  }
}

type Command = 'rev-parse' | 'rev-list' | 'diff-tree' | 'cat-file' | 'ls-files' | 'ls-tree'

/** Asks one repository; these commands are all that is ever run. Throws `Unanswered`, and shows nothing of git's own text. */
export type Git = (args: readonly [Command, ...string[]], input?: string) => Buffer

/** A question that takes longer, in milliseconds, is given up. */
const timeout = 10_000

/** An answer that is longer, in bytes, is given up. */
const maxOutputBytes = 48 * 1024 * 1024

/**
 * The repository's own configuration belongs to whoever wrote the checkout, so nothing in it may start a program:
 * none of the commands asks for a hook, a pager, a filter or a signature, and these hold for what git itself
 * might start. Source: git-config(1); git(1), environment variables.
 */
const hardening = [
  '--no-pager',
  '--no-replace-objects',
  ...[
    'core.fsmonitor=false',
    'core.hooksPath=/dev/null',
    'core.attributesFile=/dev/null',
    'core.sshCommand=false',
    'core.askPass=',
    'core.alternateRefsCommand=',
    'credential.helper=',
    'gpg.program=false',
    'protocol.allow=never',
  ].flatMap((setting) => ['-c', setting]),
]

/**
 * The entries of the `PATH` that may start git. A relative one, or one that really lies in the repository or in one
 * around it, would start what the checkout brought along; and so would a link to a git in there.
 */
const trusted = (path: string, root: string): string => {
  const real = realOf(root)
  const judged = [root, real, ...checkoutsAround(root), ...checkoutsAround(real)].map(realOf)
  const isOurs = (place: string) => {
    const found = realOf(place)
    return !judged.some((folder) => isInside(folder, found))
  }
  return path
    .split(delimiter)
    .filter((entry) => isAbsolute(entry) && [entry, join(entry, 'git'), join(entry, 'git.exe')].every(isOurs))
    .join(delimiter)
}

const environment = (root: string, folder: string, path: string) => ({
  PATH: trusted(path, root),
  LC_ALL: 'C',
  GIT_DIR: folder,
  GIT_WORK_TREE: root,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_GRAFT_FILE: '/dev/null',
  // What a partial clone has left out is missing, and is never fetched: the second is for git before 2.45.
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ADVICE: '0',
})

const shortfalls: { readonly [code: string]: GitFailure } = {
  ENOENT: 'absent',
  EACCES: 'absent',
  ETIMEDOUT: 'slow',
  ENOBUFS: 'large',
  E2BIG: 'large',
}

/**
 * git on the checkout at `root`, whose own folder of git is known; `path` is the `PATH`, and `printed` what git may print
 * altogether. One that did not answer in time is not waited for again. Git's check of who owns the folder guards against
 * configuration that starts programs, and is not asked where the repository is named outright: so the clone of another user
 * can be read, as in a container.
 */
export const git = (
  root: string,
  { own }: GitFolders,
  path: string,
  printed: Budget['git'],
  patience = timeout,
): Git => {
  const env = environment(root, own, path)
  return (args, input = '') => {
    if (printed.isSlow) throw new Unanswered('slow')
    if (printed.left <= 0) throw new Unanswered('large')
    const { error, status, stdout } = spawnSync('git', [...hardening, ...args], {
      // Windows looks for programs in the current folder first.
      cwd: parse(root).root,
      env,
      input,
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: patience,
      killSignal: 'SIGKILL',
      maxBuffer: Math.min(maxOutputBytes, printed.left),
      windowsHide: true,
    })
    printed.left -= stdout?.length ?? 0
    if (status === 0 && error === undefined) return stdout
    const code = error !== undefined && 'code' in error ? String(error.code) : ''
    const why = (Object.hasOwn(shortfalls, code) && shortfalls[code]) || 'lacking'
    if (why === 'slow') printed.isSlow = true
    throw new Unanswered(why)
  }
}

/** What became of a file: its blob before and after a commit, where it was there. */
export type BlobChange = {
  readonly commit: string
  readonly path: string
  readonly before: string | undefined
  readonly after: string | undefined
  /** The blob of the link that is there after the commit. */
  readonly link?: string
  /** The committer's day, by the offset that the commit carries; undefined between two trees. */
  readonly day: string | undefined
}

// A link is no version of what it leads to: where it takes the place of a file, that file is gone.
const blobOf = (mode = '', oid = ''): string | undefined => (mode.startsWith('100') ? oid : undefined)

/**
 * What differs in the files that the patterns fit: between two trees, or between each commit of `input` and its
 * parents. Source: git-diff-tree(1), raw output format with -z, and --format with %cI.
 */
export const differences = (
  ask: Git,
  args: readonly string[],
  patterns: readonly string[],
  input?: string,
): BlobChange[] => {
  const changes: BlobChange[] = []
  const words = ask(['diff-tree', '-r', '-z', '--raw', '--no-renames', ...args, '--', ...patterns], input)
    .toString()
    .split('\0')
  let commit = ''
  let day: string | undefined
  for (let at = 0; at < words.length - 1; at += 1) {
    const word = (words[at] ?? '').trim()
    if (word.startsWith(':')) {
      const [before, after, old, now] = word.slice(1).split(' ')
      at += 1
      const path = words[at] ?? ''
      const link = after === '120000' && now !== undefined ? { link: now } : {}
      changes.push({ commit, day, path, before: blobOf(before, old), after: blobOf(after, now), ...link })
    } else {
      const [, id, moment = ''] = /^\s*([0-9a-f]{40,}) (\S+)/.exec(word) ?? []
      if (id === undefined) continue
      commit = id
      day = /^\d{4}-\d\d-\d\dT/.test(moment) ? moment.slice(0, 10) : undefined
    }
  }
  return changes
}

/** A pattern that fits one path alone. */
export const literal = (path: string): string => `:(top,literal)${path}`

/** The pattern of git for a name that changes are asked for: a star at the beginning of its last part stands for a name. */
export const patternOf = (name: string): string => {
  const [, folder, ending] = starred.exec(name) ?? []
  return folder === undefined ? literal(name) : `:(top,glob)${folder.replaceAll(/[\\*?[\]]/g, '\\$&')}*${ending}`
}

/** The files of a commit that the patterns fit, with their blobs. */
export const filesAt = (ask: Git, commit: string, patterns: readonly string[]): Map<string, string> => {
  // Git knows the empty tree by heart.
  const nothing =
    commit.length === 40
      ? '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
      : '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321'
  const files = differences(ask, [nothing, commit], patterns)
  return new Map(files.flatMap(({ path, after }) => (after === undefined ? [] : [[path, after] as const])))
}

/** What a folder holds, named as `<commit>:<folder>`; links are left out. Source: git-ls-tree(1), -z. */
export const entriesAt = (ask: Git, tree: string): FolderEntry[] =>
  ask(['ls-tree', '-z', tree])
    .toString()
    .split('\0')
    .flatMap((line): FolderEntry[] => {
      const [, mode = '', name = ''] = /^(\d{6}) [^\t]*\t(.*)$/s.exec(line) ?? []
      if (mode.startsWith('04')) return [{ name, kind: 'folder' }]
      return mode.startsWith('100') ? [{ name, kind: 'file' }] : []
    })

/** All files of a commit with their blobs, and what each folder holds, `''` for the root. */
export type Tree = {
  readonly blobs: ReadonlyMap<string, string>
  readonly list: (folder: string) => readonly FolderEntry[] | undefined
}

export const treeOf = (blobs: ReadonlyMap<string, string>): Tree => {
  const folders = new Map<string, Map<string, FolderEntry>>([['', new Map()]])
  const put = (path: string, kind: FolderEntry['kind']): void => {
    const folder = folderOf(path)
    if (!folders.has(folder)) {
      folders.set(folder, new Map())
      put(folder, 'folder')
    }
    const name = path.slice(path.lastIndexOf('/') + 1)
    folders.get(folder)?.set(name, { name, kind })
  }
  for (const path of blobs.keys()) put(path, 'file')
  return {
    blobs,
    list: (folder) => {
      const held = folders.get(folder)
      return held && [...held.values()].sort((one, other) => (one.name < other.name ? -1 : 1))
    },
  }
}

/** So many blobs are asked for at once: more of the size that people write would be too much for one answer. */
const atOnce = 1000

/** The contents of blobs, each asked for once. */
export const blobsOf = (ask: Git) => {
  const known = new Map<string, Buffer>()
  const loadNow = (oids: readonly string[]): void => {
    const printed = ask(['cat-file', '--batch'], `${oids.join('\n')}\n`)
    for (let at = 0; at < printed.length; at += 1) {
      const end = printed.indexOf('\n', at)
      const [oid = '', type, size] = printed.toString('latin1', at, end).split(' ')
      if (type !== 'blob') throw new Unanswered('lacking')
      at = end + 1 + Number(size)
      known.set(oid, printed.subarray(end + 1, at))
    }
  }
  return {
    load: (oids: readonly string[]): void => {
      const fresh = [...new Set(oids)].filter((oid) => !known.has(oid))
      for (let at = 0; at < fresh.length; at += atOnce) loadNow(fresh.slice(at, at + atOnce))
    },
    has: (oid: string): boolean => known.has(oid),
    /** Those of the blobs that are here and have at most `most` bytes. Source: git-cat-file(1), batch output. */
    upTo: (most: number, oids: readonly string[]): string[] =>
      ask(['cat-file', '--batch-check'], `${oids.join('\n')}\n`)
        .toString()
        .split('\n')
        .flatMap((line) => {
          const [oid = '', type, size] = line.split(' ')
          return type === 'blob' && Number(size) <= most ? [oid] : []
        }),
    /** What was loaded; undefined where it is larger than `most` bytes. */
    get: (oid: string, most: number): Buffer | undefined => {
      const content = known.get(oid)
      return content !== undefined && content.length <= most ? content : undefined
    },
  }
}

export type Blobs = ReturnType<typeof blobsOf>
