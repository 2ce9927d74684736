import { type CountedRows, maxLevels } from '../../../evidence/rows/count.ts'
import { gapIn } from '../../../evidence/rows/gaps.ts'
import { metricKey } from '../../../model/lists.ts'
import type { RunProblem } from '../../../report/format.ts'
import { addDays, type IsoDate } from '../../../values/index.ts'
import { enumerate, plural, quote } from '../../../values/text.ts'
import type { Columns, RowPlan } from './row-plan.ts'

const are = (count: number, noun: string): string => `${plural(count, noun)} ${count === 1 ? 'is' : 'are'}`

const notCounted = (count: number, metric: string): string =>
  `${plural(count, 'outcome')} of ${metric} ${count === 1 ? 'is' : 'are'} not counted`

const daysOf = (from: IsoDate | undefined, to: IsoDate | undefined): string =>
  `${from ?? 'no day'} to ${to ?? 'no day'}`

const plannedDays = ({ counting: { phases } }: RowPlan): string => daysOf(phases[0]?.from, phases.at(-1)?.to)

type Named = { readonly name: string; readonly now: IsoDate }

/** Why nothing is written; empty where the counts may stand. */
export const refusals = (counted: CountedRows, plan: RowPlan, { name, now }: Named): RunProblem[] => {
  const { told, faults, changed, crowded, first, last, phases } = counted
  const { stage } = plan
  if (faults > 0)
    return [
      ...told.map((message) => ({ message: `${name}: ${message}` })),
      {
        message: `${name}: ${are(faults, 'value')} not as the plan expects${faults > told.length ? ` (showing the first ${told.length})` : ''}; nothing is written`,
        help: 'correct the export: 0 or 1 for a proportion, a number for a mean, YYYY-MM-DD for a day, empty where nothing was observed',
      },
    ]
  if (changed > 0)
    return [
      {
        message: `${name}: ${plural(changed, 'unit')} changed arm within ${stage}; nothing is written`,
        help: 'find out why they were served both arms, and leave them out of both only if that is the plan',
      },
    ]
  if (crowded !== undefined)
    return [
      {
        message: `${name}: the segment ${quote(plan.segments[crowded])} has more than ${maxLevels} levels; nothing is written`,
        help: 'group the levels in the export, the small ones as "other"',
      },
    ]
  if (plan.counting.phases.length === 0)
    return [
      {
        message: `${stage} has not begun on ${now}: nothing is written`,
        help: `set rollout.${stage}.start to the day on which it began`,
      },
    ]
  if (phases.every((phase) => phase.rows === 0))
    return [
      {
        message: `${name}: no row is within ${stage} (${plannedDays(plan)}); the rows cover ${daysOf(first, last)}`,
        help: `set --stage to the stage of the rows, or correct rollout.${stage}.start and its duration`,
      },
    ]
  if (phases.every(({ arms: [treatment] }) => treatment.metrics.every(({ total }) => total === 0)))
    return [
      {
        message: `${name}: no outcome of any metric is counted in treatment`,
        help: `add a column for ${enumerate(
          plan.metrics.map((metric) => metric.name),
          'or',
        )}, or wait for the end of its window`,
      },
    ]
  return []
}

type Seen = {
  readonly columns: Columns
  /** Where the metrics begin among the columns. */
  readonly first: number
  readonly keys: ReadonlySet<string> | undefined
  readonly seen: readonly boolean[]
}

/** What was left out, and what somebody may have meant to count. */
export const notesOf = (counted: CountedRows, plan: RowPlan, { columns, first, keys, seen }: Seen): string[] => {
  const { metrics, segments, counting, stage, end } = plan
  const notes: string[] = []
  const inside = counted.phases.reduce((sum, { rows }) => sum + rows, 0)
  notes.push(`${are(inside, 'row')} counted in ${stage}, ${plannedDays(plan)}`)
  if (counted.outside > 0)
    notes.push(
      `${are(counted.outside, 'row')} outside of ${stage} and not counted; all rows cover ${daysOf(counted.first, counted.last)}`,
    )
  if (counted.frozen > 0) notes.push(`${are(counted.frozen, 'row')} on days of rollout.freeze and not counted`)
  for (const [at, { from, to }] of counting.phases.entries())
    if (counted.phases[at]?.rows === 0) notes.push(`no row is within the phase ${daysOf(from, to)}, which is left out`)
  const lastDay = counting.phases.at(-1)?.to
  const lastWhole = lastDay !== undefined && lastDay < end ? lastDay : end
  if (counted.last !== undefined && counted.last < lastWhole)
    notes.push(`no row is on or after ${addDays(counted.last, 1)}, but the results claim every day until ${lastWhole}`)
  for (const [at, phase] of counting.phases.entries()) {
    const gap = gapIn(counted.phases[at]?.days ?? new Map(), phase, counting.isFrozen)
    if (gap !== undefined && (gap.arm !== undefined || gap.to !== lastWhole))
      notes.push(`no row${gap.arm === undefined ? '' : ` in ${gap.arm}`} is within ${daysOf(gap.from, gap.to)}`)
  }
  if (lastDay !== undefined && lastDay < end)
    notes.push(`${stage} is planned until ${end}; what arrived after ${lastDay} is not counted yet`)
  const has = (place: number): boolean =>
    keys === undefined ? seen[place] === true : keys.has(metricKey(columns.names[place] ?? ''))
  const lost = [...metrics.keys()].filter((at) => !has(first + at)).map((at) => columns.names[first + at] ?? '')
  if (lost.length > 0)
    notes.push(
      `the rows have no ${enumerate(lost.map(quote))}, so the results omit ${lost.length === 1 ? 'it' : 'them'}`,
    )
  const unsplit = [...segments.keys()]
    .filter((at) => !has(first + 2 * metrics.length + at))
    .map((at) => segments[at] ?? '')
  if (unsplit.length > 0)
    notes.push(`the rows have no ${enumerate(unsplit.map(quote))}, so the results have no such segment`)
  for (const [at, { name, window = 0 }] of metrics.entries()) {
    const [open, late] = [counted.open[at] ?? 0, counted.late[at] ?? 0]
    if (open > 0) notes.push(`${notCounted(open, name)}: the window of ${plural(window, 'day')} has not ended`)
    if (metrics[at]?.hasMargin)
      notes.push(
        `${name}: counts show no margin of a percentile; add its difference and standard error to \`differences\``,
      )
    if (late > 0) notes.push(`${notCounted(late, name)}: after the window of ${plural(window, 'day')}`)
  }
  return notes
}
