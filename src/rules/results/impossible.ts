import type { StageResults } from '../../evidence/results/results.ts'
import type { Pilot } from '../../model/pilot.ts'
import type { ExposedStage } from '../../model/stage.ts'
import { addDays, type IsoDate } from '../../values/index.ts'
import { plural, quote } from '../../values/text.ts'
import type { Context, Finding } from '../rule.ts'
import { observedIn } from './sample.ts'

type Found = { readonly stage: ExposedStage; readonly file: string; readonly value: StageResults }

function* tooMany(
  { stage, file, value }: Found,
  { success, rollout }: Pilot,
  most: number,
): Generator<Finding> {
  const metric = success?.metric
  const units = rollout?.units_per_assignee
  if (metric === undefined || units === undefined) return
  for (const arm of ['treatment', 'control'] as const) {
    const assigned = value[arm]?.assigned
    const observed = observedIn(value[arm], metric)
    // A percentile is of calls, of which a unit may make many.
    if (assigned === undefined || observed === undefined || observed.kind === 'level') continue
    const count = observed.kind === 'proportion' ? observed.total : observed.n
    if (count <= assigned * units * most) continue
    yield {
      path: ['rollout', stage, 'results'],
      message: `${quote(file)} holds ${plural(count, 'observation')} of ${metric} in the arm ${arm}, more than its ${assigned} assigned can have made with ${units} units each`,
      help: 'count again: the observations, who was assigned, or units_per_assignee',
      related: [{ path: ['rollout', 'units_per_assignee'], label: 'what one of them brings' }],
      elsewhere: [{ file, range: value.locate(['arms', arm]), label: 'the arm' }],
    }
  }
}

function* future({ stage, file, value }: Found, today: IsoDate): Generator<Finding> {
  if (value.to <= addDays(today, 1)) return
  yield {
    path: ['rollout', stage, 'results'],
    message: `the results of ${stage} run to ${value.to}, which is still to come`,
    help: `wait for the end of ${stage}, or write the last day that was really counted`,
    elsewhere: [{ file, range: value.locate(['to']), label: 'their last day' }],
  }
}

/** What no results can say: days that have not been, and more observations than there was anybody to make. */
export function* impossible(found: Found, { pilot, today, setting }: Context): Generator<Finding> {
  yield* future(found, today)
  yield* tooMany(found, pilot, setting('most_observations'))
}
