import type { Elsewhere } from '../rules/rule.ts'
import type { Document } from '../yaml/index.ts'
import type { Path } from '../yaml/path.ts'

/** A part of the file that is kept in another one: what is found there is reported where it is named. */
export type Included = {
  readonly elsewhere: (path: Path, part: 'key' | 'value', label?: string) => Elsewhere | undefined
}

/** A document that can be read as YAML, perhaps with a part that another file holds. */
export type Parsed = Extract<Document, { ok: true }> & { readonly included?: Included }
