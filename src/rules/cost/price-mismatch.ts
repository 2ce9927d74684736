import { billedUnits, fixedOf, isMetered, lastWhole } from '../../evidence/bill/bill.ts'
import type { Bill, BilledMonth } from '../../evidence/bill/bill-rows.ts'
import { comparisonsOf, entryOf, rounding, uncomparable } from '../../evidence/prices/prices.ts'
import { type Decimal, decimal, most, printDeclared, printMoney, printNumber } from '../../finance/amounts.ts'
import { currenciesOf } from '../../finance/currencies.ts'
import type { Inputs } from '../../finance/inputs.ts'
import { priceHolds, priceList } from '../../finance/price-list.ts'
import { stepsAt, unitCost } from '../../finance/unit-cost.ts'
import { unitOf } from '../../model/lists.ts'
import { seatsOf } from '../../model/metered.ts'
import type { Cost } from '../../model/pilot.ts'
import type { Priced } from '../../model/plan.ts'
import { reaches } from '../../model/stage.ts'
import { addDays, daysBetween } from '../../values/index.ts'
import { enumerate, quote, withArticle } from '../../values/text.ts'
import { dotted, type Path } from '../../yaml/path.ts'
import { missing, unread } from '../lib/absent.ts'
import { costModel, filledCost, meteredPlaces, meteredWorking } from '../lib/money.ts'
import type { Context, Finding, Rule } from '../lib/rule.ts'

function* billAge(
  { today, setting }: Context,
  path: Path,
  file: string,
  { month, range }: BilledMonth,
): Generator<Finding> {
  const oldest = setting('oldest_bill')
  if (daysBetween(`${month}-01`, today) - 31 <= oldest) return
  yield {
    path,
    message: `the last complete month of ${quote(file)} is ${month}, more than ${oldest} days ago`,
    help: `set \`${dotted(path)}\` to the export of the last quarter; at full the cost is reviewed every quarter`,
    cause: 'time',
    elsewhere: [{ file, range, label: 'the last complete month' }],
    severity: 'error',
  }
}

/** A month that still runs is no month of bill. */
function* noWholeMonth({ now }: Context, path: Path, file: string, { months: [first] }: Bill): Generator<Finding> {
  if (first === undefined || first.month !== now.slice(0, 7)) return
  yield {
    path,
    message: `${quote(file)} starts with ${first.month}, which is not complete`,
    help: `set \`${dotted(path)}\` to an export with the last complete month`,
    elsewhere: [{ file, range: first.range, label: 'the first month' }],
    severity: 'error',
  }
}

/** A bill of less than this part of what is computed is no bill of it: plans are cautious, but not by a factor of ten. */
const least = 0.1

/** A month of fixed cost, against what was charged. */
function* allocationMismatch(context: Context, file: string, last: BilledMonth): Generator<Finding> {
  const { pilot, setting } = context
  const known = fixedOf(pilot)
  const [currency] = currenciesOf(pilot.cost ?? {})
  const inputs = pilot.cost?.capacity ? costModel(context) : undefined
  if (currency === undefined || (pilot.cost?.capacity ? inputs : known) === undefined) return
  const bought = inputs ? stepsAt(inputs, inputs.volume) : []
  const fixed = bought.reduce((sum, { amount }) => sum + amount.toNumber(), known ?? 0)
  if (last.amount <= fixed * (1 + setting('bill_tolerance') / 100) && last.amount >= fixed * least) return
  const money = (amount: number) => printMoney(decimal(amount), currency)
  const parts = (['fixed', 'seats', 'capacity'] as const).filter(
    (key) => pilot.cost?.[key] !== undefined && (key !== 'seats' || seatsOf(pilot).some(({ count }) => count)),
  )
  const said = (prefix: string) => enumerate(parts.map((key) => `\`${prefix}${key}\``))
  yield {
    path: ['cost', parts[0] ?? 'fixed'],
    message: `${quote(file)} allocates ${money(last.amount)} in ${last.month}, but ${said('cost.')} ${parts.length > 1 ? 'are' : 'is'} ${money(fixed)} a month`,
    help: `update ${said('')} to what is allocated, and check the margin`,
    elsewhere: [{ file, range: last.range, label: `the allocation of ${last.month}` }],
    ...(last.amount < fixed && { severity: 'error' as const }),
  }
}

/** The units of whole months at full, against the plan. */
function* unitMismatch({ pilot, today }: Context, inputs: Inputs, file: string, bill: Bill): Generator<Finding> {
  const unit = unitOf(pilot)
  const start = pilot.rollout?.full?.start ?? ''
  const whole = bill.months.findLast(({ month }) => month < today.slice(0, 7) && `${month}-01` >= start)
  const units = unit && whole && billedUnits(whole, unit)
  if (unit === undefined || whole === undefined || !units) return
  const factor = decimal(units).div(inputs.volume)
  if (factor.gte(0.5) && factor.lte(2)) return
  yield {
    path: ['cost', 'volume', 'full'],
    message: `${quote(file)} counts ${units} ${unit.many} in ${whole.month}, but the plan is ${printNumber(inputs.volume, 0)}/month`,
    help: 'set `full` to the volume that is served, and check the margin',
    related: [{ path: ['rollout', 'full', 'traffic'], label: 'the traffic of full' }],
    elsewhere: [{ file, range: whole.range, label: `the bill of ${whole.month}` }],
    severity: 'error',
  }
}

function* billMismatch(context: Context, cost: Cost): Generator<Finding> {
  const { setting, pilot } = context
  const { bill } = context.facts
  const billPath = ['cost', isMetered(pilot) ? 'bill' : 'allocation']
  if (!reaches(context.gate, 'full')) return
  const last = bill?.state === 'found' ? lastWhole(bill.value.months, context.now) : undefined
  if (bill?.state !== 'found' || last === undefined) return
  const { file } = bill
  const { currency, unclear } = bill.value
  yield* billAge(context, billPath, file, last)
  yield* noWholeMonth(context, billPath, file, bill.value)
  if (!isMetered(pilot)) return yield* allocationMismatch(context, file, last)
  const inputs = costModel(context)
  const unit = unitOf(pilot)
  if (inputs === undefined) return
  yield* unitMismatch(context, inputs, file, bill.value)
  if (unit === undefined || unclear !== undefined) return
  const units = billedUnits(last, unit)
  if (units === 0 || (currency ?? inputs.currency) !== inputs.currency) return
  const billed = decimal(last.amount).div(units)
  const used = unitCost(inputs, inputs.volume).metered
  // A bill of few units is that of the minimum.
  const metered = most(used, inputs.minimum.div(units))
  const slack = metered.times(setting('bill_tolerance') / 100)
  if (billed.lte(metered.plus(slack)) && billed.gte(metered.times(least))) return
  const money = (amount: Decimal) => printMoney(amount, inputs.currency)
  const elsewhere = [{ file, range: last.range, label: `the bill of ${last.month}` }]
  const cents = billed.div(100)
  // Whole amounts that match the model if they are cents.
  if (currency === undefined && Number.isInteger(last.amount) && cents.minus(metered).abs().lte(slack))
    yield {
      path: billPath,
      message: `${quote(file)} may be in cents: in ${last.month} ${withArticle(unit.one)} cost either ${money(billed)} or ${money(cents)}`,
      help: `name the column after its currency, for example \`amount_${inputs.currency.toLowerCase()}\`, and write amounts in whole ${inputs.currency}`,
      elsewhere,
      severity: 'info',
    }
  else
    yield {
      path: billPath,
      message: `${withArticle(unit.one)} cost ${money(billed)} in ${last.month} in ${quote(file)}, but \`cost\` computes ${money(metered)}`,
      help: billed.lt(metered)
        ? `set \`${dotted(billPath)}\` to a bill of all that is metered, without credits, or update \`usage\`, \`price\` and \`per_unit\``
        : 'update `usage`, `price` and `per_unit` to what is billed, and check the margin',
      related: meteredPlaces(cost),
      working: [`billed = ${last.amount} / ${units} = ${money(billed)}`, meteredWorking(inputs)],
      elsewhere,
      severity: 'error',
    }
}

function* tableMismatch({ facts: { prices } }: Context, priced: Priced): Generator<Finding> {
  const found = prices?.state === 'found' ? entryOf(prices.value, priced) : undefined
  if (prices?.state !== 'found' || found === undefined) return
  const { file, value: table } = prices
  const { name, entry } = found
  if (uncomparable(entry, priced) !== undefined) return
  for (const { path, declared, listed } of comparisonsOf(priced, entry)) {
    if (listed === undefined || (entry.currency ?? declared.unit) !== declared.unit) continue
    const perMillion = decimal(listed.perToken).times(1_000_000)
    const slack = perMillion.times(rounding)
    const [least, most] = [declared.range?.[0] ?? declared.value, declared.value]
    // A range may expect more than the list price, and not less.
    if (perMillion.gte(decimal(least).minus(slack)) && perMillion.lte(decimal(most).plus(slack))) continue
    const { range: _, ...one } = declared
    const right = printDeclared({ ...one, value: Number(perMillion.round(9).toFixed()) })
    yield {
      path,
      message: `\`${dotted(path)}\` is ${printDeclared(declared)}, but ${quote(file)} lists ${right}`,
      write: right,
      help: 'or update the table',
      elsewhere: [
        {
          file,
          range: table.locate([name, listed.key]),
          label: `${perMillion.toFixed()} per million tokens`,
        },
      ],
      severity: 'error',
    }
  }
}

function* listPriceFlaw({ today, setting }: Context, { listPrice, price, pricePath }: Priced): Generator<Finding> {
  const path = [...pricePath, 'model']
  if (listPrice === undefined || price?.as_of === undefined) return
  if (!listPrice.ok) {
    yield { path, message: listPrice.why, help: listPrice.help, severity: 'error' }
    return
  }
  const age = daysBetween(priceList.date, today)
  if (age > setting('oldest_price'))
    yield {
      path,
      message: `the built-in price list is from ${priceList.date}, ${age} days ago`,
      help: 'write the prices that you are billed, or update pilotlint',
      cause: 'time',
    }
}

function* priceAge(context: Context, { price, pricePath }: Priced): Generator<Finding> {
  const path = [...pricePath, 'as_of']
  const { today: write, now, faults, setting } = context
  const help = 'after checking the price list'
  if (price?.as_of === undefined) {
    const priced = price?.input ?? price?.output ?? price?.model
    if (price !== undefined && priced !== undefined && unread(faults, path) === undefined)
      yield {
        ...missing(path, write, help),
        // Without a day, the built-in list gives no price.
        ...(price.input === undefined && price.output === undefined && { severity: 'error' }),
      }
    return
  }
  const days = daysBetween(price.as_of, write)
  const oldest = setting('oldest_price')
  // A price may be agreed for the next quarter, but not for years ahead.
  const ahead = daysBetween(write > now ? write : now, price.as_of)
  if (ahead > oldest)
    yield { path, message: `\`${dotted(path)}\` is ${price.as_of}, ${ahead} days from now`, write, help }
  if (days <= oldest) return
  yield {
    path,
    message: `\`${dotted(path)}\` is ${price.as_of}, ${days} days ago`,
    cause: 'time',
    write,
    help: `${help}; prices expire after ${oldest} days, these on ${addDays(price.as_of, oldest)}`,
  }
}

export const priceMismatch: Rule = {
  id: 'cost/price-mismatch',
  severity: 'warning',
  from: 'limited',
  summary: 'Token prices are recent and match the price table and, at full, the bill',
  why: 'Model prices change every quarter, and a margin that is computed from an old price is wrong.',
  details: `Judged if \`cost.price\` is set. \`as_of\` is the day on which the prices were checked, or from which they are agreed; it may be at most 90 days old, or 90 days ahead.

If \`table\` names a price table in LiteLLM's format, the prices of each model, those of longer calls in \`tiers\` included, are compared with its entry, under its provider and its id, or its id alone unless \`litellm_provider\` is another vendor; the prices of others count if they all agree, and are unverified if they differ. A model or a \`batch\` discount that is not in the table is unverified. A table may state its \`currency\`; a table in another currency or in cents, or one without a currency whose prices are all a hundred times higher, is not compared and is unverified.

\`model\` may replace the prices: \`price: {model: gpt-4o, provider: openai, as_of: 2026-11-02}\` uses the built-in price list, without network access; declared prices take precedence. A model or provider that is not on the list, and a file in another currency than USD without a \`rate\`, are errors. A list older than the limit is reported.

A price or a bill that differs is an error, an old one a warning. At \`full\`, if \`cost.bill\` is a CSV or JSON file with a month, an amount and a count of \`use_case.unit\` (a column of that name) in each row, its last complete month is compared with the modelled cost of model, \`per_unit\` and fees: more than 20% above it is an error, and so is less than a tenth. A bill in another form, without a count of units, in another currency or in cents is unverified. Whole amounts that match only if they are cents, in a column without a currency, are reported as info. A last complete month that ended more than a quarter ago is reported, and so is a bill of the current month alone. The units of the last complete month at full must be within a factor of 2 of the plan.

If nothing is charged by use (no \`usage\`, \`price\`, \`per_unit\` or \`per_success\`), there is no bill; \`cost.allocation\` is read instead and compared with \`cost.fixed\`, \`cost.seats\` and \`cost.capacity\` at full volume. One that repeats \`cost.fixed\` to the cent is unverified.`,
  principles: ['cost-model', 'earns-its-keep'],
  fields: ['cost.price', 'cost.bill', 'cost.allocation', 'model.id'],
  references: ['LiteLLM, model_prices_and_context_window.json', 'FinOps Foundation, Rate Optimization'],
  settings: {
    oldest_price: {
      value: priceHolds,
      weaker: 'more',
      meaning: 'Days after which prices must be checked again',
      source: 'a quarter, the review cycle at full rollout',
    },
    oldest_bill: {
      value: 92,
      weaker: 'more',
      meaning: 'Days since the end of the last month on the bill after which a newer bill is required, at full',
      source: 'a quarter, the review cycle at full rollout',
    },
    bill_tolerance: {
      value: 20,
      weaker: 'more',
      meaning: 'Percent by which the billed unit cost may exceed the modelled one',
      source: 'FinOps Foundation, Forecasting: up to 20% variance at the "crawl" maturity',
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
    // Of several models with one price, it is judged once.
    const metered = new Map(context.plan.metered.map((one) => [dotted(one.pricePath), one]))
    for (const one of metered.values()) {
      yield* tableMismatch(context, one)
      yield* priceAge(context, one)
      yield* listPriceFlaw(context, one)
    }
    yield* billMismatch(context, cost)
  },
}
