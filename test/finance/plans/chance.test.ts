import { expect, test } from 'vitest'
import { chanceOf } from '../../../src/finance/plans/chance.ts'
import { planOf } from '../../../src/finance/plans/stage-plan.ts'
import type { Pilot } from '../../../src/model/pilot.ts'
import { changed, oracles } from '../fixture.ts'

const oracle = oracles('second-edition')

/** The complete file of the design, each conversation assigned by itself. */
const complete = (...more: readonly (readonly [string, string])[]): Pilot =>
  changed(
    ['assign_by: customer ', 'assign_by: conversation '],
    ['50% for 28d], control: 20%', '50% for 28d], control: 30%'],
    ...more,
  )

const at = (pilot: Pilot, stage: 'limited' | 'progressive') => {
  const planned = planOf(pilot, stage)
  if (!planned.ok) throw new Error(planned.lacks.join(', '))
  const found = chanceOf(pilot, planned.plan)
  if (found === undefined) throw new Error('no chance')
  const chance = (level: 'expected' | 'target') => found.chances.find((one) => one.at === level)?.chance ?? Number.NaN
  const part = (metric: string) => found.chances[0]?.parts.find((one) => one.metric === metric)?.chance ?? Number.NaN
  return { ...found, chance, part }
}

const { complete_file_chance: joint, csat_progressive_power: csat } = oracle

test('the complete file, as the design computes it', () => {
  const [limited, progressive] = [at(complete(), 'limited'), at(complete(), 'progressive')]
  const near = (value: number, expected: number) =>
    expect(Math.abs(value - expected), `${value} is ${expected}`).toBeLessThanOrEqual(joint.tolerance)
  near(limited.chance('expected'), joint.limited)
  near(progressive.part('csat'), joint.progressive_csat)
  near(progressive.part('csat'), csat.de1)
  near(limited.chance('expected') * progressive.chance('expected'), joint.both_stages_at_expected)
  near(limited.chance('target') * progressive.chance('target'), joint.both_stages_at_target)
  near(progressive.enoughAt ?? 0, joint.value_for_0_8_in_progressive)
  expect(progressive.never).toBeUndefined()
})

test('with the design effect of the file', () => {
  const own = complete(['assign_by: conversation ', 'assign_by: customer '])
  expect(at(own, 'progressive').part('csat')).toBeCloseTo(csat.de106, 3)
})

test('a guardrail metric that alone is too uncertain', () => {
  const short = at(complete(['20% for 7d, 50% for 28d', '50% for 14d']), 'progressive')
  expect(short.never?.metric).toBe('csat')
  expect(short.enoughAt).toBeUndefined()
})

test('a mean in time', () => {
  const mean = complete(
    ['baseline: {value: 22%, n: 118400', 'baseline: {value: 9.4 min, sd: 6.1 min, n: 118400'],
    ['target: at least 35%', 'target: at most 7 min'],
    ['expected: 38%', 'expected: 6.5 min'],
    ['per_success: 2.20 EUR', 'per_metric_unit: 0.40 EUR/min'],
    [
      '[deflection_rate above control, deflection_rate at least 35%',
      '[deflection_rate below control, deflection_rate at most 7 min',
    ],
    ['deflection_rate not below baseline', 'deflection_rate not above baseline'],
  )
  const found = at(mean, 'progressive')
  expect(found.chance('target')).toBeCloseTo(0.5 * found.part('csat'), 2)
  expect(found.chance('expected')).toBeCloseTo(found.part('csat'), 3)
  expect(found.enoughAt).toBeLessThan(7)
  expect(found.enoughAt).toBeGreaterThan(6.8)
})
