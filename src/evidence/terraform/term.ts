/** Stands in a text for what only Terraform knows; in YAML, it is a letter like others. */
export const gap = '\ufffc'

/** Where something stands, as offsets. */
export type Offsets = { readonly from: number; readonly to: number }

/** An expression, as far as it is read: what loops is `opaque`. */
export type Term = Offsets &
  (
    | { readonly kind: 'value'; readonly value: string | number | boolean | null }
    | { readonly kind: 'template'; readonly parts: readonly (string | Term)[] }
    | { readonly kind: 'list'; readonly items: readonly Term[] }
    | { readonly kind: 'object'; readonly entries: readonly HclEntry[] }
    /** `var.limit`, `local.levels.critical`, `aws_sns_topic.care.arn`. */
    | { readonly kind: 'reference'; readonly steps: readonly (string | number)[] }
    | { readonly kind: 'call'; readonly name: string; readonly args: readonly Term[] }
    | { readonly kind: 'negative'; readonly of: Term }
    /** What stands between signs, one after the other, whatever binds first. */
    | { readonly kind: 'computed'; readonly signs: readonly string[]; readonly operands: readonly Term[] }
    /** `test ? yes : no` */
    | { readonly kind: 'choice'; readonly test: Term; readonly yes: Term; readonly no: Term }
    | { readonly kind: 'opaque' }
  )

export type HclEntry = { readonly key: string; readonly keyPlace: Offsets; readonly value: Term }

export type HclBlock = Offsets & { readonly type: string; readonly labels: readonly string[]; readonly body: HclBody }

/** What stands between braces: each attribute once, and the blocks in their order. */
export type HclBody = { readonly attributes: readonly HclEntry[]; readonly blocks: readonly HclBlock[] }
