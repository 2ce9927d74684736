import type { StageResults } from '../../evidence/results/results.ts'
import { readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { days, daysBetween } from '../../values/index.ts'
import type { Planned } from './past.ts'

/** The days that a stage was to be measured: those of its last step, where it has steps. */
const plannedDays = ({ duration, steps }: Planned): number | undefined => {
  const last = readable(steps).at(-1)
  const time = last === undefined ? duration : (last.time ?? duration)
  return time && Math.floor(days(time))
}

/** The days that the results cover, and those planned, where they are fewer than that. */
export const tooShort = (
  planned: Planned,
  { from, to }: StageResults,
  { success }: Pilot,
): { readonly covered: number; readonly planned: number } | undefined => {
  const whole = plannedDays(planned)
  const covered = daysBetween(from, to) + 1
  // Who counts by the day on which an outcome is final has none for the first days.
  const window = success?.window ? Math.ceil(days(success.window)) : 0
  return whole === undefined || covered + window >= whole ? undefined : { covered, planned: whole }
}
