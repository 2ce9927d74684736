import { dotted } from '../../document/path.ts'
import { type CurrencyUse, currencyUses } from '../../economics/currencies.ts'
import type { Finding } from '../rule.ts'
import type { Cost } from './section.ts'

/** The currency that most amounts are in. */
const usualOf = (uses: readonly CurrencyUse[]): string | undefined => {
  const counts = new Map<string, number>()
  for (const { currency } of uses) counts.set(currency, (counts.get(currency) ?? 0) + 1)
  return [...counts].reduce<[string, number] | undefined>(
    (most, one) => (most && most[1] >= one[1] ? most : one),
    undefined,
  )?.[0]
}

/** Amounts in two currencies have no sum, and what has no sum is judged by no other rule. */
export function* mixedCurrency(cost: Cost): Generator<Finding> {
  const uses = currencyUses(cost)
  const usual = usualOf(uses)
  const [other, ...others] = uses.filter(({ currency }) => currency !== usual)
  const first = uses.find(({ currency }) => currency === usual)
  if (other === undefined || first === undefined) return
  const isPrice = other.path[1] === 'price'
  yield {
    path: other.path,
    message: `${dotted(other.path)} is in ${other.currency} and ${dotted(first.path)} in ${first.currency}: nobody can add them up`,
    help: isPrice
      ? `rate: 0.92 ${first.currency}/${other.currency} in cost.price, the rate of the day, or the price in ${first.currency}`
      : `write the amount in ${first.currency}; only the price of tokens may be in another currency, with its rate`,
    related: [
      { path: first.path, label: `in ${first.currency}` },
      ...others.slice(0, 5).map(({ path, currency }) => ({ path, label: `in ${currency}, too` })),
    ],
  }
}
