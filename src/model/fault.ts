import type { Path } from '../yaml/path.ts'

/**
 * A part of the file that could not be read: neither present nor absent, so that the rules about it are silent.
 * `placeholder` and `bare-number` belong to rules of their own; the others are reported as `schema/<keyword>`
 * unless a rule says something better about them.
 */
export type Fault = {
  readonly kind: 'placeholder' | 'bare-number' | 'phrase' | 'key' | 'shape'
  /** The JSON Schema keyword that was not met. Source: JSON Schema draft-07, validation. */
  readonly keyword: string
  readonly path: Path
  readonly value: unknown
  readonly message: string
  readonly help: string
  /** For an unknown key, the key that was probably meant: it cannot be called absent either. */
  readonly meant?: Path
  /** For what a thousands separator left over in a flow map, the entry that holds the digits before it. */
  readonly half?: Path
}
