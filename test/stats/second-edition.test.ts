import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { normalQuantile } from '../../src/stats/distributions.ts'
import { exactLowerBound, newcombeInterval, welchDifference } from '../../src/stats/intervals.ts'
import { chanceOfLimit, flawlessTrials, shortOfLimit, trialsForLimit } from '../../src/stats/limits.ts'
import { chanceToStop, continuousRadius, criticalValue } from '../../src/stats/looks.ts'
import { crossing } from '../../src/stats/numeric.ts'
import { designEffect, powerTwoProportions } from '../../src/stats/power.ts'
import { betaFrom, distributionOf } from '../../src/stats/ranges.ts'
import { powerOfMargin, scoreInterval } from '../../src/stats/score.ts'

const oracle = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/oracles/second-edition.json'), 'utf8'))
const near = (found: number | undefined, expected: number, tolerance = 1e-5) =>
  expect(Math.abs((found ?? Number.NaN) - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)))
const one = 1.6448536269514722
const two = 1.959963984540054

describe('a limit', () => {
  test.each(oracle.limits as { limit: number; flawless_n: number; planned_n: number; pass_at_half: number }[])(
    'of $limit',
    ({ limit, flawless_n, planned_n, pass_at_half }) => {
      expect(Math.ceil(flawlessTrials(limit) ?? 0)).toBe(flawless_n)
      expect(trialsForLimit(limit, 0.8)).toBe(planned_n)
      near(chanceOfLimit(limit / 2, planned_n, limit), pass_at_half, 1e-9)
    },
  )

  test('asks for enough trials, a rate within it, and a bound within twice of it', () => {
    expect(shortOfLimit(0, 298, 0.01)).toBe('few')
    expect(shortOfLimit(0, 299, 0.01)).toBe(undefined)
    expect(shortOfLimit(0, 32, 0.02)).toBe('few')
    expect(shortOfLimit(5, 386, 0.01)).toBe('point')
    expect(shortOfLimit(3, 380, 0.01)).toBe('bound')
    expect(shortOfLimit(3, 400, 0.01)).toBe(undefined)
  })

  test('is refuted by an exact lower bound', () => near(exactLowerBound(0, 100), 0))
})

describe('a margin of a proportion', () => {
  test.each(
    oracle.miettinen_nurminen_power as {
      base: number
      margin: number
      treatment: number
      control: number
      power: number
    }[],
  )('of $margin at $base', ({ base, margin, treatment, control, power }) => {
    const better = base < 0.5 ? 'less' : 'more'
    near(powerOfMargin(base, margin, { treatment, control }, { better, critical: one }), power, 1e-9)
  })

  test('has about the same power by enumeration and by approximation', () => {
    const test = { better: 'less', critical: one } as const
    const few = powerOfMargin(0.1, 0.05, { treatment: 499, control: 499 }, test) ?? 0
    const many = powerOfMargin(0.1, 0.05, { treatment: 501, control: 501 }, test) ?? 0
    expect(Math.abs(few - many)).toBeLessThan(0.01)
  })

  test('has an interval whose ends the test just rejects', () => {
    const strata = [{ treatment: { good: 56, total: 70 }, control: { good: 48, total: 80 } }]
    const found = scoreInterval(strata, two)
    // Miettinen and Nurminen (1985): 56 of 70 against 48 of 80; also Newcombe (1998), table II, case (a), method 6.
    near(found?.lower, 0.0528, 2e-4)
    near(found?.upper, 0.3382, 2e-4)
  })

  test('is not moved by a phase without events', () => {
    const phase = { treatment: { good: 10, total: 1000 }, control: { good: 10, total: 1000 } }
    const empty = { treatment: { good: 0, total: 10 }, control: { good: 0, total: 10 } }
    near(scoreInterval([phase, empty], one)?.upper, scoreInterval([phase], one)?.upper ?? 0, 0.01)
  })
})

describe('phases', () => {
  const phase = { treatment: { good: 300, total: 1000 }, control: { good: 200, total: 800 } }

  test('two halves are about the whole', () => {
    const half = { treatment: { good: 150, total: 500 }, control: { good: 100, total: 400 } }
    for (const interval of [newcombeInterval, scoreInterval]) {
      const [whole, halves] = [interval([phase], two), interval([half, half], two)]
      near(halves?.lower, whole?.lower ?? 0, 1e-3)
      near(halves?.upper, whole?.upper ?? 0, 1e-3)
    }
  })

  test('worse in both is worse in all, whatever the pooled counts say', () => {
    const strata = [
      { treatment: { good: 180, total: 1000 }, control: { good: 200, total: 1000 } },
      { treatment: { good: 2400, total: 5000 }, control: { good: 500, total: 1000 } },
    ]
    expect(newcombeInterval(strata, two)?.difference).toBeCloseTo(-0.02)
  })

  test('of a mean', () => {
    const mean = { treatment: { mean: 4.2, sd: 1, n: 400 }, control: { mean: 4.1, sd: 1, n: 400 } }
    const [whole, halves] = [
      welchDifference([{ treatment: { ...mean.treatment, n: 800 }, control: { ...mean.control, n: 800 } }]),
      welchDifference([mean, mean]),
    ]
    near(halves?.error, whole?.error ?? 0)
    near(halves?.difference, 0.1)
  })
})

describe('looks', () => {
  const drift = (looks: number) => {
    const critical = criticalValue(0.05, looks) ?? 0
    return crossing((x) => (chanceToStop(looks, x, critical) ?? 0) >= 0.8, 0, 9)
  }
  test.each(Object.entries(oracle.looks_inflation).filter(([key]) => key !== 'tolerance') as [string, number][])(
    '%s need more observations',
    (looks, inflation) =>
      expect(Math.abs((drift(Number(looks)) / drift(1)) ** 2 - inflation)).toBeLessThanOrEqual(
        oracle.looks_inflation.tolerance,
      ),
  )

  test('one look is the plain test', () => {
    const arms = { treatment: 1000, control: 1000 }
    const p = { treatment: 0.3, control: 0.3001 }
    near(chanceToStop(1, 0, two), 0.025, 1e-9)
    near(powerTwoProportions(p, arms, two), 0.025, 1e-2)
  })

  test('all the time', () => near(continuousRadius(1, 1), oracle.continuous_radius_in_se_at_planned_n, 1e-9))
})

test('unequal clusters count for less', () => {
  expect(designEffect(1.3, 0.2)).toBeCloseTo(1.06)
  expect(designEffect(1.3, 0.2, 1)).toBeCloseTo(1 + (2.6 - 1) * 0.2)
  expect(normalQuantile(0.95)).toBeCloseTo(one)
})

describe('a range', () => {
  test.each(oracle.beta_from_5_95 as { a: number; b: number; alpha: number; beta: number; mean: number }[])(
    'of a share from $a to $b',
    ({ a, b, alpha, beta, mean }) => {
      near(betaFrom(a, b)?.alpha, alpha)
      near(betaFrom(a, b)?.beta, beta)
      const fit = distributionOf(a, b, true)
      near(fit?.mean, mean)
      const [low, high] = fit?.quantiles([0.05, 0.95]) ?? []
      near(low, a, 1e-9)
      near(high, b, 1e-9)
    },
  )

  test.each(oracle.lognormal_from_5_95 as { a: number; b: number; median: number; mean: number }[])(
    'of an amount from $a to $b',
    ({ a, b, median, mean }) => {
      const fit = distributionOf(a, b, false)
      near(fit?.mean, mean)
      near(fit?.quantiles([0.5])[0], median)
    },
  )

  test('that begins at 0 is normal', () => {
    const fit = distributionOf(0, 2, false)
    expect(fit?.mean).toBe(1)
    near(fit?.quantiles([0.95])[0], 2, 1e-9)
  })

  test('of a share is fitted, or refused, whatever its ends', () => {
    for (const low of [1e-9, 1e-6, 0.001, 0.1, 0.5, 0.9, 0.999])
      for (const high of [2e-9, 1e-5, 0.01, 0.5, 0.95, 0.9999, 1 - 1e-9]) {
        if (low >= high) continue
        const [from, to] = distributionOf(low, high, true)?.quantiles([0.05, 0.95]) ?? [low, high]
        near(from, low, 1e-6)
        near(to, high, 1e-6)
      }
  })
})
