import { present, reachesPerson } from '../model/lists.ts'
import type { Pilot } from '../model/pilot.ts'
import type { Plan, Sourced } from '../model/plan.ts'
import { type ExposedStage, exposedStages } from '../model/stage.ts'
import type { Duration } from '../values/index.ts'
import type { Rate } from '../values/quantity.ts'
import { type Decimal, decimal, hoursPerMonth, minutesOf, perDay, perMinute, perMonth, zero } from './amounts.ts'
import { currenciesOf } from './currencies.ts'
import { type Gain, gainOf, type Lift, liftOf, shareAt } from './lift.ts'

type Cost = NonNullable<Pilot['cost']>
type Money = { readonly value: number; readonly unit: string }

/** Counts per call, prices per million tokens, shares from 0 to 1. */
type Usage = {
  readonly calls: Decimal
  readonly retries: Decimal
  readonly input: Decimal
  readonly cached: Decimal
  readonly output: Decimal
  readonly inputPrice: Decimal
  readonly cachedPrice: Decimal
  readonly outputPrice: Decimal
}

const amountOf = (money: { readonly value: number } | undefined): Decimal => (money ? decimal(money.value) : zero)

const shareOf = (share: { readonly value: number } | undefined): Decimal =>
  share ? decimal(share.value).times(0.01) : zero

/** Prices are in the currency of the file. */
const usageOf = ({ usage, price = {} }: Cost, prices: Plan['prices']): Usage | undefined => {
  if (usage === undefined) return undefined
  const { rate } = price
  const inFile = (price: Sourced<Money> | undefined): Decimal => {
    const money = price?.value
    return rate && money?.unit === rate.per ? amountOf(money).times(amountOf(rate)) : amountOf(money)
  }
  return {
    calls: amountOf(usage.calls),
    retries: shareOf(usage.retries?.value),
    input: amountOf(usage.input),
    cached: shareOf(usage.cached_input),
    output: amountOf(usage.output),
    inputPrice: inFile(prices.input),
    // Without a price for cached input, the full price applies.
    cachedPrice: inFile(prices.cached_input ?? prices.input),
    outputPrice: inFile(prices.output),
  }
}

/**
 * Dotted keys that a unit cost needs. An explicit zero counts as declared. `approving`: whether people approve
 * actions, whose time is paid.
 */
export const undeclaredOf = (cost: Cost, approving: boolean, listed: boolean): string[] => {
  const { usage, price, fixed, maintenance, oversight, errors } = cost
  const free = usage === undefined && price === undefined
  const idle = maintenance?.effort?.value === 0
  const shares = Object.values(oversight?.reviewed ?? {})
  const unreviewed = shares.length > 0 && shares.every((one) => one?.value === 0)
  const harmless = errors?.rate?.value === 0
  const asked: [string, boolean][] = [
    ['usage.calls', free || usage?.calls !== undefined],
    ['usage.input', free || usage?.input !== undefined],
    ['usage.output', free || usage?.output !== undefined],
    ['usage.retries', free || usage?.retries?.value !== undefined],
    ['price.input', free || listed || price?.input !== undefined],
    ['price.output', free || listed || price?.output !== undefined],
    ['fixed', fixed !== undefined],
    ['maintenance.effort', maintenance?.effort !== undefined],
    ['maintenance.wage', idle || maintenance?.wage !== undefined],
    ['oversight.reviewed', oversight?.reviewed?.full !== undefined],
    ['oversight.effort', unreviewed || oversight?.effort !== undefined],
    ['oversight.wage', (unreviewed && !approving) || oversight?.wage !== undefined],
    ['errors.rate', errors?.rate !== undefined],
    ['errors.cost', harmless || errors?.cost !== undefined],
  ]
  return asked.flatMap(([key, there]) => (there ? [] : [`cost.${key}`]))
}

export type Named = { readonly name: string; readonly amount: Decimal }

export type Work = { readonly minutes: Decimal; readonly wage: Decimal }

/** Once per unit, and at most `cap` times a day. */
export type Approval = { readonly name: string; readonly cap: Decimal | undefined; readonly work: Work }

/** Money is in one currency; a month has 30 days. */
export type Inputs = {
  readonly currency: string
  /** Units per month that full rollout serves. */
  readonly volume: Decimal
  /** All units per month, with those of the control group. */
  readonly total: Decimal
  readonly demo: Decimal | undefined
  readonly peakDay: Decimal | undefined
  readonly peakMinute: Decimal | undefined
  readonly usage: Usage | undefined
  readonly perUnit: readonly Named[]
  readonly perSuccess: Decimal
  /** Per month. */
  readonly fixed: readonly Named[]
  /** Undefined if not declared. */
  readonly reviewed: (stage: ExposedStage) => Decimal | undefined
  readonly review: Work
  readonly approvals: readonly Approval[]
  readonly errors: { readonly rate: Decimal; readonly cost: Decimal }
  readonly failed: Work
  /** Whether a failure takes people's time. */
  readonly handsOff: boolean
  readonly oneOff: Decimal | undefined
  /** Per day. */
  readonly spendLimit: Decimal | undefined
  readonly lift: Lift | undefined
  /** Undefined if no value is declared. */
  readonly gain: Gain | undefined
  /** Missing dotted keys; empty if the model is complete. */
  readonly undeclared: readonly string[]
}

type Declared = { readonly effort?: Duration | undefined; readonly wage?: Rate | undefined }

const workOf = (part: Declared = {}): Work => ({
  minutes: part.effort ? minutesOf(part.effort) : zero,
  wage: amountOf(part.wage),
})

const reviewedOf =
  ({ oversight }: Cost) =>
  (stage: ExposedStage): Decimal | undefined => {
    const upTo = exposedStages.slice(0, exposedStages.indexOf(stage) + 1)
    // A stage without a share keeps that of the previous stage.
    const share = upTo.map((one) => oversight?.reviewed?.[one]).findLast((one) => one !== undefined)
    return share && shareOf(share)
  }

const fixedOf = ({ fixed, maintenance }: Cost): Named[] => {
  const costs = Object.entries(fixed ?? {}).map(([name, rate]) => ({ name, amount: perMonth(rate) }))
  if (!maintenance?.effort) return costs
  const amount = hoursPerMonth(maintenance.effort).times(amountOf(maintenance.wage))
  return [...costs, { name: 'maintenance', amount }]
}

/** Actions without an effort are left out. */
export const approvalsOf = ({ guardrails }: Pilot, { oversight }: Cost): Approval[] =>
  present(guardrails?.actions).flatMap(({ item: { name, approval, effort, cap }, at }) =>
    approval === 'human' && effort
      ? [
          {
            name: name ?? `action ${at + 1}`,
            cap: cap && perDay(cap),
            work: { minutes: minutesOf(effort), wage: amountOf(oversight?.wage) },
          },
        ]
      : [],
  )

const handsOff = ({ fallback }: Pilot): boolean => present(fallback).some(({ item }) => reachesPerson(item.do))

/** `why` is a clause about the file. */
export type NoModel = { readonly ok: false; readonly why: string }

type CostModel = { readonly ok: true; readonly inputs: Inputs } | NoModel

const no = (why: string): NoModel => ({ ok: false, why })

const compute = ({ pilot, prices, listPrice }: Plan): CostModel => {
  const { cost } = pilot
  const listed = listPrice?.ok === true
  if (cost === undefined || Object.keys(cost).length === 0) return no('the file has no cost section')
  if (cost.include !== undefined) return no('the cost section is in another file')
  const { volume } = cost
  if (volume?.full === undefined) return no('cost.volume.full is missing')
  if (volume.full.value === 0) return no('cost.volume.full is 0')
  const [currency = listed ? 'USD' : undefined, other] = currenciesOf(cost)
  if (currency === undefined) return no('the cost section contains no amount of money')
  if (other !== undefined) return no(`the cost section mixes ${currency} and ${other}`)
  const approvals = approvalsOf(pilot, cost)
  const total = perMonth(volume.full)
  return {
    ok: true,
    inputs: {
      currency,
      volume: total.times(shareAt(pilot, 'full')?.percent || 100).times(0.01),
      total,
      demo: volume.demo && volume.demo.value > 0 ? perMonth(volume.demo) : undefined,
      peakDay: volume.peak_day && perDay(volume.peak_day),
      peakMinute: volume.peak_rate && perMinute(volume.peak_rate),
      usage: usageOf(cost, prices),
      perUnit: Object.entries(cost.per_unit ?? {}).map(([name, one]) => ({ name, amount: amountOf(one) })),
      perSuccess: amountOf(cost.per_success),
      fixed: fixedOf(cost),
      reviewed: reviewedOf(cost),
      review: workOf(cost.oversight),
      approvals,
      errors: { rate: shareOf(cost.errors?.rate), cost: amountOf(cost.errors?.cost) },
      failed: workOf(cost.failed),
      handsOff: handsOff(pilot),
      oneOff: cost.one_off && decimal(cost.one_off.value),
      spendLimit: cost.spend_limit && perDay(cost.spend_limit),
      lift: liftOf(pilot),
      gain: gainOf(pilot),
      undeclared: undeclaredOf(cost, approvals.length > 0, listed),
    },
  }
}

const known = new WeakMap<Plan, CostModel>()

/** What is missing counts as 0 and is listed. Cached, because many callers need it. */
export const inputsOf = (plan: Plan): CostModel => {
  const model = known.get(plan) ?? compute(plan)
  known.set(plan, model)
  return model
}
