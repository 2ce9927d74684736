import { frozenDays } from '../../model/freeze.ts'
import type { Pilot } from '../../model/pilot.ts'
import type { IsoDate, Quantity } from '../../values/index.ts'
import { isTimeUnit, SECONDS, sameUnit } from '../../values/unit.ts'
import type { ExportLack } from '../rows/exports.ts'
import type { Export } from '../rows/totals.ts'
import type { ResultsFault } from './faults.ts'
import type { Amount } from './stage-results.ts'

/** What results were computed from, rows or an export; `columns` are the names of those that have another one. */
export type ResultRows = {
  readonly file: string
  readonly bytes: Uint8Array
  readonly columns: ReadonlyMap<string, string>
}

/** What their source says of results: that they hold, where they do not, or why that is unknown. */
export type Recount = { readonly fault: ResultsFault } | { readonly unread: string } | undefined

export type Unread = { readonly unread: string }

/** The export, or why it says too little. */
export const exportIn = (found: Export | ExportLack | string): Export | Unread => {
  if (typeof found === 'string') return { unread: found }
  return 'lacks' in found ? { unread: found.lacks } : found
}

/** The number in the unit of the rows; undefined if the units cannot be compared. */
export const inRows = (amount: Amount, unit: Quantity | undefined): number | undefined => {
  if (typeof amount === 'number') return amount
  if (unit === undefined || (sameUnit(amount.unit, unit.unit) && amount.per === unit.per)) return amount.value
  if (amount.per !== unit.per || !isTimeUnit(amount.unit) || !isTimeUnit(unit.unit)) return undefined
  return (amount.value * SECONDS[amount.unit]) / SECONDS[unit.unit]
}

/** Whether a day is one of `rollout.freeze`. */
export const frozenIn =
  (pilot: Pilot) =>
  (day: IsoDate): boolean =>
    frozenDays(pilot, { from: day, to: day }) > 0

/** Half of the last digit that was written, and what adding up in another order may change. */
const tolerance = (written: number): number => {
  const [digits = '', power = '0'] = String(written).split('e')
  return 0.5 * 10 ** (Number(power) - (digits.split('.')[1] ?? '').length) + 1e-6 * Math.abs(written)
}

export type ComparedCount = {
  readonly key: string
  readonly said: number | undefined
  readonly shown: number | undefined
  readonly near?: true
}

export const differs = ({ said, shown, near }: ComparedCount): boolean =>
  said !== undefined && shown !== undefined && (near ? Math.abs(said - shown) > tolerance(said) : said !== shown)

export const printed = (value: number): string => String(Number(value.toPrecision(8)))
