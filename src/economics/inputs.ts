import { perDay, perMinute, perMonth } from '../phrases/index.ts'
import { SECONDS, type TimeUnit } from '../phrases/unit.ts'
import { readable } from '../spec/list.ts'
import type { Pilot } from '../spec/pilot.ts'
import { type ExposedStage, exposedStages } from '../spec/stage.ts'
import { currenciesOf } from './currencies.ts'
import { type Decimal, decimal, zero } from './decimal.ts'
import { type Gain, gainOf } from './gain.ts'

type Cost = NonNullable<Pilot['cost']>

export type Named = { readonly name: string; readonly amount: Decimal }

/** Work on one unit: so long, at so much an hour. */
export type Work = { readonly minutes: Decimal; readonly wage: Decimal }

/** The tokens of a model. Counts are per call, prices per million tokens, shares from 0 to 1. */
export type Usage = {
  readonly calls: Decimal
  readonly retries: Decimal
  readonly input: Decimal
  readonly cached: Decimal
  readonly output: Decimal
  readonly inputPrice: Decimal
  readonly cachedPrice: Decimal
  readonly outputPrice: Decimal
}

/** An action that a person lets through, at most `cap` times a day. */
export type Approval = { readonly name: string; readonly cap: Decimal | undefined; readonly work: Work }

/** What the cost model computes with. Money is in one currency; a month has 30 days. */
export type Inputs = {
  readonly currency: string
  /** Units a month at full rollout. */
  readonly volume: Decimal
  readonly demo: Decimal | undefined
  /** Units on the busiest day, and in the busiest minute. */
  readonly peakDay: Decimal | undefined
  readonly peakMinute: Decimal | undefined
  readonly usage: Usage | undefined
  readonly perUnit: readonly Named[]
  /** A fee for every success. */
  readonly perSuccess: Decimal
  /** Per month. */
  readonly fixed: readonly Named[]
  /** The share of units that a person reviews, by stage. */
  readonly reviewed: (stage: ExposedStage) => Decimal
  readonly review: Work
  readonly approvals: readonly Approval[]
  readonly errors: { readonly rate: Decimal; readonly cost: Decimal }
  readonly failed: Work
  readonly oneOff: Decimal | undefined
  /** Per day. */
  readonly spendLimit: Decimal | undefined
  readonly gain: Gain | undefined
  /** What the file does not say and a unit cost needs: dotted keys. Empty in a whole model. */
  readonly undeclared: readonly string[]
}

const share = (value: { readonly value: number; readonly unit: '%' } | undefined) =>
  value === undefined ? zero : decimal(value.value).div(100)

const minutes = (effort: { readonly value: number; readonly unit: TimeUnit } | undefined) =>
  effort === undefined ? zero : decimal(effort.value).times(decimal(SECONDS[effort.unit])).div(60)

const amount = (money: { readonly value: number } | undefined) => (money ? decimal(money.value) : zero)

type Money = { readonly value: number; readonly unit: string }

/** A token price in the currency of the file. */
const converted = (
  price: Money | undefined,
  rate: (Money & { readonly per: string }) | undefined,
): Decimal =>
  rate !== undefined && price?.unit === rate.per ? amount(price).times(amount(rate)) : amount(price)

const usageOf = ({ usage, price }: Cost): Usage | undefined =>
  usage && {
    calls: amount(usage.calls),
    retries: share(usage.retries?.value),
    input: amount(usage.input),
    cached: share(usage.cached_input),
    output: amount(usage.output),
    inputPrice: converted(price?.input, price?.rate),
    // A cache whose price nobody says is charged in full.
    cachedPrice: converted(price?.cached_input ?? price?.input, price?.rate),
    outputPrice: converted(price?.output, price?.rate),
  }

const reviewedOf =
  ({ oversight }: Cost) =>
  (stage: ExposedStage): Decimal => {
    const upTo = exposedStages.slice(0, exposedStages.indexOf(stage) + 1)
    // Nobody reviews less before saying so: a stage that is not named keeps the share of the one before it.
    return share(upTo.map((one) => oversight?.reviewed?.[one]).findLast((one) => one !== undefined))
  }

const undeclaredOf = (cost: Cost, approvals: readonly Approval[]): string[] => {
  const { usage, price, fixed, maintenance, oversight, errors } = cost
  const idle = maintenance?.effort?.value === 0
  const shares = Object.values(oversight?.reviewed ?? {})
  const unwatched = shares.length > 0 && shares.every((one) => one?.value === 0) && approvals.length === 0
  const harmless = errors?.rate?.value === 0
  const asked: [string, boolean][] = [
    ['usage.calls', usage?.calls !== undefined || !(usage || price)],
    ['usage.input', usage?.input !== undefined || !(usage || price)],
    ['usage.output', usage?.output !== undefined || !(usage || price)],
    ['usage.retries', usage?.retries?.value !== undefined || !(usage || price)],
    ['price.input', price?.input !== undefined || !(usage || price)],
    ['price.output', price?.output !== undefined || !(usage || price)],
    ['fixed', fixed !== undefined],
    ['maintenance.effort', maintenance?.effort !== undefined],
    ['maintenance.wage', idle || maintenance?.wage !== undefined],
    ['oversight.reviewed', oversight?.reviewed?.full !== undefined],
    ['oversight.effort', unwatched || oversight?.effort !== undefined],
    ['oversight.wage', unwatched || oversight?.wage !== undefined],
    ['errors.rate', errors?.rate !== undefined],
    ['errors.cost', harmless || errors?.cost !== undefined],
  ]
  return asked.flatMap(([key, there]) => (there ? [] : [`cost.${key}`]))
}

const named = (entries: { readonly [name: string]: { readonly value: number } } | undefined): Named[] =>
  Object.entries(entries ?? {}).map(([name, money]) => ({ name, amount: amount(money) }))

/** Why there is no cost model to compute with; the texts complete a sentence. */
export type NoModel = { readonly ok: false; readonly why: string }

/** Reads the cost model of a pilot. What is not declared counts as nothing and is listed. */
export const inputsOf = (pilot: Pilot): { readonly ok: true; readonly inputs: Inputs } | NoModel => {
  const { cost } = pilot
  if (cost === undefined || Object.keys(cost).length === 0)
    return { ok: false, why: 'the file has no cost section' }
  if (cost.include !== undefined) return { ok: false, why: 'the cost section is in another file' }
  const { volume } = cost
  if (volume?.full === undefined) return { ok: false, why: 'cost.volume.full is not said' }
  if (volume.full.value === 0) return { ok: false, why: 'cost.volume.full is 0' }
  const [currency, other] = currenciesOf(cost)
  if (currency === undefined) return { ok: false, why: 'the cost section names no amount of money' }
  if (other !== undefined) return { ok: false, why: `the cost section is in ${currency} and in ${other}` }
  const work = { minutes: minutes(cost.oversight?.effort), wage: amount(cost.oversight?.wage) }
  const approvals = readable(pilot.guardrails?.actions).flatMap(({ name, approval, effort, cap }) =>
    approval === 'human' && effort
      ? [
          {
            name: name ?? 'an approval',
            cap: cap && decimal(perDay(cap)),
            work: { ...work, minutes: minutes(effort) },
          },
        ]
      : [],
  )
  const { maintenance } = cost
  return {
    ok: true,
    inputs: {
      currency,
      volume: decimal(perMonth(volume.full)),
      demo: volume.demo && volume.demo.value > 0 ? decimal(perMonth(volume.demo)) : undefined,
      peakDay: volume.peak_day && decimal(perDay(volume.peak_day)),
      peakMinute: volume.peak_rate && decimal(perMinute(volume.peak_rate)),
      usage: usageOf(cost),
      perUnit: named(cost.per_unit),
      perSuccess: amount(cost.per_success),
      fixed: [
        ...Object.entries(cost.fixed ?? {}).map(([name, rate]) => ({
          name,
          amount: decimal(perMonth(rate)),
        })),
        ...(maintenance?.effort && maintenance.effort.value > 0
          ? [
              {
                name: 'maintenance',
                amount: minutes({ value: perMonth(maintenance.effort), unit: maintenance.effort.unit })
                  .times(amount(maintenance.wage))
                  .div(60),
              },
            ]
          : []),
      ],
      reviewed: reviewedOf(cost),
      review: work,
      approvals,
      errors: { rate: share(cost.errors?.rate), cost: amount(cost.errors?.cost) },
      failed: { minutes: minutes(cost.failed?.effort), wage: amount(cost.failed?.wage) },
      oneOff: cost.one_off && amount(cost.one_off),
      spendLimit: cost.spend_limit && decimal(perDay(cost.spend_limit)),
      gain: gainOf(pilot),
      undeclared: undeclaredOf(cost, approvals),
    },
  }
}
