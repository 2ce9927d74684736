import type { Pilot } from '../model/pilot.ts'
import { enumerate, withArticle } from '../values/words.ts'
import { zero } from './decimal.ts'
import { type Inputs, inputsOf } from './inputs.ts'
import type { ListPrice } from './list-price.ts'
import { printAmount, printGrouped, printNumber, printPayback, printVolume } from './print.ts'
import { type Returns, returnsAt } from './returns.ts'
import { monthlyCost, unitCost } from './unit-cost.ts'

/** More keys than this help nobody in a sentence. */
const named = 3

const lacking = (keys: readonly string[]): string =>
  keys.length > named ? `${keys.slice(0, named).join(', ')} and ${keys.length - named} more` : enumerate(keys)

const earned = ({ currency }: Inputs, { perMonth, payback, breakEvenVolume }: Returns): string => {
  const money = printAmount(perMonth.abs(), currency)
  if (perMonth.lt(zero)) {
    const way = breakEvenVolume
      ? `; breaks even at ${printGrouped(breakEvenVolume.round(0, 3), 0)}/month`
      : ', and no volume carries it'
    return `it loses ${money} a month${way}`
  }
  const paid = payback ? `, paid back ${printPayback(payback)}` : ''
  const even = breakEvenVolume?.gt(zero)
    ? `; breaks even at ${printGrouped(breakEvenVolume.round(0, 3), 0)}/month`
    : ''
  return `${money} a month${paid}${even}`
}

const told = (pilot: Pilot, inputs: Inputs): string => {
  const { currency, volume, gain } = inputs
  const cost = unitCost(inputs, volume)
  const planned = pilot.cost?.volume?.full
  const at = planned ? printVolume(planned) : `${printNumber(volume)}/month`
  const costs = `at full volume, ${at}, ${withArticle(pilot.use_case?.unit ?? 'unit')} costs ${printAmount(cost.unit, currency)}`
  const returns = returnsAt(inputs)
  if (gain === undefined || returns === undefined)
    return `${costs}, ${printAmount(monthlyCost(cost), currency)} a month; nothing says what it earns`
  if (gain.gain.lte(zero)) return `${costs} and earns nothing: the target is not beyond the baseline`
  return `${costs} and earns ${printAmount(returns.value, currency)}: ${earned(inputs, returns)}`
}

type Known = {
  /** The list price of the model, where `cost.price` names one. */
  readonly listed?: ListPrice | undefined
  /** Whether a part of the file that the money is computed from could not be read. */
  readonly unread?: boolean
}

/** What a sponsor wants to know about the money, in one sentence, whatever the file says. */
export const moneySentence = (pilot: Pilot, { listed, unread = false }: Known = {}): string => {
  if (unread) return 'the money: not computed, because a part of it cannot be read'
  const model = inputsOf(pilot, listed)
  if (!model.ok) return `the money: not computed, because ${model.why}`
  const { undeclared } = model.inputs
  if (undeclared.length > 0) return `the money: not computed before the file says ${lacking(undeclared)}`
  return `the money: ${told(pilot, model.inputs)}`
}
