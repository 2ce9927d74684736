import type { Observed, Phase } from '../../evidence/results/stage-results.ts'
import { type ArmName, type Metric, observedIn } from '../../exits/samples.ts'
import { frozenDays } from '../../model/freeze.ts'
import type { Pilot } from '../../model/pilot.ts'
import type { Period } from '../../values/date.ts'
import { addDays, daysBetween, type IsoDate, perAverageDay } from '../../values/index.ts'
import { type JudgedResults, type PlannedStage, plannedShare, stepsOf, trafficOf } from './results.ts'

/** Further days than these are not walked through one by one. */
const maxDays = 3660

const walk = ({ from, to }: Period): IsoDate[] =>
  Array.from({ length: Math.min(maxDays, Math.max(0, daysBetween(from, to) + 1)) }, (_, at) => addDays(from, at))

/** The days of arrival that a metric counts in a phase, without those of a freeze. */
export const countedDays = (pilot: Pilot, { from, to }: Phase, observed?: Observed): number => {
  const days = { from, to: observed !== undefined && observed.to < to ? observed.to : to }
  return Math.max(0, daysBetween(days.from, days.to) + 1) - frozenDays(pilot, days)
}

/** The observations that the plan promises of a phase; undefined if it does not say. */
export const plannedIn = (
  pilot: Pilot,
  phase: Phase,
  one: Pick<JudgedResults, 'stage' | 'planned'>,
  arm: ArmName,
  metric: Metric,
): number | undefined => {
  const volume = pilot.cost?.volume?.full
  // What the file plans, not what the results say of it: a smaller share would excuse the rest.
  const treated = plannedShare(phase, one.planned) ?? trafficOf(phase, one.planned)
  const share = arm === 'treatment' ? treated : one.planned.control?.value
  if (volume === undefined || share === undefined) return undefined
  const days = countedDays(pilot, phase, observedIn(phase[arm], metric))
  return perAverageDay(volume) * (share / 100) * days * metric.observed(one.stage)
}

/** The days that no phase covers, without those of a freeze. */
const uncovered = (pilot: Pilot, days: Period, phases: readonly Phase[]): IsoDate[] =>
  walk(days).filter(
    (day) =>
      frozenDays(pilot, { from: day, to: day }) === 0 && !phases.some((phase) => phase.from <= day && day <= phase.to),
  )

/**
 * The days of a planned stage that no phase covers, without those of a freeze. A stage without a start began on the
 * first day of its results; empty if its duration is not planned.
 */
export const missingDays = (pilot: Pilot, planned: PlannedStage, phases: readonly Phase[]): IsoDate[] => {
  const [first] = phases.map((phase) => phase.from).sort()
  const steps = stepsOf({ ...planned, start: planned.start ?? first })
  const [from, to] = [steps[0]?.from, steps.at(-1)?.to]
  return from === undefined || to === undefined ? [] : uncovered(pilot, { from, to }, phases)
}

/** At full, where results are asked again each quarter, the days of that last quarter count. */
const quarter = 90

/** Period that a system which was live before it had a pilot.yaml takes to begin with a control group. */
const toBegin = 14

/** The same of full, which has no end: of the quarter that ends with the results, as far as full had begun. */
export const missingAtFull = (
  pilot: Pilot,
  { start }: PlannedStage,
  phases: readonly Phase[],
  adopted?: IsoDate,
): IsoDate[] => {
  const to = phases
    .map((phase) => phase.to)
    .toSorted()
    .at(-1)
  if (start === undefined || to === undefined) return []
  const begun = adopted === undefined ? start : addDays(adopted, toBegin)
  const from = [start, begun, addDays(to, 1 - quarter)].toSorted().at(-1) ?? start
  return uncovered(pilot, { from, to }, phases)
}
