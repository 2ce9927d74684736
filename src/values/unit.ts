import { several } from './text.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Units of a duration. */
export type TimeUnit = 'ms' | 's' | 'min' | 'h' | 'd' | 'w'

/** Units of time below the line of a rate; a month is 30 days, a year 12 of them. */
export type RateUnit = 's' | 'min' | 'h' | 'day' | 'workday' | 'week' | 'month' | 'year'

/** Seconds in a unit of a duration. */
export const SECONDS: { readonly [unit in TimeUnit]: number } = {
  ms: 1e-3,
  s: 1,
  min: MINUTE,
  h: HOUR,
  d: DAY,
  w: 7 * DAY,
}

/** Seconds in a unit below the line of a rate. */
export const RATE_SECONDS: { readonly [unit in RateUnit]: number } = {
  s: 1,
  min: MINUTE,
  h: HOUR,
  day: DAY,
  workday: DAY,
  week: 7 * DAY,
  month: 30 * DAY,
  year: 360 * DAY,
}

/** A rate in another unit, as a fraction of whole numbers: of the days in a longer period, five in seven are worked. */
export const rateFactor = (from: RateUnit, to: RateUnit): readonly [times: number, over: number] => {
  const rests = from === 'workday' && RATE_SECONDS[to] > DAY
  return [RATE_SECONDS[to] * (rests ? 5 : 1), RATE_SECONDS[from] * (rests ? 7 : 1)]
}

export const isTimeUnit = (unit: string): unit is TimeUnit => Object.hasOwn(SECONDS, unit)
export const isRateUnit = (unit: string): unit is RateUnit => Object.hasOwn(RATE_SECONDS, unit)

export const TIME = '(?:ms|s|sec|seconds?|m|min|minutes?|h|hours?|d|days?|w|weeks?)'
export const RATE_TIME = '(?:s|sec|second|m|min|minute|h|hour|d|day|workday|w|week|month|year)'
export const PER = '(?:/| per )'

/** Letters of any script, by blocks: `\p{L}` is not known to every reader of a JSON schema. */
const LETTER = 'A-Za-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u1fff\\u3040-\\ud7ff'

/** One word for what is counted or measured. It holds no digit, so that `3e4` is not 3 of the unit `e4`. */
export const WORD = `[${LETTER}][${LETTER}_-]{0,39}`

/** A unit of up to three words, such as `support ticket`. */
export const WORDS = `${WORD}(?: ${WORD}){0,2}`

const names = (rows: { readonly [name: string]: string }): ReadonlyMap<string, string> =>
  new Map(Object.entries(rows).flatMap(([name, others]) => others.split(' ').map((other) => [other, name] as const)))

const UNIT_NAMES = names({
  s: 'sec second seconds',
  min: 'm minute minutes',
  h: 'hour hours',
  d: 'day days',
  w: 'week weeks',
  '%': 'percent',
  tokens: 'token',
  points: 'point',
})
const RATE_NAMES = names({ s: 'sec second', min: 'm minute', h: 'hour', day: 'd', week: 'w' })

/** The one name of a unit that has several: `min` for `m`. */
export const unitName = (unit: string): string => UNIT_NAMES.get(unit) ?? unit

/** The one name of a unit below the line: `day` for `d`. */
export const rateUnitName = (unit: string): string => RATE_NAMES.get(unit) ?? unit

/** The last word of a unit, which says what it is: `ticket` of `support ticket`. */
export const nounOf = (unit: string): string => unit.split(/[ _-]/u).at(-1) ?? unit

/** Whether two names mean one counted unit: `conversation` and `conversations`, `order line` and `order-lines`. */
export const sameUnit = (a: string, b: string): boolean => {
  if (a === b) return true
  const [one, other] = [a, b].map((name) => name.toLowerCase().replaceAll(/[_-]/gu, ' ')) as [string, string]
  return one === other || several(one) === other || several(other) === one
}
