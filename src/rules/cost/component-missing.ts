import { isMetered } from '../../evidence/bill/bill.ts'
import { entryOf } from '../../evidence/prices/prices.ts'
import { currencyUses, usualCurrency } from '../../finance/currencies.ts'
import { isAtPeak, lackingOf, undeclaredOf } from '../../finance/undeclared.ts'
import { modelName, present, readable, unitOf } from '../../model/lists.ts'
import { type Metered, seatsOf } from '../../model/metered.ts'
import type { Cost } from '../../model/pilot.ts'
import type { Priced } from '../../model/plan.ts'
import { printQuantity } from '../../values/index.ts'
import { enumerate, quote } from '../../values/text.ts'
import { dotted, type Path } from '../../yaml/path.ts'
import { missing } from '../lib/absent.ts'
import { isVendors } from '../lib/models.ts'
import { filledCost } from '../lib/money.ts'
import { type Context, type Finding, fields, type Rule } from '../lib/rule.ts'

function* mixedCurrency(cost: Cost): Generator<Finding> {
  const uses = currencyUses(cost)
  const usual = usualCurrency(uses)
  const [other, ...others] = uses.filter(({ currency }) => currency !== usual)
  const first = uses.find(({ currency }) => currency === usual)
  if (other === undefined || first === undefined) return
  yield {
    path: other.path,
    message: `\`${dotted(other.path)}\` is in ${other.currency}, but \`${dotted(first.path)}\` is in ${first.currency}`,
    help: `write the amount in ${first.currency}, or add its rate to \`cost\`: \`rates: {${other.currency}: <amount> ${first.currency}}\``,
    related: [
      { path: first.path, label: `in ${first.currency}` },
      ...others.slice(0, 5).map(({ path, currency }) => ({ path, label: `in ${currency}` })),
    ],
  }
}

const lackingIn = (name: string, undeclared: readonly string[]): string[] =>
  undeclared.flatMap((key) => (key.startsWith(`cost.${name}.`) ? [key.slice(`cost.${name}.`.length)] : []))

/** The place and the message where keys of a mapping are missing; the place is the key itself if there is only one. */
const incomplete = (path: Path, keys: readonly string[]): Pick<Finding, 'path' | 'message'> => {
  const [key = '', ...others] = keys
  if (others.length > 0) return { path, message: `\`${dotted(path)}\` has no ${enumerate(keys, 'and no')}` }
  const at = [...path, ...key.split('.')]
  return { path: at, message: `\`${dotted(at)}\` is missing` }
}

/** What a proposal asks of each key of the tokens: the team knows it, pilotlint does not. */
const asked = (unit: string): Keys => ({
  calls: `<calls per ${unit}>`,
  input: '<tokens>',
  output: '<tokens>',
  retries: '<share of calls>',
})

const amounts: Keys = { input: '<amount per Mtok>', output: '<amount per Mtok>', as_of: '<day of the price list>' }

const flow = (keys: Keys): string =>
  `{${Object.entries(keys)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ')}}`

/** Absent or incomplete; retries have a finding of their own. */
function* judgeKeys(path: Path, isAbsent: boolean, keys: readonly string[], all: Keys, message: string) {
  if (keys.length === 0) return
  const help = 'or move a price per call to `cost.per_unit`'
  if (isAbsent) yield { path, message, write: flow(all), help, absent: true as const }
  else
    yield {
      ...incomplete(path, keys),
      write: keys.map((key) => ({ path: [...path, key], yaml: all[key] ?? '' })),
      help,
    }
}

/** The entry of a table that has the price of a model, but not its currency. */
const bareIn = (table: Context['facts']['prices'], one: Metered) => {
  const found = table?.state === 'found' ? entryOf(table.value, one) : undefined
  return table && found?.entry && found.entry.currency === undefined && !found.entry.unclear
    ? { name: found.name, file: table.file }
    : undefined
}

function* judgeTokens({ pilot, plan, facts: { prices: table } }: Context): Generator<Finding> {
  // A table that is missing or broken is for other rules.
  const isPriceLost = table?.state === 'absent' || table?.state === 'malformed'
  const priced = new Set<string>()
  for (const one of plan.metered) {
    const { path, pricePath, usage, price, listPrice } = one
    const lacking = lackingOf(one)
    yield* judgeKeys(
      path,
      usage === undefined,
      lacking.usage.filter((key) => key !== 'retries'),
      asked(unitOf(pilot)?.one ?? 'unit'),
      '`cost.price` is set, but `cost.usage` is missing',
    )
    yield* judgeRetries(one)
    // A model that the price list does not know is for cost/price-mismatch, and so is a price that several share.
    if (isPriceLost || listPrice?.ok === false || priced.has(dotted(pricePath))) continue
    priced.add(dotted(pricePath))
    const bare = lacking.price.includes('input') ? bareIn(table, one) : undefined
    if (bare !== undefined) {
      const currency = usualCurrency(currencyUses(pilot.cost ?? {})) ?? 'USD'
      yield {
        path: [...pricePath, 'table'],
        message: `the price of ${quote(bare.name)} in ${quote(bare.file)} has no currency`,
        help: `add the key \`currency\` to the file, as in \`currency: ${currency}\``,
      }
      continue
    }
    const isUnpriced = Object.keys(price ?? {}).every((key) => key === 'as_of')
    yield* judgeKeys(
      pricePath,
      isUnpriced,
      lacking.price,
      amounts,
      `\`${dotted(path)}\` counts tokens, but \`${dotted(pricePath)}\` is missing`,
    )
  }
}

/** What is bought in steps or for each person, and cannot be counted. */
function* judgeBought({ pilot, faults }: Context, { capacity, volume }: Cost): Generator<Finding> {
  for (const { item, at } of present(capacity)) {
    const path = ['cost', 'capacity', at]
    const keys = [...(item.price ? [] : ['price']), ...(item.per && item.per.value > 0 ? [] : ['per'])]
    if (keys.length > 0)
      yield {
        ...incomplete(path, keys),
        help: 'add the price of one and the units it serves',
      }
    else if (isAtPeak(item) && volume?.peak_rate === undefined)
      yield {
        path: ['cost', 'volume', 'peak_rate'],
        message: `\`${dotted([...path, 'per'])}\` is ${item.per && printQuantity(item.per)}, but \`cost.volume.peak_rate\` is missing`,
        write: '<units per minute>',
        help: 'the peak decides how many are needed',
        absent: true,
      }
  }
  if (faults.some(({ path }) => path[0] === 'people')) return
  for (const { at, price, for: role, count } of seatsOf(pilot)) {
    const path = ['cost', 'seats', at]
    if (price === undefined || role === undefined) {
      const keys = [...(price ? [] : ['price']), ...(role === undefined ? ['for'] : [])]
      yield {
        ...incomplete(path, keys),
        help: 'add the price of one and the role in `people`',
      }
    } else if (count === undefined)
      yield {
        path: [...path, 'for'],
        message: `\`${dotted([...path, 'for'])}\` is ${quote(role)}, but \`people\` has no count of that role`,
        help: 'name a role in `people` that has a `count`',
        related: [{ path: ['people'], label: 'the people' }],
      }
  }
}

/** A list of models that leaves out the one of the pilot. */
function* leftOut({ pilot, plan: { metered } }: Context, cost: Cost): Generator<Finding> {
  const id = pilot.model?.id
  if (!Array.isArray(cost.usage) || cost.usage.length === 0 || id === undefined) return
  if (metered.some(({ model }) => model !== undefined && modelName(model) === modelName(id))) return
  yield {
    path: ['cost', 'usage'],
    message: `\`cost.usage\` has no entry for ${quote(id)}, the model of the pilot`,
    help: 'add an entry for it',
    related: [{ path: ['model', 'id'], label: 'the model' }],
  }
}

type Keys = { readonly [key: string]: string }

/** An example of the keys of each component, and when another value is right. */
const components = {
  fixed: { keys: { infrastructure: '<amount per month>' } as Keys, note: 'an amount of 0 if there is none' },
  maintenance: {
    keys: { effort: '<hours per month>', wage: '<amount per hour>' } as Keys,
    note: 'effort: 0 h/month if a fee covers it',
  },
  oversight: {
    keys: { reviewed: '<share reviewed>', effort: '<time per review>', wage: '<amount per hour>' } as Keys,
    note: 'reviewed: 0% if outputs are not reviewed',
  },
  errors: {
    keys: { rate: '<share of errors>', cost: '<cost of one error>' } as Keys,
    note: 'rate: 0% if there are no errors',
  },
} as const

type Component = keyof typeof components

function* judge(cost: Cost, name: Component, undeclared: readonly string[]): Generator<Finding> {
  const { keys: examples, note: help } = components[name]
  const path = ['cost', name]
  // A review share for early stages only lacks that of full.
  const keys = lackingIn(name, undeclared).map((key) =>
    key === 'reviewed' && cost.oversight?.reviewed ? 'reviewed.full' : key,
  )
  if (Object.keys(cost[name] ?? {}).length === 0) yield { ...missing(path, flow(examples), help), absent: true }
  else if (keys.length > 0)
    yield {
      ...incomplete(path, keys),
      write: keys.map((key) => ({
        path: [...path, ...key.split('.')],
        yaml: examples[key.replace('.full', '')] ?? '',
      })),
      help,
    }
}

function* judgeRetries({ usage, path: at }: Priced): Generator<Finding> {
  const path = [...at, 'retries']
  const retries = usage?.retries
  const help = 'as measured; if calls are never retried, retries: {value: 0%, why: <why>}'
  if (usage && retries?.value === undefined) yield { ...missing(path, '<share of calls>', help), absent: true }
  else if (retries?.value?.value === 0 && retries.why === undefined)
    yield {
      path: [...path, 'why'],
      message: `\`${dotted(path)}\` is 0%, but \`why\` is missing`,
      write: '<why calls are never retried>',
      help: '',
    }
}

/** A model that is sold, and nothing in the section pays for it. */
function* unpaid(context: Context, cost: Cost): Generator<Finding> {
  const { pilot } = context
  const isBought = readable(cost.capacity).length > 0 || readable(cost.seats).length > 0
  if (isVendors(context) && !isMetered(pilot) && !isBought)
    yield {
      path: ['cost', 'usage'],
      message: `${quote(pilot.model?.id ?? pilot.model?.provider ?? '')} is sold by its provider, but \`cost\` has no usage, price, fee or capacity`,
      help: 'add `usage` and `price`, a price to `per_unit`, or model.digest for a model of your own',
      related: [{ path: ['model'], label: 'the model' }],
      absent: true,
    }
  // What is sold as a resolution has tokens that cost nothing.
  if (isBought || !isVendors(context) || cost.per_unit !== undefined || cost.per_success !== undefined) return
  for (const { model, pricePath, prices } of context.plan.metered) {
    const [input, output] = [prices.input?.value, prices.output?.value]
    if (model === pilot.model?.id && input?.value === 0 && output?.value === 0)
      yield {
        path: pricePath,
        message: `${quote(model ?? pilot.model?.provider ?? '')} is sold by its provider, but its tokens cost ${printQuantity(input)}`,
        help: 'set the prices to those of its price list',
        related: [{ path: ['model'], label: 'the model' }],
      }
  }
}

export const componentMissing: Rule = {
  id: 'cost/component-missing',
  severity: 'error',
  from: 'limited',
  summary: 'The cost section covers every component: tokens, fixed cost, maintenance, oversight and errors',
  why: 'The API price is often a twentieth of the unit cost. Review, on-call hours and wrong answers cost money as well, and a budget without them is exceeded.',
  details: `Each component must have an amount: \`effort\` and \`wage\`, \`rate\` and \`cost\`, and a \`reviewed\` share that covers full rollout. Zero is accepted: \`effort: 0 h/month\`, \`reviewed: 0%\` and \`rate: 0%\` need no further numbers.

\`usage\` and \`price\` are both complete or both absent; a ranking model or a product with a fee per resolution has no tokens. Where a unit needs several models, \`usage\` is a list with an entry for each, that of \`model.id\` among them; another model has its own \`price\`, or its entry in \`cost.price.table\`.

All amounts use one currency, or one that has a rate in \`cost.rates\`. If \`cost.include\` names a file that cannot be read, nothing is reported.

A model that a provider sells, by \`model\` or by its eval run, needs \`usage\` and \`price\`, a fee, \`capacity\` or \`seats\`, and prices that are not all zero. Implausible amounts are reported by \`cost/implausible\`.`,
  principles: ['whole-cost', 'cost-model'],
  fields: fields`cost.{usage,price,fixed,maintenance,oversight,errors} cost.oversight.{reviewed,effort,wage} cost.errors.{rate,cost}`,
  references: ['FinOps Foundation, Measuring Unit Costs', 'NIST AI RMF MANAGE 2.1'],
  examples: {
    ready: `cost:
  per_unit: {scoring: 0.0004 EUR}
  fixed: {feature_store: 1200 EUR/month}
  maintenance: {effort: 30 h/month, wage: 70 EUR/h}
  oversight: {reviewed: 2%, effort: 4 min, wage: 31 EUR/h}
  errors: {rate: 0.5%, cost: 18.00 EUR}`,
    notReady: `cost:  # expect: cost/component-missing
  usage: {calls: 1 per invoice, input: 2100 tokens, output: 180 tokens, retries: 3%}
  price: {input: 1.00 EUR/Mtok, output: 5.00 EUR/Mtok, as_of: 2026-11-02}
  fixed: {infrastructure: 300 EUR/month}
  maintenance: {effort: 10 h/month, wage: 70 EUR/h}
  oversight: {reviewed: 10%, effort: 2 min, wage: 28 EUR/h}`,
  },

  *check(context) {
    const cost = filledCost(context)
    if (cost === undefined) return
    const { plan } = context
    const undeclared = undeclaredOf(plan, cost)
    yield* judgeTokens(context)
    yield* leftOut(context, cost)
    yield* judgeBought(context, cost)
    for (const path of plan.unfit)
      yield {
        path,
        message: `cannot fit a distribution to the range of \`${dotted(path)}\``,
        help: 'write one value, or another range; at most 30 are fitted',
      }
    for (const component of Object.keys(components) as Component[]) yield* judge(cost, component, undeclared)
    yield* mixedCurrency(cost)
    yield* unpaid(context, cost)
  },
}
