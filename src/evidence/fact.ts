import type { Range } from '../yaml/lines.ts'
import type { Path } from '../yaml/path.ts'

/** Something outside the file that the pilot names, before anyone has looked for it. */
export type Claim = { readonly path: Path; readonly reference: string; readonly isPath: boolean }

/** What became of one piece of evidence that a pilot names. `file` is relative to the root of the repository. */
export type Fact<T> =
  | { readonly state: 'found'; readonly file: string; readonly value: T }
  /** No such file. `words` complete a sentence that begins with its name. */
  | { readonly state: 'absent'; readonly file: string; readonly words: string }
  /** A known dialect that is broken; `problem` completes the same sentence. */
  | { readonly state: 'malformed'; readonly file: string; readonly problem: string; readonly range: Range }
  /** Neither a pass nor a fault: `why` completes the same sentence. */
  | { readonly state: 'unverified'; readonly file: string; readonly why: string }

/** Something outside the file that the pilot refers to. */
export type Reference = {
  /** Where the pilot names it. */
  readonly path: Path
  /** As the author wrote it. */
  readonly reference: string
  readonly state: 'found' | 'absent' | 'unverified'
  /** Relative to the root of the repository; undefined for what is no file of it. */
  readonly file: string | undefined
  /** Why it is not found; completes a sentence that begins with the reference. */
  readonly words: string
  /** The reference that was perhaps meant, where the file is absent and a similar one is there. */
  readonly near?: string
  /** Set where the file is there, and the section in it is not. */
  readonly section?: true
}
