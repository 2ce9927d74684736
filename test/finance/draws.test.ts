import { expect, test } from 'vitest'
import type { Decimal } from '../../src/finance/amounts.ts'
import { drawsOf } from '../../src/finance/draws.ts'
import { type Inputs, inputsOf } from '../../src/finance/inputs.ts'
import { chanceOfLoss } from '../../src/finance/ranges.ts'
import { returnsAt } from '../../src/finance/returns.ts'
import { resolve } from '../../src/lint/resolve.ts'
import type { Plan } from '../../src/model/plan.ts'
import { changed, pilotOf } from './fixture.ts'

const planOf = async (...changes: readonly (readonly [string, string])[]): Promise<{ plan: Plan; inputs: Inputs }> => {
  const plan = await resolve(changed(...changes), { costSection: undefined })
  const model = inputsOf(plan)
  if (!model.ok) throw new Error(model.why)
  return { plan, inputs: model.inputs }
}
const month = (inputs: Inputs) => returnsAt(inputs)?.perMonth as Decimal

test('a single figure is that of the means', async () => {
  const { inputs } = await planOf(
    ['rate: 1%', 'rate: 0.8%..1.6%'],
    ['per_success: 2.20 EUR', 'per_success: 1.50 EUR..2.20 EUR'],
  )
  expect(inputs.errors.rate.toNumber()).toBeCloseTo(0.011713963767, 10)
  expect(inputs.gain?.worth.toNumber()).toBeCloseTo(1.8289429992, 8)
})

test('without a range nothing is drawn', async () => {
  const { plan, inputs } = await planOf()
  expect(drawsOf(plan, inputs)).toBeUndefined()
})

test('one range of an amount: quantiles by hand, and the same in every run', async () => {
  const { plan, inputs } = await planOf(['cost: 3.50 EUR', 'cost: 2.00 EUR..8.00 EUR'])
  const draws = drawsOf(plan, inputs)
  // Unit cost is 0.1458227705 with errors of 0.035; errors are 1% of the drawn amount, whose median is 4.
  const rest = 0.1458227705263158 - 0.035
  expect(draws?.unit.median).toBeCloseTo(rest + 0.04, 4)
  expect(draws?.unit.low).toBeCloseTo(rest + 0.02, 4)
  expect(draws?.unit.high).toBeCloseTo(rest + 0.08, 4)
  expect(draws?.tornado.map(({ name }) => name)).toEqual(['cost.errors.cost'])
  expect(draws?.tornado[0]?.high).toBeCloseTo(57_000 * (0.286 - rest - 0.08), 0)
  expect(drawsOf(plan, inputs)).toEqual(draws)
})

const fields: readonly (readonly [from: string, to: string, name: string])[] = [
  ['calls: 2.4 per conversation', 'calls: 2 per conversation..3 per conversation', 'cost.usage.calls'],
  ['input: 3200 tokens', 'input: 2800 tokens..4000 tokens', 'cost.usage.input'],
  ['cached_input: 50%', 'cached_input: 30%..60%', 'cost.usage.cached_input'],
  ['output: 220 tokens', 'output: 200 tokens..300 tokens', 'cost.usage.output'],
  ['retries: 4%', 'retries: 2%..9%', 'cost.usage.retries.value'],
  ['input: 1.00 EUR/Mtok', 'input: 1.00 EUR/Mtok..1.40 EUR/Mtok', 'prices of example-ai'],
  ['output: 5.00 EUR/Mtok', 'output: 5.00 EUR/Mtok..7.00 EUR/Mtok', 'prices of example-ai'],
  ['carrier_lookup: 0.002 EUR', 'carrier_lookup: 0.002 EUR..0.004 EUR', 'cost.per_unit.carrier_lookup'],
  ['tooling: 600 EUR/month', 'tooling: 600 EUR/month..900 EUR/month', 'cost.fixed.tooling'],
  ['wage: 65 EUR/h', 'wage: 60 EUR/h..80 EUR/h', 'wages'],
  ['effort: 1.5 min', 'effort: 1 min..2 min', 'cost.oversight.effort'],
  ['wage: 24 EUR/h', 'wage: 22 EUR/h..30 EUR/h', 'wages'],
  ['rate: 1%', 'rate: 0.8%..1.6%', 'cost.errors.rate'],
  ['per_success: 2.20 EUR', 'per_success: 1.50 EUR..2.20 EUR', 'cost.value.per_success'],
  [
    'maintenance:',
    'capacity: [{price: 90 EUR/month..120 EUR/month, per: 30000/month}]\n  maintenance:',
    'cost.capacity[0].price',
  ],
  [
    'maintenance:',
    'seats: [{price: 20 EUR/month..30 EUR/month, for: tier-1 agents}]\n  maintenance:',
    'cost.seats[0].price',
  ],
  ['effort: 24 h/month', 'effort: 20 h/month..30 h/month', 'cost.maintenance.effort'],
  ['progressive: 25%, full: 8%}', 'progressive: 25%, full: 6%..12%}', 'cost.oversight.reviewed.full'],
  ['reviewed: {limited: 100%, progressive: 25%, full: 8%}', 'reviewed: 6%..12%', 'cost.oversight.reviewed.full'],
  ['progressive: 25%, full: 8%}', 'progressive: 6%..12%}', 'cost.oversight.reviewed.progressive'],
  ['carrier_lookup: 0.002 EUR', 'carrier_lookup: 0.02 USD}\n  rates: {USD: 0.80 EUR..1.00 EUR', 'cost.rates.USD'],
  [
    'output: 5.00 EUR/Mtok,',
    'output: 5.00 EUR/Mtok, tiers: [{above: 2000 tokens, input: 2.00 EUR/Mtok..3.00 EUR/Mtok}],',
    'prices of example-ai',
  ],
  [
    'output: 5.00 EUR/Mtok,',
    'output: 5.00 EUR/Mtok..7.00 EUR/Mtok, tiers: [{above: 2000 tokens, input: 2.00 EUR/Mtok}],',
    'prices of example-ai',
  ],
  ['maintenance:', 'failed: {effort: 1 min..2 min, wage: 24 EUR/h}\n  maintenance:', 'cost.failed.effort'],
]

test.each(fields)('the ends of %s are those of the plan with its ends', async (from, to, name) => {
  const { plan, inputs } = await planOf([from, to])
  const draws = drawsOf(plan, inputs)
  expect(draws?.tornado.map((one) => one.name)).toEqual([name])
  const range = /([^:{[\n]+\.\.[^,}\n]+)/.exec(to)?.[1]?.trim() ?? ''
  const ends = range.split('..')
  for (const [end, drawn] of [
    [ends[0], draws?.tornado[0]?.low],
    [ends[1], draws?.tornado[0]?.high],
  ] as const) {
    const exact = await planOf([from, to.replace(range, end ?? '')])
    expect(Math.abs((drawn ?? Number.NaN) - month(exact.inputs).toNumber())).toBeLessThan(1)
  }
})

test('before results the lift is drawn from the range that is expected', async () => {
  const { plan, inputs } = await planOf(['expected: 38%', 'expected: 25%..40%'])
  // Computed with another library: beta(33.6594, 70.5300) has 5% below 25% and above 40%; 22% and 6.6283 points break even.
  const draws = drawsOf(plan, inputs)
  expect(draws?.loss).toBeCloseTo(0.21367, 3)
  expect(draws?.tornado).toHaveLength(1)
  expect(draws?.tornado[0]).toMatchObject({ name: 'lift' })
  expect(draws?.tornado[0]?.low).toBeCloseTo(-4549.9, 0)
  expect(draws?.tornado[0]?.high).toBeCloseTo(14_260.1, 0)
  // Single figures stay those of the target, and the plan is judged at the mean.
  expect(month(inputs).toNumber()).toBeCloseTo(7990.1, 1)
  expect(plan.pilot.success?.expected?.value).toBeCloseTo(32.305970678, 6)
  // What was measured replaces what was expected.
  expect(drawsOf(plan, inputs, { gain: 0.13, error: 0.001 })?.loss).toBe(0)
})

test('a range of a mean that is better when lower, in another unit', async () => {
  const pilot = pilotOf(`version: 1
id: example
success: {metric: writing_time, baseline: 9 min, target: at most 7 min, expected: 300s..480s}
cost:
  volume: {full: 1000/month}
  fixed: {infrastructure: 1100 EUR/month}
  value: {per_metric_unit: 0.50 EUR/min}
`)
  const plan = await resolve(pilot, { costSection: undefined })
  const model = inputsOf(plan)
  if (!model.ok) throw new Error(model.why)
  const draws = drawsOf(plan, model.inputs)
  expect(draws?.tornado[0]?.low).toBeCloseTo(1000 * 0.5 * (9 - 5) - 1100, 0)
  expect(draws?.tornado[0]?.high).toBeCloseTo(1000 * 0.5 * (9 - 8) - 1100, 0)
  // 6.8 minutes break even: with mu = ln(5 x 8) / 2 and sigma = ln(8 / 5) / 3.289707, 69.4% of the draws are below.
  expect(draws?.loss).toBeCloseTo(1 - 0.69404, 3)
})

test('a price that the tier of a plan replaces moves nothing', async () => {
  const { plan, inputs } = await planOf([
    'output: 5.00 EUR/Mtok,',
    'output: 5.00 EUR/Mtok..7.00 EUR/Mtok, tiers: [{above: 2000 tokens, output: 9.00 EUR/Mtok}],',
  ])
  const [drawn] = drawsOf(plan, inputs)?.tornado ?? []
  expect(drawn?.high).toBe(drawn?.low)
})

test('wages move together, other ranges do not', async () => {
  const { plan, inputs } = await planOf(
    ['wage: 65 EUR/h', 'wage: 60 EUR/h..80 EUR/h'],
    ['wage: 24 EUR/h', 'wage: 22 EUR/h..30 EUR/h'],
    ['rate: 1%', 'rate: 0.8%..1.6%'],
  )
  expect(
    drawsOf(plan, inputs)
      ?.tornado.map(({ name }) => name)
      .toSorted(),
  ).toEqual(['cost.errors.rate', 'wages'])
})

test('the chance of a loss by a measured lift: by the normal distribution, and by draws the same', async () => {
  const lift = { gain: 0.08, error: 0.02 }
  const { plan, inputs } = await planOf()
  // Break-even is 6.6283 points: 0.686 standard errors below.
  expect(chanceOfLoss(plan, inputs, lift)?.chance).toBeCloseTo(0.2464, 3)
  const ranged = await planOf(['carrier_lookup: 0.002 EUR', 'carrier_lookup: 0.00199 EUR..0.00201 EUR'])
  expect(chanceOfLoss(ranged.plan, ranged.inputs, lift)?.chance).toBeCloseTo(0.2464, 2)
})

test('a section of many models and ranges is not drawn, and is judged by its means', async () => {
  const many = Array.from({ length: 200 }, (_, at) => `fee_${at}: 0.00001 EUR..0.00002 EUR`).join(', ')
  const { plan, inputs } = await planOf(['carrier_lookup: 0.002 EUR', many])
  expect(plan.unfit).toHaveLength(170)
  expect(drawsOf(plan, inputs)).toBeUndefined()
  expect(chanceOfLoss(plan, inputs, { gain: 0.08, error: 0.02 })?.chance).toBeGreaterThan(0.2)
})
