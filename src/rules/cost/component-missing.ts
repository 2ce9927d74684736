import { currencyUses, usualCurrency } from '../../finance/currencies.ts'
import { approvalsOf, undeclaredOf } from '../../finance/inputs.ts'
import { enumerate } from '../../values/text.ts'
import { dotted } from '../../yaml/path.ts'
import { type Cost, filledCost, inOneCurrency } from '../lib/money.ts'
import { type Context, type Finding, fields, type Rule } from '../lib/rule.ts'

/** Amounts in two currencies have no sum, and what has no sum is judged by no other rule. */
function* mixedCurrency(cost: Cost): Generator<Finding> {
  const uses = currencyUses(cost)
  const usual = usualCurrency(uses)
  const [other, ...others] = uses.filter(({ currency }) => currency !== usual)
  const first = uses.find(({ currency }) => currency === usual)
  if (other === undefined || first === undefined) return
  yield {
    path: other.path,
    message: `${dotted(other.path)} is in ${other.currency} and ${dotted(first.path)} in ${first.currency}: nobody can add them up`,
    help:
      other.path[1] === 'price'
        ? `rate: 0.92 ${first.currency}/${other.currency} in cost.price, the rate of the day, or the price in ${first.currency}`
        : `write the amount in ${first.currency}; only the price of tokens may be in another currency, with its rate`,
    related: [
      { path: first.path, label: `in ${first.currency}` },
      ...others.slice(0, 5).map(({ path, currency }) => ({ path, label: `in ${currency}, too` })),
    ],
  }
}

const lackingIn = (name: string, undeclared: readonly string[]): string[] =>
  undeclared.flatMap((key) => (key.startsWith(`cost.${name}.`) ? [key.slice(`cost.${name}.`.length)] : []))

const tokens = [
  {
    name: 'usage',
    missing: 'the cost has a price of tokens and no usage: nobody says how many a unit takes',
    partly: 'the usage of a unit cannot be told without',
    help: (unit: string) =>
      `usage: {calls: 2.4 per ${unit}, input: 3200 tokens, output: 220 tokens, retries: 4%}; what is paid per call and not per token belongs in per_unit`,
  },
  {
    name: 'price',
    missing: 'the usage counts tokens, and nothing says what they cost',
    partly: 'what the tokens cost cannot be told without',
    help: () =>
      'price: {input: 1.00 EUR/Mtok, output: 5.00 EUR/Mtok, as_of: 2026-11-02}; what is paid per call and not per token belongs in per_unit',
  },
] as const

/** What of tokens and their price is not said; retries have a finding of their own. */
function* judgeTokens(
  { plan: { listPrice }, pilot }: Context,
  cost: Cost,
  undeclared: readonly string[],
): Generator<Finding> {
  for (const { name, missing, partly, help: helpFor } of tokens) {
    // A model that the price list does not know is for cost/price-mismatch.
    if (name === 'price' && listPrice?.ok === false) continue
    const help = helpFor(pilot.use_case?.unit ?? 'conversation')
    const path = ['cost', name]
    const keys = lackingIn(name, undeclared).filter((key) => key !== 'retries')
    if (keys.length === 0) continue
    if (cost[name] === undefined) yield { path, message: missing, help, absent: true }
    else
      yield {
        path: keys.length === 1 ? [...path, ...keys] : path,
        message: `${partly} ${enumerate(keys)}`,
        help,
      }
  }
}

/** What each component is, an example of its keys, and when another one would do. */
const components: {
  readonly [name in 'fixed' | 'maintenance' | 'oversight' | 'errors']: {
    readonly noun: string
    readonly keys: { readonly [key: string]: string }
    readonly note: string
  }
} = {
  fixed: {
    noun: 'what it costs whatever the volume',
    keys: { infrastructure: '900 EUR/month' },
    note: '0 EUR/month where there is none',
  },
  maintenance: {
    noun: 'the work that keeps it running',
    keys: { effort: '24 h/month', wage: '65 EUR/h' },
    note: 'effort: 0 h/month where a fee covers it',
  },
  oversight: {
    noun: 'the people who review what it does',
    keys: { reviewed: '8%', effort: '1.5 min', wage: '24 EUR/h' },
    note: 'reviewed: 0% where nobody does',
  },
  errors: {
    noun: 'what being wrong costs',
    keys: { rate: '1%', cost: '3.50 EUR' },
    note: 'rate: 0% where nothing can be wrong',
  },
}

type Component = keyof typeof components

function* judge(cost: Cost, name: Component, undeclared: readonly string[]): Generator<Finding> {
  const { noun, keys: examples, note: help } = components[name]
  const path = ['cost', name]
  // Review that is said for early stages only lacks the last one.
  const keys = lackingIn(name, undeclared).map((key) =>
    key === 'reviewed' && cost.oversight?.reviewed ? [key, 'full'] : [key],
  )
  if (Object.keys(cost[name] ?? {}).length === 0) {
    const yaml = Object.entries(examples).map(([key, value]) => `${key}: ${value}`)
    const message = `the cost leaves out ${name}: ${noun}`
    yield { path, message, write: `{${yaml.join(', ')}}`, help, absent: true }
  } else if (keys.length > 0)
    yield {
      path: keys.length === 1 ? [...path, ...keys.flat()] : path,
      message: `the cost of ${name} cannot be told without ${enumerate(keys.map((key) => key.join('.')))}`,
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
      message: 'the usage leaves out retries: the calls that are made again',
      write: '4%',
      help: 'as measured in the pilot; where no call is made again, retries: {value: 0%, why: one attempt then the template reply}',
      absent: true,
    }
  else if (retries?.value?.value === 0 && retries.why === undefined)
    yield {
      path: [...path, 'why'],
      message: 'the usage has 0% retries and does not say why no call is ever made again',
      write: 'one attempt then the template reply',
      help: '',
    }
}

export const componentMissing: Rule = {
  id: 'cost/component-missing',
  severity: 'error',
  from: 'limited',
  summary:
    'The cost section has fixed cost, maintenance, oversight and errors, whole token counts and prices, and one currency',
  why: 'The API price is often a twentieth of the unit cost. The review desk, the on-call hours and the wrong answers are paid all the same, by somebody who never agreed to it.',
  details: `Each component is reported at its own key. One that is there has to hold the numbers that give it an amount: \`effort\` and \`wage\`, \`rate\` and \`cost\`, and a \`reviewed\` share that covers full rollout. A zero is an answer: \`effort: 0 h/month\`, \`reviewed: 0%\` and \`rate: 0%\` need no further numbers.

Usage and price of tokens are whole, or neither is there: a ranking model without tokens, or a product with a fee per resolution, has none, and no retries.

All amounts are in one currency, or nobody can add them up; the price of tokens may be in another one, with a \`rate\`. Nothing is judged where \`cost.include\` keeps the section in a file that cannot be read.`,
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
    const undeclared = undeclaredOf(cost, approvalsOf(pilot, cost).length > 0, listed)
    yield* judgeRetries(cost)
    yield* inOneCurrency(cost, judgeTokens(context, cost, undeclared))
    for (const component of Object.keys(components) as Component[])
      yield* inOneCurrency(cost, judge(cost, component, undeclared))
    yield* mixedCurrency(cost)
  },
}
