import { field } from '../../yaml/data.ts'
import { parseJson } from '../../yaml/json.ts'
import { below, listOf } from '../reading/value.ts'
import { eppo } from './eppo.ts'
import { growthBook } from './growthbook.ts'
import { isPulse, readPulse } from './statsig.ts'
import type { Export } from './totals.ts'

/** What a platform says too little of to be counted, and what to export in its place. */
export type ExportLack = { readonly lacks: string; readonly instead: string }

/** Whether a file holds totals of a platform in the place of rows: JSON, or a table that begins like theirs. */
export const isExport = (name: string, start: Uint8Array): boolean =>
  /\.json$/i.test(name) || (/\.(?:csv|tsv)$/i.test(name) && isPulse(start))

/** Whether it is the answer of Statsig's API. Source: https://docs.statsig.com/api-reference/experiments/retrieve-pulse-results-beta. */
const isPulseAnswer = (data: unknown): boolean =>
  ['primaryMetrics', 'secondaryMetrics', 'monitoringMetrics'].some((key) =>
    listOf(below(data, 'data', key)).some((metric) => field(metric, 'metricID') !== undefined),
  )

const pulseAnswer: ExportLack = {
  lacks: 'cannot be counted: the API of Statsig names neither the groups nor the days of its pulse results',
  instead:
    'export the Pulse summary as CSV, or count the rows: a file with the columns unit, arm, day and one for each metric',
}

const noExport = 'is not an export of GrowthBook, Statsig, Eppo or Datadog'

/** The totals and differences that a platform exports; words, or a lack, where it says too little. */
export const readExport = (name: string, bytes: Uint8Array): Export | ExportLack | string => {
  if (!isExport(name, bytes)) return noExport
  if (isPulse(bytes)) return readPulse(bytes)
  const parsed = parseJson(bytes)
  if (!parsed.ok) return `cannot be read: ${parsed.problem.message}`
  const { data } = parsed
  if (isPulseAnswer(data)) return pulseAnswer
  return eppo(data) ?? growthBook(data) ?? noExport
}
