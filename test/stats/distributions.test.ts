import fc from 'fast-check'
import jstat from 'jstat'
import { describe, expect, test } from 'vitest'
import {
  chiSquareUpper,
  incompleteBeta,
  normalCdf,
  normalQuantile,
  studentQuantile,
  studentUpper,
  upperGamma,
} from '../../src/stats/distributions.ts'
import { exactUpperBound } from '../../src/stats/intervals.ts'
import { criticalValue, falseAlarmRate } from '../../src/stats/looks.ts'

const { jStat } = jstat

const off = (found: number | undefined, expected: number): number =>
  Math.abs((found ?? Number.NaN) - expected) / Math.max(Math.abs(expected), Number.MIN_VALUE)

describe('against values of 30 digits (mpmath)', () => {
  test.each([
    [-38, 2.88542835e-316, 1e-8],
    [-20, 2.7536241186062337e-89, 1e-13],
    [-8.5, 9.479534822203318e-18, 1e-14],
    [-5, 2.866515718791939e-7, 1e-14],
    [-1.96, 0.024997895148220435, 1e-15],
    [-0.3, 0.3820885778110474, 1e-15],
    [0, 0.5, 0],
    [0.6, 0.7257468822499265, 1e-15],
    [4, 0.9999683287581669, 1e-15],
  ])('the normal distribution below %d', (z, p, tolerance) =>
    expect(off(normalCdf(z), p)).toBeLessThanOrEqual(tolerance),
  )

  test.each([
    [1e-300, -37.0470962993612],
    [1e-20, -9.262340089798407],
    [0.001, -3.0902323061678136],
    [0.05, -1.6448536269514726],
    [0.075, -1.439531470938456],
    [0.425, -0.18911842627279252],
    [0.8, 0.8416212335729144],
    [0.975, 1.9599639845400538],
  ])('the normal quantile of %d', (p, z) => expect(off(normalQuantile(p), z)).toBeLessThan(1e-15))

  test.each([
    [0.5, 0.1, 0.654720846018577],
    [0.5, 10, 7.744216431044084e-6],
    [10, 30, 7.121750862815577e-6],
    [100, 90, 0.8417790108135699],
    [1000, 1100, 0.0010593232539299773],
  ])('the incomplete gamma function of %d at %d', (a, x, q) => expect(off(upperGamma(a, x), q)).toBeLessThan(1e-12))

  test.each([
    [0.5, 0.5, 0.1, 0.20483276469913345],
    [2, 399, 0.0118, 0.9499280905662255],
    [1000, 0.5, 0.999, 0.15724727426672383],
    [300, 700, 0.31, 0.7564186827315436],
  ])('the incomplete beta function of %d and %d at %d', (a, b, x, p) =>
    expect(off(incompleteBeta(a, b, x), p)).toBeLessThan(1e-11),
  )

  test.each([
    [0.975, 1, 12.706204736174694],
    [0.05, 10, -1.812461122811676],
    [0.95, 2316.98, 1.6455115447086703],
  ])('the quantile of t of %d with %d degrees of freedom', (p, df, t) =>
    expect(off(studentQuantile(p, df), t)).toBeLessThan(1e-11),
  )

  test.each([
    [3, 50, 0.14783717636418123],
    [5000, 100_000, 0.05114832194700964],
    [49, 50, 0.9989746601327679],
  ])('the exact bound of %d errors in %d', (errors, total, upper) =>
    expect(off(exactUpperBound(errors, total), upper)).toBeLessThan(1e-11),
  )
})

describe('against another library', () => {
  const near = (found: number | undefined, expected: number): void => {
    // Its own t is off by 2e-8 at 0.
    expect(Math.abs((found ?? Number.NaN) - expected)).toBeLessThan(1e-7)
  }
  const real = (min: number, max: number) => fc.double({ min, max, noNaN: true })

  test('normal', () => fc.assert(fc.property(real(-6, 6), (z) => near(normalCdf(z), jStat.normal.cdf(z, 0, 1)))))
  test('t', () =>
    fc.assert(
      fc.property(real(-8, 8), real(1, 300), (t, df) => near(studentUpper(t, df), 1 - jStat.studentt.cdf(t, df))),
    ))
  test('chi-square', () =>
    fc.assert(
      fc.property(real(0.01, 60), fc.integer({ min: 1, max: 9 }), (x, df) =>
        near(chiSquareUpper(x, df), 1 - jStat.chisquare.cdf(x, df)),
      ),
    ))
  test('beta', () =>
    fc.assert(
      fc.property(real(0.5, 60), real(0.5, 60), real(0.001, 0.999), (a, b, x) =>
        near(incompleteBeta(a, b, x), jStat.beta.cdf(x, a, b)),
      ),
    ))
})

describe('looks', () => {
  // Jennison and Turnbull (2000), Group Sequential Methods, table 2.1.
  test.each([
    [0.05, 7, 2.485],
    [0.05, 12, 2.588],
    [0.05, 20, 2.672],
    [0.1, 5, 2.122],
    [0.01, 3, 2.873],
  ])('at %d, %d of them', (alpha, looks, z) => expect(criticalValue(alpha, looks)?.toFixed(3)).toBe(`${z}`))

  test('cost more the more there are, and never more than Bonferroni', () => {
    const values = [1, 2, 5, 30, 100, 101, 1e6, 1e12].map((looks) => criticalValue(0.05, looks) ?? 0)
    expect(values).toEqual([...values].sort((a, b) => a - b))
    expect(falseAlarmRate(30, criticalValue(0.05, 30) ?? 0)).toBeCloseTo(0.05, 8)
  })
})
