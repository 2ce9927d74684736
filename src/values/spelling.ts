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

/** Accepted as they are, although the table has a plainer name for them. */
const ACCEPTED = new Set(['min', 'point', 'token'])

/** How a unit is written that the author calls `word`; undefined where it is right or not known. */
export const respell = (word: string): Spelling | undefined => {
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
export const calendarDays = (word: string): number | undefined =>
  word === 'M' ? 30 : CALENDAR.get(word.toLowerCase())

const RATES = table([
  ['s', 's sec secs second seconds'],
  ['min', 'min mins minute minutes'],
  ['h', 'h hr hrs hour hours'],
  ['day', 'day days'],
  ['week', 'week weeks wk'],
  ['month', 'month months mo mon mth'],
])

/** How a unit of time below the line is written; undefined where it is right or no time. */
export const respellRate = (word: string): string | undefined => {
  const unit = word === 'M' ? 'month' : RATES.get(word.toLowerCase())
  return unit === word ? undefined : unit
}

/** Whether the word is a unit of time of no use below the line: budgets and volumes are monthly. */
export const isYearly = (word: string): boolean => /^(?:y|yr|years?|annum|quarter)$/iu.test(word)

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

/** Whether a word may stand below the line. */
export const isPerWord = (word: string): boolean =>
  !NO_UNITS.has(word.toLowerCase()) && respellRate(word) === undefined && !isYearly(word)
