import type { Pilot } from '../model/pilot.ts'
import { trafficOf } from './blast-radius.ts'
import { type Decimal, decimal } from './decimal.ts'
import { hoursPerDay } from './exact.ts'
import { type StageShare, shareAt } from './exposure.ts'
import { type Inputs, inputsOf, type NoModel } from './inputs.ts'
import type { ListPrice } from './list-price.ts'
import { oversightHours, unitsPerDay } from './oversight.ts'
import { readingOf } from './reading.ts'
import { grossPerMonth, type Returns, returnsAt } from './returns.ts'
import { type Headroom, headroom, type Shocked, sensitivity } from './sensitivity.ts'
import {
  type Blast,
  blastRadii,
  type ServedStage,
  servedStages,
  type Uncomputed,
  uncomputed,
} from './triggers.ts'
import { modelCost, monthlyCost, type UnitCost, unitCost } from './unit-cost.ts'

/** The money at one volume. */
export type Figures = {
  readonly cost: UnitCost
  /** All of it, a month. */
  readonly perMonth: Decimal
  /** The bill for tokens, a month. */
  readonly modelPerMonth: Decimal
  readonly meteredPerMonth: Decimal
  readonly reviewHoursPerMonth: Decimal
}

/** What a stage asks of people and money. */
export type StageFigures = {
  readonly stage: ServedStage
  readonly exposure: StageShare
  readonly reviewed: Decimal | undefined
  /** Hours of review a day: on the peak day at full rollout, on a usual one before. */
  readonly hoursPerDay: Decimal
  readonly cost: UnitCost
  readonly returns: Returns | undefined
}

/** What there is to say about the money of a pilot. */
export type CostReport = {
  readonly ok: true
  readonly inputs: Inputs
  /** What the volumes count. */
  readonly noun: string
  readonly demo: Figures | undefined
  readonly full: Figures
  readonly returns: Returns | undefined
  readonly grossPerMonth: Decimal | undefined
  readonly headroom: readonly Headroom[]
  readonly shocks: readonly Shocked[]
  readonly stages: readonly StageFigures[]
  /** Hours of review a day that are there. */
  readonly capacity: Decimal | undefined
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
  const volume = inputs.volume.times(decimal(exposure.percent)).div(100)
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

/** What is earned on a cost of which parts are not declared, nobody can say. */
const earnable = (inputs: Inputs): Inputs =>
  inputs.undeclared.length > 0 ? { ...inputs, gain: undefined } : inputs

/** Everything that the numbers of the file imply about money, hours and harm; `listed` as in {@link inputsOf}. */
export const costReport = (pilot: Pilot, listed?: ListPrice): CostReport | NoModel => {
  const model = inputsOf(pilot, listed)
  if (!model.ok) return model
  const inputs = earnable(model.inputs)
  const { capacity } = pilot.cost?.oversight ?? {}
  const traffic = trafficOf(pilot)
  const blasts = traffic ? blastRadii(pilot, traffic) : []
  return {
    ok: true,
    inputs,
    noun: pilot.use_case?.unit ?? 'unit',
    demo: inputs.demo && figures(inputs, inputs.demo),
    full: figures(inputs, inputs.volume),
    returns: returnsAt(inputs),
    grossPerMonth: grossPerMonth(inputs),
    headroom: headroom(inputs),
    shocks: inputs.undeclared.length > 0 ? [] : sensitivity(inputs),
    stages: servedStages.flatMap((stage) => stageFigures(pilot, inputs, stage) ?? []),
    capacity: capacity && hoursPerDay(capacity),
    peak: inputs.peakDay && {
      units: inputs.peakDay,
      spend: unitCost(inputs, inputs.volume).metered.times(inputs.peakDay),
    },
    blasts,
    uncomputed: uncomputed(pilot, blasts),
    reading: readingOf(inputs),
  }
}
