import { currencyUses, usualCurrency } from '../../finance/currencies.ts'
import { approvalsOf, undeclaredOf } from '../../finance/inputs.ts'
import { unitOf } from '../../model/lists.ts'
import { enumerate } from '../../values/text.ts'
import { dotted, type Path } from '../../yaml/path.ts'
import { type Cost, filledCost, inOneCurrency } from '../lib/money.ts'
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

const incomplete = (path: Path, keys: readonly string[]): string =>
  keys.length === 1
    ? `\`${dotted([...path, ...keys])}\` is missing`
    : `\`${dotted(path)}\` has no ${enumerate(keys, 'and no')}`

const tokens = [
  {
    name: 'usage',
    missing: '`cost.price` is set, but `cost.usage` is missing',
    help: (unit: string) =>
      `add \`usage: {calls: 2.4 per ${unit}, input: 3200 tokens, output: 220 tokens, retries: 4%}\`, or move a price per call to \`cost.per_unit\``,
  },
  {
    name: 'price',
    missing: '`cost.usage` counts tokens, but `cost.price` is missing',
    help: () =>
      'add `price: {input: 1.00 EUR/Mtok, output: 5.00 EUR/Mtok, as_of: 2026-11-02}`, or move a price per call to `cost.per_unit`',
  },
] as const

/** Retries have a finding of their own. */
function* judgeTokens(
  { plan: { listPrice }, pilot }: Context,
  cost: Cost,
  undeclared: readonly string[],
): Generator<Finding> {
  for (const { name, missing, help: helpFor } of tokens) {
    // A model that the price list does not know is for cost/price-mismatch.
    if (name === 'price' && listPrice?.ok === false) continue
    const help = helpFor(unitOf(pilot)?.one ?? 'conversation')
    const path = ['cost', name]
    const keys = lackingIn(name, undeclared).filter((key) => key !== 'retries')
    if (keys.length === 0) continue
    if (cost[name] === undefined) yield { path, message: missing, help, absent: true }
    else
      yield {
        path: keys.length === 1 ? [...path, ...keys] : path,
        message: incomplete(path, keys),
        help,
      }
  }
}

type Keys = { readonly [key: string]: string }

/** An example of the keys of each component, and when another value is right. */
const components = {
  fixed: { keys: { infrastructure: '900 EUR/month' } as Keys, note: '0 EUR/month if there is none' },
  maintenance: {
    keys: { effort: '24 h/month', wage: '65 EUR/h' } as Keys,
    note: 'effort: 0 h/month if a fee covers it',
  },
  oversight: {
    keys: { reviewed: '8%', effort: '1.5 min', wage: '24 EUR/h' } as Keys,
    note: 'reviewed: 0% if outputs are not reviewed',
  },
  errors: { keys: { rate: '1%', cost: '3.50 EUR' } as Keys, note: 'rate: 0% if there are no errors' },
} as const

type Component = keyof typeof components

function* judge(cost: Cost, name: Component, undeclared: readonly string[]): Generator<Finding> {
  const { keys: examples, note: help } = components[name]
  const path = ['cost', name]
  // A review share for early stages only lacks that of full.
  const keys = lackingIn(name, undeclared).map((key) =>
    key === 'reviewed' && cost.oversight?.reviewed ? [key, 'full'] : [key],
  )
  if (Object.keys(cost[name] ?? {}).length === 0) {
    const yaml = Object.entries(examples).map(([key, value]) => `${key}: ${value}`)
    const message = `\`cost.${name}\` is missing`
    yield { path, message, write: `{${yaml.join(', ')}}`, help, absent: true }
  } else if (keys.length > 0)
    yield {
      path: keys.length === 1 ? [...path, ...keys.flat()] : path,
      message: incomplete(
        path,
        keys.map((key) => key.join('.')),
      ),
      write: keys.map((key) => ({ path: [...path, ...key], yaml: examples[key[0] ?? ''] ?? '' })),
      help,
    }
}

function* judgeRetries({ usage }: Cost): Generator<Finding> {
  const path = ['cost', 'usage', 'retries']
  const retries = usage?.retries
  if (usage && retries?.value === undefined)
    yield {
      path,
      message: '`cost.usage.retries` is missing',
      write: '4%',
      help: 'as measured; if calls are never retried, retries: {value: 0%, why: one attempt then the template reply}',
      absent: true,
    }
  else if (retries?.value?.value === 0 && retries.why === undefined)
    yield {
      path: [...path, 'why'],
      message: '`cost.usage.retries` is 0%, but `why` is missing',
      write: 'one attempt then the template reply',
      help: '',
    }
}

export const componentMissing: Rule = {
  id: 'cost/component-missing',
  severity: 'error',
  from: 'limited',
  summary: 'The cost section covers every component: tokens, fixed cost, maintenance, oversight and errors',
  why: 'The API price is often a twentieth of the unit cost. Review, on-call hours and wrong answers cost money as well, and a budget without them is exceeded.',
  details: `Each component must have an amount: \`effort\` and \`wage\`, \`rate\` and \`cost\`, and a \`reviewed\` share that covers full rollout. Zero is accepted: \`effort: 0 h/month\`, \`reviewed: 0%\` and \`rate: 0%\` need no further numbers.

\`usage\` and \`price\` are both complete or both absent; a ranking model or a product with a fee per resolution has no tokens.

All amounts use one currency, or one that has a rate in \`cost.rates\`. If \`cost.include\` names a file that cannot be read, nothing is reported.`,
  principles: ['whole-cost', 'cost-model'],
  fields: fields`cost.{usage,price,fixed,maintenance,oversight,errors} cost.oversight.{reviewed,effort,wage}`,
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
    const { pilot, plan } = context
    const listed = plan.listPrice?.ok === true
    const { prices } = context.facts
    // A table that is missing or broken is for other rules.
    const isLost = prices?.state === 'absent' || prices?.state === 'malformed'
    const undeclared = undeclaredOf(cost, approvalsOf(pilot, cost).length > 0, listed || isLost)
    yield* judgeRetries(cost)
    yield* inOneCurrency(cost, judgeTokens(context, cost, undeclared))
    for (const component of Object.keys(components) as Component[])
      yield* inOneCurrency(cost, judge(cost, component, undeclared))
    yield* mixedCurrency(cost)
  },
}
