import { metricKey } from '../../model/lists.ts'
import { quote } from '../../values/text.ts'
import { field, isMap } from '../../yaml/data.ts'
import { below, countOf, dayIn, lastDayIn, listOf, numberOf, textOf } from '../reading/value.ts'
import type { Effect, Export, Totals } from './totals.ts'

const analysisOf = (variation: unknown): unknown => listOf(field(variation, 'analyses'))[0]

const totalsOf = (analysis: unknown): Omit<Totals, 'observed'> | undefined => {
  const [sum, of, mean] = ['numerator', 'denominator', 'mean'].map((key) => numberOf(field(analysis, key)))
  const sd = numberOf(field(analysis, 'stddev'))
  return sum === undefined || of === undefined || mean === undefined || sd === undefined
    ? undefined
    : { sum, of, mean, sd }
}

/** The metrics of which the settings say that `stddev` is that of what CUPED leaves. */
const adjustedIn = (settings: unknown): ReadonlySet<string> =>
  new Set(
    ['goals', 'secondaryMetrics', 'guardrails']
      .flatMap((key) => listOf(field(settings, key)))
      .filter((metric) => below(metric, 'overrides', 'regressionAdjustmentEnabled') === true)
      .map((metric) => metricKey(textOf(field(metric, 'metricId')) ?? '')),
  )

/** Whether the lift of a variation is that of its mean over the one of the baseline; so it is where nothing was adjusted. */
const isOfMeans = (variation: unknown, baseline: unknown): boolean => {
  const [mean, base] = [variation, baseline].map((one) => numberOf(field(analysisOf(one), 'mean')))
  const lift = numberOf(field(analysisOf(variation), 'percentChange'))
  if (lift === undefined || mean === undefined || base === undefined || base === 0) return true
  return Math.abs(lift - (mean - base) / Math.abs(base)) <= 1e-6 * Math.max(1, Math.abs(lift))
}

type Variation = { users: number; metrics: Map<string, Totals>; analyses: Map<string, unknown> }

/**
 * A difference that the counts do not hold: of a ratio, whose deviation is that of the delta method, and what CUPED leaves of
 * one. Its lift is one of adjusted means, by the mean of control as it is; a prior of the Bayesian engine would pull it.
 * Source: gbstats, RegressionAdjustedStatistic, RatioStatistic and frequentist_diff.
 */
const effectOf = (treatment: Variation, control: Variation, metric: string): Effect | string => {
  const [own, other] = [treatment.metrics.get(metric), control.metrics.get(metric)]
  if (own === undefined || other === undefined) return 'is not in both arms'
  const se = Math.hypot(own.sd / Math.sqrt(treatment.users), other.sd / Math.sqrt(control.users))
  if (!own.isAdjusted)
    return own.observed !== undefined && other.observed !== undefined
      ? 'is not adjusted: its counts give the same'
      : { difference: own.mean - other.mean, se }
  const [analysis, base] = [treatment, control].map(({ analyses }) => analyses.get(metric))
  const lift = numberOf(field(analysis, 'percentChange'))
  if (textOf(field(analysis, 'engine')) !== 'frequentist') return 'has a lift from another engine than `frequentist`'
  if (lift === undefined || (numberOf(field(base, 'percentChange')) ?? 0) !== 0)
    return 'has a lift that is not relative to the control'
  return { difference: lift * Math.abs(other.mean), se }
}

/**
 * Reads the totals that GrowthBook exports; words where they say too little, undefined where it is none of its exports.
 * Source: docs.growthbook.io/api, ExperimentResults.
 */
export const growthBook = (data: unknown): Export | string | undefined => {
  const whole = isMap(field(data, 'result')) ? field(data, 'result') : data
  const parts = listOf(field(whole, 'results'))
  const [from, to] = [dayIn(textOf(field(whole, 'dateStart'))), lastDayIn(textOf(field(whole, 'dateEnd')))]
  if (!isMap(whole) || field(whole, 'experimentId') === undefined || parts.length === 0) return undefined
  if (from === undefined || to === undefined) return 'has no `dateStart` or no `dateEnd`'
  const dimension = textOf(below(whole, 'dimension', 'type')) ?? ''
  if (parts.length > 1 || !['', 'none'].includes(dimension))
    return 'is split by a dimension: export the whole experiment'
  const adjusted = adjustedIn(field(whole, 'settings'))
  const variations = new Map<string, Variation>()
  for (const metric of listOf(field(parts[0], 'metrics'))) {
    const name = metricKey(textOf(field(metric, 'metricId')) ?? '')
    const [baseline, ...others] = listOf(field(metric, 'variations'))
    const isAdjusted = adjusted.has(name) || !others.every((one) => isOfMeans(one, baseline))
    for (const one of [baseline, ...others]) {
      const [id, users] = [textOf(field(one, 'variationId')), countOf(field(one, 'users'))]
      const analysis = analysisOf(one)
      const totals = totalsOf(analysis)
      if (id === undefined || users === undefined || totals === undefined || name === '')
        return 'has a variation without its users, numerator, denominator, mean and stddev'
      const known = variations.get(id) ?? { users, metrics: new Map(), analyses: new Map() }
      if (known.users !== users) return `has different users of the variation ${quote(id)} by metric`
      if (known.metrics.has(name)) return 'has one metric twice'
      known.metrics.set(name, { ...totals, observed: totals.of === users ? users : undefined, isAdjusted })
      known.analyses.set(name, analysis)
      variations.set(id, known)
    }
  }
  return {
    ...{ from, to, variations },
    effectOf: (treatment, control, metric) => {
      const [own, other] = [variations.get(treatment), variations.get(control)]
      return own && other ? effectOf(own, other, metric) : 'is not in both arms'
    },
  }
}
