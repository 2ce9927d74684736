import { metricKey } from '../../model/lists.ts'
import type { IsoDate } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { type CsvRow, csvRows } from '../reading/csv-rows.ts'
import { dayIn } from '../reading/value.ts'
import { numberIn } from './cell.ts'
import type { Effect, Export, Totals } from './totals.ts'

const common = ['metric_name', 'metric_type', 'start_date', 'end_date']

/** Of an experiment a row for each group, of a gate one for both. */
const forms = [
  { asks: [...common, 'experiment_group', 'units', 'mean', 'stderr'], groups: [''] },
  {
    asks: [...common, 'test_units', 'test_mean', 'test_stderr', 'ctrl_units', 'ctrl_mean', 'ctrl_stderr'],
    groups: ['test_', 'ctrl_'],
  },
]

type Form = (typeof forms)[number]

const formOf = (columns: readonly string[]): Form | undefined =>
  forms.find(({ asks }) => asks.every((name) => columns.includes(name)))

/** Whether a table begins with the columns of a Pulse summary. */
export const isPulse = (start: Uint8Array): boolean => {
  const [line = ''] = new TextDecoder().decode(start.subarray(0, 10_000)).split(/[\r\n]/, 1)
  return formOf(line.split(/[,;\t]/).map((name) => name.replaceAll('"', '').trim().toLowerCase())) !== undefined
}

/** What is not split: a metric as a whole. */
const wholes = ['', '!statsig_topline']

const twice = (name: string): string => `has several types; name one, such as ${quote(name)}`

const untold = 'is not a share of its units; Statsig may have winsorized or CUPED-adjusted its mean'

type Numbers = {
  readonly units: number
  readonly mean: number
  readonly stderr: number
  /** Of a gate, what the row says of the difference to control. */
  readonly reported?: Effect | undefined
}

/**
 * How many of the units an event has: what 0 and 1 add up to, with the standard error that only they have. Anything else
 * is a mean, a ratio, or several events of one unit.
 */
const eventsOf = ({ units, mean, stderr }: Numbers): Totals | string => {
  const sum = Math.round(mean * units)
  const share = sum / units
  const own = Math.sqrt((share * (1 - share)) / units)
  const isWhole = Math.abs(mean * units - sum) <= 0.02
  const isOwn = Math.abs(stderr - own) <= own * (1e-3 + 1 / units)
  return isWhole && isOwn && sum >= 0 && sum <= units
    ? { sum, of: units, mean: share, sd: own * Math.sqrt(units), observed: units }
    : untold
}

type Group = { users: number; readonly metrics: Map<string, Numbers | string> }

/** Treatment minus control of groups that share no unit. */
const effectOf = (own: Numbers | string | undefined, other: Numbers | string | undefined): Effect | string => {
  const words = [own, other].find((one) => typeof one === 'string')
  if (typeof words === 'string') return words
  if (typeof own !== 'object' || typeof other !== 'object') return 'is not in both arms'
  if (typeof eventsOf(own) === 'object' && typeof eventsOf(other) === 'object')
    return 'is not adjusted: its counts give the same'
  return own.reported ?? { difference: own.mean - other.mean, se: Math.hypot(own.stderr, other.stderr) }
}

/**
 * Reads a Pulse summary of Statsig. A group has as many users as its metric with most units has. Source:
 * https://docs.statsig.com/experiments/interpreting-results/export, Pulse Summary File Description.
 */
export const readPulse = (bytes: Uint8Array): Export | string => {
  const groups = new Map<string, Group>()
  let days: { readonly from: IsoDate; readonly to: IsoDate } | undefined
  let refusal: string | undefined
  const see = ({ cell, columns }: CsvRow): void => {
    const form = formOf(columns)
    const number = (name: string): number | undefined => {
      const read = numberIn(cell(name))
      return 'value' in read ? read.value : undefined
    }
    if (refusal !== undefined || form === undefined || !wholes.includes(cell('metric_dimension')?.trim() ?? '')) return
    const [from, to] = [dayIn(cell('start_date')), dayIn(cell('end_date'))]
    if (from === undefined || to === undefined) {
      refusal = 'has a row without its days'
      return
    }
    days ??= { from, to }
    if (days.from !== from || days.to !== to)
      refusal = 'has rows of several days: export one summary of the whole stage'
    const name = cell('metric_name') ?? ''
    const full = `${name}::${cell('metric_type') ?? ''}`
    for (const prefix of form.groups) {
      const [units, mean, stderr] = ['units', 'mean', 'stderr'].map((key) => number(`${prefix}${key}`))
      if (units === undefined || !Number.isSafeInteger(units) || units <= 0) continue
      const group = prefix === '' ? (cell('experiment_group') ?? '') : prefix === 'test_' ? 'test' : 'control'
      const known = groups.get(group) ?? { users: 0, metrics: new Map() }
      groups.set(group, known)
      known.users = Math.max(known.users, units)
      const [difference, se] = prefix === 'test_' ? ['abs_delta', 'abs_stderr'].map(number) : []
      const reported = difference === undefined || se === undefined ? undefined : { difference, se }
      const numbers =
        mean === undefined || stderr === undefined
          ? 'has no mean with a standard error'
          : { units, mean, stderr, reported }
      if (known.metrics.has(metricKey(full))) refusal = `has ${quote(full)} twice in ${quote(group)}`
      known.metrics.set(metricKey(full), numbers)
      known.metrics.set(metricKey(name), known.metrics.has(metricKey(name)) ? twice(full) : numbers)
    }
  }
  const fault = csvRows(bytes, see)
  if (fault !== undefined) return fault.state === 'malformed' ? fault.problem : 'is too large to read'
  if (refusal !== undefined) return refusal
  if (days === undefined) return 'has no metric of all units'
  const variations = [...groups].map(([name, { users, metrics }]) => {
    const totals = [...metrics].map(([key, one]) => [key, typeof one === 'string' ? one : eventsOf(one)] as const)
    return [name, { users, metrics: new Map(totals) }] as const
  })
  return {
    ...days,
    variations: new Map(variations),
    effectOf: (treatment, control, metric) =>
      effectOf(groups.get(treatment)?.metrics.get(metric), groups.get(control)?.metrics.get(metric)),
  }
}
