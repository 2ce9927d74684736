import { metricKey } from '../../model/lists.ts'
import type { IsoDate } from '../../values/index.ts'
import { enumerate, quote } from '../../values/text.ts'
import { maxMeasured } from './cell.ts'
import type { ArmCount, CountedRows, Counting, RowMetric, RowPhase } from './count.ts'
import { daysOf } from './gaps.ts'
import type { Sums } from './sums.ts'

/** What an export says of one metric in one variation. */
export type Totals = {
  readonly sum: number
  readonly of: number
  readonly mean: number
  readonly sd: number
  /** The users with an observation, of which each has one; undefined for a ratio of what users have several of. */
  readonly observed: number | undefined
  /** Whether the deviation may be that of what CUPED leaves. */
  readonly isAdjusted?: boolean
}

type Variation = {
  readonly users: number
  /** By `metricKey`; words where the export says no totals. */
  readonly metrics: ReadonlyMap<string, Totals | string>
}

/** Treatment minus control as the platform reports it, with its standard error, in what it counts: a share for a proportion. */
export type Effect = { readonly difference: number; readonly se: number }

/** The totals of an experiment, by the names of its variations; metrics by `metricKey`. */
export type Export = {
  readonly from: IsoDate
  readonly to: IsoDate
  readonly variations: ReadonlyMap<string, Variation>
  /** Words where it says none, or none but what its totals say. */
  readonly effectOf: (treatment: string, control: string, metric: string) => Effect | string
}

/** Treatment, control and each metric in order, as the export calls them. */
export type ExportNames = readonly [treatment: string, control: string, ...metrics: string[]]

const none: Sums = { total: 0, sum: 0, mean: 0, sd: 0, observed: 0, clusterSd: 0 }

/** The standard deviation of so many events of so many, of a sample or of all. */
const eventSd = (share: number, of: number): number => Math.sqrt((share * (1 - share) * of) / Math.max(1, of - 1))

/** Totals as sums of observations; words where they are none. */
const sumsOf = (totals: Totals | string | undefined, kind: Counting['metrics'][number]['kind']): Sums | string => {
  // Of a percentile no export counts what is above a limit.
  if (totals === undefined || kind === 'percentile') return none
  if (typeof totals === 'string') return totals
  const { sum, of, mean, sd, observed, isAdjusted } = totals
  // For the mean of a ratio, the variation of one observation is unknown.
  if (observed === undefined && kind === 'mean') return 'is not counted by users'
  if (Math.abs(mean) > maxMeasured || !(sd >= 0 && sd <= maxMeasured)) return 'is outside any plausible range'
  if (Math.abs(mean * of - sum) > 1e-6 * Math.max(1, Math.abs(sum)))
    return 'has a mean that is not its numerator divided by its users'
  if (kind === 'proportion' && !(Number.isInteger(sum) && sum >= 0 && sum <= of))
    return 'is not a proportion of its users'
  if (observed === undefined) return { total: of, sum, mean, sd, observed, clusterSd: undefined }
  // Several events of one user vary more; what is adjusted varies less, and counts the same.
  if (kind === 'proportion' && sd > 1.02 * eventSd(sum / of, of))
    return 'is not a proportion of its users: it varies more than 0 and 1 can, as repeated events do'
  // Of 0 and 1 the deviation is known, whatever was adjusted.
  if (kind === 'mean' && isAdjusted) return 'has a standard deviation that CUPED or a prior adjusted'
  return { total: of, sum, mean, sd, observed, clusterSd: 0 }
}

/** By more than rows and a platform differ in whom they count: other units. */
const isOther = (units: number | undefined, assigned: number | undefined): boolean =>
  units !== undefined && assigned !== undefined && assigned > 0 && Math.abs(Math.log(units / assigned)) > Math.log(1.25)

type Planned = Pick<Counting, 'phases' | 'isFrozen'> & { readonly metrics: readonly Pick<RowMetric, 'kind'>[] }

/** The phase that an export is of; words where it is of other days. */
const phaseOf = (found: Export, { phases, isFrozen }: Planned): RowPhase | string => {
  const [phase, second] = phases
  if (phase === undefined || second !== undefined) return 'has totals, which cannot be split by the steps of the stage'
  if (found.from !== phase.from || found.to !== phase.to)
    return `covers ${found.from} to ${found.to}, but the stage covers ${phase.from} to ${phase.to}`
  return daysOf(phase).some(isFrozen) ? 'includes days of `rollout.freeze` in its totals' : phase
}

const noVariation = (name: string, { variations }: Export): string =>
  `has no variation ${quote(name)}: it has ${enumerate([...variations.keys()].slice(0, 10).map(quote))}`

/**
 * The difference of a metric that an export reports, in percentage points for a proportion; `at` is the place of the metric in
 * the plan, and `assigned` are the units of the counts. Words where it reports none that stands beside them.
 */
export const effectIn = (
  found: Export,
  { assigned, ...plan }: Planned & { readonly assigned: readonly (number | undefined)[] },
  names: ExportNames,
  at: number,
): Effect | string => {
  const phase = phaseOf(found, plan)
  if (typeof phase === 'string') return phase
  const [treatment, control, ...metrics] = names
  const lost = [treatment, control].find((one) => !found.variations.has(one))
  if (lost !== undefined) return noVariation(lost, found)
  const units = [treatment, control].map((one) => found.variations.get(one)?.users)
  if (units.some((one, arm) => isOther(one, assigned[arm])))
    return `has ${enumerate(units.map(String))} units, but ${enumerate(assigned.map(String))} are assigned`
  const [name = '', kind] = [metrics[at], plan.metrics[at]?.kind]
  const has = (words: string): string => `has ${quote(name)}, ${words}`
  if (kind === 'percentile') return has('which is a percentile; exports have no difference of percentiles')
  if (phase.until[at] !== phase.to) return has('whose window has not ended')
  const one = found.effectOf(treatment, control, metricKey(name))
  if (typeof one === 'string') return has(`which ${one}`)
  const scale = kind === 'proportion' ? 100 : 1
  const [difference, se] = [scale * one.difference, scale * one.se]
  return Math.abs(difference) <= maxMeasured && se > 0 && se <= maxMeasured
    ? { difference, se }
    : has('whose difference or standard error is outside any plausible range')
}

/** Counts a stage of one phase from the totals of an export; words where they say too little. */
export const countTotals = (found: Export, plan: Counting, names: ExportNames): CountedRows | string => {
  const phase = phaseOf(found, plan)
  if (typeof phase === 'string') return phase
  const [treatment, control, ...metrics] = names
  const arms: ArmCount[] = []
  for (const name of plan.oneArm ? [treatment] : [treatment, control]) {
    const variation = found.variations.get(name)
    if (variation === undefined) return noVariation(name, found)
    const sums: Sums[] = []
    for (const [at, metric] of metrics.entries()) {
      const one = sumsOf(variation.metrics.get(metricKey(metric)), plan.metrics[at]?.kind ?? 'mean')
      if (typeof one === 'string') return `has ${quote(metric)}, which ${one}`
      if (one.total > 0 && phase.until[at] !== phase.to) return `has ${quote(metric)}, whose window has not ended`
      sums.push(one)
    }
    arms.push({ assigned: variation.users, metrics: sums })
  }
  const [own, other = { assigned: 0, metrics: metrics.map(() => none) }] = arms
  if (own === undefined) return 'has no variation'
  const lone = metrics.find(
    (_, at) => arms.length > 1 && (own.metrics[at]?.total === 0) !== (other.metrics[at]?.total === 0),
  )
  if (lone !== undefined) return `has ${quote(lone)} in one arm only`
  const zeros = metrics.map(() => 0)
  const rows = own.assigned + other.assigned
  return {
    phases: [{ rows, arms: [own, other], days: new Map(), segments: [] }],
    rows,
    first: found.from,
    last: found.to,
    outside: 0,
    frozen: 0,
    late: zeros,
    open: zeros,
    changed: 0,
    faults: 0,
    told: [],
    crowded: undefined,
  }
}
