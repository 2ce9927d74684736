import { expect, test } from 'vitest'
import { randomOf } from '../../src/rehearse/random.ts'

const moments = (count: number, draw: () => number) => {
  const values = Array.from({ length: count }, draw)
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1) }
}

const count = 40_000

const isNear = ({ mean, variance }: ReturnType<typeof moments>, wanted: { mean: number; variance: number }) => {
  expect(Math.abs(mean - wanted.mean)).toBeLessThan(4 * Math.sqrt(wanted.variance / count))
  expect(Math.abs(variance / wanted.variance - 1)).toBeLessThan(0.05)
}

test.each([0.3, 4, 12, 95.5, 2000, 1e7])('counts of a mean of %d', (mean) => {
  const random = randomOf(1, 0)
  isNear(
    moments(count, () => random.poisson(mean)),
    { mean, variance: mean },
  )
})

test.each([
  [20, 0.1],
  [300, 0.01],
  [300, 0.5],
  [660, 0.22],
  [5000, 0.97],
  [1e7, 0.3],
])('%d trials of a rate of %d', (trials, rate) => {
  const random = randomOf(2, 0)
  const found = moments(count, () => random.binomial(trials, rate))
  isNear(found, { mean: trials * rate, variance: trials * rate * (1 - rate) })
})

test.each([0.25, 1, 2])('traffic that varies by %d', (variation) => {
  const random = randomOf(3, 0)
  const { mean, variance } = moments(count, () => random.factor(variation))
  expect(Math.abs(mean - 1)).toBeLessThan(4 * Math.sqrt(variance / count))
  expect(Math.abs(variance / variation ** 2 - 1)).toBeLessThan(0.2)
})

test('no trials, no rate and no mean give nothing', () => {
  const random = randomOf(4, 0)
  expect([random.binomial(0, 0.5), random.binomial(9, 0), random.binomial(9, 1), random.poisson(0)]).toEqual([
    0, 0, 9, 0,
  ])
})

test('the same seed and run give the same draws, others give others', () => {
  const first = (seed: number, run: number) => Array.from({ length: 3 }, randomOf(seed, run).uniform)
  expect(first(1, 2)).toEqual(first(1, 2))
  expect(first(1, 3)).not.toEqual(first(1, 2))
  expect(first(2, 2)).not.toEqual(first(1, 2))
})
