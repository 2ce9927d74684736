import type { ExposedStage } from '../model/stage.ts'
import { type Decimal, decimal, least, most, sum, zero } from './amounts.ts'
import type { Approval, Inputs, Named, Work } from './inputs.ts'

/** What a part of the unit cost is: each is judged by another person. */
export type ComponentKind = 'model' | 'per_unit' | 'per_success' | 'oversight' | 'errors' | 'failed' | 'fixed'

export type Component = {
  readonly kind: ComponentKind
  readonly name: string
  /** Money for one unit. */
  readonly amount: Decimal
}

/** The cost of one unit at one volume and stage. All money is in the currency of the inputs. */
export type UnitCost = {
  /** Units a month. */
  readonly volume: Decimal
  readonly components: readonly Component[]
  /** What every further unit costs. */
  readonly variable: Decimal
  /** What a month costs whatever its volume. */
  readonly fixedPerMonth: Decimal
  readonly unit: Decimal
  /** The part that a bill or an alert can see: model, what is paid per unit, fees. */
  readonly metered: Decimal
}

const perMillion = decimal(1_000_000)
const one = decimal(1)
const monthDays = decimal(30)

/** What one piece of work costs. */
export const paid = ({ minutes, wage }: Work): Decimal => minutes.times(wage).div(60)

/** What the tokens of one unit cost. */
export const modelCost = ({ usage }: Inputs): Decimal => {
  if (usage === undefined) return zero
  const { calls, retries, input, cached, output } = usage
  const fresh = input.times(one.minus(cached)).times(usage.inputPrice)
  const again = input.times(cached).times(usage.cachedPrice)
  const perCall = fresh.plus(again).plus(output.times(usage.outputPrice)).div(perMillion)
  return calls.times(one.plus(retries)).times(perCall)
}

/** The share of units that the pilot is to serve well; all of them where the metric is no proportion. */
const successShare = ({ lift }: Inputs): Decimal => {
  if (lift?.kind !== 'proportion') return one
  return most(zero, least(one, lift.more ? lift.target : one.minus(lift.target)))
}

/**
 * The approvals of an action for one unit, at a volume a month. Where no cap says how few there are, one for each unit:
 * what nobody counts is not free.
 */
const approvalsPerUnit = ({ cap }: Approval, volume: Decimal): Decimal =>
  cap ? least(one, cap.times(monthDays).div(volume)) : one

const oversight = (inputs: Inputs, stage: ExposedStage, volume: Decimal): Decimal =>
  sum([
    (inputs.reviewed(stage) ?? zero).times(paid(inputs.review)),
    ...inputs.approvals.map((approval) => approvalsPerUnit(approval, volume).times(paid(approval.work))),
  ])

const failed = (inputs: Inputs): Decimal =>
  inputs.lift?.kind === 'proportion' ? one.minus(successShare(inputs)).times(paid(inputs.failed)) : zero

const named = (kind: ComponentKind, items: readonly Named[]): Component[] =>
  items.map(({ name, amount }) => ({ kind, name, amount }))

const compute = (inputs: Inputs, volume: Decimal, stage: ExposedStage): UnitCost => {
  const metered: Component[] = [
    { kind: 'model', name: 'model', amount: modelCost(inputs) },
    ...named('per_unit', inputs.perUnit),
    { kind: 'per_success', name: 'fee per success', amount: successShare(inputs).times(inputs.perSuccess) },
  ]
  const variable: Component[] = [
    ...metered,
    { kind: 'oversight', name: 'oversight', amount: oversight(inputs, stage, volume) },
    { kind: 'errors', name: 'errors', amount: inputs.errors.rate.times(inputs.errors.cost) },
    { kind: 'failed', name: 'failed cases', amount: failed(inputs) },
  ]
  const amounts = (parts: readonly Component[]) => sum(parts.map(({ amount }) => amount))
  const fixedPerMonth = sum(inputs.fixed.map(({ amount }) => amount))
  const variablePerUnit = amounts(variable)
  // Divisions are slow, and most who ask want the metered part or what a month costs.
  return {
    volume,
    variable: variablePerUnit,
    fixedPerMonth,
    metered: amounts(metered),
    get components() {
      const fixed = inputs.fixed.map(({ name, amount }) => ({ name, amount: amount.div(volume) }))
      return [...variable, ...named('fixed', fixed)].filter(({ amount }) => !amount.eq(zero))
    },
    get unit() {
      return variablePerUnit.plus(fixedPerMonth.div(volume))
    },
  }
}

const planned = new WeakMap<Inputs, UnitCost>()

/**
 * The cost of one unit, part by part. `volume` is in units a month and above zero.
 * Source: FinOps Foundation, Measuring Unit Costs; for review and error cost NIST AI RMF MANAGE 2.1 and MAP 3.2.
 */
export const unitCost = (inputs: Inputs, volume: Decimal, stage: ExposedStage = 'full'): UnitCost => {
  if (volume !== inputs.volume || stage !== 'full') return compute(inputs, volume, stage)
  // At the planned volume nearly every rule about money asks.
  const cost = planned.get(inputs) ?? compute(inputs, volume, stage)
  planned.set(inputs, cost)
  return cost
}

/** What a month costs at a volume: exact, where the cost of one unit times the volume may be rounded. */
export const monthlyCost = ({ variable, volume, fixedPerMonth }: UnitCost): Decimal =>
  variable.times(volume).plus(fixedPerMonth)

const month = decimal(30)

/** How many approvals of an action so many units a day ask for: one each, and no more than its cap. */
export const approvalsPerDay = ({ cap }: Approval, units: Decimal): Decimal =>
  cap ? least(cap, units) : units

/**
 * The hours a day that people review and approve at a stage. `units` is how many units a day meet the system.
 * Source: EU AI Act, article 26(2); NIST AI RMF MAP 3.5.
 */
export const oversightHours = (inputs: Inputs, stage: ExposedStage, units: Decimal): Decimal =>
  sum([
    units.times(inputs.reviewed(stage) ?? zero).times(inputs.review.minutes),
    ...inputs.approvals.map((approval) => approvalsPerDay(approval, units).times(approval.work.minutes)),
  ]).div(60)

/** The units a day that meet the system: of a busy day at full rollout, of a usual one before it. */
export const unitsPerDay = (inputs: Inputs, stage: ExposedStage, percent: number): Decimal => {
  const usual = inputs.volume.div(month)
  const day = stage === 'full' ? (inputs.peakDay ?? usual) : usual
  return day.times(decimal(percent)).div(100)
}
