import { isCurrency } from '../../values/index.ts'

/** What a number of an alert counts; `factor` turns it into seconds, a share from 0 to 1, or the currency. */
export type Unit = {
  readonly kind: 'time' | 'share' | 'money' | 'count' | 'unknown'
  readonly factor: number
  /** An ISO 4217 code. */
  readonly currency?: string
  /** Whether the name of a metric says the unit, instead of the arithmetic. */
  readonly named: boolean
  /** Whether it is so much a second. */
  readonly rate: boolean
}

const unit = (kind: Unit['kind'], factor: number, named: boolean): Unit => ({
  kind,
  factor,
  named,
  rate: false,
})

export const unknownUnit = unit('unknown', 1, false)
export const countUnit = unit('count', 1, false)

/** A share that a division of two alike things gives. */
export const shareUnit = (factor: number): Unit => unit('share', factor, false)

// Source: Prometheus, metric and label naming, base units.
const times = new Map([
  ...['seconds', 'secs', 'sec'].map((word) => [word, 1] as const),
  ...['milliseconds', 'millis', 'msec', 'ms'].map((word) => [word, 1e-3] as const),
  ['microseconds', 1e-6],
  ['nanoseconds', 1e-9],
  ['minutes', 60],
  ['hours', 3600],
  ['days', 86_400],
])
const shares = new Map([
  ['ratio', 1],
  ['percent', 0.01],
  ['percentage', 0.01],
  ['pct', 0.01],
])

// What stands behind the unit in a name: how it was taken and over which time.
const statistic =
  /^(?:bucket|sum|total|avg|average|mean|median|min|max|p\d{1,4}|(?:rate|increase|avg|sum|mean)?\d+[smhdwy])$/

const wordsOf = (name: string): string[] => name.toLowerCase().split(/[_:]+/)

/** Whether the name of a series says the time that it was taken over, or that another rule recorded it. */
export const isTakenOver = (name: string): boolean =>
  name.includes(':') || wordsOf(name).some((word) => /^[a-z]*\d+[smhdwy]$/.test(word))

/** The unit of a series, by the suffix of its name. */
export const unitOfName = (name: string): Unit => {
  const words = wordsOf(name)
  if (words.at(-1) === 'count') return countUnit
  const per = words.indexOf('per')
  const measured = per > 0 ? words.slice(0, per) : words
  const last = measured.findLast((word) => !statistic.test(word)) ?? ''
  const share = shares.get(last)
  if (share !== undefined) return unit('share', share, true)
  const currency = last.toUpperCase()
  if (isCurrency(currency)) return { ...unit('money', 1, true), currency }
  const spans = [...new Set(measured.map((word) => times.get(word)).filter((span) => span !== undefined))]
  const [span] = spans
  if (span !== undefined) return spans.length === 1 ? unit('time', span, true) : unknownUnit
  const counted = /^(?:total|bucket)$/.test(words.at(-1) ?? '') && last !== 'points'
  return counted ? countUnit : unknownUnit
}
