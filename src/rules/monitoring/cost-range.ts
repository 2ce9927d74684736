import { type Decimal, decimal, perDay, printMoney, printNumber } from '../../finance/amounts.ts'
import type { Inputs } from '../../finance/inputs.ts'
import type { StageShare } from '../../finance/lift.ts'
import { returnsAt } from '../../finance/returns.ts'
import { unitCost } from '../../finance/unit-cost.ts'
import type { ExposedStage } from '../../model/stage.ts'
import { days, isMoney, moreIsBetter, sameUnit } from '../../values/index.ts'
import { withArticle } from '../../values/text.ts'
import { isRateUnit, RATE_SECONDS } from '../../values/unit.ts'
import type { Path } from '../../yaml/path.ts'
import { meteredWorking } from '../cost/metered.ts'
import type { Cost } from '../cost/section.ts'
import { type Alert, metricKey } from './alerts.ts'

/** Where an alert on money makes sense: above what the plan spends, below what stops or earns it. */
export type Range = {
  readonly level: Decimal
  readonly low: Decimal | undefined
  readonly lowIs: string
  readonly high: Decimal | undefined
  readonly highIs: string
  readonly working: readonly string[]
  /** Where the upper end is written. */
  readonly bound: Path
  /** The currency, and the day where the amount is one by day. */
  readonly unit: string
}

const isPerUnit = (metric: string, unit: string): boolean => {
  const name = metricKey(metric)
  if (name.includes('unit_cost')) return true
  // What else is counted in money by unit, such as refund_per_chat, is no cost of the system.
  if (!/cost|spen[dt]|expense|bill/.test(name)) return false
  const below = /_per_([a-z_]+)$/.exec(name)?.[1]
  return below !== undefined && sameUnit(below, metricKey(unit))
}

const perUnit = (inputs: Inputs, level: number, noun: string): Range => ({
  level: decimal(level),
  low: unitCost(inputs, inputs.volume).metered,
  lowIs: `the metered cost of ${withArticle(noun)}`,
  high: returnsAt(inputs)?.value,
  highIs: `what ${withArticle(noun)} earns`,
  bound: ['cost', 'value'],
  unit: inputs.currency,
  working: [meteredWorking(inputs)],
})

const secondsPerDay = RATE_SECONDS.day

/** The days that a limit is for, and those of them after which the alert has fired. */
type Time = { readonly limit: number; readonly alert: number }

export const timeOf = ({ fire, over }: Alert, { spend_limit: limit }: Cost, stage: ExposedStage): Time => {
  const per = fire !== undefined && 'quantity' in fire ? fire.quantity.per : undefined
  const span = per !== undefined && isRateUnit(per) ? RATE_SECONDS[per] / secondsPerDay : 1
  const [window, whole] = [over?.[stage], limit === undefined ? 1 : RATE_SECONDS[limit.per] / secondsPerDay]
  return { limit: whole, alert: Math.min(whole, (window && days(window)) || span) }
}

const aDay = (inputs: Inputs, level: Decimal, share: StageShare | undefined, time: Time): Range => {
  const { metered } = unitCost(inputs, inputs.volume)
  const early = time.alert < time.limit
  const rest = {
    level,
    lowIs: 'what the plan spends on an average day',
    // A short window speaks before the limit is used up, however high the rate is at which it fires.
    high: inputs.spendLimit?.times(time.limit).div(time.alert),
    highIs: early ? 'what uses the spend limit up within its window' : 'the spend limit of a day',
    bound: ['cost', 'spend_limit'],
    unit: `${inputs.currency}/day`,
  }
  if (share === undefined) return { ...rest, low: undefined, working: [meteredWorking(inputs)] }
  const percent = decimal(share.percent)
  const units = inputs.volume.times(percent).div(3000)
  const low = metered.times(units)
  const money = (amount: Decimal) => printMoney(amount, inputs.currency)
  const spend = `${printNumber(units)} x ${money(metered)} = ${money(low)}`
  return {
    ...rest,
    low,
    working: [
      meteredWorking(inputs),
      `spend of a day = ${spend}, at ${printNumber(percent)}% of the traffic`,
    ],
  }
}

/** Between which amounts the alert makes sense; undefined where it is on something else than what the system costs. */
export const rangeOf = (
  alert: Alert,
  inputs: Inputs,
  noun: string,
  share: StageShare | undefined,
  time: Time,
) => {
  const { fire, metric } = alert
  if (fire === undefined || 'reference' in fire || !moreIsBetter(fire)) return undefined
  const { value, unit, per } = fire.quantity
  if (unit !== inputs.currency) return undefined
  if (per !== undefined && isRateUnit(per)) return aDay(inputs, perDay({ value, unit, per }), share, time)
  const counted =
    per === undefined ? isMoney(fire.quantity) && isPerUnit(metric ?? '', noun) : sameUnit(per, noun)
  return counted ? perUnit(inputs, value, noun) : undefined
}
