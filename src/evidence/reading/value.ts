import { addDays, date, type IsoDate, isCurrency } from '../../values/index.ts'
import { field } from '../../yaml/data.ts'

export const below = (data: unknown, ...keys: readonly string[]): unknown => keys.reduce(field, data)

export const listOf = (data: unknown): readonly unknown[] => (Array.isArray(data) ? data : [])

export const textOf = (data: unknown): string | undefined => (typeof data === 'string' ? data : undefined)

/** Texts, each once; undefined where there are none, or another value is among them. */
export const textsOf = (items: readonly unknown[]): readonly string[] | undefined => {
  const texts = [...new Set(items.flatMap((item) => textOf(item) ?? []))]
  return texts.length > 0 && items.every((item) => typeof item === 'string') ? texts : undefined
}

/** The alternatives of a pattern such as `^(a|b)$`, which is never run: it stands in a file. */
export const alternativesOf = (pattern: string): string[] =>
  pattern
    .replace(/^\^?\(?(?:\?:)?/, '')
    .replace(/\)?\$?$/, '')
    .split('|')

/** A text, or what else is a word: a number, true or false. What is neither may not even be turned into one. */
export const wordOf = (data: unknown): string =>
  ['string', 'number', 'boolean'].includes(typeof data) ? String(data) : ''

/** The day with which a moment begins. */
export const dayIn = (text: string | undefined): IsoDate | undefined => {
  const parsed = text === undefined ? undefined : date.parse(text.slice(0, 10))
  return parsed?.ok ? parsed.value : undefined
}

/** The last day before a moment: at midnight the day before ends. */
export const lastDayIn = (text: string | undefined): IsoDate | undefined => {
  const day = dayIn(text)
  return day !== undefined && /^.{10}T00:00(?::00(?:\.0+)?)?Z?$/.test(text?.slice(0, 40) ?? '') ? addDays(day, -1) : day
}

/** Real numbers lie within this and its inverse; beyond that, floating-point results are unreliable. */
const maxNumber = 1e15

export const isSane = (number: number): boolean =>
  number === 0 || (Math.abs(number) <= maxNumber && Math.abs(number) >= 1 / maxNumber)

/** A number that somebody can mean: JSON reads `1e400` as infinite. */
export const numberOf = (data: unknown): number | undefined =>
  typeof data === 'number' && isSane(data) ? data : undefined

/** A truth value, or the text of one: tools that read YAML 1.1, as those written in Go do, take `yes` and `off` for it. */
export const truthOf = (data: unknown): boolean | undefined => {
  if (typeof data === 'boolean') return data
  const word = typeof data === 'string' && data.length < 6 ? data.toLowerCase() : ''
  return ['true', 'yes', 'on'].includes(word) ? true : ['false', 'no', 'off'].includes(word) ? false : undefined
}

export const countOf = (data: unknown): number | undefined => {
  const number = numberOf(data)
  return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

/** What a file says of the money it counts: a currency, or something that is none and leaves the amounts unclear. */
export type MoneyUnit = { readonly currency: string | undefined; readonly unclear: boolean }

const euros = ['€', 'EURO', 'EUROS']

/** Keys beside an amount that say what it counts, and words there by which it counts parts of the currency. */
const unitKeys = ['unit', 'units', 'amount_unit', 'cost_unit', 'price_unit', 'money_unit', 'currency_unit']
const minor = /(?:^|[^a-z])(?:milli|micro|nano)?(?:cents?|ct|cts|pence|pennies|rappen|minor|micros|nanos)(?:$|[^a-z])/i

const maxLength = 40

export const isMinor = (text: string): boolean => minor.test(text.slice(0, maxLength))

const shortText = (data: unknown): string | undefined => textOf(data)?.slice(0, maxLength).trim() || undefined

/** What stands beside an amount, by a lookup of texts under their keys. */
export const moneyUnitAt = (cell: (key: string) => unknown): MoneyUnit => {
  const written = shortText(cell('currency'))?.toUpperCase()
  const code = euros.includes(written ?? '') ? 'EUR' : written
  const currency = code !== undefined && isCurrency(code) ? code : undefined
  const parts = unitKeys.some((key) => isMinor(shortText(cell(key)) ?? ''))
  return { currency, unclear: parts || (written !== undefined && currency === undefined) }
}

export const moneyUnitIn = (data: unknown): MoneyUnit => moneyUnitAt((key) => field(data, key))

/** Whether one names the other: several currencies are dollars. */
export const isSameMoney = (one: string, other: string): boolean =>
  one === other || (one === '$' && other.endsWith('D')) || (other === '$' && one.endsWith('D'))
