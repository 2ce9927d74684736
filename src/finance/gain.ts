import type { Pilot } from '../model/pilot.ts'
import { sameUnit } from '../values/index.ts'
import { isRateUnit, isTimeUnit, RATE_SECONDS, SECONDS } from '../values/unit.ts'
import { type Decimal, decimal } from './decimal.ts'
import { type Lift, liftOf } from './lift.ts'

/** The promised lift, and what one success, or one unit of a mean, is worth. */
export type Gain = Lift & { readonly worth: Decimal }

const secondsIn = (unit: string): number | undefined => {
  if (isTimeUnit(unit)) return SECONDS[unit]
  return isRateUnit(unit) ? RATE_SECONDS[unit] : undefined
}

/** How many of the unit below the line one unit of the metric is: 1 min is 60 s. Undefined where they do not compare. */
export const factorBetween = (metricUnit: string, per: string): Decimal | undefined => {
  const [metric, line] = [secondsIn(metricUnit), secondsIn(per)]
  if (metric !== undefined && line !== undefined) return decimal(metric).div(decimal(line))
  return sameUnit(metricUnit, per) ? decimal(1) : undefined
}

/** What the pilot is to earn a unit; undefined where lift or value is missing, or their units do not compare. */
export const gainOf = (pilot: Pilot): Gain | undefined => {
  const lift = liftOf(pilot)
  const value = pilot.cost?.value
  if (lift === undefined || value === undefined) return undefined
  if (lift.kind === 'proportion')
    return value.per_success && { ...lift, worth: decimal(value.per_success.value) }
  const perUnit = value.per_metric_unit
  const factor = perUnit && factorBetween(lift.unit, perUnit.per)
  return factor && { ...lift, worth: decimal(perUnit.value).times(factor) }
}
