import { decimal } from '../finance/amounts.ts'
import type { Inputs } from '../finance/inputs.ts'
import { restated, returnsAt } from '../finance/returns.ts'
import type { SimulatedStage } from './stages.ts'

/** The monthly margin of a plan, by its lift and rate of errors: a straight line of both. */
export type Margin = (gain: number, errors: number | undefined) => number

const marginOf = (inputs: Inputs, at: (changed: Inputs) => number): Margin => {
  const planned = inputs.errors.rate.toNumber()
  const month = (gain: number, errors: number) => at(restated(inputs, { gain, errors, interval: '' }))
  const step = inputs.gain?.gain.toNumber() || 1
  const [none, lifted, wrong] = [month(0, planned), month(step, planned), month(0, planned + 0.01)]
  return (gain, errors = planned) =>
    none + ((lifted - none) * gain) / step + ((wrong - none) * (errors - planned)) / 0.01
}

/** At full rollout. */
export const marginAtFull = (inputs: Inputs): Margin =>
  marginOf(inputs, (changed) => returnsAt(changed)?.perMonth.toNumber() ?? 0)

/** What a stage earns until a day of it, by the truth; each day earns its part of a month. */
export const earningsOf = (
  inputs: Inputs,
  { stage, step, shares }: SimulatedStage,
): ((gain: number, errors: number | undefined, days: number) => number) => {
  const margins = shares.map((share) =>
    marginOf(inputs, (changed) => {
      const volume = inputs.total.times(decimal(share)).div(100)
      return volume.gt(0) ? (returnsAt(changed, volume, stage)?.perMonth.toNumber() ?? 0) : 0
    }),
  )
  return (gain, errors, days) => {
    const each = margins.map((margin) => margin(gain, errors) / 30)
    return step.slice(0, days).reduce((sum, at) => sum + (each[at] ?? 0), 0)
  }
}
