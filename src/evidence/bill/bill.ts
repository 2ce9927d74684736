import { type CountedUnit, isUnit, unitOf } from '../../model/lists.ts'
import { meteredOf, seatsOf } from '../../model/metered.ts'
import type { Pilot } from '../../model/pilot.ts'
import { isCurrency, perMonth } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { field, isMap } from '../../yaml/data.ts'
import { fromFile, leftBy, named } from '../reading/follow.ts'
import type { EvidenceKind } from '../reading/kind.ts'
import { isSameMoney } from '../reading/value.ts'
import type { Bill, BilledMonth } from './bill-rows.ts'

/** The units of the use case that a month counts; 0 where it counts something else. */
export const billedUnits = ({ counts }: BilledMonth, unit: CountedUnit): number =>
  [...counts].find(([column]) => isUnit(column, unit))?.[1] ?? 0

/** The cost of the running month is not known yet; it counts where it is all that there is. */
export const lastWhole = (months: readonly BilledMonth[], now = ''): BilledMonth | undefined =>
  months.findLast(({ month }) => month < now.slice(0, 7)) ?? months.at(-1)

const currencyBelow = (part: unknown): string | undefined => {
  if (Array.isArray(part)) return part.map(currencyBelow).find((found) => found !== undefined)
  if (!isMap(part)) return undefined
  const unit = field(part, 'unit')
  if (typeof unit === 'string') return isCurrency(unit) ? unit : undefined
  return currencyBelow(Object.values(part))
}

/** Whether anything is charged by use; if not, finance allocates the cost, and there is no bill. */
export const isMetered = (pilot: Pilot): boolean =>
  meteredOf(pilot).length > 0 || pilot.cost?.per_unit !== undefined || pilot.cost?.per_success !== undefined

/** Per month, with seats; undefined without fixed cost. */
export const fixedOf = (pilot: Pilot): number | undefined => {
  const seats = seatsOf(pilot).flatMap(({ price, count }) => (price && count ? [perMonth(price) * count] : []))
  const rates = [...Object.values(pilot.cost?.fixed ?? {}).map(perMonth), ...seats]
  return rates.length === 0 ? undefined : rates.reduce((sum, rate) => sum + rate, 0)
}

/** Why the bill does not show what a unit cost; undefined if it does. */
const uncompared = (pilot: Pilot, { currency, unclear, months, parted }: Bill, now?: string): string | undefined => {
  const { cost } = pilot
  const unit = unitOf(pilot)
  const last = lastWhole(months, now)
  if (isMetered(pilot)) {
    if (unit === undefined) return 'cannot be compared: `use_case.unit` is missing'
    const column = parted.find((one) => isUnit(one, unit))
    if (column !== undefined)
      return `has numbers with a thousands separator in its column ${quote(column)}; write 1234, not 1,234`
    if (last !== undefined && billedUnits(last, unit) === 0)
      return `has no column that counts the unit "${unit.one}" in ${last.month}, so the cost of one is unknown`
  } else {
    const fixed = fixedOf(pilot)
    // Bills never match the plan to the cent.
    if (fixed !== undefined && months.every(({ amount }) => Math.abs(amount - fixed) < 0.005))
      return 'repeats `cost.fixed` in every month'
  }
  if (unclear !== undefined) return unclear
  const own = Object.values(cost?.rates ?? {})[0]?.unit ?? currencyBelow(cost)
  return currency === undefined || isSameMoney(currency, own ?? '')
    ? undefined
    : `is in ${currency}, which \`cost\` does not use`
}

/** `now` is the real day, by which a month is over. */
export const bill = (now?: string): EvidenceKind<Bill> => ({
  fields: ['cost.bill', 'cost.allocation'],
  formats: [
    { name: 'CSV', files: '`.csv`' },
    { name: 'JSON', files: '`.json`' },
  ],
  follow: (pilot) => {
    const key = isMetered(pilot) ? 'bill' : 'allocation'
    return named(['cost', key], pilot.cost?.[key])
  },
  read: fromFile(() => import('./bill-rows.ts')),
  unread: (fact, named, pilot) =>
    fact.state === 'found' ? leftBy(uncompared(pilot, fact.value, now), named, fact.file) : [],
})
