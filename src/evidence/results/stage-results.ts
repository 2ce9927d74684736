import type { ExposedStage } from '../../model/stage.ts'
import type { IsoDate, Quantity } from '../../values/index.ts'
import type { Range } from '../../yaml/lines.ts'
import type { Path } from '../../yaml/path.ts'
import type { Gap } from '../rows/gaps.ts'

/** An amount with its unit; a bare number is in the unit of the metric. */
export type Amount = number | Quantity

type Common = {
  /** The metric as the file spells it. */
  readonly name: string
  readonly at: Path
  /** Distinct assigned units with an outcome. */
  readonly observed: number | undefined
  /** The standard deviation of the number of units of one assignee. */
  readonly clusterSd: number | undefined
  /** The last day of arrival that it counts. */
  readonly to: IsoDate
}

export type Observed = Common &
  (
    | { readonly kind: 'proportion'; readonly good: number; readonly total: number }
    | { readonly kind: 'mean'; readonly mean: Amount; readonly sd: Amount; readonly total: number }
    | { readonly kind: 'percentile'; readonly above: number; readonly limit: Quantity; readonly total: number }
  )

export type Arm = {
  /** Distinct `assign_by` units. */
  readonly assigned: number | undefined
  /** By `metricKey`. */
  readonly metrics: ReadonlyMap<string, Observed>
}

export type Arms = { readonly treatment: Arm; readonly control: Arm | undefined; readonly at: Path }

/** Whether a file of the repository shows it: rows that were counted again, or an export that is as it was. */
type Origin = 'shown' | 'unread' | undefined

export type PlatformDifference = {
  readonly difference: Amount
  readonly se: Amount
  readonly origin: Origin
  readonly at: Path
}

/** Days of arrival in which the shares of the arms did not change. */
export type Phase = Arms & {
  readonly from: IsoDate
  /** The last day, inclusive. */
  readonly to: IsoDate
  /** In percent. */
  readonly traffic: number | undefined
  /** By `metricKey`. */
  readonly differences: ReadonlyMap<string, PlatformDifference>
  /** By segment, then by level. */
  readonly segments: ReadonlyMap<string, ReadonlyMap<string, Arms>>
  /** Where the phase stands: `[]` or `['phases', 0]`. */
  readonly base: Path
}

export type StageResults = {
  readonly stage: ExposedStage
  readonly model: string
  readonly looks: number
  readonly by: string | undefined
  readonly origin: Origin
  /** Days of a phase of which its rows say nothing. */
  readonly gap?: Gap & { readonly base: Path }
  /** Why the rows that it names were not counted again, with the name of their file. */
  readonly uncounted?: string
  readonly phases: readonly Phase[]
  /** The first day of the first phase, and the last of the last. */
  readonly from: IsoDate
  readonly to: IsoDate
  readonly locate: (path: Path) => Range
}
