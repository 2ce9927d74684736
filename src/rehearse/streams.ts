import { inUnitOf } from '../finance/lift.ts'
import {
  guardrailQuestions,
  healthyShare,
  liftQuestion,
  type Question,
  shareOfLimit,
  usualBar,
} from '../finance/plans/questions.ts'
import { metricKey } from '../model/lists.ts'
import type { GuardrailMetric, Pilot } from '../model/pilot.ts'
import type { ExposedStage } from '../model/stage.ts'
import { fraction, isShare, moreIsBetter, type Quantity } from '../values/index.ts'

/** The observations of one metric. Levels are shares from 0 to 1, or in the unit of a mean. */
export type Stream = {
  readonly name: string
  readonly key: string
  readonly form: 'proportion' | 'mean' | 'percentile'
  readonly unit: string
  /** In treatment, as promised. */
  readonly healthy: number
  readonly control: number
  /** In treatment, as far beyond its margin or limit as that is wide; undefined of the primary metric. */
  readonly harmful: number | undefined
  readonly sd: number
  /** What a percentile is counted above. */
  readonly limit: Quantity | undefined
  /** Whether results have it; else only a trigger watches it. */
  readonly counts: boolean
  /** Whether the control group counts it as well. */
  readonly compared: boolean
  /** The parts of all units that count, and that are observed; from 0 to 1. */
  readonly share: number
  readonly observed: (stage: ExposedStage) => number
  /** Whole days after which an observation is final. */
  readonly window: number
  /** The intra-class correlation, if the metric has its own. */
  readonly correlation: number | undefined
  /** Its index among the guardrail metrics. */
  readonly guardrail: number | undefined
}

export const inside = (form: Stream['form'], level: number): number =>
  form === 'mean' ? level : Math.min(1, Math.max(0, level))

const common = ({ window, observed, correlation, unit }: Question) => ({
  window: Math.ceil(window),
  observed,
  correlation,
  unit,
})

const partOf = (share: { readonly value: number } | undefined): number => (share ? share.value / 100 : 1)

/** Of the primary metric: what is expected, or else its target; beside it the baseline. */
const primaryOf = (pilot: Pilot): Stream | undefined => {
  const { success } = pilot
  const question = liftQuestion(pilot)
  if (question?.lift === undefined || success?.metric === undefined) return undefined
  const { from, to } = question.lift
  const baseline = success.baseline?.value
  const expected = success.expected && baseline && inUnitOf(success.expected, baseline)?.toNumber()
  const scale = question.sd === undefined ? 0.01 : 1
  return {
    ...common(question),
    name: success.metric,
    key: metricKey(success.metric),
    form: question.sd === undefined ? 'proportion' : 'mean',
    healthy: expected === undefined ? to : expected * scale,
    control: from,
    harmful: undefined,
    sd: question.sd ?? 0,
    limit: undefined,
    counts: true,
    compared: true,
    share: partOf(success.share_of_units),
    guardrail: undefined,
  }
}

type Levels = Pick<Stream, 'form' | 'healthy' | 'harmful' | 'sd' | 'limit' | 'compared'>

const sdOf = ({ sd, baseline }: GuardrailMetric, unit: Quantity): number | undefined => {
  const given = sd ?? baseline?.sd
  return given && inUnitOf(given, unit)?.toNumber()
}

/** Of a metric with a margin: its baseline in both arms. */
const ofMargin = (guardrail: GuardrailMetric, { margin = 0, better }: Question): Levels | undefined => {
  const level = guardrail.baseline?.value
  const unit = level ?? guardrail.max_drop ?? guardrail.max_rise
  if (unit === undefined) return undefined
  const form = level && isShare(level) ? 'proportion' : 'mean'
  const healthy = level === undefined ? 0 : isShare(level) ? fraction(level) : level.value
  const sd = form === 'mean' ? sdOf(guardrail, unit) : 0
  if (sd === undefined) return undefined
  const harmful = inside(form, healthy + (better === 'more' ? -2 : 2) * margin)
  return { form, healthy, harmful, sd, limit: undefined, compared: true }
}

/** Of a metric with a limit alone: what `cost.errors` says, or half of what is allowed. */
const ofLimit = (pilot: Pilot, guardrail: GuardrailMetric, { metric, limit, better }: Question): Levels | undefined => {
  if (limit === undefined || !('quantity' in limit)) return undefined
  const { quantity } = limit
  const allowed = shareOfLimit(metric, quantity, moreIsBetter(limit))
  if (allowed === undefined) {
    const sd = sdOf(guardrail, quantity)
    const [healthy, harmful] = better === 'more' ? [2, 0.5] : [0.5, 2]
    const at = (times: number) => times * quantity.value
    if (sd === undefined) return undefined
    return { form: 'mean', healthy: at(healthy), harmful: at(harmful), sd, limit: undefined, compared: false }
  }
  const percentile = !isShare(quantity)
  const level = (beyond: number) =>
    inside('proportion', better === 'more' && !percentile ? 1 - Math.min(1, beyond) : beyond)
  return {
    form: percentile ? 'percentile' : 'proportion',
    healthy: level(healthyShare(pilot, metric, allowed)),
    harmful: level(2 * allowed),
    sd: 0,
    limit: percentile ? quantity : undefined,
    compared: false,
  }
}

const guardrailsOf = (pilot: Pilot): Stream[] =>
  guardrailQuestions(pilot, usualBar).flatMap((question) => {
    const at = Number(question.path.at(-1))
    const guardrail = pilot.success?.guardrail_metrics?.[at]
    if (guardrail?.metric === undefined) return []
    const levels = question.kind === 'margin' ? ofMargin(guardrail, question) : ofLimit(pilot, guardrail, question)
    return levels === undefined
      ? []
      : [
          {
            ...common(question),
            ...levels,
            name: guardrail.metric,
            key: metricKey(guardrail.metric),
            counts: true,
            control: levels.healthy,
            share: partOf(guardrail.share_of_units),
            guardrail: at,
          },
        ]
  })

/** The metrics of which the file says how they are distributed: the primary one, if any, comes first. */
export const streamsOf = (pilot: Pilot): Stream[] => {
  const primary = primaryOf(pilot)
  return [...(primary ? [primary] : []), ...guardrailsOf(pilot)]
}
