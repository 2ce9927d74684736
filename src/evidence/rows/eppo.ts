import { metricKey } from '../../model/lists.ts'
import { once } from '../../values/once.ts'
import { field } from '../../yaml/data.ts'
import { below, countOf, dayIn, lastDayIn, listOf, numberOf, textOf, wordOf } from '../reading/value.ts'
import type { Effect, Export, Totals } from './totals.ts'

/** How a variation differs from the control. */
type Analysis = {
  readonly lift: number
  /** Of the lift. */
  readonly se: number
  readonly isRelative: boolean
  readonly isAdjusted: boolean
}

type Metric = {
  readonly sum: number | undefined
  readonly of: number | undefined
  readonly subjects: number
  readonly mean: number | undefined
  /** The mean that CUPED leaves. */
  readonly adjustedMean: number | undefined
  readonly analyses: readonly Analysis[]
}

type Variation = { isControl: boolean; users: number; readonly metrics: Map<string, Metric | string> }

const several = 'is the name of several metrics'

/** The lift of a prior is another one than that of the means. */
const frequentist = ['FIXED_SAMPLE', 'SEQUENTIAL', 'SEQUENTIAL_FIXED_HYBRID']

const analysisOf = (one: unknown): Analysis[] => {
  const [lift, se] = ['point_estimate', 'standard_error'].map((key) => numberOf(field(one, key)))
  const type = field(one, 'lift_type')
  const isKnown = frequentist.includes(textOf(field(one, 'method')) ?? '') && field(one, 'is_unreliable') !== true
  if (lift === undefined || se === undefined || !isKnown || (type !== 'RELATIVE' && type !== 'ABSOLUTE')) return []
  return [{ lift, se, isRelative: type === 'RELATIVE', isAdjusted: field(one, 'is_cuped_adjusted') === true }]
}

/** A lift whose standard error is told by its z score. */
const scored = (one: unknown, isAdjusted: boolean): Analysis[] => {
  const [lift, score] = ['percent_change', 'z_score'].map((key) => numberOf(field(one, key)))
  if (lift === undefined || score === undefined || score === 0) return []
  return [{ lift, se: Math.abs(lift / score), isRelative: true, isAdjusted }]
}

const metricOf = (one: unknown): Omit<Metric, 'subjects'> => {
  const analyses = listOf(field(one, 'analyses'))
  const meanOf = (isAdjusted: boolean) =>
    numberOf(
      field(
        analyses.find((each) => (field(each, 'is_cuped_adjusted') === true) === isAdjusted),
        'variant_metric_value',
      ),
    )
  const cuped = field(one, 'cuped')
  return {
    sum: numberOf(field(one, 'numerator')),
    of: numberOf(field(one, 'denominator')),
    mean: meanOf(false) ?? numberOf(field(one, 'metric_value')),
    adjustedMean: meanOf(true) ?? numberOf(field(one, 'metric_value_cuped')) ?? numberOf(field(cuped, 'metric_value')),
    analyses: [...analyses.flatMap(analysisOf), ...scored(one, false), ...scored(cuped, true)],
  }
}

const isClose = (one: number, other: number): boolean => Math.abs(one - other) <= 1e-4 * Math.max(1, Math.abs(other))

/** The share of its subjects that a metric counts, and the variance of it; undefined where it cannot be one. */
const shareOf = ({ sum, of, subjects }: Metric): { readonly share: number; readonly variance: number } | undefined => {
  if (sum === undefined || !Number.isInteger(sum) || sum < 0 || sum > subjects || subjects === 0) return undefined
  const share = sum / subjects
  return of === undefined || of === subjects ? { share, variance: (share * (1 - share)) / subjects } : undefined
}

/**
 * Whether both count subjects of which each has the event or not: only then the lift has this standard error.
 * Source: Eppo, statistical nitty-gritty, frequentist analysis.
 */
const areShares = (own: Metric, other: Metric): boolean => {
  const [one, base] = [shareOf(own), shareOf(other)]
  const plain = own.analyses.find(({ isAdjusted }) => !isAdjusted)
  if (one === undefined || base === undefined || plain === undefined) return false
  const ratio = one.share / base.share
  const [lift, se] = plain.isRelative
    ? [ratio - 1, Math.sqrt(one.variance + ratio ** 2 * base.variance) / base.share]
    : [one.share - base.share, Math.sqrt(one.variance + base.variance)]
  return (
    isClose(plain.lift, lift) && Math.abs(plain.se - se) <= se * (1e-3 + 1 / Math.min(own.subjects, other.subjects))
  )
}

/**
 * Treatment minus control. Of a lift relative to the control, whose standard error holds that of the control as well, the
 * one of the difference is at most what is given here.
 */
const effectOf = (own: Metric, other: Metric): Effect | string => {
  const adjusted = own.analyses.find(({ isAdjusted }) => isAdjusted)
  if (adjusted === undefined && areShares(own, other)) return 'is not adjusted: its counts give the same'
  const one = adjusted ?? own.analyses[0]
  if (one === undefined) return 'has no lift with its standard error from a fixed-sample or sequential analysis'
  if (!one.isRelative) return { difference: one.lift, se: one.se }
  const [mean, base] = [own, other].map((metric) => (one.isAdjusted ? metric.adjustedMean : metric.mean))
  if (mean === undefined || base === undefined || !isClose(one.lift, mean / base - 1))
    return 'has a lift that is not that of its means'
  return { difference: mean - base, se: Math.abs(base) * one.se * Math.max(1, Math.abs(base / mean)) }
}

const untold = 'is not a share of its subjects, and the export does not tell how a mean varies'

const totalsOf = (metric: Metric): Totals | undefined => {
  const found = shareOf(metric)
  return (
    found && {
      sum: metric.sum ?? 0,
      of: metric.subjects,
      mean: found.share,
      sd: Math.sqrt(found.variance * metric.subjects),
      observed: metric.subjects,
    }
  )
}

/** By the name and the id of each metric. */
const variationOf = (one: unknown, list: unknown): Variation => {
  const known: Variation = {
    isControl: field(one, 'is_control') === true,
    users: countOf(field(one, 'assignment_count')) ?? 0,
    metrics: new Map(),
  }
  for (const each of listOf(list)) {
    const subjects = countOf(field(each, 'assignment_count')) ?? known.users
    known.users = Math.max(known.users, subjects)
    if (field(each, 'sub_metric_property_name') !== undefined) continue
    const metric = { ...metricOf(each), subjects }
    for (const key of ['metric_id', 'metric_name'].map((name) => metricKey(wordOf(field(each, name)))))
      if (key !== '' && known.metrics.get(key) !== metric)
        known.metrics.set(key, known.metrics.has(key) ? several : metric)
  }
  return known
}

/** An experiment, which holds the days, and its variations by their keys. */
type Experiment = { readonly whole: unknown; readonly variations: Map<string, Variation>; readonly isStale: boolean }

const variationsOf = (list: readonly unknown[], metrics: string): Map<string, Variation> =>
  new Map(list.map((one) => [wordOf(field(one, 'variant_key')), variationOf(one, field(one, metrics))]))

/** Datadog answers the experiment and its results apart. */
const datadog = (documents: readonly unknown[]): Experiment | undefined => {
  const results = documents.filter((one) =>
    listOf(field(one, 'data')).some((each) => field(each, 'type') === 'experiment-variant-results'),
  )
  if (results.length === 0) return undefined
  const variants = results.flatMap((one) => listOf(field(one, 'data'))).map((one) => field(one, 'attributes'))
  const own = documents
    .map((one) => field(one, 'data'))
    .find((one) => variants.every((each) => wordOf(field(each, 'experiment_id')) === textOf(field(one, 'id'))))
  return {
    whole: field(own, 'attributes'),
    variations: variationsOf(variants, 'metrics'),
    isStale: results.some((one) => below(one, 'meta', 'is_stale') === true),
  }
}

const withCalculated = (documents: readonly unknown[]): Experiment | undefined => {
  const whole = documents.find((one) =>
    listOf(field(one, 'variations')).some((each) => Array.isArray(field(each, 'calculated_metrics'))),
  )
  const variations = variationsOf(listOf(field(whole, 'variations')), 'calculated_metrics')
  return whole === undefined ? undefined : { whole, variations, isStale: false }
}

/**
 * Reads an experiment of Eppo with its calculated metrics, or of Datadog, which Eppo became, with its results; words where
 * they say too little, undefined where it is neither. Source: https://eppo.cloud/api/docs;
 * https://docs.datadoghq.com/api/latest/experiments/get-experiment-results/.
 */
export const eppo = (data: unknown): Export | string | undefined => {
  const documents = Array.isArray(data) ? data.slice(0, 10) : [data]
  const found = datadog(documents) ?? withCalculated(documents)
  if (found === undefined) return undefined
  const { whole, variations, isStale } = found
  if (isStale) return 'has stale results: refresh them before the export'
  const [from, to] = [
    dayIn(textOf(field(whole, 'assignments_start_date'))),
    lastDayIn(textOf(field(whole, 'assignments_end_date'))),
  ]
  if (from === undefined || to === undefined)
    return 'has no `assignments_start_date` or no `assignments_end_date`; write the experiment and its results into one file, as with `jq -s . experiment.json results.json`'
  const controls = [...variations.values()].filter(({ isControl }) => isControl)
  const [control] = controls
  if (control === undefined || controls.length > 1) return 'does not have one control'
  const areSharesIn = once((name: string): boolean => {
    const base = control.metrics.get(name)
    const others = [...variations.values()].filter((one) => one !== control && one.metrics.has(name))
    return (
      typeof base === 'object' &&
      others.length > 0 &&
      others.every(({ metrics }) => {
        const own = metrics.get(name)
        return typeof own === 'object' && areShares(own, base)
      })
    )
  })
  const told = ({ users, metrics }: Variation) => ({
    users,
    metrics: new Map(
      [...metrics].map(([name, one]) => [
        name,
        typeof one === 'string' ? one : ((areSharesIn(name) ? totalsOf(one) : undefined) ?? untold),
      ]),
    ),
  })
  return {
    ...{ from, to },
    variations: new Map([...variations].map(([name, one]) => [name, told(one)])),
    effectOf: (treatment, base, metric) => {
      const [own, other] = [treatment, base].map((name) => variations.get(name)?.metrics.get(metric))
      const words = [own, other].find((one) => typeof one === 'string')
      if (typeof words === 'string') return words
      if (typeof own !== 'object' || typeof other !== 'object') return 'is not in both arms'
      return variations.get(base) === control ? effectOf(own, other) : 'has a lift that is not relative to the control'
    },
  }
}
