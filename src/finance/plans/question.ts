import type { Arms } from '../../stats/two-proportions.ts'
import type { Quantity } from '../../values/index.ts'
import { inUnitOf } from '../lift.ts'
import type { Bar } from './standards.ts'

/** How sure a stage has to be: critical values for its looks, and the bar. */
export type Test = { readonly twoSided: number; readonly oneSided: number; readonly bar: Bar }

/** What independent observations in each arm can show. */
export type Shown = {
  /** Undefined where there is no control to compare with, and for a limit, which is no comparison. */
  readonly power: number | undefined
  /** The smallest lift, or margin, that is shown with the power of the bar; a share from 0 to 1, or in the unit. */
  readonly detectable: number | undefined
  readonly enough: boolean
}

/** One thing that a stage may be asked to show of one metric. */
export type Question = {
  /** A lift over the control, no more harm than a margin, or a level that is not crossed. */
  readonly kind: 'lift' | 'margin' | 'limit'
  readonly metric: string
  readonly path: readonly (string | number)[]
  readonly better: 'more' | 'less'
  /** `%`, or the unit of a mean; empty where a limit has none. */
  readonly unit: string
  /** Of a lift; shares from 0 to 1, or in the unit. */
  readonly lift?: { readonly from: number; readonly to: number }
  /** Of a margin; a share from 0 to 1, or in the unit. */
  readonly margin?: number
  /** Of a limit: how many observations it takes even where not one of them is bad. */
  readonly needed?: number
  /** Days until an observation is final. */
  readonly window: number
  /** The share of units that are observed, from 0 to 1. */
  readonly observed: number
  ask(arms: Arms, test: Test): Shown
}

/** What a test of this power comes to: with too few observations it comes to nothing. */
export const answered = (
  arms: Arms,
  { bar }: Test,
  power: number | undefined,
  detectable: number | undefined,
): Shown => ({
  power,
  detectable,
  enough:
    power !== undefined &&
    power >= bar.power &&
    Math.min(arms.control, arms.treatment) >= bar.fewest_per_arm - 1e-9,
})

/** The standard deviation in the unit of the level; undefined where nothing varies, or the units do not compare. */
export const sdIn = (sd: Quantity | undefined, unit: Quantity): number | undefined => {
  const value = sd && inUnitOf(sd, unit)?.toNumber()
  return value !== undefined && value > 0 ? value : undefined
}
