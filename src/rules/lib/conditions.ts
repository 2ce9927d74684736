import type { Observed, StageResults } from '../../evidence/results/results.ts'
import { metricKey, present, readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import type { ExposedStage } from '../../model/stage.ts'
import type { Condition } from '../../values/condition.ts'
import { addDays, days, daysBetween, type IsoDate, moreIsBetter } from '../../values/index.ts'
import { plural, quote } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { betterThanControl, boundAgainst, notWorse, pointAgainst } from './comparisons.ts'
import { knownOf, type Measure, observedIn, type Planned, type Shortfall, shortfall } from './results.ts'
import type { Context, Finding } from './rule.ts'

/** The days that a stage was to be measured: those of its last step, where it has steps. */
const plannedDays = ({ duration, steps }: Planned): number | undefined => {
  const last = readable(steps).at(-1)
  const time = last === undefined ? duration : (last.time ?? duration)
  return time && Math.floor(days(time))
}

/** The days that the results cover, and those planned, where they are fewer than that. */
export const tooShort = (
  planned: Planned,
  { from, to }: StageResults,
  { success }: Pilot,
): { readonly covered: number; readonly planned: number } | undefined => {
  const whole = plannedDays(planned)
  const covered = daysBetween(from, to) + 1
  // Who counts by the day on which an outcome is final has none for the first days.
  const window = success?.window ? Math.ceil(days(success.window)) : 0
  return whole === undefined || covered + window >= whole ? undefined : { covered, planned: whole }
}

type Found = { readonly stage: ExposedStage; readonly file: string; readonly value: StageResults }

function* tooMany(
  { stage, file, value }: Found,
  { success, rollout }: Pilot,
  most: number,
): Generator<Finding> {
  const metric = success?.metric
  const units = rollout?.units_per_assignee
  if (metric === undefined || units === undefined) return
  for (const arm of ['treatment', 'control'] as const) {
    const assigned = value[arm]?.assigned
    const observed = observedIn(value[arm], metric)
    // A percentile is of calls, of which a unit may make many.
    if (assigned === undefined || observed === undefined || observed.kind === 'level') continue
    const count = observed.kind === 'proportion' ? observed.total : observed.n
    if (count <= assigned * units * most) continue
    yield {
      path: ['rollout', stage, 'results'],
      message: `${quote(file)} holds ${plural(count, 'observation')} of ${metric} in the arm ${arm}, more than its ${assigned} assigned can have made with ${units} units each`,
      help: 'count again: the observations, who was assigned, or units_per_assignee',
      related: [{ path: ['rollout', 'units_per_assignee'], label: 'what one of them brings' }],
      elsewhere: [{ file, range: value.locate(['arms', arm]), label: 'the arm' }],
    }
  }
}

function* future({ stage, file, value }: Found, today: IsoDate): Generator<Finding> {
  if (value.to <= addDays(today, 1)) return
  yield {
    path: ['rollout', stage, 'results'],
    message: `the results of ${stage} run to ${value.to}, which is still to come`,
    help: `wait for the end of ${stage}, or write the last day that was really counted`,
    elsewhere: [{ file, range: value.locate(['to']), label: 'their last day' }],
  }
}

/** What no results can say: days that have not been, and more observations than there was anybody to make. */
export function* impossible(found: Found, { pilot, today, setting }: Context): Generator<Finding> {
  yield* future(found, today)
  yield* tooMany(found, pilot, setting('most_observations'))
}

/** A condition that the results do not show, with the part of them that it is about. */
type Unmet = Shortfall & {
  readonly metric: string
  /** Where in the results file. */
  readonly at: Path
  /** Whether the results say anything of the metric there. */
  readonly seen: boolean
  /** The guardrail metric that it is about, by its index. */
  readonly guardrail?: number
}

type Grounds = {
  readonly pilot: Pilot
  readonly results: StageResults
  readonly measure: Measure
  /** Whether every guardrail metric could be read: what could not is not missing. */
  readonly whole: boolean
}

/** Where the metric stands in the results, under the name that they give it; the arm where it does not. */
const where = (metric: string, { results }: Grounds): { readonly at: Path; readonly seen: boolean } => {
  const arm = ['arms', 'treatment']
  const { metrics } = results.treatment
  const name = [...metrics.keys()].find((one) => metricKey(one) === metricKey(metric))
  return name === undefined ? { at: arm, seen: false } : { at: [...arm, name], seen: true }
}

const absent = (metric: string, arm: string): Shortfall =>
  shortfall(
    `the results say nothing of it in the arm ${arm}`,
    `record ${metric} in arms.${arm}, as {good, total}, {mean, sd, n} or {value, n}`,
  )

/** Calls `judge` with what both arms saw of the metric, where both did. */
const withBoth = (
  metric: string,
  { results }: Grounds,
  judge: (treatment: Observed, control: Observed) => Shortfall | undefined,
): Shortfall | undefined => {
  const treatment = observedIn(results.treatment, metric)
  if (treatment === undefined) return absent(metric, 'treatment')
  const control = observedIn(results.control, metric)
  return control === undefined ? absent(metric, 'control') : judge(treatment, control)
}

/** That of the primary metric has rules of its own; of any other one nobody else says that it is missing. */
const noBaseline = ({ success }: Pilot, metric: string): Shortfall | undefined =>
  success?.metric === undefined || metricKey(success.metric) === metricKey(metric)
    ? undefined
    : shortfall(
        'the file gives it no baseline',
        'write the level before the pilot as its baseline in success.guardrail_metrics, or a number in the exit',
      )

type OfMetric = Extract<Condition, { metric: string }>

const metricShortfall = ({ metric, threshold }: OfMetric, grounds: Grounds): Shortfall | undefined => {
  const { pilot, results, measure } = grounds
  const known = knownOf(pilot, metric)
  if ('reference' in threshold && threshold.reference === 'control')
    return withBoth(metric, grounds, (treatment, control) =>
      betterThanControl({ treatment, control, unit: known.unit }, moreIsBetter(threshold), measure),
    )
  const observed = observedIn(results.treatment, metric)
  if (observed === undefined) return absent(metric, 'treatment')
  if ('quantity' in threshold) {
    const proven = results.stage === 'shadow' && observed.kind === 'proportion'
    return proven
      ? boundAgainst(observed, threshold.quantity, threshold, known, measure)
      : pointAgainst(observed, threshold, known, measure)
  }
  const { baseline } = known
  if (baseline === undefined) return grounds.whole ? noBaseline(pilot, metric) : undefined
  if (observed.kind !== 'level') return boundAgainst(observed, baseline, threshold, known, measure)
  const op = threshold.op === 'not_below' ? 'at_least' : 'at_most'
  return pointAgainst(observed, { op, quantity: baseline }, known, measure)
}

function* guardrails(grounds: Grounds): Generator<Unmet> {
  const { pilot, results, measure } = grounds
  for (const { item, at } of present(pilot.success?.guardrail_metrics)) {
    const { metric, limit, max_drop: drop, max_rise: rise } = item
    if (metric === undefined) continue
    const known = knownOf(pilot, metric)
    const margin = drop ?? rise
    const observed = observedIn(results.treatment, metric)
    const ofLimit = () => {
      if (limit === undefined) return undefined
      if ('reference' in limit) return metricShortfall({ metric, threshold: limit }, grounds)
      return observed ? pointAgainst(observed, limit, known, measure) : absent(metric, 'treatment')
    }
    const ofMargin = () =>
      margin &&
      withBoth(metric, grounds, (treatment, control) =>
        notWorse({ treatment, control, unit: known.unit }, drop !== undefined, margin, measure),
      )
    const found = ofLimit() ?? ofMargin()
    if (found) yield { ...found, metric, ...where(metric, grounds), guardrail: at }
  }
}

/** What the results do not show of one condition. */
export function* unmet(condition: Condition, grounds: Grounds): Generator<Unmet> {
  if ('guardrail_metrics' in condition) {
    yield* guardrails(grounds)
    return
  }
  const found = metricShortfall(condition, grounds)
  if (found) yield { ...found, metric: condition.metric, ...where(condition.metric, grounds) }
}
