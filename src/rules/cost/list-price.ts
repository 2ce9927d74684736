import { priceList } from '../../finance/price-list.ts'
import { daysBetween } from '../../values/index.ts'
import type { Context, Finding } from '../rule.ts'

/** What is wrong with the list price of a model that stands in place of prices. */
export function* listPriceFlaw({ listPrice, today, pilot, setting }: Context): Generator<Finding> {
  const path = ['cost', 'price', 'model']
  // Without a day there is no list price either, and that is told already.
  if (listPrice === undefined || pilot.cost?.price?.as_of === undefined) return
  if (!listPrice.ok) {
    yield { path, message: listPrice.why, help: listPrice.help, severity: 'error' }
    return
  }
  const age = daysBetween(priceList.date, today)
  if (age > setting('oldest_price'))
    yield {
      path,
      message: `the built-in price list is of ${priceList.date}, ${age} days ago`,
      help: 'input: 1.00 EUR/Mtok, output: 5.00 EUR/Mtok, as you are billed; or a newer pilotlint',
    }
}
