import { enumerate } from '../values/words.ts'
import { type Decimal, zero } from './decimal.ts'
import type { Inputs } from './inputs.ts'
import { printAmount, printGrouped, printNumber } from './print.ts'
import { returnsAt } from './returns.ts'
import { type Headroom, headroom, sensitivity } from './sensitivity.ts'

/** The parts of a plan, as a sentence names them. */
export const factorNames: { readonly [factor in Headroom['factor']]: string } = {
  model: 'tokens',
  per_unit: 'what is paid per unit',
  per_success: 'the fee per success',
  oversight: 'review',
  errors: 'errors',
  failed: 'failed cases',
  fixed: 'the fixed cost',
  lift: 'the lift',
}

const fold = (times: Decimal): string => `${printNumber(times, times.gte(10) ? 0 : 1)}-fold`

/** The cost that is talked about most: the model where there is one, else the one with the most room. */
const roomiest = (rooms: readonly Headroom[]): Headroom | undefined => {
  const costs = rooms.filter(({ factor }) => factor !== 'lift')
  return (
    costs.find(({ factor }) => factor === 'model') ??
    costs.reduce<Headroom | undefined>((most, one) => (most?.times.gte(one.times) ? most : one), undefined)
  )
}

const survives = (inputs: Inputs): string => {
  const deadly = sensitivity(inputs).filter(({ returns }) => returns?.perMonth.lt(zero))
  const room = roomiest(headroom(inputs))
  const rise = room ? `${factorNames[room.factor]} can rise ${fold(room.times)}` : 'nothing costs anything'
  const dies = deadly.map(({ clause }) => clause)
  return dies.length > 0
    ? `${rise}; the case dies if ${enumerate(dies, 'or')}`
    : `${rise}; no shock of the table takes the margin away`
}

/** What a plan hangs on, in one line. */
export const readingOf = (inputs: Inputs): string => {
  if (inputs.undeclared.length > 0) return 'not computed while parts of the cost are not in the file'
  const returns = returnsAt(inputs)
  if (returns === undefined || inputs.gain === undefined)
    return 'nothing says what it earns, so nobody can say whether it pays'
  if (inputs.gain.gain.lte(zero))
    return 'the target is not beyond the baseline, so there is no lift that earns anything'
  if (returns.perMonth.gte(zero)) return survives(inputs)
  const { breakEvenVolume } = returns
  const loss = `the plan loses ${printAmount(returns.perMonth.abs(), inputs.currency)} a month`
  return breakEvenVolume
    ? `${loss}; it breaks even at ${printGrouped(breakEvenVolume.round(0, 3), 0)}/month`
    : `${loss}, and more volume does not help: a unit costs more than it earns`
}
