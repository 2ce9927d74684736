import { decimal } from '../../economics/decimal.ts'
import { printMoney } from '../../economics/print.ts'
import { unitCost } from '../../economics/unit-cost.ts'
import { sameUnit } from '../../phrases/index.ts'
import { quote } from '../../phrases/words.ts'
import { reaches } from '../../spec/stage.ts'
import { brokenFile } from '../evidence.ts'
import type { Context, Finding } from '../rule.ts'
import { meteredPlaces, meteredWorking } from './metered.ts'
import { costModel } from './model.ts'
import type { Cost } from './section.ts'

/** At full, what the last month of the bill says against the cost that is modelled. */
export function* billMismatch(context: Context, cost: Cost): Generator<Finding> {
  const { pilot, facts, gate, setting } = context
  const { bill } = facts
  if (!reaches(gate, 'full')) return
  const path = ['cost', 'bill']
  yield* brokenFile(bill, path, 'mend the export: a month and an amount in each row')
  const inputs = costModel(context)
  const unit = pilot.use_case?.unit
  const last = bill?.state === 'found' ? bill.value.months.at(-1) : undefined
  if (bill?.state !== 'found' || last === undefined || inputs === undefined || unit === undefined) return
  const units = [...last.counts].find(([column]) => sameUnit(column, unit))?.[1] ?? 0
  const otherCurrency = bill.value.currency !== undefined && bill.value.currency !== inputs.currency
  if (units === 0 || otherCurrency) return
  const billed = decimal(last.amount).div(units)
  const { metered } = unitCost(inputs, inputs.volume)
  const tolerance = setting('bill_tolerance')
  if (billed.lte(metered.times(1 + tolerance / 100))) return
  yield {
    path,
    message: `a ${unit} cost ${printMoney(billed, inputs.currency)} in ${last.month} by ${quote(bill.file)}, and ${printMoney(metered, inputs.currency)} by the cost section of the file`,
    help: 'bring usage, price and per_unit up to date with what is charged, and see what that makes of the margin',
    related: meteredPlaces(cost),
    working: [
      `billed = ${last.amount} / ${units} = ${printMoney(billed, inputs.currency)}`,
      meteredWorking(inputs),
    ],
    elsewhere: [{ file: bill.file, range: last.range, label: `${last.month} on the bill` }],
  }
}
