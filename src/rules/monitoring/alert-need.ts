import { inUnitOf } from '../../finance/lift.ts'
import { readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { criticalValue } from '../../stats/looks.ts'
import { observationsForLevel, observationsForQuantile, observationsForShare } from '../../stats/power.ts'
import {
  fraction,
  isShare,
  moreIsBetter,
  printQuantity,
  type Quantity,
  type Threshold,
} from '../../values/index.ts'
import { metricKey } from './alerts.ts'

/** What the file says of a metric: where it usually stands, and how much of it is seen. */
type Known = {
  readonly usual: Quantity
  readonly sd: Quantity | undefined
  readonly observed: number
}

/** The metrics that the success section describes, by their key. */
export const knownMetrics = ({ success }: Pilot): ReadonlyMap<string, Known> => {
  const found = new Map<string, Known>()
  const add = (metric: string | undefined, usual: Quantity | undefined, rest: Omit<Known, 'usual'>) => {
    const key = metricKey(metric ?? '')
    if (key !== '' && usual !== undefined && !found.has(key)) found.set(key, { usual, ...rest })
  }
  add(success?.metric, success?.baseline?.value, { sd: success?.baseline?.sd, observed: 1 })
  for (const { metric, baseline, limit, sd, response_rate } of readable(success?.guardrail_metrics))
    add(metric, baseline?.value ?? (limit && 'quantity' in limit ? limit.quantity : undefined), {
      sd: sd ?? baseline?.sd,
      observed: response_rate ? fraction(response_rate) : 1,
    })
  return found
}

/** The observations between the usual level and the one that fires, and where they come from. */
export type Need = {
  readonly count: number
  readonly why: string
  readonly working: string
  readonly observed: number
  /** The nearest level that so many observations tell from the usual one; undefined where there is none. */
  readonly levelAt: (seen: number) => Quantity | undefined
}

/** Rounded away from the usual level, to three digits. */
const outward = (value: number, up: boolean): number => {
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 2)
  return Number(((up ? Math.ceil(value / step) : Math.floor(value / step)) * step).toPrecision(3))
}

const levelFrom = (usual: Quantity, sd: number, critical: number, down: boolean) => (seen: number) => {
  const distance = (critical * sd) / Math.sqrt(seen)
  const level = down ? usual.value - distance : usual.value + distance
  if (!(level > 0) || (isShare(usual) && level >= 100)) return undefined
  return { ...usual, value: outward(level, !down) }
}

const quantileOf = (metric: string): number | undefined => {
  const digits = /_p(\d{2,3})$/.exec(metric)?.[1]
  return digits === undefined ? undefined : Number(`0.${digits}`)
}

/** What an alert needs to see; undefined where the file does not say enough of its metric. */
export const needOf = (
  known: ReadonlyMap<string, Known>,
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
      levelAt: () => undefined,
    }
  }
  const facts = known.get(metricKey(metric))
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
    levelAt: levelFrom(
      usual,
      isShare(usual) ? Math.sqrt(usual.value * (100 - usual.value)) : (spread ?? 0),
      critical,
      !moreIsBetter(fire),
    ),
  }
}
