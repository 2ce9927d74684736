import type { Range } from '../yaml/lines.ts'
import type { Path } from '../yaml/path.ts'

/**
 * A change of the file that settles a finding, where exactly one is right. It never writes a fact, such as a date, a
 * count or a name that the author did not write.
 */
export type Change = { readonly path: Path } & (
  | {
      /** What the value becomes; a key that is missing is added at the top. */
      readonly set: string | number | boolean
      /** The words of which it is one, where only a slip of the pen may be changed. */
      readonly among?: readonly string[]
    }
  | {
      /** The value is a string, as it is written: a number, `a: b`, or what a `#` turned into a comment. */
      readonly quote: true
    }
  | {
      /** The value becomes the only item of a sequence. */
      readonly wrap: true
    }
  | { readonly rename: string; readonly among: readonly string[] }
  | {
      /** The key lacks a space after its colon: `{unit:conversation}` has the key `unit`. */
      readonly split: string
    }
  | {
      /** The key that a comma made of the rest of the value. */
      readonly join: string
    }
  | {
      /** The types that the value may have, in words, if it is not the spelling alone that is wrong. */
      readonly become: readonly string[]
    }
  | { readonly remove: true }
  | { readonly comment: Range }
)
