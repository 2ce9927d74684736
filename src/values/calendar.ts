/** A day as `YYYY-MM-DD`, which sorts as text. */
export type IsoDate = string

const DAY = 86_400_000

/** From 1000 to 2999, so that no two-digit year is taken for one of the first century. */
export const DATE = '[12][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])'

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
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return `${padded(year + era * 400 + (month <= 2 ? 1 : 0), 4)}-${padded(month, 2)}-${padded(day, 2)}`
}

/** How many days the month of `date` has. */
export const monthLength = (date: IsoDate): number => {
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
