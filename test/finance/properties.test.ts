import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Decimal, decimal, sum, zero } from '../../src/finance/amounts.ts'
import { longestWindow, trafficOf, unitsWithin } from '../../src/finance/blast-radius.ts'
import { type Inputs, inputsOf } from '../../src/finance/inputs.ts'
import { moneySentence } from '../../src/finance/money-sentence.ts'
import { costReport } from '../../src/finance/report.ts'
import { returnsAt, withLift } from '../../src/finance/returns.ts'
import { monthlyCost, unitCost } from '../../src/finance/unit-cost.ts'
import type { Pilot } from '../../src/model/pilot.ts'
import { inputsFrom, pilotOf, planned } from './fixture.ts'

/** Hundredths, so that a multiple is still a number that can be written. */
const cents = (most: number) => fc.integer({ min: 0, max: most * 100 }).map((value) => value / 100)
const amount = (most: number) => cents(most).map((value) => ({ value, unit: 'EUR' }))
const rate = (most: number, per: 'month' | 'day' | 'h') => cents(most).map((value) => ({ value, unit: 'EUR', per }))
const units = (most: number, per: 'month' | 'day' | 'min') =>
  fc.integer({ min: 1, max: most }).map((value) => ({ value, unit: '', per }))
const share = fc.integer({ min: 0, max: 1000 }).map((value) => ({ value: value / 10, unit: '%' as const }))
const minutes = cents(60).map((value) => ({ value, unit: 'min' as const }))

/** All four combinations: a proportion or a mean, more or less is better, and a lift or none. */
const success = fc.record({
  isShare: fc.boolean(),
  more: fc.boolean(),
  from: fc.integer({ min: 0, max: 100 }),
  to: fc.integer({ min: 0, max: 100 }),
})

const cost = fc.record(
  {
    volume: fc.record(
      {
        full: units(1e6, 'month'),
        demo: units(1e4, 'month'),
        peak_day: units(1e5, 'day'),
        peak_rate: units(1e3, 'min'),
      },
      { requiredKeys: ['full'] },
    ),
    usage: fc.record({
      calls: cents(20).map((value) => ({ value, unit: '', per: 'chat' })),
      input: fc.nat(100_000).map((value) => ({ value, unit: 'tokens' })),
      output: fc.nat(10_000).map((value) => ({ value, unit: 'tokens' })),
      cached_input: share,
      retries: share.map((value) => ({ value })),
    }),
    price: fc.record({
      input: amount(20).map((one) => ({ ...one, per: 'Mtok' })),
      output: amount(80).map((one) => ({ ...one, per: 'Mtok' })),
    }),
    per_unit: fc.record({ lookup: amount(2) }),
    per_success: amount(3),
    fixed: fc.record({ hosting: rate(9000, 'month'), tooling: rate(500, 'day') }),
    maintenance: fc.record({
      effort: cents(200).map((value) => ({ value, unit: 'h' as const, per: 'month' as const })),
      wage: rate(200, 'h'),
    }),
    oversight: fc.record({
      reviewed: fc.record({ limited: share, progressive: share, full: share }),
      effort: minutes,
      wage: rate(80, 'h'),
    }),
    errors: fc.record({ rate: share, cost: amount(100) }),
    failed: fc.record({ effort: minutes, wage: rate(80, 'h') }),
    one_off: amount(90_000),
  },
  { requiredKeys: ['volume', 'fixed', 'maintenance', 'oversight', 'errors'] },
)

const actions = fc.array(
  fc.record(
    { approval: fc.constant('human' as const), effort: minutes, cap: units(500, 'day') },
    { requiredKeys: ['approval', 'effort'] },
  ),
  { maxLength: 3 },
)

const pilots = fc
  .record({ success, cost, actions, worth: cents(20) })
  .map(({ success: { isShare, more, from, to }, cost: plan, actions: approved, worth }) => {
    const unit = isShare ? '%' : 'min'
    const value = isShare
      ? { per_success: { value: worth, unit: 'EUR' } }
      : { per_metric_unit: { value: worth, unit: 'EUR', per: 'min' } }
    return {
      version: 1,
      id: 'example',
      success: {
        baseline: { value: { value: from, unit } },
        target: { op: more ? 'at_least' : 'at_most', quantity: { value: to, unit } },
      },
      cost: { ...plan, value },
      guardrails: { actions: approved },
      rollout: { limited: { traffic: { value: 5, unit: '%' } }, full: { traffic: { value: 95, unit: '%' } } },
    } as unknown as Pilot
  })

const inputsIn = (pilot: Pilot): Inputs | undefined => {
  const model = inputsOf(planned(pilot))
  return model.ok ? model.inputs : undefined
}

const isAbout = (value: Decimal, wanted: Decimal, size: Decimal) =>
  expect(value.minus(wanted).abs().lte(size.times('1e-18').plus('1e-18'))).toBe(true)

const check = (property: (pilot: Pilot) => void) =>
  fc.assert(fc.property(pilots, property), { seed: 20_261_122, numRuns: 250 })

describe('break-even', () => {
  test('at the volume, a month earns nothing; below it, it loses', () => {
    let seen = 0
    check((pilot) => {
      const inputs = inputsIn(pilot)
      const volume = inputs && returnsAt(inputs)?.breakEvenVolume
      if (inputs === undefined || volume?.gt(zero) !== true) return
      seen += 1
      isAbout(returnsAt(inputs, volume)?.perMonth ?? decimal(1), zero, monthlyCost(unitCost(inputs, volume)))
      expect(returnsAt(inputs, volume.times(0.5))?.perMonth.lt(zero)).toBe(true)
      expect(returnsAt(inputs, volume.times(2))?.perMonth.gt(zero)).toBe(true)
    })
    expect(seen).toBeGreaterThan(20)
  })

  test('where there is no such volume, no volume earns anything', () => {
    check((pilot) => {
      const inputs = inputsIn(pilot)
      const returns = inputs && returnsAt(inputs)
      if (inputs === undefined || returns === undefined || returns.breakEvenVolume) return
      for (const volume of [1, 1e3, 1e6, 1e12])
        expect(returnsAt(inputs, decimal(volume))?.perMonth.lte(zero)).toBe(true)
    })
  })

  test('at the lift, a month earns nothing', () => {
    let seen = 0
    check((pilot) => {
      const inputs = inputsIn(pilot)
      const lift = inputs && returnsAt(inputs)?.breakEvenLift
      if (inputs === undefined || lift === undefined) return
      const there = withLift(inputs, lift)
      const target = there.lift?.target ?? zero
      // Beyond 0 and 100% no target lies; the formula goes on, the share of successes does not.
      if (there.lift?.kind === 'proportion' && (target.lt(zero) || target.gt(1))) return
      seen += 1
      isAbout(returnsAt(there)?.margin ?? decimal(1), zero, unitCost(there, there.volume).unit)
    })
    expect(seen).toBeGreaterThan(20)
  })
})

const scaled = (part: unknown, factor: number): unknown => {
  if (Array.isArray(part)) return part.map((one) => scaled(one, factor))
  if (typeof part !== 'object' || part === null) return part
  if ('unit' in part && part.unit === 'EUR' && 'value' in part)
    return { ...part, value: decimal(Number(part.value)).times(factor).toNumber() }
  return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, scaled(one, factor)]))
}

describe('money', () => {
  test('scaled by a constant changes no verdict', () => {
    fc.assert(
      fc.property(pilots, fc.constantFrom(0.1, 2, 7, 100), (pilot, factor) => {
        const other = { ...pilot, cost: scaled(pilot.cost, factor) } as Pilot
        const [one, two] = [costReport(planned(pilot)), costReport(planned(other))]
        expect(two.ok).toBe(one.ok)
        if (!one.ok || !two.ok) return
        const signs = ({ perMonth }: { perMonth: Decimal }) => perMonth.cmp(zero)
        expect(two.returns && signs(two.returns)).toBe(one.returns && signs(one.returns))
        const times = (all: typeof one) =>
          all.headroom.map(({ factor: name, times: room }) => `${name} ${room.toFixed(9)}`)
        expect(times(two)).toEqual(times(one))
        expect(two.returns?.breakEvenVolume?.toFixed(9)).toBe(one.returns?.breakEvenVolume?.toFixed(9))
        expect(two.returns?.payback?.toFixed(9)).toBe(one.returns?.payback?.toFixed(9))
        expect(two.reading.includes('dies if')).toBe(one.reading.includes('dies if'))
      }),
      { seed: 20_261_122, numRuns: 100 },
    )
  })

  test('never loses a cent: a month is the sum of whole numbers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1e9), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 1e9 }),
        (all, volume) => {
          const named = all.map((value, at) => [`part_${at}`, { value: value / 1e6, unit: 'EUR' }])
          const fixed = all.map((value, at) => [`fixed_${at}`, { value: value / 100, unit: 'EUR', per: 'month' }])
          const pilot = {
            cost: {
              volume: { full: { value: volume, unit: '', per: 'month' } },
              per_unit: Object.fromEntries(named),
              fixed: Object.fromEntries(fixed),
            },
          } as unknown as Pilot
          const inputs = inputsIn(pilot)
          if (inputs === undefined) throw new Error('no inputs')
          const total = all.reduce((rest, value) => rest + BigInt(value), 0n)
          // In millionths: each part a unit, and hundredths a month.
          const exact = total * BigInt(volume) + total * 10_000n
          expect(monthlyCost(unitCost(inputs, inputs.volume)).times(1e6).toFixed()).toBe(exact.toString())
        },
      ),
      { seed: 20_261_122 },
    )
  })

  test('the parts of a unit cost are all of it', () =>
    check((pilot) => {
      const inputs = inputsIn(pilot)
      if (inputs === undefined) return
      const { components, unit } = unitCost(inputs, inputs.volume)
      isAbout(sum(components.map(({ amount: part }) => part)), unit, unit)
    }))
})

describe('the blast radius', () => {
  const traffics = fc.record(
    { full: units(1e6, 'month'), peak_day: units(1e5, 'day'), peak_rate: units(1e3, 'min') },
    { requiredKeys: ['full'] },
  )
  const minute = (value: number) => ({ value, unit: 'min' as const })
  const run = (property: (...all: [Pilot, number, number, number]) => void) =>
    fc.assert(
      fc.property(
        traffics.map((volume) => ({ cost: { volume } }) as unknown as Pilot),
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: 0, max: 120 }),
        fc.integer({ min: 1, max: 100 }),
        property,
      ),
      { seed: 20_261_122, numRuns: 400 },
    )

  test('the longest window keeps the limit, and a minute more does not', () =>
    run((pilot, limit, time, percent) => {
      const traffic = trafficOf(pilot)
      if (traffic === undefined) throw new Error('no traffic')
      const part = decimal(percent).div(100)
      const longest = longestWindow(traffic, decimal(limit), minute(time), part)
      const at = (window: Decimal) => unitsWithin(traffic, window.plus(time)).times(part)
      if (longest.gte(0)) isAbout(at(longest).gt(limit) ? at(longest) : decimal(limit), decimal(limit), decimal(limit))
      if (longest.gte(-1)) expect(at(longest.plus(1)).gt(limit)).toBe(true)
    }))

  test('grows with the window, and never beyond the traffic', () =>
    run((pilot, over, time, percent) => {
      const traffic = trafficOf(pilot)
      if (traffic === undefined) throw new Error('no traffic')
      const part = decimal(percent).div(100)
      const affected = (minutes: number) => unitsWithin(traffic, decimal(minutes + time)).times(part)
      expect(affected(over + 1).gte(affected(over))).toBe(true)
      expect(affected(over).lte(unitsWithin(traffic, decimal(over + time)))).toBe(true)
    }))
})

describe('whatever the numbers are', () => {
  const wild = ['0', '0.000000001', '0.01', '1', '999999', '999999999999']
  const number = fc.constantFrom(...wild)
  const percent = fc.constantFrom('0%', '0.000000001%', '50%', '100%')
  const yaml = fc
    .record({
      v: number,
      d: number,
      p: number,
      t: number,
      m: number,
      s: percent,
      b: percent,
      g: percent,
      x: number,
      e: number,
    })
    .chain((all) => fc.constantFrom('%', ' min').map((unit) => ({ ...all, unit })))
    .chain((all) => fc.constantFrom('at least', 'at most').map((word) => ({ ...all, word })))
    .map(({ v, d, p, t, m, s, b, g, x, e, unit, word }) => {
      const level = (text: string) => (unit === '%' ? text : text.replace('%', ' min'))
      const worth = unit === '%' ? `per_success: ${m} EUR` : `per_metric_unit: ${m} EUR/min`
      return `version: 1
id: example
use_case: {unit: chat}
success: {metric: a_rate, baseline: ${level(b)}, target: ${word} ${level(g)}}
rollout: {limited: 5% for 14d, full: 95%}
rollback: {time: ${x} min, max_affected: ${e.includes('.') ? '1' : e} chats, when: [{metric: latency_p95, is: above 6s, over: ${x} min}, {metric: bad, is: above ${s}, over: ${x}d}]}
guardrails: {actions: [{name: pay, approval: human, effort: ${x} min, cap: ${d}/day}]}
cost:
  volume: {demo: ${d}/month, full: ${v}/month, peak_day: ${d}/day, peak_rate: ${p}/min}
  usage: {calls: ${x} per chat, input: ${t} tokens, cached_input: ${s}, output: ${t} tokens, retries: ${s}}
  price: {input: ${m} EUR/Mtok, output: ${m} EUR/Mtok}
  per_unit: {lookup: ${x} EUR}
  per_success: ${e} EUR
  fixed: {hosting: ${m} EUR/month, other: ${x} EUR/s}
  maintenance: {effort: ${x} h/month, wage: ${m} EUR/h}
  oversight: {reviewed: ${s}, effort: ${x} min, wage: ${m} EUR/h, capacity: ${x} h/day}
  errors: {rate: ${s}, cost: ${m} EUR}
  failed: {effort: ${x} min, wage: ${m} EUR/h}
  one_off: ${m} EUR
  value: {${worth}}
  spend_limit: ${m} EUR/day
`
    })

  const numbersIn = (part: unknown): number[] => {
    if (typeof part === 'function') return []
    if (typeof part !== 'object' || part === null) return typeof part === 'number' ? [part] : []
    return 'toNumber' in part && typeof part.toNumber === 'function'
      ? [part.toNumber()]
      : Object.values(part).flatMap(numbersIn)
  }

  test('every figure is a number, and the sentence says something', () =>
    fc.assert(
      fc.property(yaml, (text) => {
        const pilot = pilotOf(text)
        const report = costReport(planned(pilot))
        expect(moneySentence(planned(pilot))).toMatch(/^cost: [a-z]/)
        expect(moneySentence(planned(pilot))).not.toMatch(/NaN|Infinity|undefined/)
        if (!report.ok) {
          expect(report.why).toMatch(/^(the|cost)/)
          return
        }
        expect(report.reading).not.toMatch(/NaN|Infinity|undefined/)
        expect(numbersIn(report).every(Number.isFinite)).toBe(true)
      }),
      { seed: 20_261_122, numRuns: 300 },
    ))
})

test('a part of the file that is written as a rate or a time is converted exactly', () => {
  const inputs = inputsFrom(
    pilotOf(`version: 1
id: example
cost:
  volume: {full: 0.7/min, peak_day: 250/h}
  fixed: {hosting: 0.07 EUR/day, other: 0.0001 EUR/s}
  maintenance: {effort: 10 min/day, wage: 30 EUR/h}
  oversight: {reviewed: 10%, effort: 6s, wage: 36 EUR/h, capacity: 7 h/week}
  spend_limit: 7.00 EUR/week
`),
  )
  expect(inputs.volume.toFixed()).toBe('30240')
  expect(inputs.peakDay?.toFixed()).toBe('6000')
  expect(inputs.fixed.map(({ amount: one }) => one.toFixed())).toEqual(['2.1', '259.2', '150'])
  expect(inputs.review.minutes.toFixed()).toBe('0.1')
  expect(inputs.spendLimit?.toFixed()).toBe('1')
})
