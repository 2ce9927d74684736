import { isCurrency } from '../../values/index.ts'
import { field, isMap } from '../../yaml/data.ts'
import { parseJson } from '../../yaml/json.ts'
import type { Range } from '../../yaml/lines.ts'
import { isAside } from '../reading/environment.ts'
import { malformed, type Reader, type Reading, read, unknown } from '../reading/kind.ts'
import { isMinor, isSameMoney, listOf, type MoneyUnit, moneyUnitAt, moneyUnitIn, wordOf } from '../reading/value.ts'
import { amountIn, monthIn, numberIn } from './cells.ts'

export type BilledMonth = {
  readonly month: string
  readonly amount: number
  /** Everything else that was counted, by the name of its column. */
  readonly counts: ReadonlyMap<string, number>
  readonly range: Range
}

export type Bill = {
  readonly currency: string | undefined
  /** Why it is unknown what its amounts count; completes a sentence that begins with its name. */
  readonly unclear: string | undefined
  readonly months: readonly BilledMonth[]
  /** The columns of numbers with signs that are, or may be, before thousands; they count nothing. */
  readonly parted: readonly string[]
}

const maxMonths = 1200

type Row = {
  readonly columns: readonly string[]
  readonly cell: (name: string) => unknown
  readonly place: () => Range
}

type Money = { readonly column: string; readonly currency: string | undefined }

/** The one column that holds money: named for its currency, or `amount`, `amount_eur`, `cost` and the like. */
const moneyOf = (columns: readonly string[]): Money | undefined => {
  const found = columns.slice(0, 1000).flatMap((column): Money[] => {
    const [, word, code = ''] = /^(?:(amount|cost|total|spend)(?:[ _(-]{1,2}|$))?([a-z]{3})?\)?$/.exec(column) ?? []
    const currency = isCurrency(code.toUpperCase()) ? code.toUpperCase() : undefined
    return (word !== undefined && code === '') || currency !== undefined ? [{ column, currency }] : []
  })
  return found.length === 1 ? found[0] : undefined
}

/**
 * Tells the columns in which a sign stands before thousands, as in `8,870`, or every dot may, as in `8.870`: much of
 * Europe writes so, and it is then unknown what they hold.
 */
const thousands = () => {
  const parted = new Set<string>()
  const doubtful = new Set<string>()
  const decimal = new Set<string>()
  return {
    see: (column: string, cell: unknown): void => {
      if (typeof cell === 'string' && /^\d{1,3}(?:,\d{3}){1,4}$/.test(cell.trim())) parted.add(column)
      if (typeof cell !== 'string' || !cell.includes('.')) return
      const may = /^[1-9]\d{0,2}\.\d{3}$/.test(cell.trim())
      if (may) doubtful.add(column)
      else decimal.add(column)
    },
    all: (): string[] => [...parted, ...[...doubtful].filter((column) => !decimal.has(column))],
  }
}

const unclear = 'has amounts in cents or in an unknown currency'

const form = 'is not a bill with a month and an amount in each row'

/** Adds up the rows of each month, up to one that is not what a bill is made of. `whole` is of all rows. */
const adder = (whole: MoneyUnit = { currency: undefined, unclear: false }) => {
  const months = new Map<string, { amount: number; counts: Map<string, number>; range: Range }>()
  const signs = thousands()
  let money: Money | undefined
  let strange: string | undefined
  let minor = whole.unclear
  let isElsewhere = false
  let [rows, sum] = [0, 0]
  const currencies = new Set(whole.currency === undefined ? [] : [whole.currency])
  return {
    add: ({ columns, cell, place }: Row): void => {
      if (strange !== undefined) return
      // What serves no customer is no part of what customers cost.
      if (isAside(wordOf(cell('environment') ?? cell('env')))) {
        isElsewhere = true
        return
      }
      if (money === undefined) {
        money = moneyOf(columns)
        if (money?.currency !== undefined) currencies.add(money.currency)
        // What is named for cents is no money column that is read; one that is named for its currency is clear.
        minor ||= money === undefined && columns.slice(0, 1000).some(isMinor)
      }
      const unit = moneyUnitAt(cell)
      if (unit.currency !== undefined) currencies.add(unit.currency)
      minor ||= unit.unclear
      const month = monthIn(wordOf(cell('month') ?? cell('date') ?? cell('day')))
      const { amount, currency } = amountIn(money && cell(money.column))
      if (currency !== undefined) currencies.add(currency)
      // What adds up all rows before it is no row of its own.
      if (month === undefined && rows > 1 && amount !== undefined && Math.abs(amount - sum) < 0.005 * rows) return
      const line = () => `line ${place().start.line}`
      if (money === undefined) strange = `${form}: expected exactly one column of money, such as amount_eur`
      else if (month === undefined) strange = `${form}: ${line()} has no month such as 2026-07`
      else if (amount === undefined) strange = `${form}: ${line()} has no amount such as 1234.56`
      else if (months.size > maxMonths) strange = 'has too many months for a bill'
      if (month === undefined || amount === undefined || strange !== undefined) return
      rows += 1
      sum += amount
      const known = months.get(month) ?? { amount: 0, counts: new Map<string, number>(), range: place() }
      known.amount += amount
      for (const column of columns.slice(0, 100)) {
        signs.see(column, cell(column))
        const count = column === money?.column ? undefined : numberIn(cell(column))
        if (count !== undefined && count >= 0) known.counts.set(column, (known.counts.get(column) ?? 0) + count)
      }
      months.set(month, known)
    },
    total: (): Reading<Bill> => {
      if (months.size === 0 && isElsewhere && strange === undefined)
        return unknown('covers only environments without customers')
      if (strange !== undefined || months.size === 0) return unknown(minor ? unclear : (strange ?? form))
      const parted = signs.all()
      if (money !== undefined && parted.includes(money.column))
        return unknown('has amounts whose dots may be thousands or decimals; write 1234.00 or 1.2340')
      for (const { counts } of months.values()) for (const column of parted) counts.delete(column)
      if ([...months.values()].some(({ amount }) => amount < 0)) return unknown('has a month with a negative amount')
      const [one, ...others] = [...currencies].filter((code) => code !== '$' || currencies.size === 1)
      const isMixed = others.length > 0 || (currencies.has('$') && !isSameMoney('$', one ?? ''))
      const sorted = [...months].sort(([one], [other]) => (one < other ? -1 : 1))
      return read({
        currency: isMixed ? undefined : one,
        unclear: minor ? unclear : isMixed ? 'is in more than one currency' : undefined,
        parted,
        months: sorted.map(([month, { amount, counts, range }]) => ({ month, amount, counts, range })),
      })
    },
  }
}

const readJson = (bytes: Uint8Array): Reading<Bill> => {
  const parsed = parseJson(bytes)
  if (!parsed.ok) return malformed(`cannot be read: ${parsed.problem.message}`, parsed.problem.range)
  const { data, locate } = parsed
  const key = ['months', 'rows', 'data'].find((name) => Array.isArray(field(data, name)))
  const rows = key === undefined ? listOf(data) : listOf(field(data, key))
  if (rows.length > maxMonths) return unknown('has too many rows for a bill by month')
  const bill = adder(moneyUnitIn(data))
  for (const [at, row] of rows.entries()) {
    const cells = new Map(isMap(row) ? Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]) : [])
    const columns = [...cells.keys()]
    const cell = (name: string) => cells.get(name)
    bill.add({ columns, cell, place: () => locate(key === undefined ? [at] : [key, at]) })
  }
  return bill.total()
}

/** Reads a bill or a usage export: CSV or JSON with a month, or a day, and an amount in each row. */
export const reader: Reader<Bill> = async ({ file, bytes }) => {
  if (/\.json$/i.test(file)) return readJson(bytes)
  if (!/\.csv$/i.test(file)) return unknown('is not a CSV or JSON file')
  const { csvRows } = await import('../reading/csv-rows.ts')
  const bill = adder()
  return csvRows(bytes, (row) => bill.add(row)) ?? bill.total()
}
