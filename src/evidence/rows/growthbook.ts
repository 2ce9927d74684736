import { metricKey } from '../../model/lists.ts'
import { addDays, type IsoDate } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { field, isMap } from '../../yaml/data.ts'
import { below, countOf, dayIn, listOf, numberOf, textOf } from '../reading/value.ts'
import type { Export, Totals } from './totals.ts'

/** A moment at midnight ends the day before. */
const lastDay = (text: string | undefined): IsoDate | undefined => {
  const day = dayIn(text)
  return day !== undefined && /^.{10}T00:00(?::00(?:\.0+)?)?Z?$/.test(text?.slice(0, 40) ?? '') ? addDays(day, -1) : day
}

const totalsOf = (variation: unknown): Totals | undefined => {
  const [analysis] = listOf(field(variation, 'analyses'))
  const [sum, of, mean] = ['numerator', 'denominator', 'mean'].map((key) => numberOf(field(analysis, key)))
  const sd = numberOf(field(analysis, 'stddev'))
  return sum === undefined || of === undefined || mean === undefined || sd === undefined
    ? undefined
    : { sum, of, mean, sd }
}

/** The metrics whose `stddev` is that of what CUPED leaves. */
const adjustedIn = (settings: unknown): ReadonlySet<string> =>
  new Set(
    ['goals', 'secondaryMetrics', 'guardrails']
      .flatMap((key) => listOf(field(settings, key)))
      .filter((metric) => below(metric, 'overrides', 'regressionAdjustmentEnabled') === true)
      .map((metric) => metricKey(textOf(field(metric, 'metricId')) ?? '')),
  )

/**
 * Reads the totals that GrowthBook exports; words where they say too little, undefined where it is none of its exports.
 * Source: docs.growthbook.io/api, ExperimentResults.
 */
export const growthBook = (data: unknown): Export | string | undefined => {
  const whole = isMap(field(data, 'result')) ? field(data, 'result') : data
  const parts = listOf(field(whole, 'results'))
  const [from, to] = [dayIn(textOf(field(whole, 'dateStart'))), lastDay(textOf(field(whole, 'dateEnd')))]
  if (!isMap(whole) || field(whole, 'experimentId') === undefined || parts.length === 0) return undefined
  if (from === undefined || to === undefined) return 'says not of which days it is'
  const dimension = textOf(below(whole, 'dimension', 'type')) ?? ''
  if (parts.length > 1 || !['', 'none'].includes(dimension))
    return 'is split by a dimension: export the whole experiment'
  const adjusted = adjustedIn(field(whole, 'settings'))
  const variations = new Map<string, { users: number; metrics: Map<string, Totals> }>()
  for (const metric of listOf(field(parts[0], 'metrics'))) {
    const name = metricKey(textOf(field(metric, 'metricId')) ?? '')
    for (const one of listOf(field(metric, 'variations'))) {
      const [id, users] = [textOf(field(one, 'variationId')), countOf(field(one, 'users'))]
      const totals = totalsOf(one)
      if (id === undefined || users === undefined || totals === undefined || name === '')
        return 'has a variation without its users, numerator, denominator, mean and stddev'
      const known = variations.get(id) ?? { users, metrics: new Map() }
      if (known.users !== users) return `counts other users of the variation ${quote(id)} by metric`
      if (known.metrics.has(name)) return 'has one metric twice'
      known.metrics.set(name, { ...totals, isAdjusted: adjusted.has(name) })
      variations.set(id, known)
    }
  }
  return { from, to, variations }
}
