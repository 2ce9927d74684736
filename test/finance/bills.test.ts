import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decimal } from '../../src/finance/amounts.ts'
import { drawsOf } from '../../src/finance/draws.ts'
import { headroom } from '../../src/finance/headroom.ts'
import { type Inputs, inputsOf } from '../../src/finance/inputs.ts'
import { costReport } from '../../src/finance/report.ts'
import { returnsAt, withLift } from '../../src/finance/returns.ts'
import { monthlyCost, unitCost } from '../../src/finance/unit-cost.ts'
import { resolve } from '../../src/lint/resolve.ts'
import { seeded } from '../simulation/random.ts'
import { changed, pilotOf, planned } from './fixture.ts'

const modelOf = (text: string) => {
  const model = inputsOf(planned(pilotOf(text)))
  if (!model.ok) throw new Error(model.why)
  return model.inputs
}

const folder = new URL('../../examples/', import.meta.url)
const bills = readdirSync(folder).filter((name) => name.startsWith('bill-'))

test('each example of a bill costs in a month what stands above it, computed by hand', () => {
  expect(bills).toHaveLength(5)
  for (const name of bills) {
    const text = readFileSync(new URL(name, folder), 'utf8')
    const [, month = ''] = /^# A month at full volume, by hand: .+ = ([\d,]+\.\d\d) USD$/m.exec(text) ?? []
    const inputs = modelOf(text)
    expect(inputs.undeclared).toEqual([])
    const cost = monthlyCost(unitCost(inputs, inputs.volume)).toNumber()
    expect({ name, cost: Number(cost.toFixed(2)) }).toEqual({ name, cost: Number(month.replaceAll(',', '')) })
  }
})

type Model = {
  calls: number
  input: number
  cached: number
  written: number
  output: number
  retries: number
  batch: number
  prices: readonly [number, number, number, number]
}

/** One cost section and the page's formulas for it, in plain numbers. */
const random = (seed: number) => {
  const next = seeded(seed)
  const between = (low: number, high: number, digits = 2) => Number((low + (high - low) * next()).toFixed(digits))
  const models = Array.from(
    { length: 1 + Math.floor(3 * next()) },
    (): Model => ({
      calls: between(1, 4, 1),
      input: Math.round(between(200, 9000)),
      cached: Math.round(between(0, 60)),
      written: Math.round(between(0, 30)),
      output: Math.round(between(0, 900)),
      retries: Math.round(between(0, 9)),
      batch: next() < 0.4 ? 50 : 0,
      prices: [between(0.1, 5), between(0.01, 0.5), between(0.1, 6), between(0.5, 20)],
    }),
  )
  const [full, share, served] = [
    Math.round(between(2000, 90_000)),
    Math.round(between(40, 100)),
    Math.round(between(50, 100)),
  ]
  const [baseline, target] = [Math.round(between(5, 40)), Math.round(between(45, 80))]
  const [unit, fee, year, month] = [
    between(0, 0.05, 4),
    between(0, 0.2, 3),
    Math.round(between(100, 9000)),
    Math.round(between(50, 3000)),
  ]
  const [people, seat] = [Math.round(between(1, 60)), between(5, 60)]
  const [hours, rate] = [Math.round(between(0, 60)), Math.round(between(40, 120))]
  const [reviewed, minutes, wage] = [Math.round(between(0, 40)), between(0.5, 6, 1), Math.round(between(15, 60))]
  const [errors, harm] = [between(0, 5, 1), between(0, 20)]
  const [failed, clerk, worth] = [between(0, 4, 1), Math.round(between(15, 40)), between(1, 9)]
  const dollar = between(0.8, 1.1)
  const yaml = `version: 1
id: random
use_case: {unit: case}
people: [{role: agents, count: ${people}}]
success: {metric: rate, baseline: ${baseline}%, target: at least ${target}%, share_of_units: ${share}%}
cost:
  volume: {full: ${full}/month}
  rates: {USD: ${dollar} EUR}
  usage:
${models
  .map(
    (one, at) =>
      `    - {name: m${at}, calls: ${one.calls} per case, input: ${one.input} tokens, cached_input: ${one.cached}%, cache_write: ${one.written}%, output: ${one.output} tokens, retries: {value: ${one.retries}%, why: measured}, batch: ${one.batch}%, price: {input: ${one.prices[0]} USD/Mtok, cached_input: ${one.prices[1]} USD/Mtok, cache_write: ${one.prices[2]} USD/Mtok, output: ${one.prices[3]} USD/Mtok}}`,
  )
  .join('\n')}
  per_unit: {lookup: ${unit} EUR}
  per_success: ${fee} EUR
  fixed: {licence: ${year} EUR/year, hosting: ${month} EUR/month}
  seats: [{name: seat, price: ${seat} EUR/month, for: agents}]
  maintenance: {effort: ${hours} h/month, wage: ${rate} EUR/h}
  oversight: {reviewed: ${reviewed}%, effort: ${minutes} min, wage: ${wage} EUR/h}
  errors: {rate: ${errors}%, cost: ${harm} EUR}
  failed: {effort: ${failed} min, wage: ${clerk} EUR/h}
  value: {per_success: ${worth} EUR}
rollout: {full: ${served}%}
`
  const model = models
    .map(({ calls, input, cached, written, output, retries, batch, prices: [p, c, w, o] }) => {
      const [hit, wrote] = [cached / 100, written / 100]
      const tokens = input * (1 - hit - wrote) * p + input * hit * c + input * wrote * w + output * o
      return ((calls * (1 + retries / 100) * tokens) / 1e6) * (1 - batch / 100) * dollar
    })
    .reduce((sum, one) => sum + one, 0)
  const part = share / 100
  const variable = (success: number) =>
    model +
    unit +
    part * success * fee +
    (reviewed / 100) * (minutes / 60) * wage +
    part * (errors / 100) * harm +
    part * (1 - success) * (failed / 60) * clerk
  const volume = (full * served) / 100
  const fixed = year / 12 + month + people * seat + hours * rate
  const unitAt = (success: number) => variable(success) + fixed / volume
  const monthAt = (success: number) => volume * (part * (success - baseline / 100) * worth - unitAt(success))
  // The lift at which the month is 0: the month is a straight line of it.
  const [none, all] = [monthAt(baseline / 100), monthAt(baseline / 100 + 0.1)]
  const value = part * ((target - baseline) / 100) * worth
  return {
    yaml,
    unit: unitAt(target / 100),
    month: monthAt(target / 100),
    lift: (0.1 * none) / (none - all),
    even: fixed / (value - variable(target / 100)),
  }
}

test.each(Array.from({ length: 20 }, (_, seed) => seed + 1))(
  'a second implementation, written from the page, agrees on random cost file %d',
  (seed) => {
    const expected = random(seed)
    const inputs = modelOf(expected.yaml)
    const found = returnsAt(inputs)
    const near = (actual: number | undefined, wanted: number) =>
      expect(Math.abs((actual ?? Number.NaN) - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)))
    near(unitCost(inputs, inputs.volume).unit.toNumber(), expected.unit)
    near(found?.perMonth.toNumber(), expected.month)
    if (expected.lift > 0 && found?.breakEvenLift) near(found.breakEvenLift.toNumber(), expected.lift)
    if (expected.even > 0) near(found?.breakEvenVolume?.toNumber(), expected.even)
    else expect(found?.breakEvenVolume).toBeUndefined()
  },
)

test('what was measured stands beside what was promised, and decides what a week of waiting costs', () => {
  const measured = { gain: 0.1, error: 0.01, errors: 0.02, interval: '8 to 12 points' }
  const report = costReport(planned(changed()), undefined, measured)
  if (!report.ok) throw new Error(report.why)
  // By hand, at 57,000: a lift of 10 points earns 0.22 each; errors of 2% cost 0.035 more.
  const unit = 0.1458227705263158 + 0.035
  const month = 57_000 * (0.22 - unit)
  expect(report.measured?.full.cost.unit.toNumber()).toBeCloseTo(unit, 9)
  expect(report.measured?.returns?.perMonth.toNumber()).toBeCloseTo(month, 6)
  expect(report.full.cost.unit.toNumber()).toBeCloseTo(0.1458227705263158, 9)
  // Limited serves 3,000: the variable cost of full, reviewed in whole, and all of the fixed cost.
  const limited = 3000 * (0.22 - (0.09213856 + 0.035 + 0.6 - 0.048)) - 3060
  const week = (lift: number) => ((month - limited + 54_000 * 2.2 * (lift - 0.1)) * 7) / 30
  expect(report.waiting?.perWeek.toNumber()).toBeCloseTo(week(0.1), 6)
  const ends = report.waiting?.interval?.map((one) => one.toNumber()) ?? []
  for (const [at, sign] of [-1, 1].entries())
    expect(ends[at]).toBeCloseTo(week(0.1 + (sign ?? 0) * 1.959963984540054 * 0.01), 5)
})

/** A help desk with a minimum that at full volume is used up, or not. */
const withMinimum = (minimum: string, rest = '') =>
  modelOf(`version: 1
id: help-desk
use_case: {unit: ticket}
success: {metric: resolution_rate, baseline: 20%, target: at least 45%, share_of_units: 80%}
cost:
  volume: {full: 8000/month}
  per_unit: {lookup: 0.02 USD}
  per_success: 0.99 USD
  minimum: ${minimum}
  fixed: {platform: 85 USD/month}
  errors: {rate: 0%}
  value: {per_success: 6.00 USD}
${rest}`)

test('what is not used of a minimum is paid all the same', () => {
  // 8,000 tickets use 2,851.20 of fees and 160 of look-ups; 400 use 150.56.
  for (const [minimum, full, less] of [
    ['500 USD/month', 3011.2 + 85, 500 + 85],
    ['48000 USD/year', 4000 + 85, 4000 + 85],
  ] as const) {
    const inputs = withMinimum(minimum)
    expect(monthlyCost(unitCost(inputs, inputs.volume)).toNumber()).toBeCloseTo(full, 8)
    expect(monthlyCost(unitCost(inputs, decimal(400))).toNumber()).toBeCloseTo(less, 8)
  }
})

test.each(['500 USD/month', '1100 USD/month', '4000 USD/month', '9900 USD/month'])(
  'volume, lift and growth that break even beside a minimum of %s are those that a search finds',
  (minimum) => {
    const inputs = withMinimum(minimum)
    const found = returnsAt(inputs)
    const monthAt = (volume: number) => returnsAt(inputs, decimal(volume))?.perMonth.toNumber() ?? Number.NaN
    const even = found?.breakEvenVolume?.toNumber() ?? Number.NaN
    expect(monthAt(even)).toBeCloseTo(0, 6)
    expect(monthAt(even - 1)).toBeLessThan(0)
    const lift = found?.breakEvenLift as NonNullable<typeof found>['margin']
    expect(returnsAt(withLift(inputs, lift))?.perMonth.toNumber()).toBeCloseTo(0, 6)
    for (const { factor, times } of headroom(inputs)) {
      const grown: Inputs = {
        ...inputs,
        ...(factor === 'per_unit' && {
          perUnit: inputs.perUnit.map((one) => ({ ...one, amount: one.amount.times(times) })),
        }),
        ...(factor === 'per_success' && { perSuccess: inputs.perSuccess.times(times) }),
        ...(factor === 'fixed' && { fixed: inputs.fixed.map((one) => ({ ...one, amount: one.amount.times(times) })) }),
      }
      if (factor !== 'lift' && times.gt(1)) expect(returnsAt(grown)?.perMonth.toNumber()).toBeCloseTo(0, 4)
    }
  },
)

test('draws beside a minimum are those of the plan with the drawn value', async () => {
  const plan = await resolve(
    pilotOf(`version: 1
id: help-desk
use_case: {unit: ticket}
success: {metric: resolution_rate, baseline: 20%, target: at least 45%}
cost:
  volume: {full: 1000/month}
  per_success: 0.50 USD..2.00 USD
  minimum: 450 USD/month
  value: {per_success: 6.00 USD}
`),
    { costSection: undefined },
  )
  const model = inputsOf(plan)
  if (!model.ok) throw new Error(model.why)
  // At the median of 1 USD 450 are paid, which is the minimum; below it nothing is saved.
  const draws = drawsOf(plan, model.inputs)
  expect(draws?.unit.low).toBeCloseTo(0.45, 6)
  expect(draws?.unit.median).toBeCloseTo(0.45, 3)
  expect(draws?.unit.high).toBeCloseTo(0.9, 2)
})
