import { spawnSync } from 'node:child_process'
import { delimiter, isAbsolute, join, parse } from 'node:path'
import { isInside } from '../inside.ts'

/** One question to git: the commands and flags that follow are all that is ever run. */
export type Question = {
  readonly args: readonly ['rev-parse' | 'rev-list' | 'cat-file' | 'diff-tree', ...string[]]
  /** What git reads on its standard input. */
  readonly input?: string
}

export type Answer =
  | { readonly ok: true; readonly bytes: Uint8Array }
  /** `status` is git's exit code, where it came to one. */
  | { readonly ok: false; readonly why: 'absent' | 'slow' | 'large' | 'refused'; readonly status?: number }

/** Answers questions about one repository. Never throws, and shows nothing of git's own text. */
export type Git = (question: Question) => Answer

/** A question that takes longer, in milliseconds, is given up. */
const longest = 10_000

/** An answer that is longer, in bytes, is given up. */
const largest = 48 * 1024 * 1024

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

// A relative entry of the PATH, or one inside the repository, would start what the checkout brought along.
const trusted = (path: string, root: string): string =>
  path
    .split(delimiter)
    .filter((entry) => isAbsolute(entry) && !isInside(root, entry))
    .join(delimiter)

const environment = (root: string, path: string) => ({
  PATH: trusted(path, root),
  LC_ALL: 'C',
  GIT_DIR: join(root, '.git'),
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

/**
 * git on the repository at `root`, an absolute path that holds `.git` as a folder; `path` is the `PATH`.
 * Git's check of who owns the folder guards against configuration that starts programs, and is not asked where
 * the repository is named outright: so the clone of another user can be read, as in a container.
 */
export const git =
  (root: string, path: string, limit = longest): Git =>
  ({ args, input = '' }) => {
    const { error, status, stdout } = spawnSync('git', [...hardening, ...args], {
      // Windows looks for programs in the current folder first.
      cwd: parse(root).root,
      env: environment(root, path),
      input,
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: limit,
      killSignal: 'SIGKILL',
      maxBuffer: largest,
      windowsHide: true,
    })
    const code = error !== undefined && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'EACCES') return { ok: false, why: 'absent' }
    if (code === 'ETIMEDOUT') return { ok: false, why: 'slow' }
    if (code === 'ENOBUFS') return { ok: false, why: 'large' }
    if (status === 0 && error === undefined) return { ok: true, bytes: stdout }
    return { ok: false, why: 'refused', ...(status !== null && { status }) }
  }
