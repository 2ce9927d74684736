import { daysBetween, type IsoDate } from '../values/index.ts'

/** The price list that is built in: @pydantic/genai-prices, and the day on which this version of it came out. */
export const priceList = { version: '0.1.8', date: '2026-09-23' } as const

/** The days for which a price holds before somebody has to look again. */
export const priceHolds = 90

/** The age of the built-in list in days. */
export const listAge = (today: IsoDate): number => daysBetween(priceList.date, today)
