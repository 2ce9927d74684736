/** Why a text is not the phrase it should be: the word that does not fit, its offset in the text, and the cure. */
export type Problem = {
  readonly word: string
  readonly at: number
  /** What is wrong, in the author's own words, without a full stop. */
  readonly message: string
  /** What to write instead. */
  readonly help: string
}

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem }

/** One kind of phrase: how it is recognised, read and written. */
export type Phrase<T> = {
  readonly name: string
  /** What a reader is told to write, for instance "a duration such as 10m". */
  readonly expects: string
  /** Source of a linear regular expression that accepts what `parse` accepts, but for calendar and ISO lists. */
  readonly pattern: string
  readonly examples: readonly string[]
  parse(text: string): Parsed<T>
  print(value: T): string
}
