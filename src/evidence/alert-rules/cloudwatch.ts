import { type Bound, isAbove } from '../../values/index.ts'
import { locatedAt, type Part } from '../reading/part.ts'
import type { Alert, Quantile } from './alert.ts'
import { documentedUnit } from './documented.ts'
import { callOf, type Expr, type ParseExpr, partsOf, rangeOf, seriesNamed } from './expr.ts'
import { countUnit, shareUnit, spanOfName, type Unit, unitOf, unitOfName, unknownUnit } from './measure.ts'
import { parseMetricMath } from './metric-math.ts'
import { amountOf, type Picked, type Plain } from './plain.ts'
import { meanOf, quantileOf as quantileIn } from './ranges.ts'
import { isShifted, itselfBy } from './scale.ts'

const comparisons = new Map<string | undefined, Bound>([
  ['GreaterThanThreshold', 'above'],
  ['GreaterThanOrEqualToThreshold', 'at_least'],
  ['LessThanThreshold', 'below'],
  ['LessThanOrEqualToThreshold', 'at_most'],
])

// Source: Amazon CloudWatch API, MetricDatum, Unit.
const units = new Map<string | undefined, Unit>([
  ['Seconds', unitOfName('seconds')],
  ['Milliseconds', unitOfName('milliseconds')],
  ['Microseconds', unitOfName('microseconds')],
  ['Percent', shareUnit(0.01)],
  // The average of a count may be a share: that of the errors of Lambda is.
  ['Count', unknownUnit],
])

/** `AnswerLatencyMs` as the words of other systems: `answer_latency_ms`. */
export const snake = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[\W_]+/g, '_')
    .toLowerCase()

/** What a metric is called here, with the unit that AWS measures it in. */
const nameOf = (metric: Part, key: Keys): string => {
  const name = metric.text(key('metric_name')) ?? ''
  const unit = documentedUnit(metric.text(key('namespace')), name)
  return unit === undefined ? snake(name) : `${snake(name)}_${unit}`
}

const metricUnit = (metric: Part, key: Keys, statistic: string | undefined): Unit => {
  const [unit, said] = [metric.text(key('unit')), unitOfName(nameOf(metric, key))]
  // What is money or a time by its name is sent as a `Count`, too.
  const isCounted = unit === 'Count' && /^sum$/i.test(statistic ?? '') && /^(?:unknown|count)$/.test(said.kind)
  return isCounted ? countUnit : (units.get(unit) ?? said)
}

/** Why an alarm gets no values: it asks for a unit in which AWS does not measure. */
const unsentBy = (metric: Part, key: Keys): string | undefined => {
  const [namespace, name, unit] = ['namespace', 'metric_name', 'unit'].map((one) => metric.text(key(one)))
  const sent = documentedUnit(namespace, name)
  return sent === undefined || unit === undefined || unit.toLowerCase() === sent
    ? undefined
    : `has the unit ${unit}, which ${namespace} ${name} does not use`
}

// What else there is, as `tm99`, `tc95`, `PR(:300)` and `IQM`, leaves values out. Source: Amazon CloudWatch, statistics definitions.
const whole = /^(?:SampleCount|Average|Sum|Minimum|Maximum|p\d{1,3}(?:\.\d{1,10})?)$/i

const percentOf = (statistic: string | undefined): number | undefined => {
  const percent = /^p(\d{1,2}(?:\.\d{1,3})?)$/i.exec(statistic ?? '')?.[1]
  return percent === undefined ? undefined : Number(percent) / 100
}

/** The keys of an alarm: `metric_name` in Terraform, `MetricName` in CloudFormation. */
export type Keys = (name: string) => string

export const pascal: Keys = (name) => name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())

const quantileOf = (statistic: string | undefined, metric: Part, key: Keys): Quantile =>
  percentOf(statistic) ?? meanOf(statistic, metric.text(key('metric_name')))

type Measure = Pick<Plain, 'unit' | 'quantile' | 'statistic' | 'picked' | 'guard' | 'unread'> & {
  readonly period: Part
  readonly statistics: readonly unknown[]
  /** Seconds that the name of a metric says it was taken over. */
  readonly span: number
}

const spanOf = (metric: Part, key: Keys): number => spanOfName(snake(metric.text(key('metric_name')) ?? ''))

/** A metric of a query, whose own fields stand below `metric` in Terraform and below `MetricStat` in CloudFormation. */
const metricOf = (query: Part, key: Keys) => {
  const inTerraform = query.at('metric', 0)
  const stat = inTerraform.data === undefined ? query.at('MetricStat') : inTerraform
  const metric = stat.at('Metric').data === undefined ? stat : stat.at('Metric')
  const [period, taken] = [stat.at(key('period')), stat.at(key('stat'))]
  return { metric, period, statistic: taken.text(), statistics: [taken.data] }
}

const pickedIn = (metric: Part, key: Keys): Picked[] => {
  const { data } = metric.at(key('dimensions'))
  // CloudFormation keeps a list of names and values.
  if (Array.isArray(data))
    return metric
      .at(key('dimensions'))
      .items(30)
      .map((one): Picked => [one.text('Name') ?? '', one.at('Value').data])
  return typeof data === 'object' && data !== null ? Object.entries(data).slice(0, 30) : []
}

const ofExpression = (queries: readonly Part[], isOver: boolean, key: Keys, parse: ParseExpr): Measure | undefined => {
  const [result, ...others] = queries.filter((query) => {
    const returned = query.at(key('return_data'))
    // What Terraform does not say it sends as false.
    return returned.truth() ?? (returned.data === undefined && key === pascal)
  })
  const text = result?.text(key('expression'))
  const metrics = new Map<string, Expr>()
  const expressions = new Map<string, string>()
  const events = new Set<string>()
  const found = queries.flatMap((query) => {
    const id = query.text(key('id'))
    const { metric, period, statistic, statistics } = metricOf(query, key)
    const text = query.text(key('expression'))
    if (id !== undefined && text !== undefined) expressions.set(id, text)
    if (id === undefined || metric.text(key('metric_name')) === undefined) return []
    const seconds = period.number()
    // A sum counts what happened in its period.
    const of = seriesNamed(nameOf(metric, key), id, { quantile: percentOf(statistic) })
    const range = rangeOf(of, seconds)
    const isCount = statistic === 'SampleCount' || (statistic === 'Sum' && unitOfName(of.name).kind === 'unknown')
    if (isCount || (statistic === 'Sum' && unitOfName(of.name).kind === 'count')) events.add(id)
    metrics.set(id, isCount ? callOf('count_over_time', range) : range)
    return [{ period, metric, statistics }]
  })
  const [first] = found
  if (result === undefined || others.length > 0 || first === undefined) return undefined
  if (text === undefined) {
    const own = metricOf(result, key)
    return {
      ...own,
      unit: metricUnit(own.metric, key, own.statistic),
      unread: unsentBy(own.metric, key),
      quantile: quantileOf(own.statistic, own.metric, key),
      picked: pickedIn(own.metric, key),
      span: spanOf(own.metric, key),
    }
  }
  const { expr, guard } = parseMetricMath(text, isOver, parse, metrics, expressions) ?? {}
  const over = amountOf(first.period)
  const periods = new Set(found.map(({ period }) => period.data))
  if (
    expr === undefined ||
    (guard && (!events.has(guard.id) || over === undefined)) ||
    periods.size > 1 ||
    [...partsOf(expr)].some((one) => isShifted(one) || itselfBy(one))
  )
    return undefined
  return {
    period: first.period,
    statistics: found.flatMap(({ statistics }) => statistics),
    unit: unitOf(expr, () => undefined),
    unread: found.map(({ metric }) => unsentBy(metric, key)).find((why) => why !== undefined),
    quantile: quantileIn(expr, () => undefined),
    guard: guard && over ? { events: guard.events, over } : undefined,
    picked: found.flatMap(({ metric }) => pickedIn(metric, key)),
    span: Math.max(...found.map(({ metric }) => spanOf(metric, key))),
  }
}

const measureOf = (alarm: Part, key: Keys, parse: ParseExpr): Measure | undefined => {
  const queries = alarm.at(key(key === pascal ? 'metrics' : 'metric_query')).items(30)
  if (queries.length > 0) {
    const op = comparisons.get(alarm.text(key('comparison_operator')))
    return ofExpression(queries, op !== undefined && isAbove({ op }), key, parse)
  }
  const statistics = ['extended_statistic', 'statistic'].map((name) => alarm.at(key(name)))
  const statistic = statistics.map((one) => one.text()).find((one) => one !== undefined)
  return {
    period: alarm.at(key('period')),
    unit: metricUnit(alarm, key, statistic),
    unread: unsentBy(alarm, key),
    quantile: quantileOf(statistic, alarm, key),
    statistic,
    statistics: statistics.map(({ data }) => data),
    picked: pickedIn(alarm, key),
    span: spanOf(alarm, key),
  }
}

/**
 * A metric alarm of CloudWatch.
 * Source: Amazon CloudWatch API, PutMetricAlarm; CloudFormation, AWS::CloudWatch::Alarm; Terraform, aws_cloudwatch_metric_alarm.
 */
export const alarmOf = (
  alarm: Part,
  key: Keys,
  parse: ParseExpr,
  called: Pick<Alert, 'receivers' | 'isGrouped'>,
): Plain => {
  const measure = measureOf(alarm, key, parse)
  const period = measure && amountOf(measure.period)
  const [periods, points] = ['evaluation_periods', 'datapoints_to_alarm'].map((name) => alarm.at(key(name)))
  const lasting = points?.data === undefined ? periods : points
  const times = lasting && amountOf(lasting)
  // What already looks back for a fortnight does so in a period of a day as well.
  const isLonger = measure !== undefined && period !== undefined && measure.span > period * (times ?? 1)
  const isWhole = measure?.statistics.every((one) => one === undefined || (typeof one === 'string' && whole.test(one)))
  return {
    op: comparisons.get(alarm.text(key('comparison_operator'))),
    bar: alarm.at(key('threshold')),
    unit: measure?.unit ?? unknownUnit,
    quantile: measure?.quantile,
    statistic: measure?.statistic,
    picked: measure?.picked ?? [],
    window: measure && (isLonger ? undefined : locatedAt(period, measure.period)),
    hold: lasting && times !== undefined && times > 1 ? locatedAt(period && period * times, lasting) : undefined,
    guard: measure?.guard,
    ...called,
    route: `or add the topic of the owner to \`${key('alarm_actions')}\``,
    paused: alarm.truth(key('actions_enabled')) === false,
    unread:
      measure === undefined
        ? 'uses a metric expression that pilotlint does not support'
        : isWhole
          ? measure.unread
          : 'uses a statistic that pilotlint does not support',
  }
}
