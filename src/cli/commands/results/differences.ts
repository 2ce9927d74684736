import type { CountedRows } from '../../../evidence/rows/count.ts'
import { type Effect, type Export, effectIn } from '../../../evidence/rows/totals.ts'
import type { RunProblem } from '../../../report/format.ts'
import { enumerate } from '../../../values/text.ts'
import type { Io } from '../../io/io.ts'
import { type Columns, columnsOf, exportRoles, type RowPlan } from './row-plan.ts'
import { exportHelp, exportIn, openRows, type ResultsSource, type RowsFile, sourceOf } from './source.ts'

/** What an export reports of a metric, and the file that shows it. */
type Reported = Effect & { readonly source: ResultsSource | undefined }

/** By the place of the metric in the plan, for each phase. */
export type Differences = readonly ReadonlyMap<number, Reported>[]

/** An export, what it calls otherwise, and how results can name it. */
type Report = {
  readonly rows: RowsFile
  readonly columns: Columns
  readonly source: ResultsSource | undefined
}

type Beside = { readonly plan: RowPlan; readonly counted: CountedRows }

/** The phase whose days an export is of; words where there is none. */
const phaseOf = ({ from, to }: Export, { counting: { phases } }: RowPlan): number | string => {
  const place = phases.findIndex((phase) => phase.from === from && phase.to === to)
  const days = phases.map((phase) => `${phase.from} to ${phase.to}`)
  return place === -1 ? `covers ${from} to ${to}, but the stage covers ${enumerate(days)}` : place
}

type Found = {
  readonly place: number
  readonly effects: ReadonlyMap<number, Effect>
  readonly words: readonly string[]
}

/** The differences of metrics that are counted in both arms, and why there is none of the others. */
const effectsIn = (found: Export, { plan, counted }: Beside, { names }: Columns): Found | string => {
  const place = phaseOf(found, plan)
  if (typeof place === 'string') return place
  const [phase, counts] = [plan.counting.phases[place], counted.phases[place]]
  if (phase === undefined || counts === undefined) return 'covers days that are not counted'
  const [treatment = '', control = '', ...metrics] = names
  const effects = new Map<number, Effect>()
  const words: string[] = []
  const beside = { ...plan.counting, phases: [phase], assigned: counts.arms.map((arm) => arm.assigned) }
  for (const at of metrics.keys()) {
    if (counts.arms.some((arm) => (arm.metrics[at]?.total ?? 0) === 0)) continue
    const one = effectIn(found, beside, [treatment, control, ...metrics], at)
    if (typeof one === 'string') words.push(one)
    else effects.set(at, one)
  }
  return { place, effects, words }
}

type Refusal = RunProblem & { readonly isUnread: boolean }

/** What exports report beside the counts, one for each phase; a problem where one reports nothing. */
const differencesIn = async (
  reports: readonly Report[],
  beside: Beside,
): Promise<{ readonly differences: Differences; readonly notes: readonly string[] } | Refusal> => {
  const differences = beside.plan.counting.phases.map(() => new Map<number, Reported>())
  const notes: string[] = []
  for (const { rows, columns, source } of reports) {
    const refusal = (words: string, instead?: string): Refusal => ({
      message: `${rows.name} ${words}`,
      help: instead ?? exportHelp('--differences-columns'),
      isUnread: instead !== undefined,
    })
    const found = await exportIn(rows)
    if (typeof found === 'string') return refusal(found)
    if ('lacks' in found) return refusal(found.lacks, found.instead)
    const own = effectsIn(found, beside, columns)
    if (typeof own === 'string') return refusal(own)
    const { place, effects, words } = own
    if (effects.size === 0)
      return refusal([...new Set(words)].join('; ') || 'has no metric that is counted in both arms')
    for (const [at, effect] of effects) differences[place]?.set(at, { ...effect, source })
    notes.push(...words.map((one) => `no difference: ${rows.name} ${one}`))
  }
  return { differences, notes }
}

/** What the export reports that the counts were taken from: what only repeats them is left out. */
export const ownDifferences = async (report: Report, beside: Beside): Promise<Differences> => {
  const found = await differencesIn([report], beside)
  return 'message' in found ? [] : found.differences
}

export type DifferencesFlags = {
  readonly differences?: readonly string[]
  readonly differencesColumns?: readonly string[]
}

type Place = Pick<Parameters<typeof sourceOf>[1], 'pilot' | 'root'>

/** What the exports of `--differences` report; nothing without the flag. */
export const reportedBeside = async (
  { differences = [], differencesColumns }: DifferencesFlags,
  beside: Beside,
  { place, io }: { readonly place: Place; readonly io: Io },
): ReturnType<typeof differencesIn> => {
  const columns = columnsOf(beside.plan, {
    texts: differencesColumns,
    roles: exportRoles(beside.plan),
    flag: '--differences-columns',
  })
  const opened: RowsFile[] = []
  try {
    for (const name of differences) {
      const rows = openRows(name, io)
      if ('message' in rows) return { ...rows, isUnread: true }
      opened.push(rows)
    }
    const sources = opened.map((rows) => sourceOf(rows, { ...place, ...columns }))
    const found = await differencesIn(
      opened.map((rows, at) => {
        const source = sources[at]
        return { rows, columns, source: typeof source === 'string' ? undefined : source }
      }),
      beside,
    )
    if ('message' in found) return found
    const unnamed = opened.flatMap(({ name }, at) =>
      typeof sources[at] === 'string' ? [`${name} ${sources[at]}: its differences count as typed`] : [],
    )
    return { ...found, notes: [...found.notes, ...unnamed] }
  } finally {
    for (const { file } of opened) file.close()
  }
}
