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

/** The planned days of measurement: those of the last step if there are steps. */
const plannedDays = ({ duration, steps }: Planned): number | undefined => {
  const last = readable(steps).at(-1)
  const time = last === undefined ? duration : (last.time ?? duration)
  return time && Math.floor(days(time))
}

export const tooShort = (
  planned: Planned,
  { from, to }: StageResults,
  { success }: Pilot,
): { readonly covered: number; readonly planned: number } | undefined => {
  const whole = plannedDays(planned)
  const covered = daysBetween(from, to) + 1
  // Outcomes counted on the day they become final are missing for the first days.
  const window = success?.window ? Math.ceil(days(success.window)) : 0
  return whole === undefined || covered + window >= whole ? undefined : { covered, planned: whole }
}

type Found = { readonly stage: ExposedStage; readonly file: string; readonly value: StageResults }

function* tooMany({ stage, file, value }: Found, { success, rollout }: Pilot, most: number): Generator<Finding> {
  const metric = success?.metric
  const units = rollout?.units_per_assignee
  if (metric === undefined || units === undefined) return
  for (const arm of ['treatment', 'control'] as const) {
    const assigned = value[arm]?.assigned
    const observed = observedIn(value[arm], metric)
    // A percentile counts calls, and a unit may make many.
    if (assigned === undefined || observed === undefined || observed.kind === 'level') continue
    const count = observed.kind === 'proportion' ? observed.total : observed.n
    if (count <= assigned * units * most) continue
    yield {
      path: ['rollout', stage, 'results'],
      message: `${quote(file)} has ${plural(count, 'observation')} of ${metric} in ${arm}, too many for ${assigned} assigned with ${units} units each`,
      help: 'correct the observations, assigned or rollout.units_per_assignee',
      related: [{ path: ['rollout', 'units_per_assignee'], label: 'units of one assignee' }],
      elsewhere: [{ file, range: value.locate(['arms', arm]), label: `arm ${arm}` }],
    }
  }
}

function* future({ stage, file, value }: Found, today: IsoDate): Generator<Finding> {
  if (value.to <= addDays(today, 1)) return
  yield {
    path: ['rollout', stage, 'results'],
    message: `results of ${stage} end on ${value.to}, which is in the future`,
    help: `wait for the end of ${stage}, or set "to" to the last day that was counted`,
    elsewhere: [{ file, range: value.locate(['to']), label: 'their last day' }],
  }
}

export function* impossible(found: Found, { pilot, today, setting }: Context): Generator<Finding> {
  yield* future(found, today)
  yield* tooMany(found, pilot, setting('most_observations'))
}

type Unmet = Shortfall & {
  readonly metric: string
  readonly at: Path
  /** Whether the results have the metric. */
  readonly seen: boolean
  /** The index of the guardrail metric. */
  readonly guardrail?: number
}

type Grounds = {
  readonly pilot: Pilot
  readonly results: StageResults
  readonly measure: Measure
  /** Whether every guardrail metric could be read. */
  readonly whole: boolean
}

/** The place of the metric in the results, or of the arm without it. */
const where = (metric: string, { results }: Grounds): { readonly at: Path; readonly seen: boolean } => {
  const arm = ['arms', 'treatment']
  const { metrics } = results.treatment
  const name = [...metrics.keys()].find((one) => metricKey(one) === metricKey(metric))
  return name === undefined ? { at: arm, seen: false } : { at: [...arm, name], seen: true }
}

const absent = (metric: string, arm: string): Shortfall =>
  shortfall(
    `the results have no ${metric} in ${arm}`,
    `add ${metric} to arms.${arm}, as {good, total}, {mean, sd, n} or {value, n}`,
  )

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

/** Other rules report a missing baseline of the primary metric. */
const noBaseline = ({ success }: Pilot, metric: string): Shortfall | undefined =>
  success?.metric === undefined || metricKey(success.metric) === metricKey(metric)
    ? undefined
    : shortfall('it has no baseline', 'add its baseline to success.guardrail_metrics, or use a level in the exit')

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

export function* unmet(condition: Condition, grounds: Grounds): Generator<Unmet> {
  if ('guardrail_metrics' in condition) {
    yield* guardrails(grounds)
    return
  }
  const found = metricShortfall(condition, grounds)
  if (found) yield { ...found, metric: condition.metric, ...where(condition.metric, grounds) }
}
