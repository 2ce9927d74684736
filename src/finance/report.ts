import { unitOf } from '../model/lists.ts'
import type { Pilot } from '../model/pilot.ts'
import type { Plan } from '../model/plan.ts'
import { enumerate, withArticle } from '../values/text.ts'
import {
  type Decimal,
  decimal,
  hoursPerDay,
  printAmount,
  printGrouped,
  printNumber,
  printPayback,
  zero,
} from './amounts.ts'
import {
  type Blast,
  blastRadii,
  type ServedStage,
  type SharesShown,
  servedStages,
  trafficOf,
  type Uncomputed,
  uncomputed,
} from './blast-radius.ts'
import { type Inputs, inputsOf, type NoModel } from './inputs.ts'
import { type StageShare, shareAt } from './lift.ts'
import { type Measured, type Returns, restated, returnsAt } from './returns.ts'
import { type Headroom, headroom, type Shocked, sensitivity } from './sensitivity.ts'
import { modelCost, monthlyCost, oversightHours, type UnitCost, unitCost, unitsPerDay } from './unit-cost.ts'

export const factorNames: { readonly [factor in Headroom['factor']]: string } = {
  model: 'tokens',
  per_unit: 'per-unit costs',
  per_success: 'the fee per success',
  oversight: 'review',
  errors: 'errors',
  failed: 'failed cases',
  fixed: 'fixed cost',
  lift: 'the lift',
}

const fold = (times: Decimal): string => `${printNumber(times, times.gte(10) ? 0 : 1)}-fold`

/** The model cost, if any, else the cost with the most headroom. */
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
  const rise = room ? `${factorNames[room.factor]} can rise ${fold(room.times)}` : 'there is no cost'
  const dies = deadly.map(({ clause }) => clause)
  return dies.length > 0
    ? `${rise}; the margin is gone if ${enumerate(dies, 'or')}`
    : `${rise}; the margin survives every change in the table`
}

/** What the plan depends on, in one line. */
export const readingOf = (inputs: Inputs): string => {
  if (inputs.undeclared.length > 0) return 'not computed: parts of the cost are missing'
  const returns = returnsAt(inputs)
  if (returns === undefined || inputs.gain === undefined) return 'no value is declared, so the margin is unknown'
  if (inputs.gain.gain.lte(zero)) return 'the target is not better than the baseline, so there is no lift'
  if (returns.perMonth.gte(zero)) return survives(inputs)
  const { breakEvenVolume } = returns
  const loss = `the plan loses ${printAmount(returns.perMonth.abs(), inputs.currency)} a month`
  return breakEvenVolume
    ? `${loss}; it breaks even at ${printGrouped(breakEvenVolume.round(0, 3), 0)}/month`
    : `${loss}, and more volume does not help: a unit costs more than it earns`
}

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

/** The cost in one sentence; `unread` if part of it could not be read. With results, what they show replaces the plan. */
export const moneySentence = (plan: Plan, unread = false, measured?: Measured): string => {
  if (unread) return 'cost: not computed, because part of it cannot be read'
  const model = inputsOf(plan)
  if (!model.ok) return `cost: not computed, because ${model.why}`
  const { undeclared } = model.inputs
  if (undeclared.length > 0) return `cost: not computed; missing ${keyList(undeclared)}`
  if (measured === undefined || model.inputs.gain === undefined)
    return `cost: ${costAndValue(plan.pilot, model.inputs)}`
  return `cost: with a measured lift of ${measured.interval}, ${costAndValue(plan.pilot, restated(model.inputs, measured))}`
}

export type Figures = {
  readonly cost: UnitCost
  readonly perMonth: Decimal
  readonly modelPerMonth: Decimal
  readonly meteredPerMonth: Decimal
  readonly reviewHoursPerMonth: Decimal
}

export type StageFigures = {
  readonly stage: ServedStage
  readonly exposure: StageShare
  readonly reviewed: Decimal | undefined
  /** On the peak day at full rollout, on a usual day before. */
  readonly hoursPerDay: Decimal
  readonly cost: UnitCost
  readonly returns: Returns | undefined
}

export type CostReport = {
  readonly ok: true
  readonly inputs: Inputs
  readonly noun: string
  readonly demo: Figures | undefined
  readonly full: Figures
  readonly returns: Returns | undefined
  readonly headroom: readonly Headroom[]
  readonly shocks: readonly Shocked[]
  readonly stages: readonly StageFigures[]
  readonly capacity: Decimal | undefined
  /** What a week more at the stage of the file costs; below 0 if it saves. */
  readonly waiting: { readonly stage: 'shadow' | 'limited' | 'progressive'; readonly perWeek: Decimal } | undefined
  readonly peak: { readonly units: Decimal; readonly spend: Decimal } | undefined
  readonly blasts: readonly Blast[]
  readonly uncomputed: readonly Uncomputed[]
  readonly reading: string
}

const figures = (inputs: Inputs, volume: Decimal): Figures => {
  const cost = unitCost(inputs, volume)
  return {
    cost,
    perMonth: monthlyCost(cost),
    modelPerMonth: modelCost(inputs).times(volume),
    meteredPerMonth: cost.metered.times(volume),
    reviewHoursPerMonth: oversightHours(inputs, 'full', volume.div(30)).times(30),
  }
}

const stageFigures = (pilot: Pilot, inputs: Inputs, stage: ServedStage): StageFigures | undefined => {
  const exposure = shareAt(pilot, stage)
  if (exposure === undefined || exposure.percent === 0) return undefined
  const volume = inputs.total.times(decimal(exposure.percent)).div(100)
  const reviewed = inputs.reviewed(stage)
  return {
    stage,
    exposure,
    reviewed,
    hoursPerDay: oversightHours(inputs, stage, unitsPerDay(inputs, stage, exposure.percent)),
    cost: unitCost(inputs, volume, stage),
    returns: returnsAt(inputs, volume, stage),
  }
}

const waitingOf = (pilot: Pilot, inputs: Inputs): CostReport['waiting'] => {
  const { stage } = pilot
  if (stage === undefined || stage === 'pilot' || stage === 'full') return undefined
  const exposure = shareAt(pilot, stage)
  const full = returnsAt(inputs)
  if (full === undefined || !exposure?.percent) return undefined
  const now = returnsAt(inputs, inputs.total.times(decimal(exposure.percent)).div(100), stage)
  return now && { stage, perWeek: full.perMonth.minus(now.perMonth).times(7).div(30) }
}

/** Without the full cost, the margin is unknown. */
const earnable = (inputs: Inputs): Inputs => (inputs.undeclared.length > 0 ? { ...inputs, gain: undefined } : inputs)

export const costReport = (plan: Plan, shown: SharesShown = () => undefined): CostReport | NoModel => {
  const { pilot } = plan
  const model = inputsOf(plan)
  if (!model.ok) return model
  const inputs = earnable(model.inputs)
  const { capacity } = pilot.cost?.oversight ?? {}
  const traffic = trafficOf(pilot)
  const blasts = traffic ? blastRadii(pilot, traffic, shown) : []
  return {
    ok: true,
    inputs,
    noun: unitOf(pilot)?.one ?? 'unit',
    demo: inputs.demo && figures(inputs, inputs.demo),
    full: figures(inputs, inputs.volume),
    returns: returnsAt(inputs),
    headroom: headroom(inputs),
    shocks: inputs.undeclared.length > 0 ? [] : sensitivity(inputs),
    stages: servedStages.flatMap((stage) => stageFigures(pilot, inputs, stage) ?? []),
    capacity: capacity && hoursPerDay(capacity),
    waiting: waitingOf(pilot, inputs),
    peak: inputs.peakDay && {
      units: inputs.peakDay,
      spend: unitCost(inputs, inputs.volume).metered.times(inputs.peakDay),
    },
    blasts,
    uncomputed: uncomputed(pilot, blasts),
    reading: readingOf(inputs),
  }
}
