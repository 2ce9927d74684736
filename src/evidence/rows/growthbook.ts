import { metricKey } from '../../model/lists.ts'
import { addDays, type IsoDate } from '../../values/index.ts'
import { enumerate, quote } from '../../values/text.ts'
import { field, isMap } from '../../yaml/data.ts'
import { parseJson } from '../../yaml/json.ts'
import { below, countOf, dayIn, listOf, numberOf, textOf } from '../reading/value.ts'
import type { ArmCount, Counted, Counting } from './count.ts'
import type { Sums } from './sums.ts'

/** What an export says of one metric in one variation: totals over its users. */
type Totals = { readonly sum: number; readonly of: number; readonly mean: number; readonly sd: number }

type Variation = { readonly users: number; readonly metrics: ReadonlyMap<string, Totals> }

type Export = { readonly from: IsoDate; readonly to: IsoDate; readonly variations: ReadonlyMap<string, Variation> }

/** Treatment, control and each metric in order, as the export calls them. */
export type ExportNames = readonly [treatment: string, control: string, ...metrics: string[]]

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

/** Words where nothing can be counted; they complete a sentence that begins with the name of the file. */
const readExport = (bytes: Uint8Array): Export | string => {
  const parsed = parseJson(bytes)
  if (!parsed.ok) return `cannot be read: ${parsed.problem.message}`
  const whole = isMap(field(parsed.data, 'result')) ? field(parsed.data, 'result') : parsed.data
  const parts = listOf(field(whole, 'results'))
  const [from, to] = [dayIn(textOf(field(whole, 'dateStart'))), lastDay(textOf(field(whole, 'dateEnd')))]
  if (!isMap(whole) || field(whole, 'experimentId') === undefined || parts.length === 0)
    return 'is no export of GrowthBook: expected the answer to /experiments/{id}/results'
  if (from === undefined || to === undefined) return 'says not of which days it is'
  const dimension = textOf(below(whole, 'dimension', 'type')) ?? ''
  if (parts.length > 1 || !['', 'none'].includes(dimension))
    return 'is split by a dimension: export the whole experiment'
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
      known.metrics.set(name, totals)
      variations.set(id, known)
    }
  }
  return { from, to, variations }
}

const none: Sums = { total: 0, sum: 0, mean: 0, sd: 0, observed: 0, clusterSd: 0 }

/** Totals as sums of one observation for each user; words where they are none. */
const sumsOf = (
  totals: Totals | undefined,
  users: number,
  kind: Counting['metrics'][number]['kind'],
): Sums | string => {
  if (totals === undefined) return none
  const { sum, of, mean, sd } = totals
  if (kind === 'percentile') return 'is a percentile, of which an export counts nothing above a limit'
  if (of !== users) return 'is counted by something else than its users'
  if (Math.abs(mean * of - sum) > 1e-6 * Math.max(1, Math.abs(sum)))
    return 'has a mean that is not its numerator by its users'
  if (kind === 'proportion' && !(Number.isInteger(sum) && sum >= 0 && sum <= of)) return 'is no proportion of its users'
  return { total: of, sum, mean, sd, observed: of, clusterSd: 0 }
}

const daysFrom = (from: IsoDate, to: IsoDate): IsoDate[] => {
  const days: IsoDate[] = []
  for (let day = from; day <= to && days.length < 4000; day = addDays(day, 1)) days.push(day)
  return days
}

/**
 * Counts a stage of one phase from the totals that GrowthBook exports; words where they say too little.
 * Source: docs.growthbook.io/api, ExperimentResults.
 */
export const countExport = (bytes: Uint8Array, plan: Counting, names: ExportNames): Counted | string => {
  const found = readExport(bytes)
  if (typeof found === 'string') return found
  const [phase, second] = plan.phases
  if (phase === undefined || second !== undefined)
    return 'has totals, which cannot be told apart by the steps of the stage'
  if (found.from !== phase.from || found.to !== phase.to)
    return `is of ${found.from} to ${found.to}, and the stage of ${phase.from} to ${phase.to}`
  if (daysFrom(phase.from, phase.to).some(plan.isFrozen)) return 'counts days of rollout.freeze, which its totals hold'
  const [treatment, control, ...metrics] = names
  const arms: ArmCount[] = []
  for (const name of plan.oneArm ? [treatment] : [treatment, control]) {
    const variation = found.variations.get(name)
    if (variation === undefined)
      return `has no variation ${quote(name)}: it has ${enumerate([...found.variations.keys()].slice(0, 10).map(quote))}`
    const sums: Sums[] = []
    for (const [at, metric] of metrics.entries()) {
      const one = sumsOf(variation.metrics.get(metricKey(metric)), variation.users, plan.metrics[at]?.kind ?? 'mean')
      if (typeof one === 'string') return `has ${quote(metric)}, which ${one}`
      if (one.total > 0 && phase.until[at] !== phase.to) return `has ${quote(metric)}, whose window is not over`
      sums.push(one)
    }
    arms.push({ assigned: variation.users, metrics: sums })
  }
  const [own, other = { assigned: 0, metrics: metrics.map(() => none) }] = arms
  if (own === undefined) return 'has no variation'
  const lone = metrics.find(
    (_, at) => arms.length > 1 && (own.metrics[at]?.total === 0) !== (other.metrics[at]?.total === 0),
  )
  if (lone !== undefined) return `has ${quote(lone)} in one arm alone`
  const zeros = metrics.map(() => 0)
  const rows = own.assigned + other.assigned
  return {
    phases: [{ rows, arms: [own, other], segments: [] }],
    rows,
    first: found.from,
    last: found.to,
    outside: 0,
    frozen: 0,
    late: zeros,
    open: zeros,
    changed: 0,
    faults: 0,
    told: [],
    crowded: undefined,
  }
}
