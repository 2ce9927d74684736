import { type Repair, respelled, unexpected } from './phrase.ts'
import { isCurrency, isDuration, readQuantity, seconds } from './quantity.ts'
import { quote } from './text.ts'
import { isTimeUnit, rateUnitName, unitName } from './unit.ts'

type Spelling = { readonly unit: string; readonly kind: 'time' | 'percent' | 'thing' }

const table = <T>(rows: readonly (readonly [T, string])[]): ReadonlyMap<string, T> =>
  new Map(rows.flatMap(([unit, names]) => names.split(' ').map((name) => [name, unit] as const)))

const TIMES = table([
  ['ms', 'ms msec msecs millis millisecond milliseconds'],
  ['s', 's sec secs second seconds'],
  ['m', 'min mins minute minutes'],
  ['h', 'h hr hrs hour hours'],
  ['d', 'd day days'],
  ['w', 'w wk wks week weeks'],
])
const PERCENTS = table([['%', 'percent percents pct prozent']])
const THINGS = table([
  ['points', 'points point pts pt pp'],
  ['tokens', 'tokens token toks tok'],
])

/** Accepted, although the table has a plainer name for them. */
const ACCEPTED = new Set(
  'sec second seconds min minute minutes hour hours day days week weeks percent point token'.split(' '),
)

/** How a unit is written that the author calls `word`; undefined where it is right or not known. */
const respell = (word: string): Spelling | undefined => {
  const name = word.toLowerCase()
  const time = TIMES.get(name)
  const percent = PERCENTS.get(name)
  const unit = time ?? percent ?? THINGS.get(name)
  if (unit === undefined || unit === word || ACCEPTED.has(word)) return undefined
  return { unit, kind: time ? 'time' : percent ? 'percent' : 'thing' }
}

const CALENDAR = table([
  [30, 'mo mon mth mths month months'],
  [90, 'quarter quarters'],
  [365, 'y yr yrs year years'],
])

/** About how many days are meant by a unit that has no fixed length. */
const calendarDays = (word: string): number | undefined => (word === 'M' ? 30 : CALENDAR.get(word.toLowerCase()))

const RATES = table([
  ['s', 's sec secs second seconds'],
  ['min', 'min mins minute minutes'],
  ['h', 'h hr hrs hour hours'],
  ['day', 'day days'],
  ['week', 'week weeks wk'],
  ['workday', 'workday workdays'],
  ['month', 'month months mo mon mth'],
  ['year', 'y yr yrs year years annum'],
])

/** How a unit of time below the line is written; undefined where it is right or no time. */
const respellRate = (word: string): string | undefined => {
  const unit = word === 'M' ? 'month' : RATES.get(word.toLowerCase())
  return unit === rateUnitName(word) ? undefined : unit
}

const CURRENCIES = table([
  ['EUR', 'eur euro euros'],
  ['USD', 'usd dollar dollars'],
  ['CHF', 'chf franken'],
  ['GBP', 'gbp'],
  ['JPY', 'jpy yen'],
])

/** The code of a currency that is written as a word or in lower case. */
export const currencyNamed = (word: string): string | undefined => {
  const code = CURRENCIES.get(word.toLowerCase())
  return code === word ? undefined : code
}

/** Words that follow a number without being a unit. */
const NO_UNITS = new Set(
  'a an and at below above above control each every for from hold in is k least less more most not of on or per plus than to thousand tsd mio million bn billion with within'.split(
    ' ',
  ),
)

/** Whether a word may stand for a unit that this grammar has never heard of. */
export const isUnitWord = (word: string): boolean =>
  !NO_UNITS.has(word.toLowerCase()) &&
  respell(word) === undefined &&
  calendarDays(word) === undefined &&
  currencyNamed(word) === undefined

/** Whether a word may stand in a unit of more words, or name what is counted. */
export const isCountWord = (word: string): boolean =>
  word !== '' &&
  isUnitWord(word) &&
  !/^(?:points?|tokens?|percent)$/u.test(word) &&
  !isTimeUnit(unitName(word)) &&
  !isCurrency(word)

/** Whether a word may stand below the line. */
export const isPerWord = (word: string): boolean =>
  !NO_UNITS.has(word.toLowerCase()) && respellRate(word) === undefined && !/^quarters?$/iu.test(word)

/** A number and the word after it. */
const amount = () => /(-?[0-9]+(?:\.[0-9]+)?) ?([A-Za-z]+|%%+)\.?(?![A-Za-z_-])/gu

/** Units of the given kinds under another name, as in `10 mins`. */
export const misspelt = (...kinds: readonly ('time' | 'percent' | 'thing')[]): Repair => ({
  find: amount,
  judge([, digits = '', word = '']) {
    const spelling = word.startsWith('%') ? ({ unit: '%', kind: 'percent' } as const) : respell(word)
    if (spelling === undefined || !kinds.includes(spelling.kind)) return undefined
    const space = spelling.kind === 'thing' ? ' ' : ''
    // Percentage points may be meant as percent.
    return { ...respelled(word, spelling.unit, `${digits}${space}${spelling.unit}`), guess: word === 'pp' }
  },
})

/** Months and years, whose length differs; and `M`, which could be minutes. */
export const calendarUnit: Repair = {
  find: amount,
  judge([, digits = '', word = '']) {
    const length = calendarDays(word)
    if (length === undefined) return undefined
    const inDays = `${Number((Number(digits) * length).toFixed(3))}d`
    if (word === 'M') return { word, message: '"M" can mean minutes or months', instead: [`${digits}m`, inDays] }
    return { word, message: `${quote(word)} has no fixed length; write days`, instead: [inDays], guess: true }
  },
}

/** Two units of time, as in `1h30m`. */
export const compound: Repair = {
  find: () => /[0-9]{1,6} ?[dhw] ?[0-9]{1,6} ?(?:min|[hms])(?![A-Za-z])/gu,
  judge([found]) {
    const total = [...found.matchAll(/([0-9]+) ?([a-z]+)/gu)]
      .map(([part]) => readQuantity(part))
      .reduce((sum, part) => sum + (isDuration(part) ? seconds(part) : 0), 0)
    return {
      message: `expected one unit, found ${quote(found)}`,
      instead: [total % 60 === 0 ? `${total / 60}m` : `${total}s`],
    }
  },
}

/** Time below the line under another name, as in `60000/mo`. */
export const misspeltRate: Repair = {
  find: () => /(?:\/| per | an? | each | every )([A-Za-z]+)(?![A-Za-z_-])/gu,
  judge([found, word = '']) {
    if (/^quarters?$/iu.test(word))
      return {
        word,
        message: `expected a rate per month or year, found ${quote(word)}`,
        help: 'write the amount for a month of 30 days, or for a year of 12 of them',
      }
    const unit = respellRate(word)
    if (unit !== undefined) return respelled(word, unit, `/${unit}`)
    return /^(?:\/| per )/u.test(found) ? undefined : respelled(found.trim(), `/${word}`)
  },
}

/** A unit before the slash where only a number belongs, as in `60 calls/s`. */
export const superfluousUnit: Repair = {
  find: () => /([0-9]) ?([A-Za-z][A-Za-z_-]*(?: (?!per )[A-Za-z][A-Za-z_-]*){0,2})(?=\/| per )/gu,
  // What is counted elsewhere may be something else.
  judge: ([, digit = '', word = '']) => (word === 'per' ? undefined : { ...unexpected(word, digit), guess: true }),
}

/** An amount that should be a rate, as in `24 h`. */
export const perWhat = (...rates: readonly string[]): Repair => ({
  find: () => /^[0-9][0-9.,]* ?[A-Za-z]+$/gu,
  judge: ([found]) => ({
    message: `expected a rate, found ${quote(found)}`,
    instead: rates.map((rate) => `${found}${rate}`),
    guess: true,
  }),
})

/** ISO 8601, as in `PT10M`. */
export const isoDuration: Repair = {
  find: () => /^P(?:([0-9]+)([DW])|T([0-9]+)([HMS]))$/gu,
  judge: ([found, days = '', longer = '', digits = days, unit = longer]) => ({
    message: `ISO 8601 durations are not supported: ${quote(found)}`,
    instead: [`${digits}${unit.toLowerCase()}`],
  }),
}
