import type { Range } from '../yaml/lines.ts'
import type { Path } from '../yaml/path.ts'
import type { Pilot } from './pilot.ts'

/** Where a value comes from: declared at a path of pilot.yaml, shown by another file, or looked up in the price list. */
export type Origin =
  | { readonly from: 'declared'; readonly path: Path }
  | { readonly from: 'file'; readonly file: string; readonly range: Range }
  | { readonly from: 'list'; readonly model: string; readonly on: string }

export type Sourced<T> = { readonly value: T; readonly origin: Origin }

/** The list price of a model on a day, in USD per million tokens; not necessarily what anyone pays. */
export type ListPrice = {
  readonly provider: string
  readonly model: string
  /** The day of the price. */
  readonly on: string
  readonly input: number
  /** Undefined where the list has no price of its own for cached input. */
  readonly cachedInput: number | undefined
  readonly output: number
}

/** A list price, or why there is none: a clause about the file, and what to write instead. */
export type ListPriceReading =
  | { readonly ok: true; readonly price: ListPrice }
  | { readonly ok: false; readonly why: string; readonly help: string }

type Money = { readonly value: number; readonly unit: string }

/** The pilot with every value that it computes with and where it comes from: made once, and read by all that computes. */
export type Plan = {
  readonly pilot: Pilot
  /** Per million tokens. */
  readonly prices: { readonly [kind in 'input' | 'cached_input' | 'output']?: Sourced<Money> }
  /** The look-up of the model that `cost.price` names; undefined where none is needed. */
  readonly listPrice: ListPriceReading | undefined
}
