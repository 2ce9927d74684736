import { type BilledMonth, billedUnits } from '../../evidence/bill/bill.ts'
import { type Decimal, decimal } from '../../finance/decimal.ts'
import { printMoney } from '../../finance/print.ts'
import { unitCost } from '../../finance/unit-cost.ts'
import { reaches } from '../../model/stage.ts'
import { addDays, daysBetween } from '../../values/index.ts'
import { quote, withArticle } from '../../values/words.ts'
import { brokenFile } from '../evidence.ts'
import type { Context, Finding } from '../rule.ts'
import { meteredPlaces, meteredWorking } from './metered.ts'
import { costModel } from './model.ts'
import type { Cost } from './section.ts'

/** A bill that says nothing of today: its last month is long over, or has not begun. */
function* age({ today, setting }: Context, file: string, last: BilledMonth | undefined): Generator<Finding> {
  if (last === undefined) return
  const oldest = setting('oldest_bill')
  // A month that began 31 days earlier is over, whichever it is.
  const days = daysBetween(`${last.month}-01`, today) - 31
  const future = last.month > addDays(today, 1).slice(0, 7)
  if (days <= oldest && !future) return
  yield {
    path: ['cost', 'bill'],
    message: `the last month of ${quote(file)} is ${last.month}, which ${future ? 'is still to come' : `ended more than ${oldest} days ago`}`,
    help: 'name the export of the last quarter: at full the cost is shown anew each quarter',
    elsewhere: [{ file, range: last.range, label: 'its last month' }],
  }
}

/** The billed unit, where whole amounts would be what is modelled if they were cents. */
const centsOf = (billed: Decimal, { amount }: BilledMonth, metered: Decimal, tolerance: number) => {
  const cents = billed.div(100)
  const near =
    Number.isInteger(amount) &&
    cents
      .minus(metered)
      .abs()
      .lte(metered.times(tolerance / 100))
  return near ? cents : undefined
}

/** At full, what the last month of the bill says against the cost that is modelled. */
export function* billMismatch(context: Context, cost: Cost): Generator<Finding> {
  const { pilot, facts, gate, setting } = context
  const { bill } = facts
  if (!reaches(gate, 'full')) return
  const path = ['cost', 'bill']
  yield* brokenFile(bill, path, 'mend the export: a month and an amount in each row')
  if (bill?.state === 'found') yield* age(context, bill.file, bill.value.months.at(-1))
  const inputs = costModel(context)
  const unit = pilot.use_case?.unit
  const last = bill?.state === 'found' ? bill.value.months.at(-1) : undefined
  if (bill?.state !== 'found' || last === undefined || inputs === undefined || unit === undefined) return
  const units = billedUnits(last, unit)
  const otherCurrency = bill.value.currency !== undefined && bill.value.currency !== inputs.currency
  if (units === 0 || otherCurrency || bill.value.unclear !== undefined) return
  const billed = decimal(last.amount).div(units)
  const { metered } = unitCost(inputs, inputs.volume)
  const tolerance = setting('bill_tolerance')
  if (billed.lte(metered.times(1 + tolerance / 100))) return
  const inCents = bill.value.currency === undefined ? centsOf(billed, last, metered, tolerance) : undefined
  if (inCents !== undefined) {
    yield {
      path,
      message: `nobody can tell whether ${quote(bill.file)} is in cents: ${withArticle(unit)} cost ${printMoney(billed, inputs.currency)} in ${last.month} by it, or ${printMoney(inCents, inputs.currency)}`,
      help: `name the column for its currency, as in amount_${inputs.currency.toLowerCase()}, and write whole units of it`,
      elsewhere: [{ file: bill.file, range: last.range, label: `${last.month} on the bill` }],
      severity: 'info',
    }
    return
  }
  yield {
    path,
    message: `${withArticle(unit)} cost ${printMoney(billed, inputs.currency)} in ${last.month} by ${quote(bill.file)}, and ${printMoney(metered, inputs.currency)} by the cost section of the file`,
    help: 'bring usage, price and per_unit up to date with what is charged, and see what that makes of the margin',
    related: meteredPlaces(cost),
    working: [
      `billed = ${last.amount} / ${units} = ${printMoney(billed, inputs.currency)}`,
      meteredWorking(inputs),
    ],
    elsewhere: [{ file: bill.file, range: last.range, label: `${last.month} on the bill` }],
  }
}
