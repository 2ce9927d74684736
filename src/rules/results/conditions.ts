import type { Observed, StageResults } from '../../evidence/results/results.ts'
import { metricKey, present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import type { Condition } from '../../values/condition.ts'
import { moreIsBetter } from '../../values/index.ts'
import type { Path } from '../../yaml/path.ts'
import { betterThanControl, notWorse } from './arms.ts'
import { boundAgainst, pointAgainst } from './bars.ts'
import { knownOf, type Measure, observedIn } from './sample.ts'
import type { Shortfall } from './shortfall.ts'

/** A condition that the results do not show, with the part of them that it is about. */
export type Unmet = Shortfall & {
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

const absent = (metric: string, arm: string): Shortfall => ({
  says: `the results say nothing of it in the arm ${arm}`,
  help: `record ${metric} in arms.${arm}, as {good, total}, {mean, sd, n} or {value, n}`,
  working: [],
  open: false,
})

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
    : {
        says: 'the file gives it no baseline',
        help: 'write the level before the pilot as its baseline in success.guardrail_metrics, or a number in the exit',
        working: [],
        open: false,
      }

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
    const shortfalls: (Shortfall | undefined)[] = []
    if (limit !== undefined && 'quantity' in limit) {
      const observed = observedIn(results.treatment, metric)
      shortfalls.push(observed ? pointAgainst(observed, limit, known, measure) : absent(metric, 'treatment'))
    }
    if (limit !== undefined && 'reference' in limit)
      shortfalls.push(metricShortfall({ metric, threshold: limit }, grounds))
    if (margin !== undefined)
      shortfalls.push(
        withBoth(metric, grounds, (treatment, control) =>
          notWorse({ treatment, control, unit: known.unit }, drop !== undefined, margin, measure),
        ),
      )
    const [shortfall] = shortfalls.filter((one) => one !== undefined)
    if (shortfall) yield { ...shortfall, metric, ...where(metric, grounds), guardrail: at }
  }
}

/** What the results do not show of one condition. */
export function* unmet(condition: Condition, grounds: Grounds): Generator<Unmet> {
  if ('guardrail_metrics' in condition) {
    yield* guardrails(grounds)
    return
  }
  const shortfall = metricShortfall(condition, grounds)
  if (shortfall) yield { ...shortfall, metric: condition.metric, ...where(condition.metric, grounds) }
}
