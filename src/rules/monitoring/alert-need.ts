import { inUnitOf } from '../../economics/lift.ts'
import {
  fraction,
  isShare,
  moreIsBetter,
  printQuantity,
  type Quantity,
  type Threshold,
} from '../../phrases/index.ts'
import { readable } from '../../spec/list.ts'
import type { Pilot } from '../../spec/pilot.ts'
import {
  observationsForLevel,
  observationsForQuantile,
  observationsForShare,
} from '../../statistics/alert-window.ts'
import { criticalValue } from '../../statistics/looks.ts'
import { metricKey } from './alerts.ts'

/** What the file says of a metric that an alert watches. */
type Known = {
  readonly usual: Quantity
  readonly sd: Quantity | undefined
  readonly observed: number
}

const known = ({ success }: Pilot, metric: string): Known | undefined => {
  const key = metricKey(metric)
  if (success?.metric !== undefined && metricKey(success.metric) === key) {
    const { value, sd } = success.baseline ?? {}
    return value && { usual: value, sd, observed: 1 }
  }
  const guardrail = readable(success?.guardrail_metrics).find((one) => metricKey(one.metric ?? '') === key)
  if (guardrail === undefined) return undefined
  const { baseline, limit, sd, response_rate } = guardrail
  const usual = baseline?.value ?? (limit && 'quantity' in limit ? limit.quantity : undefined)
  return usual && { usual, sd: sd ?? baseline?.sd, observed: response_rate ? fraction(response_rate) : 1 }
}

/** The observations between the usual level and the one that fires, and where they come from. */
export type Need = {
  readonly count: number
  readonly why: string
  readonly working: string
  readonly observed: number
}

const quantileOf = (metric: string): number | undefined => {
  const digits = /_p(\d{2,3})$/.exec(metric)?.[1]
  return digits === undefined ? undefined : Number(`0.${digits}`)
}

/** What an alert needs to see; undefined where the file does not say enough of its metric. */
export const needOf = (
  pilot: Pilot,
  metric: string,
  fire: Threshold,
  confidence: number,
): Need | undefined => {
  const quantile = quantileOf(metric)
  const tail = quantile === undefined ? undefined : observationsForQuantile(quantile)
  if (quantile !== undefined && tail !== undefined) {
    const count = Math.ceil(tail)
    return {
      count,
      why: `of fewer than ${count} the ${metric.slice(metric.lastIndexOf('_') + 1)} is the slowest one`,
      working: `needed = 1 / (1 - ${quantile}) = ${count}`,
      observed: 1,
    }
  }
  const facts = known(pilot, metric)
  const critical = criticalValue(2 * (1 - confidence))
  if (facts === undefined || critical === undefined || 'reference' in fire) return undefined
  const { usual, sd, observed } = facts
  const level = inUnitOf(fire.quantity, usual)?.toNumber()
  // An alert within the usual level is an early warning: nobody says where the metric stands then.
  if (level === undefined || (moreIsBetter(fire) ? level <= usual.value : level >= usual.value))
    return undefined
  const spread = sd && inUnitOf(sd, usual)?.toNumber()
  const z = Number(critical.toFixed(4))
  const count = isShare(usual)
    ? observationsForShare(usual.value / 100, level / 100, critical)
    : spread && observationsForLevel(usual.value, level, { sd: spread, critical })
  if (!count) return undefined
  const [from, to] = [printQuantity(usual), printQuantity(fire.quantity)]
  const variance = isShare(usual) ? `${from} x (100% - ${from})` : `${printQuantity(sd ?? usual)}^2`
  const whole = Math.ceil(count - 1e-9)
  return {
    count: whole,
    why: `with fewer than ${whole} chance alone takes it from ${from} to ${to}`,
    working: `needed = ${z}^2 x ${variance} / (${to} - ${from})^2 = ${whole}`,
    observed,
  }
}
