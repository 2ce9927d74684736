import type { ExposedStage } from '../model/stage.ts'
import { type Decimal, decimal, least, most, sum, zero } from './amounts.ts'
import type { Capacity, Inputs, NamedAmount, Usage } from './inputs.ts'
import type { Approval, Work } from './work.ts'

export type ComponentKind = 'model' | 'per_unit' | 'per_success' | 'oversight' | 'errors' | 'failed' | 'fixed'

export type Component = {
  readonly kind: ComponentKind
  readonly name: string
  readonly amount: Decimal
}

/** In the currency of the inputs. */
export type UnitCost = {
  /** Units per month. */
  readonly volume: Decimal
  readonly components: readonly Component[]
  readonly variable: Decimal
  readonly fixedPerMonth: Decimal
  readonly unit: Decimal
  /** The part that a bill or an alert can see: model, per-unit costs, fees. */
  readonly metered: Decimal
}

const perMillion = decimal(1_000_000)
const one = decimal(1)
const monthDays = decimal(30)

export const paid = ({ minutes, wage }: Work): Decimal => minutes.times(wage).div(60)

const tokenCost = ({ calls, retries, input, cached, written, output, batch, ...prices }: Usage): Decimal => {
  const perCall = sum([
    input.times(one.minus(cached).minus(written)).times(prices.inputPrice),
    input.times(cached).times(prices.cachedPrice),
    input.times(written).times(prices.writePrice),
    output.times(prices.outputPrice),
  ])
  return calls.times(one.plus(retries)).times(perCall).times(one.minus(batch)).div(perMillion)
}

export const modelCost = ({ usages }: Inputs): Decimal => sum(usages.map(tokenCost))

/** All units if the metric is not a proportion. */
const successShare = ({ lift }: Inputs): Decimal => {
  if (lift?.kind !== 'proportion') return one
  return most(zero, least(one, lift.more ? lift.target : one.minus(lift.target)))
}

/** One per unit without a cap: what is not counted is not free. */
const approvalsPerUnit = ({ cap }: Approval, volume: Decimal): Decimal =>
  cap ? least(one, cap.times(monthDays).div(volume)) : one

const oversight = (inputs: Inputs, stage: ExposedStage, volume: Decimal): Decimal =>
  sum([
    inputs.reviewIsCounted ? zero : (inputs.reviewed(stage) ?? zero).times(paid(inputs.review)),
    ...inputs.approvals.map((approval) => approvalsPerUnit(approval, volume).times(paid(approval.work))),
  ])

const failed = (inputs: Inputs): Decimal =>
  inputs.lift?.kind === 'proportion'
    ? inputs.share.times(one.minus(successShare(inputs))).times(paid(inputs.failed))
    : zero

const named = (kind: ComponentKind, items: readonly NamedAmount[]): Component[] =>
  items.map(({ name, amount }) => ({ kind, name, amount }))

/** How many of a capacity a volume needs. */
const countAt = ({ units, isPeak }: Capacity, { peakMinute, total }: Inputs, volume: Decimal): Decimal =>
  (isPeak ? (peakMinute ?? zero).times(volume).div(total) : volume).div(units).round(0, 3)

/** What is bought in steps, per month. */
export const stepsAt = (inputs: Inputs, volume: Decimal): NamedAmount[] =>
  inputs.capacity.map((one) => ({ name: one.name, amount: countAt(one, inputs, volume).times(one.price) }))

const meteredOf = (inputs: Inputs): Component[] => [
  ...inputs.usages.map((usage): Component => ({ kind: 'model', name: usage.name, amount: tokenCost(usage) })),
  ...named('per_unit', inputs.perUnit),
  {
    kind: 'per_success',
    name: 'fee per success',
    amount: inputs.share.times(successShare(inputs)).times(inputs.perSuccess),
  },
]

const amounts = (parts: readonly NamedAmount[]): Decimal => sum(parts.map(({ amount }) => amount))

/** What a unit costs that a bill sees. */
export const meteredCost = (inputs: Inputs): Decimal => amounts(meteredOf(inputs))

/** What is billed beyond what is used, per month. */
export const unusedAt = (inputs: Inputs, volume: Decimal): Decimal =>
  inputs.minimum.gt(zero) ? most(zero, inputs.minimum.minus(meteredCost(inputs).times(volume))) : zero

/** Per month, at a volume. */
export const fixedAt = (inputs: Inputs, volume: Decimal): NamedAmount[] => [
  ...inputs.fixed,
  ...stepsAt(inputs, volume),
  ...(inputs.minimum.gt(zero) ? [{ name: 'unused minimum', amount: unusedAt(inputs, volume) }] : []),
]

/** In shadow no answer is shown, so that nothing succeeds and no error costs anything. */
const unserved = (inputs: Inputs): Inputs => ({
  ...inputs,
  perSuccess: zero,
  errors: { rate: zero, cost: zero },
  failed: { minutes: zero, wage: zero },
})

const compute = (all: Inputs, volume: Decimal, stage: ExposedStage): UnitCost => {
  const inputs = stage === 'shadow' ? unserved(all) : all
  const metered = meteredOf(inputs)
  const variable: Component[] = [
    ...metered,
    { kind: 'oversight', name: 'oversight', amount: oversight(inputs, stage, volume) },
    { kind: 'errors', name: 'errors', amount: inputs.errorShare.times(inputs.errors.rate).times(inputs.errors.cost) },
    { kind: 'failed', name: 'failed cases', amount: failed(inputs) },
  ]
  const fixed = fixedAt(inputs, volume)
  const fixedPerMonth = amounts(fixed)
  const variablePerUnit = amounts(variable)
  // Divisions are slow, and most callers need only the metered part or the monthly cost.
  return {
    volume,
    variable: variablePerUnit,
    fixedPerMonth,
    metered: amounts(metered),
    get components() {
      const each = fixed.map(({ name, amount }) => ({ name, amount: amount.div(volume) }))
      return [...variable, ...named('fixed', each)].filter(({ amount }) => !amount.eq(zero))
    },
    get unit() {
      return variablePerUnit.plus(fixedPerMonth.div(volume))
    },
  }
}

const planned = new WeakMap<Inputs, UnitCost>()

/**
 * `volume` is in units per month, above zero. Source: FinOps Foundation, Measuring Unit Costs; for review and
 * error cost NIST AI RMF MANAGE 2.1 and MAP 3.2.
 */
export const unitCost = (inputs: Inputs, volume: Decimal, stage: ExposedStage = 'full'): UnitCost => {
  if (volume !== inputs.volume || stage !== 'full') return compute(inputs, volume, stage)
  // Nearly every cost rule needs the planned volume.
  const cost = planned.get(inputs) ?? compute(inputs, volume, stage)
  planned.set(inputs, cost)
  return cost
}

/** Exact, whereas unit cost times volume may be rounded. */
export const monthlyCost = ({ variable, volume, fixedPerMonth }: UnitCost): Decimal =>
  variable.times(volume).plus(fixedPerMonth)

const month = decimal(30)

export const approvalsPerDay = ({ cap }: Approval, units: Decimal): Decimal => (cap ? least(cap, units) : units)

/**
 * Hours per day of review and approval; `units` is the number of exposed units per day. Source: EU AI Act, article
 * 26(2); NIST AI RMF MAP 3.5.
 */
export const oversightHours = (inputs: Inputs, stage: ExposedStage, units: Decimal): Decimal =>
  sum([
    units.times(inputs.reviewed(stage) ?? zero).times(inputs.review.minutes),
    ...inputs.approvals.map((approval) => approvalsPerDay(approval, units).times(approval.work.minutes)),
  ]).div(60)

/** A busy day at full rollout, a usual day before. */
export const unitsPerDay = (inputs: Inputs, stage: ExposedStage, percent: number): Decimal => {
  const usual = inputs.total.div(month)
  const day = stage === 'full' ? (inputs.peakDay ?? usual) : usual
  return day.times(decimal(percent)).div(100)
}
