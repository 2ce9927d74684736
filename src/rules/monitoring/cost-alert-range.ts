import type { Path } from '../../document/path.ts'
import { type Decimal, decimal } from '../../economics/decimal.ts'
import { perDay } from '../../economics/exact.ts'
import { type StageShare, shareAt } from '../../economics/exposure.ts'
import type { Inputs } from '../../economics/inputs.ts'
import { printDeclared, printMoney, printNumber } from '../../economics/print.ts'
import { returnsAt } from '../../economics/returns.ts'
import { unitCost } from '../../economics/unit-cost.ts'
import { isMoney, moreIsBetter, sameUnit } from '../../phrases/index.ts'
import { isRateUnit } from '../../phrases/unit.ts'
import { withArticle } from '../../phrases/words.ts'
import { present } from '../../spec/list.ts'
import { meteredPlaces, meteredWorking } from '../cost/metered.ts'
import { costModel } from '../cost/model.ts'
import type { Finding, Rule } from '../rule.ts'
import { type Alert, alertsPath, metricKey, nameOf } from './alerts.ts'

/** Where an alert on money makes sense: above what the plan spends, below what stops or earns it. */
type Range = {
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

const aDay = (inputs: Inputs, level: Decimal, share: StageShare | undefined): Range => {
  const { metered } = unitCost(inputs, inputs.volume)
  const rest = {
    level,
    lowIs: 'what the plan spends on an average day',
    high: inputs.spendLimit,
    highIs: 'the spend limit of a day',
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

const rangeOf = (alert: Alert, inputs: Inputs, noun: string, share: StageShare | undefined) => {
  const { fire, metric } = alert
  if (fire === undefined || 'reference' in fire || !moreIsBetter(fire)) return undefined
  const { value, unit, per } = fire.quantity
  if (unit !== inputs.currency) return undefined
  if (per !== undefined && isRateUnit(per)) return aDay(inputs, perDay({ value, unit, per }), share)
  const counted =
    per === undefined ? isMoney(fire.quantity) && isPerUnit(metric ?? '', noun) : sameUnit(per, noun)
  return counted ? perUnit(inputs, value, noun) : undefined
}

/** Between which amounts the alert may fire. */
const between = ({ low, high, unit }: Range): string => {
  const [least, most] = [low && printMoney(low, unit, 'up'), high && printMoney(high, unit, 'down')]
  if (least && most) return `fire above an amount from ${least} to ${most}`
  return least ? `fire above ${least} or more` : `fire above ${most} or less`
}

const judge = (alert: Alert, at: number, range: Range): Finding | undefined => {
  const { fire } = alert
  const { level, low, high, lowIs, highIs, bound, unit, working } = range
  if (fire === undefined || 'reference' in fire) return undefined
  // Where a unit costs more than it earns, no alert is right, and the margin is what is wrong.
  if (low && high?.lte(low)) return undefined
  const place = { path: [...alertsPath, at, 'fire'], help: between(range), working }
  const fires = `the ${nameOf(alert)} fires above ${printDeclared(fire.quantity)}`
  if (low && level.lt(low))
    return {
      ...place,
      message: `${fires}, less than ${lowIs}, ${printMoney(low, unit)}: it is always on`,
      related: [{ path: ['cost', 'volume', 'full'], label: 'the volume that is planned' }],
    }
  if (high === undefined || level.lte(high)) return undefined
  return {
    ...place,
    message: `${fires}, more than ${highIs}, ${printMoney(high, unit)}: by then it is too late`,
    related: [{ path: bound, label: highIs }],
  }
}

export const costAlertRange: Rule = {
  id: 'monitoring/cost-alert-range',
  severity: 'error',
  from: 'limited',
  summary: 'A cost alert fires above what the plan spends and below what a unit is worth',
  why: 'An alert below the planned cost is always on and switched off within a week; one above the value of a unit speaks when every unit already loses money.',
  details: `Judged are alerts above an amount of money: per unit, where the metric is named so (\`cost_per_conversation\`) or the amount is (\`0.20 EUR/conversation\`), and per period (\`80 EUR/day\`). Per unit the amount lies between the metered cost and the value of the lift; per day between the metered spend of an average day at the stage that is judged for and the spend limit.

Metered is what a bill can see: the model, what is paid per unit, and fees. An amount that says neither unit nor period is left alone, and so is one in another currency.`,
  seed: ['S15', 'S18'],
  references: ['FinOps Foundation, Anomaly Management', 'AWS Well-Architected GENCOST05-BP01'],
  examples: {
    ready: `use_case: {unit: conversation}
success: {baseline: 22%, target: at least 35%}
cost:
  volume: {full: 60000/month}
  per_unit: {lookup: 0.01 EUR}
  fixed: {infrastructure: 900 EUR/month}
  maintenance: {effort: 0 h/month}
  oversight: {reviewed: 0%}
  errors: {rate: 1%, cost: 3.50 EUR}
  value: {per_success: 2.20 EUR, counted_on: lift}
monitoring:
  alerts:
    - {kind: cost, metric: cost_per_conversation, fire: above 0.20 EUR, over: 1d}
`,
    notReady: `use_case: {unit: conversation}
success: {baseline: 22%, target: at least 35%}
cost:
  volume: {full: 60000/month}
  per_unit: {lookup: 0.01 EUR}
  fixed: {infrastructure: 900 EUR/month}
  maintenance: {effort: 0 h/month}
  oversight: {reviewed: 0%}
  errors: {rate: 1%, cost: 3.50 EUR}
  value: {per_success: 2.20 EUR, counted_on: lift}
monitoring:
  alerts:
    - {kind: cost, metric: cost_per_conversation, fire: above 1.00 EUR, over: 1d}   # expect: monitoring/cost-alert-range
`,
  },

  *check(context) {
    const inputs = costModel(context)
    const noun = context.pilot.use_case?.unit
    if (inputs === undefined || noun === undefined) return
    const stage = context.gate === 'pilot' ? 'limited' : context.gate
    const share = shareAt(context.pilot, stage)
    const places = meteredPlaces(context.pilot.cost ?? {})
    for (const { item, at } of present(context.pilot.monitoring?.alerts)) {
      if (item.kind !== undefined && item.kind !== 'cost') continue
      const range = rangeOf(item, inputs, noun, share)
      const found = range && judge(item, at, range)
      if (found) yield { ...found, related: [...(found.related ?? []), ...places] }
    }
  },
}
