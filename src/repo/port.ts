import type { Committed, History } from './git/history.ts'

/** Why a file was not read, in a word for the program. */
export type Refusal = 'missing' | 'outside' | 'folder' | 'special' | 'large' | 'denied' | 'path'

/** `words` complete a sentence that begins with the name of the file. */
export type Refused = { readonly ok: false; readonly refusal: Refusal; readonly words: string }

export type FileReading = { readonly ok: true; readonly bytes: Uint8Array } | Refused

export type Kind = 'file' | 'folder'

export type Entry = { readonly name: string; readonly kind: Kind }

/** The files and folders of a folder, in the order of their names; `whole` is false where there are too many to list. */
export type Listing =
  | { readonly ok: true; readonly entries: readonly Entry[]; readonly whole: boolean }
  | Refused

export type Look = { readonly ok: true; readonly kind: Kind } | Refused

/** A repository as evidence sees it: paths are relative to its root, with forward slashes. Never throws. */
export type Port = {
  /** The whole file; refused if it is larger than `limit` bytes. */
  readonly read: (path: string, limit: number) => FileReading
  /** What is at a path, without reading it. */
  readonly look: (path: string) => Look
  /** What a folder holds. Links that lead out of the repository are left out. */
  readonly list: (folder: string) => Listing
  /** Every committed version of a file. Nothing is started before this is asked. */
  readonly history: (path: string) => Promise<History>
  /** A file as its last commit holds it, and what that holds at the path `beside`. */
  readonly committedWith: (path: string, beside: string) => Promise<Committed>
}
