/** The list price of a model on a day, in USD per million tokens. */
export type ListPrice = {
  readonly input: number
  /** Undefined where the provider has no price of its own for what comes from a cache. */
  readonly cachedInput: number | undefined
  readonly output: number
}
