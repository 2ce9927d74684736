import { metricKey, present, reachesPerson } from '../model/lists.ts'
import { type PriceKind, seatsOf, tierOf } from '../model/metered.ts'
import type { Cost, Pilot } from '../model/pilot.ts'
import type { Plan, PlanMoney, Priced } from '../model/plan.ts'
import { type ExposedStage, heldIn } from '../model/stage.ts'
import { isShare, moreIsBetter, type Share } from '../values/index.ts'
import { isTimeUnit } from '../values/unit.ts'
import { amountOf, type Decimal, decimal, hoursPerMonth, perDay, perMinute, perMonth, zero } from './amounts.ts'
import { currenciesOf, exchange, exchanged } from './currencies.ts'
import { type Gain, gainOf, type Lift, liftOf, type Schedule, scheduleOf, shareAt } from './lift.ts'
import { isAtPeak, undeclaredOf } from './undeclared.ts'
import { type Approval, approvalsOf, type Work, workOf } from './work.ts'

/** Of one model. Counts per call, prices per million tokens, shares from 0 to 1. */
export type Usage = {
  readonly name: string
  readonly provider: string | undefined
  readonly calls: Decimal
  readonly retries: Decimal
  readonly input: Decimal
  readonly cached: Decimal
  readonly written: Decimal
  readonly output: Decimal
  readonly inputPrice: Decimal
  readonly cachedPrice: Decimal
  readonly writePrice: Decimal
  readonly outputPrice: Decimal
  /** The discount for calls in batches. */
  readonly batch: Decimal
}

const shareOf = (share: { readonly value: number } | undefined): Decimal =>
  share ? decimal(share.value).times(0.01) : zero

const usageOf = ({ name, provider, usage, price, prices }: Priced, rates: Cost['rates']): Usage[] => {
  if (usage === undefined) return []
  const tier = tierOf(usage, price)
  const priceOf = (kind: PriceKind): PlanMoney | undefined => {
    const price = prices[kind]
    // A list price is that of calls of this length.
    return price?.origin.from === 'list' ? price.value : (tier?.[kind] ?? price?.value)
  }
  const inFile = (money: PlanMoney | undefined): Decimal => amountOf(money && exchange(money, rates))
  const input = priceOf('input')
  return [
    {
      name,
      provider,
      calls: amountOf(usage.calls),
      retries: shareOf(usage.retries?.value),
      input: amountOf(usage.input),
      cached: shareOf(usage.cached_input),
      written: shareOf(usage.cache_write),
      output: amountOf(usage.output),
      inputPrice: inFile(input),
      // Without a price for the cache, the full price applies.
      cachedPrice: inFile(priceOf('cached_input') ?? input),
      writePrice: inFile(priceOf('cache_write') ?? input),
      outputPrice: inFile(priceOf('output')),
      batch: shareOf(usage.batch),
    },
  ]
}

/** Of all units, where the metric says nothing else. */
const partOf = (share: Share | undefined): Decimal => (share ? shareOf(share) : decimal(1))

export type NamedAmount = { readonly name: string; readonly amount: Decimal }

/** Bought in steps, each enough for `units`: of a month, or of the busiest minute. */
export type Capacity = {
  readonly name: string
  /** Per month. */
  readonly price: Decimal
  readonly units: Decimal
  readonly isPeak: boolean
}

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
  readonly usages: readonly Usage[]
  readonly perUnit: readonly NamedAmount[]
  readonly perSuccess: Decimal
  /** The least that is billed for what is metered, per month. */
  readonly minimum: Decimal
  /** Per month. */
  readonly fixed: readonly NamedAmount[]
  readonly capacity: readonly Capacity[]
  /** Undefined if not declared. */
  readonly reviewed: (stage: ExposedStage) => Decimal | undefined
  readonly review: Work
  /** Whether the primary metric already counts the time of the review. */
  readonly reviewIsCounted: boolean
  readonly approvals: readonly Approval[]
  readonly errors: { readonly rate: Decimal; readonly cost: Decimal }
  readonly failed: Work
  /** Whether a failure takes people's time. */
  readonly handsOff: boolean
  readonly oneOff: Decimal | undefined
  /** Per day. */
  readonly spendLimit: Decimal | undefined
  readonly schedule: Schedule
  /** The part of all units that the primary metric counts, from 0 to 1. */
  readonly share: Decimal
  /** The same of the metric that the cost of errors counts, where it says so. */
  readonly errorShare: Decimal
  readonly lift: Lift | undefined
  /** Undefined if no value is declared. */
  readonly gain: Gain | undefined
  /** Missing dotted keys; empty if the model is complete. */
  readonly undeclared: readonly string[]
  /** The currencies with a rate, and the plan if one of them costs a tenth more. */
  readonly foreign: readonly { readonly currency: string; readonly dearer: () => Inputs }[]
}

const reviewedOf =
  ({ oversight }: Cost) =>
  (stage: ExposedStage): Decimal | undefined => {
    const share = heldIn(oversight?.reviewed, stage)
    return share && shareOf(share)
  }

const fixedOf = (pilot: Pilot, { fixed, maintenance }: Cost): NamedAmount[] => {
  const seats = seatsOf(pilot).flatMap(({ name, at, price, count }) =>
    price && count !== undefined ? [{ name: name ?? `seat ${at + 1}`, amount: perMonth(price).times(count) }] : [],
  )
  const costs = [...Object.entries(fixed ?? {}).map(([name, rate]) => ({ name, amount: perMonth(rate) })), ...seats]
  if (!maintenance?.effort) return costs
  const amount = hoursPerMonth(maintenance.effort).times(amountOf(maintenance.wage))
  return [...costs, { name: 'maintenance', amount }]
}

const capacityOf = ({ capacity }: Cost): Capacity[] =>
  present(capacity).flatMap(({ item: { name, price, per }, at }) => {
    if (price === undefined || per === undefined || per.value === 0) return []
    const isPeak = isAtPeak({ per })
    const units = isPeak ? perMinute(per) : perMonth(per)
    return [{ name: name ?? `capacity ${at + 1}`, price: perMonth(price), units, isPeak }]
  })

const handsOff = ({ fallback }: Pilot): boolean => present(fallback).some(({ item }) => reachesPerson(item.do))

/** `why` is a clause about the file. */
export type NoModel = { readonly ok: false; readonly why: string }

type CostModel = { readonly ok: true; readonly inputs: Inputs } | NoModel

const no = (why: string): NoModel => ({ ok: false, why })

/** Minutes of review that the primary metric, a mean time, already holds are not paid twice. */
export const isPartOf = ({ cost, success }: Pilot): boolean => {
  const { part_of } = cost?.oversight ?? {}
  const unit = success?.baseline?.value?.unit
  return (
    part_of !== undefined &&
    metricKey(part_of) === metricKey(success?.metric ?? '') &&
    unit !== undefined &&
    isTimeUnit(unit)
  )
}

const tenth = decimal(1.1)

const foreignOf = (plan: Plan): Inputs['foreign'] =>
  Object.entries(plan.pilot.cost?.rates ?? {}).flatMap(([currency, rate]) => {
    if (rate === undefined) return []
    const value = Number(decimal(rate.value).times(tenth).toFixed())
    const cost = { ...plan.pilot.cost, rates: { ...plan.pilot.cost?.rates, [currency]: { ...rate, value } } }
    const dearer = compute({ ...plan, pilot: { ...plan.pilot, cost } }, [])
    return dearer.ok ? [{ currency, dearer: () => dearer.inputs }] : []
  })

const compute = (plan: Plan, foreign?: Inputs['foreign']): CostModel => {
  const { pilot: declared, metered } = plan
  const pilot = declared.cost ? { ...declared, cost: exchanged(declared.cost) } : declared
  const { cost } = pilot
  const listed = metered.some(({ listPrice }) => listPrice?.ok)
  if (cost === undefined || Object.keys(cost).length === 0) return no('the file has no cost section')
  if (cost.include !== undefined) return no('the cost section is in another file')
  const { volume } = cost
  if (volume?.full === undefined) return no('cost.volume.full is missing')
  if (volume.full.value === 0) return no('cost.volume.full is 0')
  const [currency = listed ? (declared.cost?.rates?.USD?.unit ?? 'USD') : undefined, other] = currenciesOf(cost)
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
      usages: metered.flatMap((one) => usageOf(one, declared.cost?.rates)),
      perUnit: Object.entries(cost.per_unit ?? {}).map(([name, one]) => ({ name, amount: amountOf(one) })),
      perSuccess: amountOf(cost.per_success),
      minimum: cost.minimum ? perMonth(cost.minimum) : zero,
      fixed: fixedOf(pilot, cost),
      capacity: capacityOf(cost),
      reviewed: reviewedOf(cost),
      review: workOf(cost.oversight),
      reviewIsCounted: isPartOf(pilot),
      approvals,
      errors: { rate: shareOf(cost.errors?.rate), cost: amountOf(cost.errors?.cost) },
      failed: workOf(cost.failed),
      handsOff: handsOff(pilot),
      oneOff: cost.one_off && decimal(cost.one_off.value),
      spendLimit: cost.spend_limit && perDay(cost.spend_limit),
      schedule: scheduleOf(pilot),
      share: partOf(pilot.success?.share_of_units),
      errorShare: partOf(errorMetric(pilot)?.item.share_of_units ?? pilot.success?.share_of_units),
      lift: liftOf(pilot),
      gain: gainOf(pilot),
      undeclared: undeclaredOf({ ...plan, pilot }, cost),
      foreign: foreign ?? foreignOf(plan),
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

/** The guardrail metrics with a largest share, of which `cost.errors` may name the one that it counts. */
export const errorMetrics = ({ success, cost }: Pilot) => {
  const { metric } = cost?.errors ?? {}
  return present(success?.guardrail_metrics).filter(
    ({ item: { limit, metric: own = '' } }) =>
      limit &&
      'quantity' in limit &&
      isShare(limit.quantity) &&
      !moreIsBetter(limit) &&
      (metric === undefined || metricKey(metric) === metricKey(own)),
  )
}

/** The only one of them; undefined where there are several, as nothing says which of them an error is. */
export const errorMetric = (pilot: Pilot) => {
  const [only, ...others] = errorMetrics(pilot)
  return others.length === 0 ? only : undefined
}
