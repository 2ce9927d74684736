import type { BilledMonth } from '../../evidence/bill/bill.ts'
import { billedUnits } from '../../evidence/bill/bill.ts'
import { entryOf, rounding, uncomparable } from '../../evidence/prices/prices.ts'
import { type Decimal, decimal, printDeclared, printMoney } from '../../finance/amounts.ts'
import { priceHolds, priceList } from '../../finance/price-list.ts'
import { unitCost } from '../../finance/unit-cost.ts'
import { reaches } from '../../model/stage.ts'
import { addDays, daysBetween } from '../../values/index.ts'
import { quote, withArticle } from '../../values/text.ts'
import { unread } from '../lib/absent.ts'
import { brokenFile } from '../lib/evidence.ts'
import { type Cost, costModel, filledCost, meteredPlaces, meteredWorking } from '../lib/money.ts'
import type { Context, Finding, Rule } from '../lib/rule.ts'

const billPath = ['cost', 'bill']

/** A bill that says nothing of today: its last month is long over, or has not begun. */
function* billAge(
  { today, setting }: Context,
  file: string,
  { month, range }: BilledMonth,
): Generator<Finding> {
  const oldest = setting('oldest_bill')
  const future = month > addDays(today, 1).slice(0, 7)
  // A month that began 31 days earlier is over, whichever it is.
  if (!future && daysBetween(`${month}-01`, today) - 31 <= oldest) return
  yield {
    path: billPath,
    message: `the last month of ${quote(file)} is ${month}, which ${future ? 'is still to come' : `ended more than ${oldest} days ago`}`,
    help: 'name the export of the last quarter: at full the cost is shown anew each quarter',
    elsewhere: [{ file, range, label: 'its last month' }],
  }
}

/** At full, what the last month of the bill says against the cost that is modelled. */
function* billMismatch(context: Context, cost: Cost): Generator<Finding> {
  const { setting } = context
  const { bill } = context.facts
  if (!reaches(context.gate, 'full')) return
  yield* brokenFile(bill, billPath, 'mend the export: a month and an amount in each row')
  const last = bill?.state === 'found' ? bill.value.months.at(-1) : undefined
  if (bill?.state !== 'found' || last === undefined) return
  const { file } = bill
  const { currency, unclear } = bill.value
  yield* billAge(context, file, last)
  const inputs = costModel(context)
  const unit = context.pilot.use_case?.unit
  if (inputs === undefined || unit === undefined || unclear !== undefined) return
  const units = billedUnits(last, unit)
  if (units === 0 || (currency ?? inputs.currency) !== inputs.currency) return
  const billed = decimal(last.amount).div(units)
  const { metered } = unitCost(inputs, inputs.volume)
  const slack = metered.times(setting('bill_tolerance') / 100)
  if (billed.lte(metered.plus(slack))) return
  const money = (amount: Decimal) => printMoney(amount, inputs.currency)
  const elsewhere = [{ file, range: last.range, label: `${last.month} on the bill` }]
  const cents = billed.div(100)
  // Whole amounts would be what is modelled if they were cents.
  if (currency === undefined && Number.isInteger(last.amount) && cents.minus(metered).abs().lte(slack))
    yield {
      path: billPath,
      message: `nobody can tell whether ${quote(file)} is in cents: ${withArticle(unit)} cost ${money(billed)} in ${last.month} by it, or ${money(cents)}`,
      help: `name the column for its currency, as in amount_${inputs.currency.toLowerCase()}, and write whole units of it`,
      elsewhere,
      severity: 'info',
    }
  else
    yield {
      path: billPath,
      message: `${withArticle(unit)} cost ${money(billed)} in ${last.month} by ${quote(file)}, and ${money(metered)} by the cost section of the file`,
      help: 'bring usage, price and per_unit up to date with what is charged, and see what that makes of the margin',
      related: meteredPlaces(cost),
      working: [`billed = ${last.amount} / ${units} = ${money(billed)}`, meteredWorking(inputs)],
      elsewhere,
    }
}

const kinds = ['input', 'cached_input', 'output'] as const

function* tableMismatch(
  { pilot, facts: { prices } }: Context,
  price: NonNullable<Cost['price']>,
): Generator<Finding> {
  const path = ['cost', 'price']
  const mend = 'mend the table: a map of models, each with its input_cost_per_token'
  yield* brokenFile(prices, [...path, 'table'], mend)
  if (prices?.state !== 'found') return
  const { file, value: table } = prices
  const found = entryOf(table, pilot.model, price)
  const id = price.model ?? pilot.model?.id
  if (found === undefined) {
    if (id !== undefined)
      yield {
        path: [...path, 'table'],
        message: `${quote(file)} has no price of ${quote(id)}`,
        help: 'add the model to the table, or name the table that holds it',
        related: [{ path: ['model', 'id'], label: 'the model' }],
      }
    return
  }
  const { name, entry } = found
  if (uncomparable(entry, price) !== undefined) return
  for (const kind of kinds) {
    const [declared, listed] = [price[kind], entry[kind]]
    if (declared === undefined || listed === undefined) continue
    // Prices in two currencies are two prices.
    if ((entry.currency ?? declared.unit) !== declared.unit) continue
    const perMillion = decimal(listed.perToken).times(1_000_000)
    if (decimal(declared.value).minus(perMillion).abs().lte(perMillion.times(rounding))) continue
    const right = printDeclared({ ...declared, value: Number(perMillion.round(9).toFixed()) })
    yield {
      path: [...path, kind],
      message: `${kind.replace('_', ' ')} costs ${printDeclared(declared)} here and ${right} in ${quote(file)}`,
      write: right,
      help: 'or bring the table up to date',
      elsewhere: [
        {
          file,
          range: table.locate([name, listed.key]),
          label: `${perMillion.toFixed()} for a million tokens`,
        },
      ],
    }
  }
}

function* listPriceFlaw({ plan: { listPrice }, today, pilot, setting }: Context): Generator<Finding> {
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

function* priceAge(context: Context, price: NonNullable<Cost['price']>): Generator<Finding> {
  const path = ['cost', 'price', 'as_of']
  const { today: write, faults, setting } = context
  const help = 'after a look at the price list'
  if (price.as_of === undefined) {
    const priced = price.input ?? price.output ?? price.model
    if (priced !== undefined && unread(faults, path) === undefined)
      yield {
        path,
        message: 'nothing says when the prices were looked up',
        write,
        help,
        // A list has a price for a day: without one there is none.
        ...(price.input === undefined && price.output === undefined && { severity: 'error' }),
      }
    return
  }
  const days = daysBetween(price.as_of, write)
  const oldest = setting('oldest_price')
  // A price may be agreed for the next quarter; one for years ahead would never be looked up again.
  if (days < -oldest)
    yield { path, message: `the prices are of ${price.as_of}, ${-days} days from now`, write, help }
  if (days <= oldest) return
  yield {
    path,
    message: `the prices are of ${price.as_of}, ${days} days ago`,
    write,
    help: `${help}; a price holds for ${oldest} days, here until ${addDays(price.as_of, oldest)}`,
  }
}

export const priceMismatch: Rule = {
  id: 'cost/price-mismatch',
  severity: 'warning',
  from: 'limited',
  summary:
    'The prices are those of the table in the repository, looked up in the last 90 days; at full, those of the bill',
  why: "Prices of models move by the quarter, down and up. A margin that is computed from last year's price is a margin of last year.",
  details: `Asked for where \`cost.price\` says what tokens cost. \`as_of\` is the day on which somebody looked, or from which a price is agreed; more than 90 days ahead is told as well.

Where \`table\` names a price table in the repository, in the form that LiteLLM keeps, \`input\`, \`cached_input\` and \`output\` are compared with the entry of \`model.id\`, with or without its provider. A table may say its \`currency\`; prices in another one are not compared, and leave the table unverified. So does a table that counts in cents, or that names no currency and states each price a hundred times over.

A \`model\` may stand in place of prices: \`price: {model: gpt-4o, provider: openai, as_of: 2026-11-02}\`. It is priced from a list that is built in, nothing goes online, and a price that you declare always wins. A model or provider that the list does not know is an error, and so is a file in another currency than USD without a \`rate\`. A list that is as old as no price may be is told, too.

At \`full\`, where \`cost.bill\` is a CSV or JSON with a month, an amount and a count of \`use_case.unit\` in each row, the last month is compared with the modelled cost of model, \`per_unit\` and fees. A bill in another form is unverified, and so is one without a count of units, whose column has the name of the unit, in another currency or in cents: nobody can say by it what a unit cost, and cost is then declared and not proven. Whole amounts in a column that names no currency, which would be right if they were cents, are told as such: an info. A last month that ended more than a quarter ago, or is still to come, is told.`,
  proves: ['cost'],
  principles: ['cost-model', 'earns-its-keep'],
  fields: ['cost.price', 'cost.bill', 'model.id'],
  references: ['LiteLLM, model_prices_and_context_window.json', 'FinOps Foundation, Rate Optimization'],
  settings: {
    oldest_price: {
      value: priceHolds,
      meaning: 'The days after which a price is looked up again',
      source: 'a quarter, the rhythm in which the file is reviewed at full rollout',
    },
    oldest_bill: {
      value: 92,
      meaning: 'Days since the end of the last month on the bill after which, at full, another is asked for',
      source: 'a quarter, the rhythm in which the file is reviewed at full rollout',
    },
    bill_tolerance: {
      value: 20,
      meaning: 'Percent by which a billed unit may cost more than the modelled one',
      source:
        'FinOps Foundation, Forecasting: a variance of up to 20% is that of teams that begin to forecast',
    },
  },
  examples: {
    files: {
      'costs/prices.json':
        '{"small-2-20260801": {\n  "input_cost_per_token": 0.000001,\n  "output_cost_per_token": 0.000005\n}}\n',
    },
    ready: `model: {id: small-2-20260801}
cost:
  price: {input: 1.00 EUR/Mtok, output: 5.00 EUR/Mtok, as_of: 2026-11-02, table: costs/prices.json}`,
    notReady: `model: {id: small-2-20260801}
cost:
  price:
    input: 0.50 EUR/Mtok  # expect: cost/price-mismatch
    output: 5.00 EUR/Mtok
    as_of: 2026-03-02  # expect: cost/price-mismatch
    table: costs/prices.json`,
  },

  *check(context) {
    const cost = filledCost(context)
    if (cost === undefined) return
    if (cost.price !== undefined) {
      yield* tableMismatch(context, cost.price)
      yield* priceAge(context, cost.price)
      yield* listPriceFlaw(context)
    }
    yield* billMismatch(context, cost)
  },
}
