import type { Range } from '../yaml/lines.ts'
import type { Path } from '../yaml/path.ts'
import type { Metered, PriceKind } from './metered.ts'
import type { Pilot } from './pilot.ts'

/** Declared in pilot.yaml, shown by another file, or from the price list. */
export type Origin =
  | { readonly from: 'declared'; readonly path: Path }
  | { readonly from: 'file'; readonly file: string; readonly range: Range }
  | { readonly from: 'list'; readonly model: string; readonly on: string }

export type Sourced<T> = { readonly value: T; readonly origin: Origin }

/** USD per million tokens. */
export type ListPrice = {
  readonly provider: string
  readonly model: string
  /** Date of the price. */
  readonly on: string
  readonly input: number
  /** Undefined if the list has no separate price for cached input. */
  readonly cachedInput: number | undefined
  /** Undefined if the list has no separate price for writing to the cache. */
  readonly cacheWrite: number | undefined
  readonly output: number
}

/** `why` is a clause about the file. */
export type ListPriceReading =
  | { readonly ok: true; readonly price: ListPrice }
  | { readonly ok: false; readonly why: string; readonly help: string }

export type PlanMoney = { readonly value: number; readonly unit: string }

/** A model whose tokens are paid, with its prices and where each comes from. */
export type Priced = Metered & {
  readonly prices: { readonly [kind in PriceKind]?: Sourced<PlanMoney> }
  /** Undefined if no list price is needed. */
  readonly listPrice: ListPriceReading | undefined
}

/** The lift as it was measured, from 0 to 1 for a proportion. */
export type DrawnLift = { readonly gain: number; readonly error: number }

/** How often full rollout loses money, from 0 to 1, and what moves the result most: `lift`, or a range. */
export type Loss = { readonly chance: number; readonly decides: string }

/** The pilot and the origin of every value it computes with: made once, read by everything that computes. */
export type Plan = {
  /** What is declared, and what the files that it names show: what rules judge and finance computes with. */
  readonly pilot: Pilot
  /** What pilot.yaml itself says. */
  readonly declared: Pilot
  /** Where a file shows a value, by the pointer of its path. */
  readonly shown: ReadonlyMap<string, { readonly file: string; readonly range: Range }>
  readonly metered: readonly Priced[]
  /** The ranges that no distribution fits. */
  readonly unfit: readonly Path[]
  /**
   * How often full rollout loses money, of draws from the ranges of the file and a measured lift; `inputs` are those of
   * finance. Loaded only where there are ranges.
   */
  lossOf?(plan: Plan, inputs: object, lift?: DrawnLift): Loss | undefined
}
