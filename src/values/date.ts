import { space } from './number-hints.ts'
import {
  accept,
  definePhrase,
  type ParsedPhrase,
  type Phrase,
  type Repair,
  refuse,
  respelled,
  unexpected,
} from './phrase.ts'
import { quote } from './text.ts'

/** A day as `YYYY-MM-DD`, which sorts as text. */
export type IsoDate = string

const DAY = 86_400_000

/** From 1000 to 2999, so that no two-digit year is taken for one of the first century. */
const DATE = '[12][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])'

// Never `new Date(text)`: it reads some texts in local time, and turns 31 February into March.
const midnight = (date: IsoDate) =>
  Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)))

const padded = (value: number, width: number): string => String(value).padStart(width, '0')

// Asking a `Date` for its fields makes V8 find out the local time zone first, which costs more than linting a file.
/**
 * The day in UTC on which a moment falls, given in milliseconds since 1970.
 * Source: H. Hinnant, chrono-Compatible Low-Level Date Algorithms, civil_from_days; an era is 400 years.
 */
export const dayOf = (time: number): IsoDate => {
  const days = Math.floor(time / DAY) + 719_468
  const era = Math.floor(days / 146_097)
  const dayOfEra = days - era * 146_097
  const year = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return `${padded(year + era * 400 + (month <= 2 ? 1 : 0), 4)}-${padded(month, 2)}-${padded(day, 2)}`
}

/** How many days the month of `date` has. */
const monthLength = (date: IsoDate): number => {
  const year = Number(date.slice(0, 4))
  const month = Number(date.slice(5, 7))
  return (Date.UTC(month === 12 ? year + 1 : year, month % 12, 1) - Date.UTC(year, month - 1, 1)) / DAY
}

/** Days from `from` to `to`: 1 from a day to the next, below zero backwards. */
export const daysBetween = (from: IsoDate, to: IsoDate): number => (midnight(to) - midnight(from)) / DAY

const FIRST = midnight('1000-01-01')
const LAST = midnight('2999-12-31')

/** The day that is `days` whole days later; stays within the years 1000 to 2999. */
export const addDays = (date: IsoDate, days: number): IsoDate =>
  dayOf(Math.min(LAST, Math.max(FIRST, midnight(date) + Math.floor(days) * DAY)))

const iso = (year: string, month: string | number, day: string) =>
  `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?'

const complain = (found: string, ...instead: readonly string[]) => ({
  message: `expected a date as YYYY-MM-DD, found ${quote(found)}`,
  instead,
})

const yearFirst: Repair = {
  find: () => /(?<![0-9])([0-9]{4})([-/. ]?)([0-9]{1,2})\2([0-9]{1,2})(?![0-9])/gu,
  judge([found, year = '', , month = '', day = '']) {
    const date = iso(year, month, day)
    return date === found ? undefined : complain(found, date)
  },
}

/** 14.9. is the 14th of September, and so is 9/14; 4/9 is one day or the other. */
const yearLast: Repair = {
  find: () => /(?<![0-9])([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?![0-9])/gu,
  judge([found, first = '', separator, second = '', year = '']) {
    const dayFirst = iso(year, second, first)
    const monthFirst = iso(year, first, second)
    return separator === '.' ? complain(found, dayFirst) : complain(found, dayFirst, monthFirst)
  },
}

const monthNamed: Repair = {
  find: () =>
    new RegExp(
      `(?<![0-9A-Za-z])([0-9]{1,2})(?:st|nd|rd|th|\\.)? ?(?:of )?${MONTH} ?,? ?([0-9]{4})(?![0-9])|(?<![A-Za-z])${MONTH} ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})(?![0-9])`,
      'giu',
    ),
  judge([found, day, name, year, name2 = '', day2 = '', year2 = '']) {
    const month = MONTHS.indexOf((name ?? name2).toLowerCase()) + 1
    return complain(found, iso(year ?? year2, month, day ?? day2))
  },
}

const timeOfDay: Repair = {
  find: () => /(?<=[0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{1,2}:[0-9:.]+(?:Z|[+-][0-9:]+)?/gu,
  // In UTC it may be another day.
  judge: ([found]) => ({ ...unexpected(found.trim()), guess: true }),
}

/** Other ways to write a date. */
const dateRepairs: readonly Repair[] = [space, yearFirst, yearLast, monthNamed, timeOfDay]

/** A first and a last day, both included. */
export type Period = { readonly from: IsoDate; readonly to: IsoDate }

const readDate = (text: string): ParsedPhrase<IsoDate> => {
  const length = monthLength(text)
  if (Number(text.slice(8)) <= length) return accept(text)
  const month = text.slice(0, 7)
  return refuse(text, text, `${quote(text)} does not exist; ${month} has ${length} days`, `write ${month}-${length}`)
}

/** A day. */
export const date: Phrase<IsoDate> = definePhrase({
  name: 'date',
  noun: 'a date',
  form: DATE,
  examples: ['2026-09-14', '2027-02-26'],
  belongs: () => true,
  repairs: dateRepairs,
  read: readDate,
  print: (value) => value,
})

const readPeriod = (text: string): ParsedPhrase<Period> => {
  const from = readDate(text.slice(0, 10))
  if (!from.ok) return from
  const to = readDate(text.slice(12))
  if (!to.ok) return { ok: false, problem: { ...to.problem, at: 12 + to.problem.at } }
  if (from.value <= to.value) return accept({ from: from.value, to: to.value })
  return refuse(text, text, `${quote(text)} ends before it starts`, `write ${to.value}..${from.value}`)
}

const separator: Repair = {
  find: () =>
    /(?<=[0-9]{4}-[0-9]{2}-[0-9]{2})(?: ?(?:\.{3,}|…|–|—|\/|,| - | to | until | through | till ) ?| ?\.\. ?)(?=[0-9]{4}-)/gu,
  judge: ([found]) => (found === '..' ? undefined : respelled(found.trim(), '..')),
}

const single: Repair = {
  find: () => new RegExp(`^${DATE}$`, 'gu'),
  judge: ([found]) => ({
    message: `expected two dates, found ${quote(found)}`,
    help: `write ${found}..${addDays(found, 30)}, with the last day you mean`,
  }),
}

/** From one day to another. */
export const period: Phrase<Period> = definePhrase({
  name: 'period',
  noun: 'a period',
  form: `${DATE}\\.\\.${DATE}`,
  examples: ['2026-06-01..2026-08-31'],
  belongs: () => true,
  repairs: [...dateRepairs, separator, single],
  read: readPeriod,
  print: ({ from, to }) => `${from}..${to}`,
})
