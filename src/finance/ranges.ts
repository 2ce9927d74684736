import type { Pilot } from '../model/pilot.ts'
import type { DrawnLift, Loss, Plan } from '../model/plan.ts'
import { normalCdf, z95 } from '../stats/distributions.ts'
import type { Quantity } from '../values/quantity.ts'
import { isMap } from '../yaml/data.ts'
import type { Path } from '../yaml/path.ts'
import type { Inputs } from './inputs.ts'
import { returnsAt } from './returns.ts'

/** A quantity of the cost section, or the expected level of the primary metric, that is a range. */
export type Ranged = { readonly path: Path; readonly quantity: Quantity & Required<Pick<Quantity, 'range'>> }

const isRanged = (part: object): part is Ranged['quantity'] => 'range' in part && 'value' in part

/** In the order of the file. */
export const rangesIn = ({ cost, success }: Pilot): Ranged[] => {
  const visit = (part: unknown, path: Path): Ranged[] => {
    if (Array.isArray(part)) return part.flatMap((item, at) => visit(item, [...path, at]))
    if (!isMap(part)) return []
    if (isRanged(part)) return [{ path, quantity: part }]
    return Object.entries(part).flatMap(([key, inner]) => visit(inner, [...path, key]))
  }
  return [...visit(success?.expected, ['success', 'expected']), ...visit(cost, ['cost'])]
}

/**
 * How often full rollout loses money with a measured lift: of the draws, or without ranges by the normal distribution,
 * because the month is then a straight line of the lift. Without either, undefined; and without a value.
 */
export const chanceOfLoss = (plan: Plan, inputs: Inputs, lift: DrawnLift | undefined): Loss | undefined => {
  const drawn = plan.lossOf?.(plan, inputs, lift)
  if (drawn !== undefined || lift === undefined) return drawn
  const needed = returnsAt(inputs)?.breakEvenLift
  return needed && { chance: normalCdf((needed.toNumber() - lift.gain) / lift.error), decides: 'lift' }
}

/** The standard error of a measured lift, from its two-sided 95% interval. */
export const errorOf = (lower: number, upper: number): number => Math.abs(upper - lower) / (2 * z95.two)
