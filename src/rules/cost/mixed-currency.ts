import { currencyUses, usualCurrency } from '../../finance/currencies.ts'
import { dotted } from '../../yaml/path.ts'
import type { Finding } from '../rule.ts'
import type { Cost } from './section.ts'

/** Amounts in two currencies have no sum, and what has no sum is judged by no other rule. */
export function* mixedCurrency(cost: Cost): Generator<Finding> {
  const uses = currencyUses(cost)
  const usual = usualCurrency(uses)
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
