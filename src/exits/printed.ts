import { printQuantity, type Quantity } from '../values/index.ts'

import type { Sample } from './samples.ts'

/** The end of an interval with three digits, rounded outward so that it never claims more than was shown. */
export const outward = (value: number, toward: 'down' | 'up'): string => {
  const exponent = Number(value.toExponential().split('e')[1]) - 2
  // Without this, a binary rounding error would move the last digit.
  const scaled = Number((value / 10 ** exponent).toPrecision(12))
  const whole = toward === 'down' ? Math.floor(scaled) : Math.ceil(scaled)
  return String(Number((whole * 10 ** exponent).toPrecision(3)))
}

type Toward = 'nearest' | 'down' | 'up'

const rounded = (value: number, digits: number): string => String(Number(value.toFixed(digits)))

/** A bound is rounded away from its claim, so that it never claims more than was shown. */
export const roundedBound = (value: number, digits: number, toward: Toward): string => {
  if (toward === 'nearest') return rounded(value, digits)
  const scaled = Number(`${value.toPrecision(12)}`) * 10 ** digits
  const whole = toward === 'down' ? Math.floor(scaled + 1e-9) : Math.ceil(scaled - 1e-9)
  return String(Number((whole / 10 ** digits).toFixed(digits)))
}

/** Two numbers with as few decimals as distinguish them: 34.97% must not print as the 35% that it misses. */
export const apart = (
  one: number,
  other: number,
  print: (text: string) => string,
  toward: Toward = 'nearest',
  fewest = toward === 'nearest' ? 1 : 2,
): readonly [string, string] => {
  for (let digits = fewest; digits < 8; digits += 1) {
    const pair = [roundedBound(one, digits, toward), rounded(other, digits)] as const
    if (pair[0] !== pair[1] || one === other) return [print(pair[0]), print(pair[1])]
  }
  return [print(String(one)), print(String(other))]
}

export const inUnit =
  (unit: Quantity | undefined) =>
  (text: string): string =>
    unit === undefined ? text : printQuantity({ ...unit, value: Number(text) })

/** `262 of 700`, `a mean of 4.19 points over 3120`, `612 of 28000 above 4s`. */
export const seen = (sample: Sample, unit: Quantity | undefined): string => {
  if (sample.kind === 'proportion') return `${sample.good} of ${sample.total}`
  if (sample.kind === 'percentile') return `${sample.above} of ${sample.total} above ${printQuantity(sample.limit)}`
  return `a mean of ${inUnit(unit)(rounded(sample.mean, 4))} over ${sample.total}`
}

/** The end of an interval with its sign, rounded outward. */
export const signed = (value: number, toward: 'down' | 'up', unit: Quantity | undefined): string => {
  const text = inUnit(unit)(outward(value, toward))
  return value > 0 ? `+${text}` : text
}

export type Shortfall = {
  /** For example `262 of 700 shows at least 34.5%, not 35%`. */
  readonly says: string
  readonly help: string
  readonly working: readonly string[]
  /** Whether the result is inconclusive, so that an expert review may decide. */
  readonly open: boolean
}

export const shortfall = (says: string, help: string): Shortfall => ({ says, help, working: [], open: false })

export const workingOfEffect = ({ effect }: Sample): string[] =>
  effect === 1 ? [] : [`design effect = ${Number(effect.toFixed(4))}; n is divided by it`]
