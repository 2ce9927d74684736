import type { Bound } from '../../values/index.ts'
import { isoSeconds } from '../reading/duration.ts'
import { locatedAt, type Part } from '../reading/part.ts'
import type { Alert } from './alert.ts'
import { documentedGoogleUnit, documentedUnit } from './documented.ts'
import type { ParseExpr } from './expr.ts'
import { type FindResource, groupsOf } from './groups.ts'
import { meaningOf } from './meaning.ts'
import { shareUnit, unitOfName } from './measure.ts'
import { type Plain, plainAlert } from './plain.ts'
import { seldomBy } from './prometheus.ts'
import { meanOf } from './ranges.ts'

const bounds = new Map<string, Bound>([
  ['gt', 'above'],
  ['greaterthan', 'above'],
  ['above', 'above'],
  ['ge', 'at_least'],
  ['greaterthanorequal', 'at_least'],
  ['above_or_equals', 'at_least'],
  ['lt', 'below'],
  ['lessthan', 'below'],
  ['below', 'below'],
  ['le', 'at_most'],
  ['lessthanorequal', 'at_most'],
  ['below_or_equals', 'at_most'],
])

export const boundOf = (word: string | undefined): Bound | undefined =>
  bounds.get((word ?? '').toLowerCase().replace(/^comparison_/, ''))

/** Seconds of `PT5M`, `P1D`, `300s`. Source: Protocol Buffers, Duration in JSON. */
const secondsOf = (text: string | undefined): number | undefined => {
  const plain = /^(\d{1,9})s$/.exec(text ?? '')?.[1]
  return plain === undefined ? isoSeconds(text) : Number(plain)
}

const isOff = (part: Part, key: string): boolean => part.truth(key) === false

/** Source: Terraform, azurerm_monitor_metric_alert. */
export const azureAlert = (alert: Part, find: FindResource): Plain => {
  const [criterion, ...others] = alert.at('criteria').items(5)
  const window = alert.at('window_size')
  const name = criterion?.text('metric_name') ?? ''
  const known = documentedUnit(criterion?.text('metric_namespace'), name)
  const isOne = criterion !== undefined && others.length === 0
  return {
    op: boundOf(criterion?.text('operator')),
    bar: criterion?.at('threshold') ?? alert,
    unit: unitOfName(known ?? name.replaceAll(/[\W_]+/g, '_').toLowerCase()),
    statistic: criterion?.text('aggregation'),
    quantile: meanOf(criterion?.text('aggregation'), name),
    // The provider's own window, where none is set.
    window: { value: secondsOf(window.text()) ?? 300, range: window.range() },
    paused: isOff(alert, 'enabled'),
    ...groupsOf(
      alert
        .at('action')
        .items(20)
        .map((one) => one.at('action_group_id')),
      find,
    ),
    route: 'or set `action` to the action group of the owner',
    picked: (criterion?.at('dimension').items(30) ?? []).map((one) => [one.text('name') ?? '', one.text('values', 0)]),
    unread: isOne ? undefined : 'does not have exactly one criterion with a static threshold',
  }
}

const percentOf = (statistic = ''): number | undefined => {
  const percent = /_PERCENTILE_(\d{2})$/.exec(statistic)?.[1]
  return percent === undefined ? undefined : Number(percent) / 100
}

const googleThreshold = (policy: Part, find: FindResource): Plain => {
  const [condition, ...others] = policy.at('conditions').items(5)
  const threshold = condition?.at('condition_threshold', 0)
  const filter = threshold?.text('filter') ?? ''
  const aggregation = threshold?.at('aggregations', 0)
  const [aligner, reducer] = ['per_series_aligner', 'cross_series_reducer'].map((key) => aggregation?.text(key) ?? '')
  const [percent = percentOf(reducer), ofSeries = percent] = [aligner, reducer].map(percentOf)
  const metric = /metric\.type\s{0,5}=\s{0,5}"([^"]{1,200})"/.exec(filter)?.[1] ?? ''
  const isOther = percent !== ofSeries || /STDDEV|PERCENT_CHANGE/.test(`${aligner} ${reducer}`)
  const isRatio = threshold?.text('denominator_filter') !== undefined
  const held = secondsOf(threshold?.text('duration'))
  return {
    op: boundOf(threshold?.text('comparison')),
    bar: threshold?.at('threshold_value') ?? policy,
    unit: isRatio ? shareUnit(1) : unitOfName(documentedGoogleUnit(metric) ?? metric.split('/').at(-1) ?? ''),
    statistic: isRatio ? undefined : `${aligner} ${reducer}`,
    quantile: percent ?? meanOf(aligner, metric),
    window:
      aggregation && locatedAt(secondsOf(aggregation.text('alignment_period')), aggregation.at('alignment_period')),
    hold: threshold && locatedAt(held === 0 ? undefined : held, threshold.at('duration')),
    paused: isOff(policy, 'enabled'),
    ...groupsOf(policy.at('notification_channels').items(20), find),
    route: 'or add the channel of the owner to `notification_channels`',
    picked: [...filter.slice(0, 2000).matchAll(/labels?\.(\w{1,60})\s{0,5}=\s{0,5}"([^"]{1,100})"/g)].map(
      ([, name = '', value]) => [name, value],
    ),
    unread:
      threshold?.data === undefined || others.length > 0
        ? 'does not have exactly one condition with a fixed threshold'
        : isOther
          ? 'uses a statistic that pilotlint does not support'
          : undefined,
  }
}

/** Source: Terraform, google_monitoring_alert_policy; Google Cloud Monitoring API, AlertPolicy. */
export const googleAlert = (policy: Part, name: Alert['name'], find: FindResource, parse: ParseExpr): Alert => {
  const alert = plainAlert(name, googleThreshold(policy, find))
  const [condition, ...others] = policy.at('conditions').items(5)
  const rule = condition?.at('condition_prometheus_query_language', 0)
  if (rule?.data === undefined || others.length > 0) return alert
  const { views, windows, unread, ...meaning } = meaningOf(rule.text('query') ?? '', parse, () => undefined)
  const range = rule.at('query').range()
  return {
    ...alert,
    ...meaning,
    level: { value: views, range },
    windows: { value: windows, range },
    hold: locatedAt(secondsOf(rule.text('duration')) || undefined, rule.at('duration')),
    unread: unread ?? seldomBy(rule, 'evaluation_interval'),
  }
}
