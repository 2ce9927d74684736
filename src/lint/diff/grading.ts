import type { Way } from './ways.ts'

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
