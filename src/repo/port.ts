import type { IsoDate } from '../values/index.ts'
import type { Budget } from './budget.ts'

/** Why a file was not read, in a word for the program. */
export type Refusal = 'missing' | 'outside' | 'folder' | 'special' | 'large' | 'denied' | 'path'

/** `words` complete a sentence that begins with the name of the file. */
export type Refused = { readonly ok: false; readonly refusal: Refusal; readonly words: string }

export type FileReading = { readonly ok: true; readonly bytes: Uint8Array } | Refused

/** A file that is read in pieces. `read` gives fewer bytes than asked for at its end, and throws what the system says. */
export type OpenFile = {
  /** In bytes, when it was opened. */
  readonly size: number
  readonly read: (from: number, length: number) => Uint8Array
  readonly close: () => void
}

export type EntryKind = 'file' | 'folder'

export type FolderEntry = { readonly name: string; readonly kind: EntryKind }

/** The files and folders of a folder, in the order of their names; `whole` is false where there are too many to list. */
export type Listing = { readonly ok: true; readonly entries: readonly FolderEntry[]; readonly whole: boolean } | Refused

export type Look = { readonly ok: true; readonly kind: EntryKind } | Refused

/** A file as one commit holds it. */
export type Version = {
  /** The full name of the commit. */
  readonly commit: string
  /** The committer's day, in UTC. Whoever commits can set it: only the order of branches rests on it. */
  readonly date: IsoDate
  /** How many commits are newer: an order that no date changes. */
  readonly at: number
  /** Relative to the root; another one before the file was renamed. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** Git tells nothing: `why` completes a sentence that begins with "the history"; `help` says what would change that. */
export type Unknown = {
  readonly state: 'unverified'
  readonly why: string
  readonly help: string
  /** Set where there is more of it than people write: padding would hide what is in it. */
  readonly isPadded?: true
}

/** Where a shallow clone ends: `date` is the youngest day of the commits whose parents are not here, in UTC. */
export type Cut = Pick<Unknown, 'why' | 'help'> & { readonly date: IsoDate }

/** Every committed version of a file. */
export type History =
  | {
      readonly state: 'found'
      /** The newest first; none where the file was never committed. */
      readonly versions: readonly Version[]
      /** How many versions were too large to be read. */
      readonly unread: number
      /** Set where older versions may not be here. */
      readonly cut?: Cut
    }
  | Unknown

/** What a commit made of a file. */
export type FileChange = {
  readonly path: string
  readonly commit: string
  /** How many commits are newer. */
  readonly at: number
  /** The committer's day, where the commit was made. */
  readonly date: IsoDate
  /** The same for the same content; undefined where the commit took the file away. */
  readonly blob: string | undefined
  /** The same for the same link, where it is one since. */
  readonly link?: string
  /** Set where a shallow clone ends with the commit: the file may have been so for longer. */
  readonly isCut?: true
  /** What it held then; undefined where it is gone, or larger than `most` bytes, by default 1 MiB. Throws nothing. */
  readonly read: (most?: number) => Uint8Array | undefined
}

/** Every committed change of some files, the newest first. */
export type Changes = { readonly state: 'found'; readonly changes: readonly FileChange[] } | Unknown

export type Untracked = { readonly state: 'found'; readonly paths: readonly string[] } | Unknown

/** A repository as evidence sees it: paths are relative to its root, with forward slashes. Never throws. */
export type Port = {
  /** The whole file; refused if it is larger than `limit` bytes. */
  readonly read: (path: string, limit: number) => FileReading
  /** What is at a path, without reading it. */
  readonly look: (path: string) => Look
  /** Where links lead a path that is there, relative to the root: who owns the link need not own the file. */
  readonly real: (path: string) => string | undefined
  /** What a folder holds. Links that lead out of the repository are left out. */
  readonly list: (folder: string) => Listing
  /** Every committed version of a file. Nothing is started before this is asked. */
  readonly history: (path: string) => Promise<History>
  /**
   * What the commits made of files of these names, on every branch that was merged. `infra/*.tf` names the files of a
   * folder with that ending, those that are gone as well.
   */
  readonly changes: (paths: readonly string[]) => Promise<Changes>
  /** Those of these files and folders that git does not hold, not even in its index: only this checkout has them. */
  readonly untracked: (paths: readonly string[]) => Promise<Untracked>
  /** Whether no checkout lies around the root, other than its own: platforms look for owners at the top of one. */
  readonly isTop: () => boolean
  /** What the run may still spend. */
  readonly budget: Budget
}

/** A name that stands for files: the folder, and how they end. */
export const starred = /^((?:.*\/)?)\*(\.[a-z.]+)$/

/** Whether a name that changes are asked for is that of a file. */
export const isNamed = (name: string, path: string): boolean => {
  const [, folder, ending] = starred.exec(name) ?? []
  if (folder === undefined || ending === undefined) return name === path
  return path.startsWith(folder) && path.endsWith(ending) && !path.includes('/', folder.length)
}

/** The names for every file of a folder, `''` for the root, with one of these endings. */
export const namesIn = (folder: string, endings: readonly string[]): string[] =>
  endings.map((ending) => `${folder === '' ? '' : `${folder}/`}*${ending}`)

/** A short name of a commit, as people write it. */
export const shortly = (commit: string): string => commit.slice(0, 9)

/** A version of a file as a message names it: day, short name of the commit, file. */
export const versionName = ({ date, commit, path }: Pick<FileChange, 'date' | 'commit' | 'path'>): string =>
  `${date} ${shortly(commit)} ${path}`

const said: { readonly [refusal in Exclude<Refusal, 'large'>]: string } = {
  missing: 'does not exist',
  outside: 'points outside the repository',
  folder: 'is a folder',
  special: 'is not a regular file',
  denied: 'cannot be read',
  path: 'is not a valid path',
}

const sized = (limit: number): string =>
  limit === 0 ? 'is too large' : `is larger than ${limit % 1048576 === 0 ? `${limit / 1048576} MiB` : `${limit} bytes`}`

/** A refusal in our own words; `limit` is the size in bytes that was exceeded. */
export const refused = (refusal: Refusal, limit = 0) => ({
  ok: false as const,
  refusal,
  words: refusal === 'large' ? sized(limit) : said[refusal],
})
