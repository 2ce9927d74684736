import { field, isMap } from '../../yaml/data.ts'
import { parseJson } from '../../yaml/json.ts'
import { below, listOf } from '../reading/value.ts'
import { growthBook } from './growthbook.ts'
import { isPulse, readPulse } from './statsig.ts'
import type { Export } from './totals.ts'

/** What a platform says too little of to be counted, and what to export in its place. */
export type Lack = { readonly lacks: string; readonly instead: string }

/** Whether a file holds totals of a platform in the place of rows: JSON, or a table that begins like theirs. */
export const isExport = (name: string, start: Uint8Array): boolean =>
  /\.json$/i.test(name) || (/\.(?:csv|tsv)$/i.test(name) && isPulse(start))

const rows = 'or count the rows: a file with the columns unit, arm, day and one for each metric'

/** Source: https://docs.statsig.com/api-reference/experiments/retrieve-pulse-results-beta. */
const isPulseAnswer = (data: unknown): boolean =>
  ['primaryMetrics', 'secondaryMetrics', 'monitoringMetrics'].some((key) =>
    listOf(below(data, 'data', key)).some((metric) => field(metric, 'metricID') !== undefined),
  )

/** The experiment with `with_calculated_metrics`. Source: https://eppo.cloud/api/docs. */
const isEppo = (data: unknown): boolean =>
  listOf(field(data, 'variations')).some((one) => Array.isArray(field(one, 'calculated_metrics')))

const lackOf = (data: unknown): Lack | undefined => {
  if (isPulseAnswer(data))
    return {
      lacks: 'cannot be counted: the API of Statsig names neither the groups nor the days of its pulse results',
      instead: `export the Pulse summary as CSV, ${rows}`,
    }
  if (isEppo(data))
    return {
      lacks: 'cannot be counted: Eppo does not state which metrics are shares of subjects, nor how means vary',
      instead: `export numerator and denominator of each arm from the warehouse, ${rows}`,
    }
  return undefined
}

/** The totals and differences that a platform exports; words, or a lack, where it says too little. */
export const readExport = (bytes: Uint8Array): Export | Lack | string => {
  if (isPulse(bytes)) return readPulse(bytes)
  const parsed = parseJson(bytes)
  if (!parsed.ok) return `cannot be read: ${parsed.problem.message}`
  const data = isMap(parsed.data) ? parsed.data : {}
  return (
    lackOf(data) ?? growthBook(data) ?? 'is not a GrowthBook export: expected the response of /experiments/{id}/results'
  )
}
