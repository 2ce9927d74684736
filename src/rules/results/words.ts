import type { Observed } from '../../evidence/results/results.ts'
import { printQuantity } from '../../values/index.ts'

export type Toward = 'nearest' | 'down' | 'up'

/** A bound as a text: rounded away from what it claims, so that it never promises more than was proven. */
export const roundedBound = (value: number, digits: number, toward: Toward): string => {
  if (toward === 'nearest') return rounded(value, digits)
  const scaled = Number(`${value.toPrecision(12)}`) * 10 ** digits
  const whole = toward === 'down' ? Math.floor(scaled + 1e-9) : Math.ceil(scaled - 1e-9)
  return String(Number((whole / 10 ** digits).toFixed(digits)))
}

/** A number as a person reads it: at most so many decimals, none that are zero. */
const rounded = (value: number, digits: number): string => String(Number(value.toFixed(digits)))

/**
 * Two numbers with as few decimals as tell them apart: 34.97% is not to be printed as the 35% that it misses.
 * `print` writes one number with a given number of decimals; the first, where it is a bound, is rounded `toward` one side.
 */
export const apart = (
  one: number,
  other: number,
  print: (text: string) => string,
  toward: Toward = 'nearest',
): readonly [string, string] => {
  for (let digits = toward === 'nearest' ? 1 : 2; digits < 8; digits += 1) {
    const pair = [roundedBound(one, digits, toward), rounded(other, digits)] as const
    if (pair[0] !== pair[1] || one === other) return [print(pair[0]), print(pair[1])]
  }
  return [print(String(one)), print(String(other))]
}

/** How the mean of a metric is written, in its unit where one is known. */
export const inUnit =
  (unit: string | undefined) =>
  (text: string): string =>
    unit === undefined ? text : printQuantity({ value: Number(text), unit })

/** What was seen: `262 of 700`, `a mean of 4.19 points over 3120`, `3.1s over 21000`. */
export const seen = (observed: Observed, unit: string | undefined): string => {
  if (observed.kind === 'proportion') return `${observed.good} of ${observed.total}`
  if (observed.kind === 'level') return `${printQuantity(observed.value)} over ${observed.n}`
  return `a mean of ${inUnit(unit)(rounded(observed.mean, 4))} over ${observed.n}`
}
