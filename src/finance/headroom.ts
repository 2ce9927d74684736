import { type Decimal, sum, zero } from './amounts.ts'
import type { Inputs } from './inputs.ts'
import { returnsAt } from './returns.ts'
import { type ComponentKind, unitCost, unusedAt } from './unit-cost.ts'

/** The factor by which a cost can grow, or the lift shrink, before the margin is zero. */
export type Headroom = { readonly factor: ComponentKind | 'lift'; readonly times: Decimal }

// Rounded, so that 1.5 does not become slightly less than 1.5.
const digits = 12

const kinds: readonly ComponentKind[] = ['model', 'per_unit', 'per_success', 'oversight', 'errors', 'failed', 'fixed']

const metered: readonly ComponentKind[] = ['model', 'per_unit', 'per_success']

/** Empty if no value is declared. */
export const headroom = (inputs: Inputs): Headroom[] => {
  const returns = returnsAt(inputs)
  const { gain } = inputs
  if (returns === undefined || gain === undefined) return []
  const { components, fixedPerMonth, volume } = unitCost(inputs, inputs.volume)
  const unused = unusedAt(inputs, volume)
  const costs = kinds.flatMap((factor) => {
    const parts = components.filter(({ kind }) => kind === factor).map((part) => part.amount)
    const amount = factor === 'fixed' ? fixedPerMonth.minus(unused) : sum(parts).times(volume)
    // As it grows, what is metered first uses up the minimum.
    const isFree = metered.includes(factor) && returns.perMonth.gt(zero)
    const left = isFree ? returns.perMonth.plus(unused) : returns.perMonth
    return amount.gt(zero) ? [{ factor, times: left.div(amount).plus(1).round(digits) }] : []
  })
  const { breakEvenLift } = returns
  const lift =
    breakEvenLift?.gt(zero) && gain.gain.gt(zero)
      ? [{ factor: 'lift' as const, times: gain.gain.div(breakEvenLift).round(digits) }]
      : []
  return [...costs, ...lift]
}
