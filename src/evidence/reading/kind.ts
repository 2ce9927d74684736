import type { Pilot } from '../../model/pilot.ts'
import type { FileReading, Port } from '../../repo/port.ts'
import type { Range } from '../../yaml/lines.ts'
import type { Path } from '../../yaml/path.ts'

/** A file of the repository that was read; `file` is relative to the root. */
export type Source = { readonly file: string; readonly bytes: Uint8Array }

/** The repository that a pilot stands in, and where: `file` is the path of its pilot.yaml, relative to the root. */
export type Repository = { readonly port: Port; readonly file: string }

/** Makes a value of a file. Never throws and never judges; `repository` is for what the file itself refers to. */
export type Reader<T> = (source: Source, repository: Repository) => Reading<T> | Promise<Reading<T>>

export type Reading<T> =
  | { readonly state: 'read'; readonly value: T }
  /** A dialect that is known, and broken: `problem` completes a sentence that begins with the name of the file. */
  | { readonly state: 'malformed'; readonly problem: string; readonly range: Range }
  /** A dialect that pilotlint does not read: neither a pass nor a fault. `why` completes the same sentence. */
  | { readonly state: 'unknown'; readonly why: string }

export type Located<T> = { readonly value: T; readonly range: Range }

export const read = <T>(value: T): Reading<T> => ({ state: 'read', value })
export const malformed = (problem: string, range: Range): Reading<never> => ({
  state: 'malformed',
  problem,
  range,
})
export const unknown = (why: string): Reading<never> => ({ state: 'unknown', why })

/** Something outside the file that the pilot names, before anyone has looked for it. */
export type Claim = { readonly path: Path; readonly reference: string; readonly isPath: boolean }

/** What became of one piece of evidence that a pilot names. `file` is relative to the root of the repository. */
export type Fact<T> =
  | { readonly state: 'found'; readonly file: string; readonly value: T }
  /** No such file. `words` complete a sentence that begins with its name. */
  | { readonly state: 'absent'; readonly file: string; readonly words: string }
  /** A known dialect that is broken; `problem` completes the same sentence. */
  | { readonly state: 'malformed'; readonly file: string; readonly problem: string; readonly range: Range }
  /** Neither a pass nor a fault: `why` completes the same sentence; `help` says what would change that, where one thing does. */
  | { readonly state: 'unverified'; readonly file: string; readonly why: string; readonly help?: string }

/** Something outside the file that the pilot refers to. */
export type Reference = {
  readonly path: Path
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

/** A file that shows nothing, because it is broken, empty or another thing; `problem` completes a sentence that begins with its name. */
export type Broken = NamedEvidence & { readonly file: string; readonly problem: string; readonly range: Range }

/** What of the pilot names a piece of evidence, or is the reason to look for it. */
export type NamedEvidence = { readonly path: Path; readonly reference: string }

/** Where one pilot is followed; `read` reads each file once, as far as the limits of the pilot go. */
export type EvidenceContext = {
  readonly pilot: Pilot
  readonly repository: Repository
  readonly read: (file: string) => FileReading
}

/** What a fact says of a reference; `unsaid` where a rule says it better. */
export type Said = Reference | { readonly path: Path; readonly state: 'unsaid' }

export type EvidenceKind<T> = {
  /** The fields of pilot.yaml that name it, or because of which it is looked for. */
  readonly fields: readonly string[]
  /** The forms in which it is kept, with the names of their files in Markdown. */
  readonly formats: readonly { readonly name: string; readonly files: string }[]
  /** Set where there is one for each entry of a section: the facts stand under the second step of their paths. */
  readonly each?: true
  follow(pilot: Pilot): readonly NamedEvidence[]
  /** Its reader is loaded here, and nowhere else. */
  read(reference: string, ground: EvidenceContext): Promise<Fact<T> | undefined>
  /** What the fact leaves unverified, or shows, besides the file itself: to be there is no proof of what it says. */
  unread(fact: Fact<T>, named: NamedEvidence, pilot: Pilot): readonly Said[]
}
