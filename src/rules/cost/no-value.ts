import { printDeclared } from '../../finance/amounts.ts'
import { factorBetween, liftOf } from '../../finance/lift.ts'
import type { Pilot } from '../../model/pilot.ts'
import { quantityOf } from '../lib/metrics.ts'
import { type Cost, filledCost, inCurrencyOf, inOneCurrency } from '../lib/money.ts'
import type { Finding, Rule } from '../lib/rule.ts'

const metricUnit = ({ success }: Pilot): string | undefined => {
  const level = quantityOf(success?.target) ?? success?.baseline?.value
  return level && level.per === undefined ? level.unit : undefined
}

const earnings = (unit: string | undefined) =>
  unit === undefined || unit === '%'
    ? { key: 'per_success' as const, write: '2.20 EUR', help: 'what one more success is worth' }
    : {
        key: 'per_metric_unit' as const,
        write: `0.40 EUR/${unit}`,
        help: 'what one unit of improvement is worth',
      }

function* wrongKind(value: NonNullable<Cost['value']>, pilot: Pilot): Generator<Finding> {
  const unit = metricUnit(pilot)
  const metric = pilot.success?.metric ?? 'the metric'
  const related = [{ path: ['success', 'target'], label: 'the metric that earns' }]
  const { key, write, help } = earnings(unit)
  if (unit !== undefined && value[key] === undefined) {
    const [kind, one] = unit === '%' ? ['a proportion', 'success'] : [`a mean in ${unit}`, 'of these']
    const message = `${metric} is ${kind}, and nothing says what one ${one} is worth`
    yield { path: ['cost', 'value', key], message, write, help, related }
    return
  }
  // A value of another thing than the metric counts earns nothing that anybody can compute.
  const { per_metric_unit: worth } = value
  const lift = liftOf(pilot)
  if (worth === undefined || lift?.kind !== 'mean' || factorBetween(lift.unit, worth.per)) return
  yield {
    path: ['cost', 'value', 'per_metric_unit'],
    message: `${metric} is a mean in ${lift.unit}, and the value is that of one ${worth.per}: nobody can tell what the lift earns`,
    help: `per_metric_unit: ${printDeclared({ ...worth, per: lift.unit })}, or what one ${lift.unit} is worth`,
    related,
  }
}

export const noValue: Rule = {
  id: 'cost/no-value',
  severity: 'error',
  from: 'limited',
  summary: 'The cost section says what a success, or a unit of improvement, is worth in money',
  why: 'A cost without a value cannot be too high: nobody can tell the month in which the system stops paying for itself.',
  details: `A proportion (a target in %) earns \`per_success\`; a mean (a target in minutes, points, …) earns \`per_metric_unit\`. The value is that of one unit of the metric: \`0.40 EUR/min\` or \`24 EUR/h\` for a metric in minutes, \`0.35 EUR/EUR\` for one in money. Where the target cannot be read, or has no unit of its own, either will do.

Whether the value is high enough is for the rules on the margin. Nothing is judged where \`cost.include\` keeps the section in a file that cannot be read.`,
  principles: ['cost-model'],
  fields: ['cost.value', 'cost.value.per_success', 'cost.value.per_metric_unit'],
  references: ['FinOps Foundation, Measuring Unit Costs'],
  examples: {
    ready: `success: {metric: handling_time, baseline: 9.4 min, target: at most 7 min}
cost:
  value: {per_metric_unit: 0.40 EUR/min, why: 24 EUR/h, counted_on: lift}`,
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
      const mean = unit === undefined ? '; for a mean, per_metric_unit: 0.40 EUR/min' : ''
      yield {
        path: ['cost', 'value'],
        message: 'the cost section has no value: it says what the system costs and not what it earns',
        write: inCurrencyOf(cost, `{${key}: ${write}, counted_on: lift}`),
        help: inCurrencyOf(cost, `${help}${mean}`),
        absent: true,
      }
    } else yield* inOneCurrency(cost, wrongKind(value, context.pilot))
  },
}
