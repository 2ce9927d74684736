import type { StageResults } from '../../evidence/results/results.ts'
import { readable } from '../../model/lists.ts'
import { sampleRatio } from '../../stats/intervals.ts'
import { addDays, days, type IsoDate } from '../../values/index.ts'
import type { Planned } from './past.ts'

/** Source: Fabijan et al. (2019), Diagnosing sample ratio mismatch in online controlled experiments. */
export const mismatchLevel = 0.001

/** Shares of the traffic, in percent. */
type Split = { readonly treatment: number; readonly control: number }

/** The day on which the last step begins, as far as the plan says. */
const lastStep = ({ start, steps }: Planned): IsoDate | undefined => {
  const before = readable(steps).slice(0, -1)
  const passed = before.reduce((sum, { time }) => sum + (time ? days(time) : Number.NaN), 0)
  return start === undefined || Number.isNaN(passed) ? undefined : addDays(start, passed)
}

/**
 * The shares by which units were to be assigned while the results were collected. Undefined where the plan does not
 * say, and where steps with different shares lie behind one count: who was assigned in the first stays for the second.
 */
export const plannedSplit = (planned: Planned, results: StageResults): Split | undefined => {
  const shares = readable(planned.steps).map(({ share }) => share?.value)
  const treatment = shares.length === 0 ? planned.traffic?.value : shares.at(-1)
  const control = planned.control?.value
  if (treatment === undefined || control === undefined || treatment === 0 || control === 0) return undefined
  const begin = lastStep(planned)
  const mixed = new Set(shares).size > 1 && (begin === undefined || results.from < begin)
  return mixed ? undefined : { treatment, control }
}

export type Mismatch = Split & {
  readonly assigned: readonly [number, number]
  readonly chiSquare: number
  readonly p: number
}

/** The mismatch between the units assigned to the arms and the planned shares, where chance does not explain it. */
export const mismatchOf = (planned: Planned, results: StageResults, level: number): Mismatch | undefined => {
  const split = plannedSplit(planned, results)
  const assigned = [results.treatment.assigned, results.control?.assigned] as const
  const [treatment, control] = assigned
  if (split === undefined || treatment === undefined || control === undefined) return undefined
  const ratio = sampleRatio([treatment, control], [split.treatment, split.control])
  return ratio === undefined || ratio.p >= level
    ? undefined
    : { ...split, ...ratio, assigned: [treatment, control] }
}
