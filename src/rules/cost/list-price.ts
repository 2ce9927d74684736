import { listAge, priceList } from '../../economics/price-list.ts'
import type { Context, Finding } from '../rule.ts'
import type { Cost } from './section.ts'

/** What is wrong with the list price of a model that stands in place of prices. */
export function* listMismatch(
  { listPrice, today, setting }: Context,
  price: NonNullable<Cost['price']>,
): Generator<Finding> {
  const path = ['cost', 'price', 'model']
  // Without a day there is no list price either, and that is told for itself.
  if (listPrice === undefined || price.as_of === undefined) return
  if (!listPrice.ok) {
    yield { path, message: listPrice.why, help: listPrice.help, severity: 'error' }
    return
  }
  const age = listAge(today)
  if (age > setting('oldest_price'))
    yield {
      path,
      message: `the built-in price list is of ${priceList.date}, ${age} days ago`,
      help: 'input: 1.00 EUR/Mtok, output: 5.00 EUR/Mtok, as you are billed; or a newer pilotlint',
    }
}
