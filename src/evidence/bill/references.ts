import type { Pilot } from '../../model/pilot.ts'
import { isCurrency, sameUnit } from '../../values/index.ts'
import { pointer } from '../../yaml/path.ts'
import type { Fact, Reference } from '../fact.ts'
import { field, isMap } from '../value.ts'
import type { Bill, BilledMonth } from './read.ts'

/** The units of the use case that a month counts; 0 where it counts something else. */
export const billedUnits = ({ counts }: BilledMonth, unit: string): number =>
  [...counts].find(([column]) => sameUnit(column, unit))?.[1] ?? 0

/** The first currency below a part of the file. */
const currencyBelow = (part: unknown): string | undefined => {
  if (Array.isArray(part)) return part.map(currencyBelow).find((found) => found !== undefined)
  if (!isMap(part)) return undefined
  const unit = field(part, 'unit')
  if (typeof unit === 'string') return isCurrency(unit) ? unit : undefined
  return currencyBelow(Object.values(part))
}

/** Why nobody can say by the bill what a unit cost; undefined where somebody can. */
const uncompared = ({ cost, use_case }: Pilot, { currency, unclear, months }: Bill): string | undefined => {
  const unit = use_case?.unit
  const last = months.at(-1)
  if (unit === undefined || last === undefined) return 'is compared with nothing: the use case has no unit'
  if (billedUnits(last, unit) === 0)
    return `has no column that counts the unit "${unit}" in ${last.month}, so that nobody can say what one cost`
  if (unclear !== undefined) return unclear
  const own = cost?.price?.rate?.unit ?? currencyBelow(cost)
  return currency === undefined || currency === own
    ? undefined
    : `is in ${currency}, which the cost of the file is not in`
}

/** The references, with the bill unverified where it cannot be compared with what the file says. */
export const withBill = (
  references: readonly Reference[],
  pilot: Pilot,
  fact: Fact<Bill> | undefined,
): readonly Reference[] => {
  const words = fact?.state === 'found' ? uncompared(pilot, fact.value) : undefined
  return words === undefined
    ? references
    : references.map((reference) =>
        pointer(reference.path) === '/cost/bill' ? { ...reference, state: 'unverified', words } : reference,
      )
}
