import type { Pilot } from '../model/pilot.ts'
import { isCurrency } from '../values/index.ts'

type Cost = NonNullable<Pilot['cost']>
type Amount = { readonly value: number; readonly unit: string }

const isAmount = (part: object): part is Amount => 'unit' in part && 'value' in part

export type CurrencyUse = { readonly path: readonly (string | number)[]; readonly currency: string }

/** A token price with a declared rate counts in the currency of the file. */
export const currencyUses = (cost: Cost): CurrencyUse[] => {
  const found: CurrencyUse[] = []
  const rate = cost.price?.rate
  const visit = (part: unknown, path: readonly (string | number)[]): void => {
    if (typeof part !== 'object' || part === null) return
    if (isAmount(part) && typeof part.value === 'number') {
      const exchanged = path[1] === 'price' && part.unit === rate?.per
      if (isCurrency(part.unit)) found.push({ path, currency: exchanged ? rate.unit : part.unit })
      return
    }
    for (const [key, inner] of Object.entries(part)) visit(inner, [...path, key])
  }
  visit(cost, ['cost'])
  return found
}

export const usualCurrency = (uses: readonly CurrencyUse[]): string | undefined => {
  const counts = new Map<string, number>()
  for (const { currency } of uses) counts.set(currency, (counts.get(currency) ?? 0) + 1)
  return [...counts].reduce<[string, number] | undefined>(
    (most, one) => (most && most[1] >= one[1] ? most : one),
    undefined,
  )?.[0]
}

/** In order of appearance. */
export const currenciesOf = (cost: Cost): string[] => [...new Set(currencyUses(cost).map(({ currency }) => currency))]
