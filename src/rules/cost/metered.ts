import { printMoney } from '../../finance/amounts.ts'
import type { Inputs } from '../../finance/inputs.ts'
import { unitCost } from '../../finance/unit-cost.ts'
import type { Finding } from '../rule.ts'
import type { Cost } from './section.ts'

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
