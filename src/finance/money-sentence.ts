import { unitOf } from '../model/lists.ts'
import type { Pilot } from '../model/pilot.ts'
import type { Plan } from '../model/plan.ts'
import { enumerate, withArticle } from '../values/text.ts'
import { cases, printAmount, printGrouped, printPayback, zero } from './amounts.ts'
import { type Inputs, inputsOf } from './inputs.ts'
import { chanceOfLoss } from './ranges.ts'
import { type Measured, type Returns, restated, returnsAt } from './returns.ts'
import { monthlyCost, unitCost } from './unit-cost.ts'

const named = 3

const keyList = (keys: readonly string[]): string =>
  keys.length > named ? `${keys.slice(0, named).join(', ')} and ${keys.length - named} more` : enumerate(keys)

const earned = ({ currency }: Inputs, { perMonth, payback, breakEvenVolume }: Returns): string => {
  const money = printAmount(perMonth.abs(), currency)
  if (perMonth.lt(zero)) {
    const way = breakEvenVolume
      ? `; breaks even at ${printGrouped(breakEvenVolume.round(0, 3), 0)}/month`
      : ', and no volume makes it profitable'
    return `it loses ${money} a month${way}`
  }
  const paid = payback ? `, paid back ${printPayback(payback)} from the start` : ''
  const even = breakEvenVolume?.gt(zero) ? `; breaks even at ${printGrouped(breakEvenVolume.round(0, 3), 0)}/month` : ''
  return `${money} a month${paid}${even}`
}

const costAndValue = (pilot: Pilot, inputs: Inputs): string => {
  const { currency, volume, gain } = inputs
  const cost = unitCost(inputs, volume)
  const costs = `at full volume, ${printGrouped(volume, 0)}/month, ${withArticle(unitOf(pilot)?.one ?? 'unit')} costs ${printAmount(cost.unit, currency)}`
  const returns = returnsAt(inputs)
  if (gain === undefined || returns === undefined)
    return `${costs}, ${printAmount(monthlyCost(cost), currency)} a month; no value is declared`
  if (gain.gain.lte(zero)) return `${costs} and earns nothing: there is no lift`
  return `${costs} and earns ${printAmount(returns.value, currency)}: ${earned(inputs, returns)}`
}

/** `; loses money in 7 of 100 cases, the lift decides`; empty where nothing is uncertain. */
const risk = (plan: Plan, inputs: Inputs, measured: Measured | undefined): string => {
  const lift = measured?.error === undefined ? undefined : { gain: measured.gain, error: measured.error }
  const loss = inputs.gain && chanceOfLoss(plan, inputs, lift)
  if (loss === undefined) return ''
  const { chance, decides } = loss
  const verb = decides === 'wages' || decides.startsWith('prices') ? 'decide' : 'decides'
  return `; loses money in ${cases(chance)} of 100 cases; ${decides === 'lift' ? 'the lift' : decides} ${verb}`
}

/** The cost in one sentence; `unread` if part of it could not be read. With results, what they show replaces the plan. */
export const moneySentence = (plan: Plan, unread = false, measured?: Measured): string => {
  if (unread) return 'cost: not computed, because part of it cannot be read'
  const model = inputsOf(plan)
  if (!model.ok) return `cost: not computed, because ${model.why}`
  const { undeclared, gain } = model.inputs
  if (undeclared.length > 0) return `cost: not computed; missing ${keyList(undeclared)}`
  const shown = gain && measured
  const inputs = shown ? restated(model.inputs, shown) : model.inputs
  const head = shown ? `with a measured lift of ${shown.interval}, ` : ''
  return `cost: ${head}${costAndValue(plan.pilot, inputs)}${risk(plan, inputs, shown)}`
}
