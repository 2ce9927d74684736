import { date, type IsoDate } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { isSane } from '../reading/value.ts'
import type { Cell } from './pieces.ts'

/** A value, nothing where the cell is empty, or what was expected in its place. */
export type Read<T> = { readonly value: T | undefined } | { readonly expected: string }

const nothing = { value: undefined }

export const isEmpty = (cell: Cell): boolean => cell === undefined || (typeof cell === 'string' && cell.trim() === '')

/** What stands in a cell, for a message. */
export const foundIn = (cell: Cell): string => (isEmpty(cell) ? 'nothing' : quote(cell))

/** What databases and data frames export where there is no value. */
export const absent: ReadonlySet<string> = new Set(['null', 'NULL', '\\N', 'None', 'nan', 'NaN'])

const maxNameLength = 200

/** A name: of a unit, or of a level of a segment. */
export const nameIn = (cell: Cell, what: string): Read<string> => {
  if (isEmpty(cell)) return nothing
  const text = String(cell).trim()
  return text.length > maxNameLength ? { expected: `${what} of at most ${maxNameLength} characters` } : { value: text }
}

export const dayIn = (cell: Cell): Read<IsoDate> => {
  if (isEmpty(cell)) return nothing
  const parsed = date.parse(String(cell).trim())
  return parsed.ok ? { value: parsed.value } : { expected: 'a day as YYYY-MM-DD' }
}

const yes = new Set<Cell>([1, true, '1', 'true', '1.0'])
const no = new Set<Cell>([0, false, '0', 'false', '0.0'])

/** One event of a proportion. */
export const eventIn = (cell: Cell): Read<boolean> => {
  if (isEmpty(cell)) return nothing
  const one = typeof cell === 'string' ? cell.trim().toLowerCase() : cell
  if (yes.has(one)) return { value: true }
  return no.has(one) ? { value: false } : { expected: '0 or 1' }
}

const plain = /^[-+]?\d+(?:\.\d+)?(?:e[-+]?\d{1,3})?$/i

/** More than anybody measures; what is computed from less stays below what a results file holds. */
export const maxMeasured = 1e11

export const numberIn = (cell: Cell): Read<number> => {
  if (isEmpty(cell)) return nothing
  const text = typeof cell === 'string' ? cell.trim() : ''
  const number = typeof cell === 'number' ? cell : plain.test(text) ? Number(text) : Number.NaN
  if (!isSane(number)) return { expected: 'a number' }
  return Math.abs(number) <= maxMeasured ? { value: number + 0 } : { expected: 'a number below 100 billion' }
}
