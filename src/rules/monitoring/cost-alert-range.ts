import { printDeclared, printMoney } from '../../finance/amounts.ts'
import { shareAt } from '../../finance/lift.ts'
import { present } from '../../model/lists.ts'
import { meteredPlaces } from '../cost/metered.ts'
import { costModel } from '../cost/model.ts'
import type { Finding, Rule } from '../rule.ts'
import { type Alert, alertsPath, nameOf } from './alerts.ts'
import { type Range, rangeOf, timeOf } from './cost-range.ts'

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
  details: `Judged are alerts above an amount of money: per unit, where the metric is named so (\`cost_per_conversation\`) or the amount is (\`0.20 EUR/conversation\`), and per period (\`80 EUR/day\`). Per unit the amount lies between the metered cost and the value of the lift; per period between the metered spend of an average day at the stage that is judged for and what uses up the spend limit within the window of the alert: \`5 EUR/h\` over an hour is told long before 80 EUR a day are spent.

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
      const range = rangeOf(item, inputs, noun, share, timeOf(item, context.pilot.cost ?? {}, stage))
      const found = range && judge(item, at, range)
      if (found) yield { ...found, related: [...(found.related ?? []), ...places] }
    }
  },
}
