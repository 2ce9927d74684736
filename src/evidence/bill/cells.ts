import { numberOf } from '../reading/value.ts'

const names = 'january february march april may june july august september october november december'.split(' ')

/** How months are written; what may be month and day, as `11/01/2026`, is not among them. */
const forms = [
  /^(?<year>[12]\d{3})[-/](?<month>0[1-9]|1[0-2])(?=$|[-/]\d{2})/,
  // Source: Google Cloud, billing export, `invoice.month`.
  /^(?<year>[12]\d{3})(?<month>0[1-9]|1[0-2])$/,
  /^(?:(?:\d{1,2}\.)?(?=\d{1,2}\.)|(?=\d{1,2}[-/]))(?<month>0?[1-9]|1[0-2])[-/.](?<year>[12]\d{3})$/,
  /^(?<name>[a-z]{3,9})\.?[- ](?<year>[12]\d{3}|\d{2})$/i,
]

/** The month of a row, `2026-11`, from its day or from how spreadsheets save a month. */
export const monthIn = (text: string): string | undefined => {
  const short = text.trim().slice(0, 20)
  const day = /^\d{4}-/.test(short) ? short.slice(0, 10) : short
  const found = forms.map((form) => form.exec(day)?.groups).find((groups) => groups !== undefined)
  if (found === undefined) return undefined
  const { year = '', month, name = '' } = found
  const number = month === undefined ? names.findIndex((one) => one.startsWith(name.toLowerCase())) + 1 : Number(month)
  return number === 0 ? undefined : `${year.length === 2 ? '20' : ''}${year}-${String(number).padStart(2, '0')}`
}

/** A number as bills write it; undefined where a sign in it may stand before thousands or decimals. */
export const numberIn = (cell: unknown): number | undefined => {
  if (typeof cell === 'number') return numberOf(cell)
  const text = typeof cell === 'string' ? cell.trim() : ''
  // A sign before two digits at the end stands before cents: thousands have three.
  if (/^-?(?:\d{1,15}|\d{1,3}(?:[.'’\s]\d{3}){1,4}),\d{2}$/.test(text))
    return Number(text.replaceAll(/[^\d,-]/g, '').replace(',', '.'))
  // No decimals stand behind an apostrophe or a space.
  if (/^-?\d{1,3}(?:(?:,\d{3}){1,4}\.\d{2}|(?:['’\s]\d{3}){1,4}(?:\.\d{2})?)$/.test(text))
    return Number(text.replaceAll(/[^\d.-]/g, ''))
  return /^-?\d{1,15}(?:\.\d{1,9})?$/.test(text) ? Number(text) : undefined
}

const signs: { readonly [sign: string]: string } = { '€': 'EUR', '£': 'GBP' }

type Amount = { readonly amount: number | undefined; readonly currency: string | undefined }

/** An amount with what is written of its currency, `$` for any dollar; a credit may stand in parentheses. */
export const amountIn = (cell: unknown): Amount => {
  const text = typeof cell === 'string' ? cell.trim().slice(0, 60) : ''
  const [, open, minus = '', before, number, behind, close] =
    /^(\()?(-)?([€£$]|[A-Z]{3}(?=[ \d]))? ?(-?\d[^€£$A-Z()]{0,40}?)\s?([€£$]|[A-Z]{3})?(\))?$/.exec(text) ?? []
  if (number === undefined) return { amount: numberIn(cell), currency: undefined }
  const mark = before ?? behind
  const amount = (open === undefined) === (close === undefined) ? numberIn(minus + number) : undefined
  return {
    amount: open === undefined || amount === undefined ? amount : -amount,
    currency: mark === undefined ? undefined : (signs[mark] ?? mark),
  }
}
