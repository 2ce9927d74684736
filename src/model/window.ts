import { days } from '../values/index.ts'
import { metricKey } from './lists.ts'
import type { Pilot, Success } from './pilot.ts'

/** What the pilot says of a metric, be it the primary one or a guardrail. */
const described = ({ success }: Pilot, name: string): Pick<Success, 'window' | 'baseline'> | undefined => {
  const isIt = (other: string | undefined) => other !== undefined && metricKey(other) === metricKey(name)
  return isIt(success?.metric) ? success : success?.guardrail_metrics?.find((one) => isIt(one?.metric))
}

/** Whole days after which an observation of the metric is final. */
export const windowOf = (pilot: Pilot, name: string): number => {
  const window = described(pilot, name)?.window
  return window ? Math.ceil(days(window)) : 0
}

/** The unit that rows of the metric are in, as its baseline has it. */
export const rowUnitOf = (pilot: Pilot, name: string) => described(pilot, name)?.baseline?.value
