import { isCurrency } from '../phrases/index.ts'
import type { Pilot } from '../spec/pilot.ts'

type Cost = NonNullable<Pilot['cost']>
type Amount = { readonly value: number; readonly unit: string }

const isAmount = (part: object): part is Amount => 'unit' in part && 'value' in part

/** An amount of the cost section: where it stands, and the currency in which it is counted. */
export type CurrencyUse = { readonly path: readonly (string | number)[]; readonly currency: string }

/** Every amount of money of a cost section; a token price whose rate is declared counts in the currency of the file. */
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

/** The currencies of a cost section, in the order in which it names them. */
export const currenciesOf = (cost: Cost): string[] => [
  ...new Set(currencyUses(cost).map(({ currency }) => currency)),
]
