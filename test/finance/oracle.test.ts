import { afterAll, describe, expect, test } from 'vitest'
import { type Decimal, decimal, sum } from '../../src/finance/amounts.ts'
import { headroom } from '../../src/finance/headroom.ts'
import { costReport } from '../../src/finance/report.ts'
import { type Returns, returnsAt } from '../../src/finance/returns.ts'
import { sensitivity } from '../../src/finance/sensitivity.ts'
import { modelCost, monthlyCost, oversightHours, type UnitCost, unitCost } from '../../src/finance/unit-cost.ts'
import { changed, inputsFrom, modelsText as models, oracles, pilotOf, planned } from './fixture.ts'

const several = pilotOf(models)

type Oracle = { readonly [key: string]: number | string | null | Oracle }

const oracle: Oracle = oracles('economics')
// The first edition of these figures is at 60,000 a month, all of them served.
const inputs = inputsFrom(changed(['full: {traffic: 95%, control: 5%', 'full: {traffic: 100%']))
const cost = unitCost(inputs, inputs.volume)
const returns = returnsAt(inputs) as Returns

const leaves = (node: Oracle, path: string): string[] =>
  Object.entries(node).flatMap(([key, value]) => {
    const name = path === '' ? key : `${path}>${key}`
    return typeof value === 'object' && value !== null ? leaves(value, name) : [name]
  })

/** Every entry that a test has compared. */
const compared = new Set<string>()

const entry = (path: string): unknown => path.split('>').reduce<unknown>((node, key) => (node as Oracle)[key], oracle)

const near = (actual: Decimal | undefined, path: string, tolerance = 1e-9) => {
  compared.add(path)
  const expected = entry(path)
  if (expected === null) return expect(actual).toBeUndefined()
  if (typeof expected !== 'number') throw new Error(`the oracle has no number at ${path}`)
  const value = actual?.toNumber() ?? Number.NaN
  // Where a margin is the difference of two nearly equal amounts, the oracle's last digits are those of its floats.
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(Math.max(tolerance * Math.abs(expected), 1e-12))
}

const keys = (path: string): string[] => Object.keys(entry(path) as Oracle)

const part = (kind: string) => sum(cost.components.filter((one) => one.kind === kind).map(({ amount }) => amount))

test('the headline counts what full rollout serves', () => {
  const served = inputsFrom(changed())
  const earned = returnsAt(served) as Returns
  const figures = [served.volume, unitCost(served, served.volume).unit, earned.perMonth, earned.breakEvenLift]
  const expected = [57_000, 0.1458227705263158, 7990.102080000001, 0.06628307751196172]
  for (const [at, value] of expected.entries()) expect(figures[at]?.toNumber()).toBeCloseTo(value, 9)
  expect(earned.breakEvenVolume?.toNumber()).toBeCloseTo(15784.469567542674, 6)
})

test('payback counts from the start, with what the stages before full lose', () => {
  // By hand: 168 days until full is 5.6 months, the stages lose 5,195.88 EUR, and full earns 7,990.10 EUR a month.
  const { payback } = returnsAt(inputsFrom(changed())) as Returns
  expect(payback?.toNumber()).toBeCloseTo(11.006173878569522, 9)
})

test('a week more at limited instead of full', () => {
  // By hand: limited loses 4,134.41568 EUR a month at 3,000 conversations, all reviewed; full earns 7,990.10208.
  const report = costReport(planned(changed()))
  if (!report.ok) throw new Error(report.why)
  expect(report.waiting?.stage).toBe('limited')
  expect(report.waiting?.perWeek.toNumber()).toBeCloseTo(((7990.10208 + 4134.41568) * 7) / 30, 8)
})

test('review that the metric already counts is not paid twice', () => {
  const mean = (text: string) =>
    inputsFrom(
      changed(
        ['baseline: {value: 22%, n: 118400', 'baseline: {value: 9.4 min, sd: 6 min, n: 118400'],
        ['target: at least 35%', 'target: at most 7 min'],
        ['expected: 38%', 'expected: 6.5 min'],
        ['per_success: 2.20 EUR', 'per_metric_unit: 0.40 EUR/min'],
        ['effort: 1.5 min, wage: 24 EUR/h,', text],
      ),
    )
  const [twice, once] = [mean('effort: 1.5 min, wage: 24 EUR/h,'), mean('effort: 1.5 min, part_of: deflection_rate,')]
  const unit = (of: typeof once) => unitCost(of, of.volume).unit
  expect(unit(twice).minus(unit(once)).toNumber()).toBeCloseTo(0.048, 12)
  expect(once.undeclared).toEqual([])
  expect(oversightHours(once, 'full', decimal(1000)).toNumber()).toBeCloseTo(2, 12)
})

test('errors and failed cases are those of the units that the metric counts', () => {
  const all = changed(['share_of_units: 100%', 'share_of_units: 50%'])
  const half = unitCost(inputsFrom(all), decimal(57_000))
  expect(half.components.find(({ kind }) => kind === 'errors')?.amount.toNumber()).toBe(0.0175)
})

test('errors are those of the units that their own metric counts, where it says which', () => {
  const limit = 'limit: at most 2%, window'
  const own = changed(
    ['share_of_units: 100%', 'share_of_units: 10%'],
    [limit, limit.replace(', ', ', share_of_units: 80%, ')],
  )
  const errors = unitCost(inputsFrom(own), decimal(57_000)).components.find(({ kind }) => kind === 'errors')
  expect(errors?.amount.toNumber()).toBeCloseTo(0.028, 12)
})

test('every model of a unit is paid, with cache, batches and prices of its own', () => {
  // By hand: router 1 x 1.02 x (1200 x 0.20 + 20 x 0.80) / 1e6; extraction 1.5 x 1.04 x 8000 x (50% x 2.00 + 40% x 0.20 +
  // 10% x 2.50) / 1e6 + 1.5 x 1.04 x 900 x 8.00 / 1e6; embedding 3 x 2000 x 0.10 / 1e6 x (1 - 50%).
  const whole = inputsFrom(several)
  const named = (name: string) =>
    unitCost(whole, whole.volume)
      .components.find((one) => one.name === name)
      ?.amount.toNumber()
  expect(named('router')).toBeCloseTo(0.00026112, 12)
  expect(named('extraction')).toBeCloseTo(0.0278304, 12)
  expect(named('embedding')).toBeCloseTo(0.0003, 12)
  expect(modelCost(whole).toNumber()).toBeCloseTo(0.02839152, 12)
  // An amount per year is a twelfth of it per month.
  expect(whole.fixed[0]?.amount.toNumber()).toBe(900)
  const [dearer] = sensitivity(whole).filter(({ name }) => name === 'price of other-ai x2')
  expect(dearer?.cost.unit.minus(unitCost(whole, whole.volume).unit).toNumber()).toBeCloseTo(0.0003, 12)
})

test('calls longer than a tier pay its price', () => {
  const long = pilotOf(models.replace('input: 8000 tokens', 'input: 130000 tokens'))
  const [, extraction] = inputsFrom(long).usages
  expect([extraction?.inputPrice, extraction?.outputPrice].map(Number)).toEqual([4, 12])
  // The tier has no price for the cache.
  expect(Number(extraction?.cachedPrice)).toBe(0.2)
})

test('capacity is bought in steps, and seats for each person', () => {
  // By hand at 19,000 a month: 4 x 1,400 EUR; 5/min x 19,000/20,000 is 4.75/min, so 3 x 120 EUR; 12 clerks x 30 EUR.
  const whole = inputsFrom(several)
  const { fixedPerMonth } = unitCost(whole, whole.volume)
  expect(fixedPerMonth.toNumber()).toBe(5600 + 360 + 360 + 900 + 1400)
  expect(unitCost(whole, decimal(400)).fixedPerMonth.toNumber()).toBe(1400 + 120 + 360 + 900 + 1400)
})

const second = oracles('second-edition')

test('the volumes at which a capacity in steps pays', () => {
  const steps = inputsFrom(
    changed([
      'maintenance:',
      'capacity: [{name: throughput, price: 4200 EUR/month, per: 30000/month}]\n  maintenance:',
    ]),
  )
  const paying = (returnsAt(steps) as Returns).paying.map(({ from, to }) => [
    from.round(0, 3).toNumber(),
    to?.round(0, 0).toNumber(),
  ])
  const [first, gap, gap2, last] = second.capacity_4200_per_30000_pays
  expect(paying).toEqual([first, gap, gap2, [last[0], undefined]])
  expect((returnsAt(steps) as Returns).breakEvenVolume?.round(0, 3).toNumber()).toBe(first[0])
})

test.each([
  ['a step that costs more than its units earn never pays', '6000 EUR/month', '30000/month', []],
  ['a step of one unit is no hang', '0.05 EUR/month', '1/month', [[21_271, undefined]]],
])('%s', (_, price, per, expected) => {
  const steps = inputsFrom(changed(['maintenance:', `capacity: [{price: ${price}, per: ${per}}]\n  maintenance:`]))
  const paying = (returnsAt(steps) as Returns).paying.map(({ from, to }) => [from.round(0, 3).toNumber(), to])
  expect(paying).toEqual(expected)
})

test('a second currency counts by its rate, and a tenth more of it is a shock', () => {
  const dollars = inputsFrom(
    changed(['carrier_lookup: 0.002 EUR}', 'carrier_lookup: 0.002 USD}\n  rates: {USD: 0.92 EUR}']),
  )
  expect(dollars.currency).toBe('EUR')
  expect(dollars.perUnit[0]?.amount.toNumber()).toBe(0.00184)
  const [shock] = sensitivity(dollars).filter(({ name }) => name === 'USD x1.1')
  const plan = unitCost(dollars, dollars.volume).unit
  expect(shock?.cost.unit.minus(plan).toNumber()).toBeCloseTo(0.000184, 12)
})

test('a metric that counts half of the units earns half', () => {
  const half = returnsAt(inputsFrom(changed(['share_of_units: 100%', 'share_of_units: 50%']))) as Returns
  const whole = returnsAt(inputsFrom(changed())) as Returns
  expect(half.value.times(2).eq(whole.value)).toBe(true)
  // Half of the errors of 0.035 EUR are saved.
  expect(half.breakEvenLift?.toNumber()).toBeCloseTo((0.1458227705263158 - 0.0175) / 1.1, 9)
})

test('what the file declares', () => {
  const { gain } = inputs
  const [usage] = inputs.usages
  near(inputs.demo, 'inputs>volume>demo')
  near(inputs.volume, 'inputs>volume>full')
  near(inputs.peakDay, 'inputs>volume>peak_day')
  near(inputs.peakMinute, 'inputs>volume>peak_rate_per_min')
  near(usage?.calls, 'inputs>usage>calls')
  near(usage?.input, 'inputs>usage>input_tokens')
  near(usage?.cached, 'inputs>usage>cached_input')
  near(usage?.output, 'inputs>usage>output_tokens')
  near(usage?.retries, 'inputs>usage>retries')
  near(usage?.inputPrice, 'inputs>price_per_mtok>input')
  near(usage?.cachedPrice, 'inputs>price_per_mtok>cached_input')
  near(usage?.outputPrice, 'inputs>price_per_mtok>output')
  near(inputs.perUnit[0]?.amount, 'inputs>per_unit')
  for (const name of keys('inputs>fixed'))
    near(inputs.fixed.find((one) => one.name === name)?.amount, `inputs>fixed>${name}`)
  const { maintenance } = changed().cost ?? {}
  near(decimal(maintenance?.effort?.value ?? 0), 'inputs>maintenance>hours')
  near(decimal(maintenance?.wage?.value ?? 0), 'inputs>maintenance>rate')
  near(inputs.reviewed('full'), 'inputs>oversight>reviewed_full')
  near(inputs.review.minutes, 'inputs>oversight>minutes')
  near(inputs.review.wage, 'inputs>oversight>wage')
  near(inputs.errors.rate, 'inputs>errors>rate')
  near(inputs.errors.cost, 'inputs>errors>cost')
  near(inputs.oneOff, 'inputs>one_off')
  near(gain?.baseline, 'inputs>success>baseline')
  near(gain?.target, 'inputs>success>target')
  near(gain?.worth, 'inputs>value_per_success')
  compared.add('inputs>currency')
  expect(inputs.currency).toBe(entry('inputs>currency'))
})

test('every component', () => {
  near(modelCost(inputs), 'model_per_unit')
  near(part('oversight'), 'oversight_per_unit')
  near(part('errors'), 'errors_per_unit')
  for (const kind of keys('shares')) near(part(kind).div(cost.unit), `shares>${kind}`)
})

const agrees = (path: string, at: UnitCost, earned: Returns) => {
  near(at.variable, `${path}>variable`)
  near(at.fixedPerMonth, `${path}>fixed_per_month`)
  near(at.unit, `${path}>unit`)
  near(earned.value, `${path}>value`)
  near(earned.margin, `${path}>margin`)
  near(earned.perMonth, `${path}>margin_per_month`, path === 'shocks>lift / 2' ? 1e-6 : 1e-9)
  near(earned.breakEvenVolume, `${path}>break_even_volume`)
}

test('the plan', () => {
  agrees('base', cost, returns)
  near(inputs.oneOff?.div(returns.perMonth), 'payback_months')
  near(returns.breakEvenLift, 'break_even_lift')
  near(unitCost(inputs, decimal(600)).unit, 'unit_at_demo')
  compared.add('gross_claim_per_month')
})

test('the bills at demo and at full volume', () => {
  for (const [name, volume] of [
    ['demo', decimal(600)],
    ['full', decimal(60_000)],
  ] as const) {
    near(modelCost(inputs).times(volume), `api_bill_per_month>${name}`)
    near(monthlyCost(unitCost(inputs, volume)), `full_bill_per_month>${name}`)
    near(oversightHours(inputs, 'full', volume.div(30)).times(30), `review_hours_per_month>${name}`)
  }
})

test('the headroom of every factor', () => {
  const found = new Map(headroom(inputs).map(({ factor, times }) => [factor as string, times]))
  for (const factor of keys('headroom')) near(found.get(factor), `headroom>${factor}`)
})

describe('the shocks', () => {
  const found = new Map(sensitivity(inputs).map((shock) => [shock.name as string, shock]))
  const slower = 'failures take 0.5 min more'

  test('are those of the table', () => expect([...found.keys()]).toEqual([...keys('shocks'), slower]))

  test.each(keys('shocks'))('%s', (name) => {
    const shock = found.get(name)
    if (shock?.returns === undefined) throw new Error(`no ${name}`)
    agrees(`shocks>${name}`, shock.cost, shock.returns)
  })

  test(slower, () => {
    const { cost: dearer, returns: earned } = found.get(slower) ?? {}
    expect(dearer?.unit.toFixed(6)).toBe('0.273139')
    expect(earned?.margin.toFixed(6)).toBe('0.012861')
    expect(earned?.perMonth.toFixed(2)).toBe('771.69')
    expect(earned?.breakEvenVolume?.round(0, 3).toNumber()).toBe(47917)
  })

  test('failed cases that the file declares cost the same', () => {
    const slow = inputsFrom(
      changed(
        ['full: {traffic: 95%, control: 5%', 'full: {traffic: 100%'],
        ['  one_off: 38000 EUR', '  failed: {effort: 0.5 min, wage: 24 EUR/h}\n  one_off: 38000 EUR'],
      ),
    )
    expect(unitCost(slow, slow.volume).unit.eq(found.get(slower)?.cost.unit ?? 0)).toBe(true)
  })

  test('the first customers are a loss, and that is normal', () =>
    expect(unitCost(inputs, decimal(3000), 'limited').unit.toFixed(3)).toBe('1.664'))
})

afterAll(() => {
  expect(leaves(oracle, '').filter((path) => !compared.has(path))).toEqual([])
})
