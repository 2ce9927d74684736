import type {
  Amount,
  Arm,
  Observed,
  Phase,
  PlatformDifference,
  StageResults,
} from '../evidence/results/stage-results.ts'
import { inUnitOf } from '../finance/lift.ts'
import { unitsPerAssignee } from '../finance/plans/clusters.ts'
import { observedPart } from '../finance/plans/questions.ts'
import { isUnit, metricKey, unitOf } from '../model/lists.ts'
import type { GuardrailMetric, Pilot } from '../model/pilot.ts'
import type { ExposedStage } from '../model/stage.ts'
import { designEffect } from '../stats/power.ts'
import { isShare, type Quantity } from '../values/index.ts'
import { quantityOf } from '../values/threshold.ts'
import type { Path } from '../yaml/path.ts'

/** What the pilot says of a metric. */
export type Metric = {
  /** By `metricKey`. */
  readonly key: string
  readonly name: string
  readonly primary: boolean
  readonly guardrail: { readonly item: GuardrailMetric; readonly at: number } | undefined
  readonly baseline: Quantity | undefined
  /** The unit of its values, with value 1; undefined if the file does not say. */
  readonly unit: Quantity | undefined
  /** Of the units of one assignee; 1, the worst case, if the file does not say. */
  readonly correlation: number
  /** The part of all units that is observed in a stage, from 0 to 1, as far as the file says. */
  readonly observed: (stage: ExposedStage) => number
}

const known = new WeakMap<Pilot, Map<string, Metric>>()

/** Remembered, because every decision asks anew. */
export const metricOf = (pilot: Pilot, name: string): Metric => {
  const names = known.get(pilot) ?? new Map<string, Metric>()
  known.set(pilot, names)
  const found = names.get(name) ?? findMetric(pilot, name)
  names.set(name, found)
  return found
}

const findMetric = ({ success, rollout }: Pilot, name: string): Metric => {
  const key = metricKey(name)
  const isIt = (other: string | undefined) => other !== undefined && metricKey(other) === key
  const primary = isIt(success?.metric)
  const at = primary ? -1 : (success?.guardrail_metrics ?? []).findIndex((one) => isIt(one?.metric))
  const item = success?.guardrail_metrics?.[at]
  const described = primary ? success : item
  const baseline = described?.baseline?.value
  const level =
    baseline ?? (primary ? quantityOf(success?.target) : (quantityOf(item?.limit) ?? item?.max_drop ?? item?.max_rise))
  return {
    key,
    name,
    primary,
    guardrail: item && { item, at },
    baseline,
    unit: level && { ...level, value: 1 },
    correlation: described?.intra_class_correlation ?? rollout?.intra_class_correlation ?? 1,
    observed: (stage) => observedPart(described ?? {}, stage),
  }
}

/** The value in the unit of the metric; undefined if the units cannot be compared. */
export const valueIn = (amount: Amount, unit: Quantity | undefined): number | undefined => {
  if (typeof amount === 'number') return amount
  return unit === undefined ? amount.value : inUnitOf(amount, unit)?.toNumber()
}

/** One arm of a metric, in one phase or in several. */
export type Sample = { readonly effect: number } & (
  | { readonly kind: 'proportion'; readonly good: number; readonly total: number }
  | { readonly kind: 'mean'; readonly mean: number; readonly sd: number; readonly total: number }
  | { readonly kind: 'percentile'; readonly above: number; readonly limit: Quantity; readonly total: number }
)

export const armNames = ['treatment', 'control'] as const
export type ArmName = (typeof armNames)[number]

export const observedIn = (arm: Arm | undefined, { key }: Metric): Observed | undefined => arm?.metrics.get(key)

/** The phases in which an arm has the metric. */
export const observationsOf = (
  phases: readonly Phase[],
  arm: ArmName,
  metric: Metric,
): readonly (Observed & { readonly phase: Phase })[] =>
  phases.flatMap((phase) => {
    const observed = observedIn(phase[arm], metric)
    return observed === undefined ? [] : [{ ...observed, phase }]
  })

/** Where the results have the metric first; without it, where they begin. */
export const placeOf = ({ phases }: Pick<StageResults, 'phases'>, metric: Metric): Path =>
  observationsOf(phases, 'treatment', metric)[0]?.at ?? phases[0]?.at ?? []

const assigned = new WeakMap<Pilot, boolean>()

/** Whether each unit is assigned by itself. */
export const isAssigned = (pilot: Pilot): boolean => {
  const told = assigned.get(pilot)
  if (told !== undefined) return told
  const unit = unitOf(pilot)
  const { assign_by } = pilot.rollout ?? {}
  const is = assign_by !== undefined && unit !== undefined && isUnit(assign_by, unit)
  assigned.set(pilot, is)
  return is
}

/** Counts divided by this are as much evidence as independent observations. */
export const effectOf = (pilot: Pilot, metric: Metric, phases: readonly Phase[], arm: ArmName): number => {
  if (isAssigned(pilot)) return 1
  let [totals, sd, observed] = [0, 0, 0]
  let assigned: number | undefined
  for (const phase of phases) {
    const found = observedIn(phase[arm], metric)
    if (found === undefined) continue
    totals += found.total
    sd = Math.max(sd, found.clusterSd ?? 0)
    // Each phase may have seen others; who has no outcome is none of them.
    observed += found.observed ?? Number.NaN
    // Assignment is sticky: the largest phase has seen them all.
    const inPhase = phase[arm]?.assigned
    if (inPhase !== undefined) assigned = Math.max(assigned ?? 0, inPhase)
  }
  // Shadow need not say who was assigned: no more than there are.
  const { assignees = Number.POSITIVE_INFINITY } = pilot.rollout ?? {}
  const seen = Math.min(assigned ?? assignees, observed || Number.POSITIVE_INFINITY)
  const units = unitsPerAssignee(pilot.rollout?.units_per_assignee, totals, seen)
  return designEffect(units, metric.correlation, sd / units) ?? 1
}

/** Undefined if the forms differ, or a unit is another than that of the metric. */
const together = (found: readonly Observed[], effect: number, { unit }: Metric): Sample | undefined => {
  const [first] = found
  if (first === undefined) return undefined
  const total = found.reduce((sum, one) => sum + one.total, 0)
  if (first.kind === 'proportion') {
    const good = found.map((one) => (one.kind === 'proportion' ? one.good : Number.NaN)).reduce((a, b) => a + b)
    return Number.isNaN(good) ? undefined : { kind: 'proportion', good, total, effect }
  }
  if (first.kind === 'percentile') {
    const above = found
      .map((one) => (one.kind === 'percentile' && one.limit.value === first.limit.value ? one.above : Number.NaN))
      .reduce((a, b) => a + b)
    return Number.isNaN(above) ? undefined : { kind: 'percentile', above, limit: first.limit, total, effect }
  }
  const parts = found.flatMap((one) => {
    if (one.kind !== 'mean') return []
    const [mean, sd] = [valueIn(one.mean, unit), valueIn(one.sd, unit)]
    return mean === undefined || sd === undefined ? [] : [{ mean, sd, n: one.total }]
  })
  if (parts.length < found.length) return undefined
  const mean = parts.reduce((sum, one) => sum + (one.mean * one.n) / total, 0)
  const squares = parts.reduce((sum, one) => sum + (one.n - 1) * one.sd ** 2 + one.n * (one.mean - mean) ** 2, 0)
  return { kind: 'mean', mean, sd: Math.sqrt(squares / Math.max(1, total - 1)), total, effect }
}

/** The counts of one arm, summed over the phases. */
export const sampleOf = (
  pilot: Pilot,
  { phases }: Pick<StageResults, 'phases'>,
  arm: ArmName,
  metric: Metric,
): Sample | undefined => {
  const found = phases.flatMap((phase) => observedIn(phase[arm], metric) ?? [])
  return together(found, effectOf(pilot, metric, phases, arm), metric)
}

export type SamplePair = { readonly treatment: Sample; readonly control: Sample }

/** Both arms of each phase that has them, each divided by the design effect of its arm. */
export const pairsOf = (pilot: Pilot, { phases }: Pick<StageResults, 'phases'>, metric: Metric): SamplePair[] => {
  const effects = {
    treatment: effectOf(pilot, metric, phases, 'treatment'),
    control: effectOf(pilot, metric, phases, 'control'),
  }
  return phases.flatMap((phase) => {
    const [treatment, control] = armNames.map((arm) => {
      const observed = observedIn(phase[arm], metric)
      return observed && together([observed], effects[arm], metric)
    })
    return treatment && control ? [{ treatment, control }] : []
  })
}

/** What an experiment platform reports beside the counts. */
export type PlatformReport = {
  readonly difference: number
  readonly se: number
  /** Whether no file of the repository shows it. */
  readonly typed: boolean
  readonly first: PlatformDifference
}

/** The phases combined as their counts are; undefined where a phase has no counts, or a unit is another. */
export const platformOf = ({ phases }: Pick<StageResults, 'phases'>, metric: Metric): PlatformReport | undefined => {
  const found = phases.flatMap((phase) => {
    const one = phase.differences.get(metric.key)
    return one === undefined ? [] : [{ one, phase }]
  })
  // A difference of proportions is in points.
  const into = metric.unit && isShare(metric.unit) ? undefined : metric.unit
  const parts = found.flatMap(({ one, phase }) => {
    const [difference, se] = [valueIn(one.difference, into), valueIn(one.se, into)]
    const [t, c] = [observedIn(phase.treatment, metric)?.total, observedIn(phase.control, metric)?.total]
    return difference === undefined || se === undefined || !t || !c
      ? []
      : [{ difference, se, weight: (t * c) / (t + c) }]
  })
  const first = found[0]?.one
  if (first === undefined || parts.length < found.length) return undefined
  const weights = parts.reduce((sum, { weight }) => sum + weight, 0)
  return {
    difference: parts.reduce((sum, { difference, weight }) => sum + (difference * weight) / weights, 0),
    se: Math.hypot(...parts.map(({ se, weight }) => (se * weight) / weights)),
    typed: found.some(({ one: { origin } }) => origin !== 'shown'),
    first,
  }
}
