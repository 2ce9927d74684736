import { type Decimal, sum, zero } from './amounts.ts'
import type { Inputs } from './inputs.ts'
import { returnsAt } from './returns.ts'
import { type ComponentKind, unitCost } from './unit-cost.ts'

/** The factor by which a cost can grow, or the lift shrink, before the margin is zero. */
export type Headroom = { readonly factor: ComponentKind | 'lift'; readonly times: Decimal }

// Rounded, so that 1.5 does not become slightly less than 1.5.
const digits = 12

const kinds: readonly ComponentKind[] = ['model', 'per_unit', 'per_success', 'oversight', 'errors', 'failed', 'fixed']

/** Empty if no value is declared. */
export const headroom = (inputs: Inputs): Headroom[] => {
  const returns = returnsAt(inputs)
  const { gain } = inputs
  if (returns === undefined || gain === undefined) return []
  const { components, fixedPerMonth, volume } = unitCost(inputs, inputs.volume)
  const costs = kinds.flatMap((factor) => {
    const parts = components.filter(({ kind }) => kind === factor).map((part) => part.amount)
    const amount = factor === 'fixed' ? fixedPerMonth : sum(parts).times(volume)
    return amount.gt(zero) ? [{ factor, times: returns.perMonth.div(amount).plus(1).round(digits) }] : []
  })
  const { breakEvenLift } = returns
  const lift =
    breakEvenLift?.gt(zero) && gain.gain.gt(zero)
      ? [{ factor: 'lift' as const, times: gain.gain.div(breakEvenLift).round(digits) }]
      : []
  return [...costs, ...lift]
}
