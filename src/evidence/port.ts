/** Why a file was not read, in a word for the program. */
export type Refusal = 'missing' | 'outside' | 'folder' | 'special' | 'large' | 'denied' | 'path'

export type FileReading =
  | { readonly ok: true; readonly bytes: Uint8Array }
  /** `words` complete a sentence that begins with the name of the file. */
  | { readonly ok: false; readonly refusal: Refusal; readonly words: string }

/** A repository as evidence sees it: paths are relative to its root. Never throws. */
export type Port = {
  /** The whole file; refused if it is larger than `limit` bytes. */
  readonly read: (path: string, limit: number) => FileReading
}
