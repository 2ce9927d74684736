import { kindsOf } from '../../../src/evidence/kinds.ts'

const kinds = kindsOf()

/** One form in which a kind of evidence is kept. */
export type Format = {
  /** As the kind has it. */
  readonly name: string
  /** What of it is read, and by which keys. Markdown. */
  readonly reads: string
  /** The largest that is read. */
  readonly maxBytes: number
  /** What the pilot names: a file, or the folder of the sample. */
  readonly path: string
  /** A short one, by the paths of its files; undefined where it is no text. */
  readonly sample?: { readonly [path: string]: string }
  /** A claim that agrees with this sample, where that of the kind is about another one. */
  readonly claim?: string
}

/** The file that a fragment of pilot.yaml names stands in it as this word. */
export const fileWord = 'FILE'

/** What is to be said of one kind of evidence. A test lints every sample with its claim, so that nothing can be untrue. */
export type Page = {
  readonly title: string
  /** What it shows, in one sentence. */
  readonly shows: string
  readonly fact: keyof typeof kinds
  /** None where it is no file: the history. */
  readonly formats: readonly Format[]
  /** A fragment of pilot.yaml that agrees with every sample that has none of its own. */
  readonly claim: string
  /** The same fragment with something that the first sample contradicts. */
  readonly lie: string
  /** Files beside the sample that only the second fragment names. */
  readonly beside?: { readonly [path: string]: string }
  /** A file that nobody here can read, and one of a known form that is broken. */
  readonly unread?: { readonly path: string; readonly text: string }
  readonly broken?: { readonly path: string; readonly text: string }
  /** The committed versions of pilot.yaml, the newest first. */
  readonly past?: readonly { readonly date: string; readonly yaml: string }[]
  /** Who looks at it, where that is not for a few rules. Markdown. */
  readonly lookedAtBy?: string
  /** What else is to be known, in Markdown. */
  readonly notes?: string
}

export const kibibyte = 1024
export const mebibyte = 1024 * kibibyte

export const kindOf = ({ fact }: Pick<Page, 'fact'>) => kinds[fact]
