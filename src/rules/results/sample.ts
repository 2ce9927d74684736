import type { Arm, Observed } from '../../evidence/results/results.ts'
import { metricKey } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { normalCdf } from '../../stats/distributions.ts'
import { criticalValue } from '../../stats/looks.ts'
import { designEffect } from '../../stats/power.ts'
import type { Quantity } from '../../values/index.ts'

/** By what the results of a stage are judged. */
export type Measure = {
  /** The normal quantile of a one-sided bound, with the looks counted. */
  readonly one: number
  /** That of one end of a two-sided interval. */
  readonly two: number
  /** What n is divided by, because units of one assignee are alike. */
  readonly effect: number
  /** The fewest observations that say anything. */
  readonly least: number
  readonly looks: number
}

export const measureOf = (
  { rollout }: Pilot,
  looks: number,
  alpha: number,
  least: number,
): Measure | undefined => {
  const one = criticalValue(2 * alpha, looks)
  const two = criticalValue(alpha, looks)
  const effect = designEffect(rollout?.units_per_assignee ?? 1, rollout?.intra_class_correlation)
  if (one === undefined || two === undefined || effect === undefined) return undefined
  return { one, two, effect, least, looks }
}

/** The probability above a normal quantile: what Student's quantile is asked for. */
export const tailOf = (critical: number): number => normalCdf(-critical)

/** The observations that count, once those of one assignee are taken for what they are worth. */
export const worth = (observed: Observed, { effect }: Measure): number =>
  (observed.kind === 'proportion' ? observed.total : observed.n) / effect

/** The counts of a proportion, once divided by the design effect. */
export const counted = ({ good, total }: { good: number; total: number }, { effect }: Measure) => ({
  good: good / effect,
  total: total / effect,
})

export const measured = ({ mean, sd, n }: { mean: number; sd: number; n: number }, { effect }: Measure) => ({
  mean,
  sd,
  n: n / effect,
})

/** What was observed of a metric, whichever way its name is spelt. */
export const observedIn = (arm: Arm | undefined, metric: string): Observed | undefined =>
  arm?.metrics.get(metric) ??
  [...(arm?.metrics ?? [])].find(([name]) => metricKey(name) === metricKey(metric))?.[1]

/** What the pilot says of a metric: where it stood before, and its unit. */
export type Known = { readonly baseline: Quantity | undefined; readonly unit: string | undefined }

export const knownOf = ({ success }: Pilot, metric: string): Known => {
  if (success?.metric !== undefined && metricKey(success.metric) === metricKey(metric)) {
    const { target } = success
    const level = target !== undefined && 'quantity' in target ? target.quantity : undefined
    const baseline = success.baseline?.value
    return { baseline, unit: (baseline ?? level)?.unit }
  }
  const guardrail = success?.guardrail_metrics?.find(
    (one) => one?.metric !== undefined && metricKey(one.metric) === metricKey(metric),
  )
  const baseline = guardrail?.baseline?.value
  const limit =
    guardrail?.limit !== undefined && 'quantity' in guardrail.limit ? guardrail.limit.quantity : undefined
  return { baseline, unit: (baseline ?? limit ?? guardrail?.max_drop ?? guardrail?.max_rise)?.unit }
}
