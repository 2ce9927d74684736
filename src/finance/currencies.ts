import type { Cost } from '../model/pilot.ts'
import type { PlanMoney } from '../model/plan.ts'
import { isCurrency } from '../values/index.ts'
import { isMap } from '../yaml/data.ts'
import { decimal } from './amounts.ts'

const isAmount = (part: object): part is PlanMoney => 'unit' in part && 'value' in part

export type CurrencyUse = { readonly path: readonly (string | number)[]; readonly currency: string }

type Rates = Cost['rates']

const rateOf = (rates: Rates, currency: string) =>
  rates && Object.hasOwn(rates, currency) ? rates[currency] : undefined

/** In the currency of the file, if its own has a rate. */
export const exchange = <T extends PlanMoney>(amount: T, rates: Rates): T => {
  const rate = rateOf(rates, amount.unit)
  return rate
    ? { ...amount, value: Number(decimal(amount.value).times(decimal(rate.value)).toFixed()), unit: rate.unit }
    : amount
}

/** Every amount of the section in the currency of the file. */
export const exchanged = (cost: Cost): Cost => {
  const { rates, ...rest } = cost
  const visit = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(visit)
    if (!isMap(part)) return part
    if (isAmount(part) && typeof part.value === 'number') return exchange(part, rates)
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, visit(inner)]))
  }
  return rates === undefined ? cost : (visit(rest) as Cost)
}

/** An amount in a currency with a rate counts in the currency of the file. */
export const currencyUses = (cost: Cost): CurrencyUse[] => {
  const found: CurrencyUse[] = []
  const { rates, ...rest } = cost
  const visit = (part: unknown, path: readonly (string | number)[]): void => {
    if (typeof part !== 'object' || part === null) return
    if (isAmount(part) && typeof part.value === 'number') {
      if (isCurrency(part.unit)) found.push({ path, currency: rateOf(rates, part.unit)?.unit ?? part.unit })
      return
    }
    for (const [key, inner] of Object.entries(part)) visit(inner, [...path, key])
  }
  visit(rest, ['cost'])
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
