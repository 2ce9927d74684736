import { metricKey, present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { compare, printQuantity, type Quantity, type Threshold, threshold } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { type Finding, fields, type Rule } from '../lib/rule.ts'

/** A level of a metric, where the file states it first. */
type Stated = { readonly quantity: Quantity; readonly path: Finding['path']; readonly what: string }

type Metric = {
  readonly metric?: string | undefined
  readonly baseline?: { readonly value?: Quantity | undefined } | undefined
  readonly target?: Threshold | undefined
  readonly limit?: Threshold | undefined
}

const statedOf = ({ baseline, target, limit }: Metric, path: Finding['path']): Stated | undefined => {
  if (baseline?.value !== undefined)
    return { quantity: baseline.value, path: [...path, 'baseline'], what: 'its baseline' }
  const [bar, key] = limit === undefined ? [target, 'target'] : [limit, 'limit']
  return bar === undefined || 'reference' in bar
    ? undefined
    : { quantity: bar.quantity, path: [...path, key], what: `its ${key}` }
}

/** The level of each metric of `success`, by its name. */
const levelsOf = ({ success }: Pilot): Map<string, Stated> => {
  const metrics: [Metric, Finding['path']][] = [
    ...(success === undefined ? [] : [[success, ['success']] as [Metric, Finding['path']]]),
    ...present(success?.guardrail_metrics).map(({ item, at }): [Metric, Finding['path']] => [
      item,
      ['success', 'guardrail_metrics', at],
    ]),
  ]
  const found = new Map<string, Stated>()
  for (const [metric, path] of metrics) {
    const stated = statedOf(metric, path)
    if (metric.metric !== undefined && stated !== undefined && !found.has(metricKey(metric.metric)))
      found.set(metricKey(metric.metric), stated)
  }
  return found
}

type Watch = {
  readonly metric: string | undefined
  readonly bar: Threshold | undefined
  readonly path: Finding['path']
  readonly words: string
}

const watches = ({ monitoring, rollback }: Pilot): Watch[] => [
  ...present(monitoring?.alerts).map(({ item, at }) => ({
    metric: item.metric,
    bar: item.fire,
    path: ['monitoring', 'alerts', at, 'fire'],
    words: 'the alert fires',
  })),
  ...present(rollback?.when).map(({ item, at }) => ({
    metric: item.metric,
    bar: item.is,
    path: ['rollback', 'when', at, 'is'],
    words: 'the rollback comes',
  })),
]

export const unitMismatch: Rule = {
  id: 'monitoring/unit-mismatch',
  severity: 'error',
  from: 'limited',
  summary: 'Alerts and rollback triggers are in the unit of the metric that they watch',
  why: 'An alert at 1.6 points on a rate that is counted in percent is either a typing error or another metric. Nobody knows which, and it is found out on the day on which it stays silent.',
  details: `\`fire\` and \`is\` are compared with the \`baseline\`, \`limit\` or \`target\` that \`success\` states for the metric of the same name; where it states none, a trigger is compared with the first alert on its metric. Units of time convert, and so do times of a rate; currencies do not, and percent are not points.

A bar against the baseline or the control group has no unit, and a metric that is stated once has nothing to differ from.`,
  principles: ['business-metric', 'monitoring'],
  fields: fields(
    'monitoring.alerts.fire rollback.when.is success.baseline.value success.target success.guardrail_metrics.{baseline,limit} success.guardrail_metrics.baseline.value',
  ),
  references: ['OpenSLO v1, thresholds with units'],
  examples: {
    ready: `success:
  guardrail_metrics: [{metric: unsubscribe_rate, baseline: 0.8%, max_rise: 0.3%}]
monitoring:
  alerts:
    - {kind: quality, metric: unsubscribe_rate, fire: above 1.6%, over: 7d}
`,
    notReady: `success:
  guardrail_metrics: [{metric: unsubscribe_rate, baseline: 0.8%, max_rise: 0.3%}]
monitoring:
  alerts:
    - {kind: quality, metric: unsubscribe_rate, fire: above 1.6 points, over: 7d}   # expect: monitoring/unit-mismatch
`,
  },

  *check({ pilot }) {
    const levels = levelsOf(pilot)
    for (const { metric, bar, path, words } of watches(pilot)) {
      if (metric === undefined || bar === undefined || 'reference' in bar) continue
      const key = metricKey(metric)
      const stated = levels.get(key)
      if (stated === undefined) levels.set(key, { quantity: bar.quantity, path, what: 'the alert on it' })
      else if (compare(bar.quantity, stated.quantity) === undefined)
        yield {
          path,
          message: `${words} where ${quote(metric)} is ${threshold.print(bar)}, and ${stated.what} is ${printQuantity(stated.quantity)}: the two units do not compare`,
          help: `write the level in ${stated.quantity.unit}, or name the metric that is measured in ${bar.quantity.unit}`,
          related: [{ path: stated.path, label: 'the unit of the metric' }],
        }
    }
  },
}
