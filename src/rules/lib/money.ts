import { printMoney, zero } from '../../finance/amounts.ts'
import { currencyUses, usualCurrency } from '../../finance/currencies.ts'
import { type Inputs, inputsOf } from '../../finance/inputs.ts'
import type { Gain } from '../../finance/lift.ts'
import { type Returns, returnsAt } from '../../finance/returns.ts'
import { unitCost } from '../../finance/unit-cost.ts'
import type { Fault } from '../../model/layout.ts'
import type { Pilot } from '../../model/pilot.ts'
import { isWithin, type Path } from '../../yaml/path.ts'
import { unread } from './absent.ts'
import type { Context, Finding } from './rule.ts'

export type Cost = NonNullable<Pilot['cost']>

/** Whether the section is in another file that could not be read: one that could stands in the pilot itself. */
const isElsewhere = ({ pilot, faults }: Context): boolean =>
  pilot.cost?.include !== undefined || unread(faults, ['cost', 'include']) !== undefined

/** The cost section as far as it is known: empty where there is none, undefined where nobody could read it. */
export const costHere = (context: Context): Cost | undefined =>
  isElsewhere(context) ? undefined : (context.pilot.cost ?? {})

/** The cost section where there is one that is known; that there is none is for one rule to say. */
export const filledCost = (context: Context): Cost | undefined => {
  const cost = costHere(context)
  return cost && Object.keys(cost).length > 0 ? cost : undefined
}

/** A text with an example in euros, in the currency that the cost section has; euros where it has none. */
export const inCurrencyOf = (cost: Cost | undefined, text: string): string => {
  const currency = cost && usualCurrency(currencyUses(cost))
  return currency === undefined ? text : text.replaceAll(/\bEUR\b/g, currency)
}

/** The findings with their examples in the currency of the file: pasted beside dollars, euros have no sum. */
export function* inOneCurrency(cost: Cost | undefined, findings: Iterable<Finding>): Generator<Finding> {
  const say = (text: string) => inCurrencyOf(cost, text)
  for (const { write, help, ...found } of findings)
    yield {
      ...found,
      help: say(help),
      ...(write !== undefined && {
        write:
          typeof write === 'string' ? say(write) : write.map(({ path, yaml }) => ({ path, yaml: say(yaml) })),
      }),
    }
}

const kinds = ['model', 'per_unit', 'per_success']

/** How the metered cost of a unit comes about: what a bill or an alert can see. */
export const meteredWorking = (inputs: Inputs): string => {
  const { components, metered } = unitCost(inputs, inputs.volume)
  const parts = components.filter(({ kind }) => kinds.includes(kind))
  const sum = parts.map(({ name, amount }) => `${name} ${printMoney(amount, inputs.currency)}`).join(' + ')
  return `metered = ${sum === '' ? 'nothing' : sum} = ${printMoney(metered, inputs.currency)}`
}

/** Where the metered cost of a unit is written. */
export const meteredPlaces = (cost: Cost): NonNullable<Finding['related']> =>
  [
    { key: 'usage', label: 'what a unit uses' },
    { key: 'price', label: 'what that costs' },
    { key: 'per_unit', label: 'what else every unit costs' },
    { key: 'per_success', label: 'the fee for a success' },
  ].flatMap(({ key, label }) => (Object.hasOwn(cost, key) ? [{ path: ['cost', key], label }] : []))

/** Where the value of what is gained is written. */
export const valuePath = ({ kind }: Gain): Path => [
  'cost',
  'value',
  kind === 'proportion' ? 'per_success' : 'per_metric_unit',
]

export type Profit = { readonly inputs: Inputs; readonly gain: Gain; readonly returns: Returns }

/** What a cost model earns, where there is a lift that earns anything. */
export const profitOf = (inputs: Inputs | undefined): Profit | undefined => {
  const returns = inputs && returnsAt(inputs)
  return inputs?.gain && returns && inputs.gain.gain.gt(zero)
    ? { inputs, gain: inputs.gain, returns }
    : undefined
}

/** Every part of the file that the cost model is computed from. */
const parts: readonly Path[] = [
  ['cost'],
  ['success', 'baseline'],
  ['success', 'target'],
  ['guardrails', 'actions'],
]

/** What of the money could not be read. */
export const moneyFaults = (faults: readonly Fault[]): Fault[] =>
  faults.filter(({ path, meant = path }) =>
    parts.some((part) => [path, meant].some((at) => isWithin(at, part) || isWithin(part, at))),
  )

/**
 * The cost model of the file; undefined where there is none, where a part of it could not be read, or where a
 * component is not declared: what another rule reports is not computed with.
 */
export const costModel = ({ faults, plan }: Context): Inputs | undefined => {
  if (moneyFaults(faults).length > 0) return undefined
  const model = inputsOf(plan)
  return model.ok && model.inputs.undeclared.length === 0 ? model.inputs : undefined
}
