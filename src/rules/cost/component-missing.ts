import { enumerate } from '../../phrases/words.ts'
import type { Finding, Rule } from '../rule.ts'
import { type Cost, filledCost } from './section.ts'

type Component = {
  readonly name: 'fixed' | 'maintenance' | 'oversight' | 'errors'
  readonly noun: string
  /** An example of it, and when another one would do. */
  readonly yaml: string
  readonly note: string
  /** The keys, dotted, without which the component has no amount at full rollout. */
  missing(cost: Cost): readonly string[]
}

const without = (part: object | undefined, keys: readonly string[]): readonly string[] =>
  keys.filter((key) => part === undefined || !Object.hasOwn(part, key))

const components: readonly Component[] = [
  {
    name: 'fixed',
    noun: 'what it costs whatever the volume',
    yaml: '{infrastructure: 900 EUR/month}',
    note: '0 EUR/month where there is none',
    missing: () => [],
  },
  {
    name: 'maintenance',
    noun: 'the work that keeps it running',
    yaml: '{effort: 24 h/month, wage: 65 EUR/h}',
    note: 'effort: 0 h/month where a fee covers it',
    missing: ({ maintenance }) =>
      without(maintenance, maintenance?.effort?.value === 0 ? [] : ['effort', 'wage']),
  },
  {
    name: 'oversight',
    noun: 'the people who review what it does',
    yaml: '{reviewed: 8%, effort: 1.5 min, wage: 24 EUR/h}',
    note: 'reviewed: 0% where nobody does',
    missing({ oversight }) {
      const reviewed = oversight?.reviewed
      const shares = Object.values(reviewed ?? {})
      const nobody = shares.length > 0 && shares.every((share) => share?.value === 0)
      const atFull = reviewed && !reviewed.full ? ['reviewed.full'] : []
      return [...atFull, ...without(oversight, nobody ? [] : ['reviewed', 'effort', 'wage'])]
    },
  },
  {
    name: 'errors',
    noun: 'what being wrong costs',
    yaml: '{rate: 1%, cost: 3.50 EUR}',
    note: 'rate: 0% where nothing can be wrong',
    missing: ({ errors }) => without(errors, errors?.rate?.value === 0 ? [] : ['rate', 'cost']),
  },
]

/** What to write for a key that a component lacks. */
const examples: { readonly [key: string]: string } = {
  effort: '24 h/month',
  wage: '65 EUR/h',
  rate: '1%',
  cost: '3.50 EUR',
  reviewed: '8%',
  'reviewed.full': '8%',
}

function* judge(cost: Cost, { name, noun, yaml, note: help, missing }: Component): Generator<Finding> {
  const keys = missing(cost)
  const [key, ...others] = keys
  if (Object.keys(cost[name] ?? {}).length === 0)
    yield {
      path: ['cost', name],
      message: `the cost leaves out ${name}: ${noun}`,
      write: yaml,
      help,
      absent: true,
    }
  else if (key !== undefined)
    yield {
      path: others.length === 0 ? ['cost', name, ...key.split('.')] : ['cost', name],
      message: `the cost of ${name} cannot be told without ${enumerate(keys)}`,
      write: keys.map((key) => ({ path: ['cost', name, ...key.split('.')], yaml: examples[key] ?? '' })),
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
    'The cost section has fixed cost, maintenance, oversight and errors, and retries beside token counts',
  why: 'The API price is often a twentieth of the unit cost. The review desk, the on-call hours and the wrong answers are paid all the same, by somebody who never agreed to it.',
  details: `Each component is reported at its own key. One that is there has to hold the numbers that give it an amount: \`effort\` and \`wage\`, \`rate\` and \`cost\`, and a \`reviewed\` share that covers full rollout.
A zero is an answer: \`effort: 0 h/month\`, \`reviewed: 0%\` and \`rate: 0%\` need no further numbers.

Retries are asked for only where \`usage\` counts calls and tokens: a ranking model without tokens, or a product with a fee per resolution, has none.
Nothing is judged where \`cost.include\` keeps the section in another file.`,
  seed: ['S5', 'S18'],
  references: ['FinOps Foundation, Measuring Unit Costs', 'NIST AI RMF MANAGE 2.1'],
  examples: {
    ready: `cost:
  per_unit: {scoring: 0.0004 EUR}
  fixed: {feature_store: 1200 EUR/month}
  maintenance: {effort: 30 h/month, wage: 70 EUR/h}
  oversight: {reviewed: 2%, effort: 4 min, wage: 31 EUR/h}
  errors: {rate: 0.5%, cost: 18.00 EUR}
`,
    notReady: `cost:  # expect: cost/component-missing
  usage: {calls: 1 per invoice, input: 2100 tokens, output: 180 tokens, retries: 3%}
  fixed: {infrastructure: 300 EUR/month}
  maintenance: {effort: 10 h/month, wage: 70 EUR/h}
  oversight: {reviewed: 10%, effort: 2 min, wage: 28 EUR/h}
`,
  },

  *check(context) {
    const cost = filledCost(context)
    if (cost === undefined) return
    yield* judgeRetries(cost)
    for (const component of components) yield* judge(cost, component)
  },
}
