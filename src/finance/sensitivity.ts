import { type Decimal, decimal, zero } from './amounts.ts'
import type { Inputs, NamedAmount, Usage } from './inputs.ts'
import { type Returns, returnsAt, withLift } from './returns.ts'
import { type UnitCost, unitCost } from './unit-cost.ts'
import type { Work } from './work.ts'

type Shock = {
  readonly name: string
  /** A clause after `if`. */
  readonly clause: string
  readonly apply: (inputs: Inputs) => Inputs
}

const two = decimal(2)
const half = decimal(0.5)

const wages = (inputs: Inputs, factor: Decimal): Inputs => {
  const dearer = (work: Work): Work => ({ ...work, wage: work.wage.times(factor) })
  return {
    ...inputs,
    review: dearer(inputs.review),
    approvals: inputs.approvals.map((one) => ({ ...one, work: dearer(one.work) })),
  }
}

const scaled = (items: readonly NamedAmount[], factor: Decimal): NamedAmount[] =>
  items.map(({ name, amount }) => ({ name, amount: amount.times(factor) }))

const calls = (inputs: Inputs, isMeant: (usage: Usage) => boolean = () => true): Inputs => ({
  ...inputs,
  usages: inputs.usages.map((usage) => (isMeant(usage) ? { ...usage, calls: usage.calls.times(two) } : usage)),
})

/** Failures take time only if people take over: a page view that does not convert does not. */
const longerFailures = (inputs: Inputs): Inputs => {
  const { failed, review, handsOff } = inputs
  if (failed.minutes.eq(zero) && !handsOff) return inputs
  // By default the reviewers fix failures.
  const wage = failed.wage.gt(zero) ? failed.wage : review.wage
  return { ...inputs, failed: { minutes: failed.minutes.plus(half), wage } }
}

/** The changes that stall pilots. Source: FinOps Foundation, Unit Economics. */
const shocks: readonly Shock[] = [
  { name: 'price, tokens or calls x2', clause: 'tokens double', apply: (inputs) => calls(inputs) },
  { name: 'review rate or wage x2', clause: 'review doubles', apply: (inputs) => wages(inputs, two) },
  {
    name: 'fixed x2',
    clause: 'fixed cost doubles',
    apply: (inputs) => ({
      ...inputs,
      fixed: scaled(inputs.fixed, two),
      capacity: inputs.capacity.map((one) => ({ ...one, price: one.price.times(two) })),
    }),
  },
  {
    name: 'lift / 2',
    clause: 'the lift halves',
    apply: (inputs) => (inputs.lift ? withLift(inputs, inputs.lift.gain.times(half)) : inputs),
  },
  {
    name: 'review 100% kept at full',
    clause: 'everything is still reviewed',
    apply: (inputs) => (inputs.review.minutes.eq(zero) ? inputs : { ...inputs, reviewed: () => decimal(1) }),
  },
  {
    name: 'cache hit 0%',
    clause: 'the cache never hits',
    apply: (inputs) => ({ ...inputs, usages: inputs.usages.map((usage) => ({ ...usage, cached: zero })) }),
  },
  {
    name: 'errors x2',
    clause: 'errors double',
    apply: (inputs) => ({ ...inputs, errors: { ...inputs.errors, rate: inputs.errors.rate.times(two) } }),
  },
  {
    name: 'volume / 2',
    clause: 'the volume halves',
    apply: (inputs) => ({ ...inputs, volume: inputs.volume.times(half) }),
  },
  {
    name: 'failures take 0.5 min more',
    clause: 'each failure takes half a minute more',
    apply: longerFailures,
  },
]

export type Shocked = Pick<Shock, 'name' | 'clause'> & {
  readonly cost: UnitCost
  readonly returns: Returns | undefined
}

export const sensitivity = (inputs: Inputs): Shocked[] => {
  const plan = unitCost(inputs, inputs.volume)
  const value = returnsAt(inputs)?.value
  const dearer = inputs.foreign.map(({ currency, dearer }) => ({
    name: `${currency} x1.1`,
    clause: `${currency} rises by a tenth`,
    apply: dearer,
  }))
  const sellers = [...new Set(inputs.usages.flatMap(({ provider }) => provider ?? []))]
  const raised = sellers.map((seller) => ({
    name: `price of ${seller} x2`,
    clause: `the price of ${seller} doubles`,
    apply: (all: Inputs) => calls(all, ({ provider }) => provider === seller),
  }))
  return [...shocks, ...(sellers.length > 1 ? raised.slice(0, 10) : []), ...dearer].flatMap(
    ({ name, clause, apply }) => {
      const changed = apply(inputs)
      const cost = unitCost(changed, changed.volume)
      const returns = returnsAt(changed)
      const same =
        cost.unit.eq(plan.unit) &&
        cost.volume.eq(plan.volume) &&
        (value === undefined || returns?.value.eq(value) === true)
      return same ? [] : [{ name, clause, cost, returns }]
    },
  )
}
