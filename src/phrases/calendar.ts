/** A day as `YYYY-MM-DD`, which sorts as text. */
export type IsoDate = string

const DAY = 86_400_000

/** From 1000 to 2999, so that no two-digit year is taken for one of the first century. */
export const DATE = '[12][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])'

// Never `new Date(text)`: it reads some texts in local time, and turns 31 February into March.
const midnight = (date: IsoDate) =>
  Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)))

const toDate = (time: number): IsoDate => new Date(time).toISOString().slice(0, 10)

/** How many days the month of `date` has. */
export const monthLength = (date: IsoDate): number =>
  new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate()

/** Days from `from` to `to`: 1 from a day to the next, below zero backwards. */
export const daysBetween = (from: IsoDate, to: IsoDate): number => (midnight(to) - midnight(from)) / DAY

const FIRST = midnight('1000-01-01')
const LAST = midnight('2999-12-31')

/** The day that is `days` whole days later; stays within the years 1000 to 2999. */
export const addDays = (date: IsoDate, days: number): IsoDate =>
  toDate(Math.min(LAST, Math.max(FIRST, midnight(date) + Math.floor(days) * DAY)))
