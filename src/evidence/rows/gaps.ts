import { addDays, type IsoDate } from '../../values/index.ts'
import type { PhaseCount, RowPhase } from './count.ts'

/** Days in a row of which there are no rows: of nobody, or of one arm alone. */
export type Gap = {
  readonly from: IsoDate
  readonly to: IsoDate
  readonly days: number
  /** Of how many days in all. */
  readonly of: number
  readonly arm?: 'treatment' | 'control'
}

/** Shorter pauses are weekends and holidays. */
const shortest = 7

/** Chance leaves out one arm on days on which so many rows were expected once in a million times. */
const expected = 15

/** The days of a phase; a file of nonsense has more of them than anybody counts. */
export const daysOf = ({ from, to }: Pick<RowPhase, 'from' | 'to'>): IsoDate[] => {
  const days: IsoDate[] = []
  for (let day = from; day <= to && days.length < 4000; day = addDays(day, 1)) days.push(day)
  return days
}

/** Runs of days that have none, in order. */
const runsIn = (days: readonly IsoDate[], isEmpty: (day: IsoDate) => boolean): (readonly IsoDate[])[] => {
  const runs: IsoDate[][] = []
  let last: IsoDate[] | undefined
  for (const day of days) {
    if (!isEmpty(day)) {
      last = undefined
      continue
    }
    if (last === undefined) {
      last = []
      runs.push(last)
    }
    last.push(day)
  }
  return runs
}

/** One arm without a row on days on which the other has many; where time itself is assigned, arms take turns. */
const armGap = (all: readonly IsoDate[], days: PhaseCount['days']): Gap | undefined => {
  const together = [...days.values()].filter(([own, other]) => own > 0 && other > 0).length
  if (together < days.size / 2) return undefined
  const rowsOf = (some: readonly IsoDate[], arm: 0 | 1): number =>
    some.reduce((sum, day) => sum + (days.get(day)?.[arm] ?? 0), 0)
  const totals = [rowsOf(all, 0), rowsOf(all, 1)] as const
  for (const [arm, other] of [
    [0, 1],
    [1, 0],
  ] as const)
    for (const run of runsIn(all, (day) => (days.get(day)?.[arm] ?? 0) === 0)) {
      const [from, to] = [run[0], run.at(-1)]
      if (from === undefined || to === undefined) continue
      if ((rowsOf(run, other) * totals[arm]) / totals[other] >= expected)
        return { from, to, days: run.length, of: all.length, arm: arm === 0 ? 'treatment' : 'control' }
    }
  return undefined
}

/** The longest pause that is no part of how the rows usually come, or one of an arm alone. */
export const gapIn = (
  days: PhaseCount['days'],
  phase: RowPhase,
  isFrozen: (day: IsoDate) => boolean,
): Gap | undefined => {
  if (days.size === 0) return undefined
  const all = daysOf(phase).filter((day) => !isFrozen(day))
  const runs = runsIn(all, (day) => !days.has(day))
  const longest = runs.reduce<readonly IsoDate[]>((most, run) => (run.length > most.length ? run : most), [])
  // Between two days with rows there mostly is no pause, or that of a batch once a week or a month.
  const none = Math.max(0, days.size - 1 - runs.length)
  const pauses = [...new Array<number>(none).fill(0), ...runs.map((run) => run.length).sort((a, b) => a - b)]
  const usual = pauses[Math.floor(pauses.length / 2)] ?? 0
  const [first, last] = [longest[0], longest.at(-1)]
  return first !== undefined && last !== undefined && longest.length >= shortest && longest.length >= 3 * (usual + 1)
    ? { from: first, to: last, days: longest.length, of: all.length }
    : armGap(all, days)
}
