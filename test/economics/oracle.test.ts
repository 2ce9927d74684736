import { describe, expect, test } from 'vitest'
import { decimal } from '../../src/economics/decimal.ts'
import { oversightHours } from '../../src/economics/oversight.ts'
import { grossPerMonth, type Returns, returnsAt } from '../../src/economics/returns.ts'
import { headroom, sensitivity } from '../../src/economics/sensitivity.ts'
import { modelCost, type UnitCost, unitCost } from '../../src/economics/unit-cost.ts'
import { changed, inputsFrom, oracles } from './fixture.ts'

const oracle = oracles('economics')
const inputs = inputsFrom(changed())
const cost = unitCost(inputs, inputs.volume)
const returns = returnsAt(inputs) as Returns

const near = (actual: { toNumber(): number } | undefined, expected: number | null) => {
  if (expected === null) return expect(actual).toBeUndefined()
  const value = actual?.toNumber() ?? Number.NaN
  // Where a margin is the difference of two nearly equal amounts, the oracle's own last digits are those of its floats.
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(Math.max(1e-9 * Math.abs(expected), 1e-12))
}

const parts = (...kinds: string[]) =>
  cost.components
    .filter(({ kind }) => kinds.includes(kind))
    .reduce((sum, { amount }) => sum.plus(amount), decimal(0))

test('every component', () => {
  near(modelCost(inputs), oracle.model_per_unit)
  near(parts('oversight'), oracle.oversight_per_unit)
  near(parts('errors'), oracle.errors_per_unit)
  for (const [kind, share] of Object.entries(oracle.shares as Record<string, number>))
    near(parts(kind).div(cost.unit), share)
})

const agrees = (row: Record<string, number | null>, at: UnitCost, earned: Returns) => {
  near(at.variable, row['variable'] as number)
  near(at.fixedPerMonth, row['fixed_per_month'] as number)
  near(at.unit, row['unit'] as number)
  near(earned.value, row['value'] as number)
  near(earned.margin, row['margin'] as number)
  near(earned.perMonth.div(1e6), (row['margin_per_month'] as number) / 1e6)
  near(earned.breakEvenVolume, row['break_even_volume'] as number | null)
}

test('the plan', () => {
  agrees(oracle.base, cost, returns)
  near(returns.payback, oracle.payback_months)
  near(returns.breakEvenLift, oracle.break_even_lift)
  near(unitCost(inputs, decimal(600)).unit, oracle.unit_at_demo)
  near(grossPerMonth(inputs), oracle.gross_claim_per_month)
})

test('the bills at demo and at full volume', () => {
  for (const [name, volume] of [
    ['demo', decimal(600)],
    ['full', decimal(60_000)],
  ] as const) {
    near(modelCost(inputs).times(volume), oracle.api_bill_per_month[name])
    near(unitCost(inputs, volume).unit.times(volume), oracle.full_bill_per_month[name])
    near(oversightHours(inputs, 'full', volume.div(30)).times(30), oracle.review_hours_per_month[name])
  }
})

test('the headroom of every factor', () => {
  const found = new Map(headroom(inputs).map(({ factor, times }) => [factor as string, times]))
  for (const [factor, times] of Object.entries(oracle.headroom as Record<string, number>))
    near(found.get(factor), times)
})

describe('the shocks', () => {
  const found = new Map(sensitivity(inputs).map((shock) => [shock.name, shock]))
  test('are those of the table', () => expect([...found.keys()]).toEqual(Object.keys(oracle.shocks)))
  test.each(Object.entries(oracle.shocks as Record<string, Record<string, number | null>>))(
    '%s',
    (name, row) => {
      const shock = found.get(name)
      if (shock?.returns === undefined) throw new Error(`no ${name}`)
      agrees(row, shock.cost, shock.returns)
    },
  )
  test('failed cases of half a minute', () => {
    const slow = inputsFrom(
      changed(['  one_off: 38000 EUR', '  failed: {effort: 0.5 min, wage: 24 EUR/h}\n  one_off: 38000 EUR']),
    )
    expect(unitCost(slow, slow.volume).unit.toFixed(6)).toBe('0.273139')
    expect(returnsAt(slow)?.perMonth.toFixed(2)).toBe('771.69')
    expect(returnsAt(slow)?.breakEvenVolume?.round(0, 3).toNumber()).toBe(47917)
  })
  test('the first customers are a loss, and that is normal', () =>
    expect(unitCost(inputs, decimal(3000), 'limited').unit.toFixed(3)).toBe('1.664'))
})
