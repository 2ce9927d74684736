import type { IsoDate } from '../../values/index.ts'

/** A file as one commit holds it. */
export type Version = {
  /** The full name of the commit. */
  readonly commit: string
  /** The committer's day, in UTC. Whoever commits can set it; the order of the versions does not rest on it. */
  readonly date: IsoDate
  /** Relative to the root; another one before the file was renamed. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** Every committed version of a file. */
export type History =
  | {
      readonly state: 'found'
      /** The newest first; none where the file was never committed. */
      readonly versions: readonly Version[]
      /** How many versions were too large to be read. */
      readonly unread: number
    }
  /** `why` completes a sentence that begins with "the history"; `help` says what would make it readable. */
  | {
      readonly state: 'unverified'
      readonly why: string
      readonly help: string
      /** Set where there is more of it than people write: padding would hide what is in it. */
      readonly isPadded?: true
    }

/** A file as the last commit that changed it holds it, and what that commit holds under another name. */
export type Committed =
  | {
      readonly state: 'found'
      readonly commit: string
      readonly date: IsoDate
      readonly bytes: Uint8Array
      readonly beside: Uint8Array | undefined
    }
  /** The file is not committed. */
  | { readonly state: 'absent' }
  | Extract<History, { state: 'unverified' }>

/** A short name of a commit, as people write it. */
export const shortly = (commit: string): string => commit.slice(0, 9)

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
  | Extract<History, { state: 'unverified' }>

/** A file as it is now, and what is known of the files around it. */
export type Now = {
  readonly bytes: Uint8Array
  readonly isGone: (path: string) => boolean
  readonly alike: boolean
}

/** What git knows of a repository. Never throws. Paths are relative to its root, with slashes. */
export type Archive = {
  readonly history: (path: string) => History
  readonly committedWith: (path: string, beside: string) => Committed
  /**
   * The file as it was at a ref. One that was renamed since is found among the files that are gone: `isGone`
   * says whether a path is not there any more. It is known by its `id`, or where `alike` is set by most of its lines.
   */
  readonly at: (ref: string, path: string, now: Now) => AtRef
  /** Every pilot.yaml and pilot.yml that a ref holds, sorted; undefined where that cannot be told. */
  readonly pilotsAt: (ref: string) => readonly string[] | undefined
}
