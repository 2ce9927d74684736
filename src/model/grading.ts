/** In which way a change makes the pilot weaker; the mirror of it makes it stronger. */
export type Way =
  /** It is gone. The mirror: it is new. */
  | 'gone'
  | 'new'
  /** A larger amount, a smaller one. */
  | 'more'
  | 'less'
  /** A later day, an earlier one. */
  | 'later'
  | 'earlier'
  /** A bar that less is enough for. */
  | 'easier'
  /** A level of alarm that is reached later. */
  | 'graver'
  /** Whatever else it says now. There is no mirror. */
  | 'other'
  /** Steps of exposure: the first one larger, a jump higher, or all of them shorter. */
  | 'steeper'
  /** A start from which a better result is easily shown: a lower one where more is better. */
  | 'worse'
  /** From one word of the list to a later one. */
  | { readonly order: readonly string[] }
  /** More than one word further along the list. There is no mirror. */
  | { readonly leap: readonly string[] }

/** How a change at one kind of place is graded. To grade another place is to add one of these. */
export type Grading = {
  /** The place, as in `success.guardrail_metrics[].limit`; `*` stands for one key. */
  readonly at: string
  /** In which ways a change is weaker; each mirror is stronger, and all else is neutral. */
  readonly weaker: readonly Way[]
  /** What is lost by a weaker change: the reason that the reader is given. */
  readonly loss: string
  /** What is won by a stronger one. */
  readonly gain: string
  /** What a field that is gone or new loses or wins, where the words for more and less would not be true of it. */
  readonly presence?: { readonly gone: string; readonly new: string }
  /** What the file means where it says nothing: to add or remove a value is judged as a change from or to this. */
  readonly absent?: string | number | boolean
  /** The rule that guards the place: a valid exception for it covers a weaker change. */
  readonly rule: string
  /** Items of a list that are not meant, by the value of a field. */
  readonly unless?: { readonly [field: string]: string }
}
