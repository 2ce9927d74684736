/** A PromQL expression, without its parentheses and most labels. */
export type Expr =
  | { readonly kind: 'number'; readonly value: number }
  | Series
  /** A range `[3d]`; `seconds` is undefined where it is computed. */
  | { readonly kind: 'range'; readonly of: Expr; readonly seconds: number | undefined }
  /** What is looked at as it was some time ago. */
  | { readonly kind: 'past'; readonly of: Expr }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expr[] }
  | Binary
  | { readonly kind: 'negative'; readonly of: Expr }
  | { readonly kind: 'text' }

export type Series = {
  readonly kind: 'series'
  readonly name: string
  readonly quantile: number | undefined
  /** Where its labels pick out something else than what customers meet: `env="staging"`. */
  readonly narrowed: string | undefined
}

export type Binary = {
  readonly kind: 'binary'
  readonly op: string
  readonly bool: boolean
  readonly left: Expr
  readonly right: Expr
}
