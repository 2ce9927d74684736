import { printDeclared } from '../../finance/amounts.ts'
import { factorBetween, liftOf } from '../../finance/lift.ts'
import type { Cost, Pilot } from '../../model/pilot.ts'
import { quantityOf } from '../../values/threshold.ts'
import { called, missing } from '../lib/absent.ts'
import { filledCost } from '../lib/money.ts'
import type { Finding, Rule } from '../lib/rule.ts'

const metricUnit = ({ success }: Pilot): string | undefined => {
  const level = quantityOf(success?.target) ?? success?.baseline?.value
  return level && level.per === undefined ? level.unit : undefined
}

const earnings = (unit: string | undefined) =>
  unit === undefined || unit === '%'
    ? { key: 'per_success' as const, write: '<amount per success>', help: 'the value of one more success' }
    : {
        key: 'per_metric_unit' as const,
        write: `<amount per ${unit}>`,
        help: 'the value of one unit of improvement',
      }

function* wrongKind(value: NonNullable<Cost['value']>, pilot: Pilot): Generator<Finding> {
  const unit = metricUnit(pilot)
  const metric = called(pilot.success?.metric, 'the metric')
  const related = [{ path: ['success', 'target'], label: 'the target' }]
  const { key, write, help } = earnings(unit)
  if (unit !== undefined && value[key] === undefined) {
    const kind = unit === '%' ? 'a proportion' : `a mean in ${unit}`
    const message = `${metric} is ${kind}, but \`cost.value.${key}\` is missing`
    yield { path: ['cost', 'value', key], message, write, help, related }
    return
  }
  const { per_metric_unit: worth } = value
  const lift = liftOf(pilot)
  if (worth === undefined || lift?.kind !== 'mean' || factorBetween(lift.unit, worth.per, pilot)) return
  yield {
    path: ['cost', 'value', 'per_metric_unit'],
    message: `${metric} is in ${lift.unit}, but \`cost.value.per_metric_unit\` is per ${worth.per}`,
    help: `write the value of one ${lift.unit}, for example \`per_metric_unit: ${printDeclared({ ...worth, per: lift.unit })}\``,
    related,
  }
}

export const noValue: Rule = {
  id: 'cost/no-value',
  severity: 'error',
  from: 'limited',
  summary: 'The cost section gives the value of a success or of a unit of improvement',
  why: 'Without a value, no cost is too high: whether the system pays for itself cannot be computed.',
  details: `A proportion (a target in %) needs \`per_success\`; a mean (a target in minutes, points, …) needs \`per_metric_unit\`, the value of one unit of the metric: \`0.40 EUR/min\` or \`24 EUR/h\` for a metric in minutes, \`0.35 EUR/EUR\` for one in money. If the target cannot be read or has no unit, either is accepted.

If \`cost.include\` names a file that cannot be read, nothing is reported.`,
  principles: ['cost-model'],
  fields: ['cost.value', 'cost.value.per_success', 'cost.value.per_metric_unit'],
  references: ['FinOps Foundation, Measuring Unit Costs'],
  examples: {
    ready: `success: {metric: handling_time, baseline: 9.4 min, target: at most 7 min}
cost:
  value: {per_metric_unit: 0.40 EUR/min, why: 24 EUR/h}`,
    notReady: `success: {metric: first_pass_rate, baseline: 61%, target: at least 75%}
cost:  # expect: cost/no-value
  fixed: {infrastructure: 300 EUR/month}`,
  },

  *check(context) {
    const cost = filledCost(context)
    if (cost === undefined) return
    const { value } = cost
    if (value?.per_success === undefined && value?.per_metric_unit === undefined) {
      const unit = metricUnit(context.pilot)
      const { key, write, help } = earnings(unit)
      const mean = unit === undefined ? '; for a mean, use per_metric_unit, an amount per min' : ''
      yield { ...missing(['cost', 'value'], `{${key}: ${write}}`, `${help}${mean}`), absent: true }
    } else yield* wrongKind(value, context.pilot)
  },
}
