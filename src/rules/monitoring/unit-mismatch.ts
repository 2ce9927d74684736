import { metricKey, present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { compare, printQuantity, type Quantity, type Threshold, threshold } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { levelsOf } from '../lib/alerts.ts'
import { both, type Finding, fields, type Rule } from '../lib/rule.ts'

type Watch = {
  readonly metric: string | undefined
  readonly level: Threshold | undefined
  readonly path: Finding['path']
  readonly words: string
}

const watches = ({ monitoring, rollback }: Pilot): Watch[] => [
  ...present(monitoring?.alerts).map(({ item: { metric, fire }, at }) => {
    const path = ['monitoring', 'alerts', at, 'fire']
    return { metric, level: fire, path, words: 'alert' }
  }),
  ...present(rollback?.when).map(({ item: { metric, is }, at }) => {
    const path = ['rollback', 'when', at, 'is']
    return { metric, level: is, path, words: 'rollback trigger' }
  }),
]

const unitWords = ({ unit, per }: Quantity): string => (per === undefined ? unit : `${unit}${unit && '/'}${per}`)

export const unitMismatch: Rule = {
  id: 'monitoring/unit-mismatch',
  severity: 'error',
  from: 'limited',
  summary: 'Alerts and rollback triggers use the unit of their metric',
  why: 'An alert at 1.6 points on a rate in percent is a typing error or means another metric, and it may never fire.',
  details: `\`fire\` and \`is\` are compared with the \`baseline\`, \`limit\` or \`target\` of the same metric in \`success\`; without one, a trigger is compared with the first alert on its metric. Units of time and rates convert; currencies do not, and percent are not points. Money that a rule shows is per unit, or per day, where the metric is. A threshold relative to the baseline or the control group has no unit and is not judged.`,
  principles: ['business-metric', 'monitoring'],
  fields: fields`monitoring.alerts.fire rollback.when.is success.baseline.value success.target success.guardrail_metrics.{baseline,limit} success.guardrail_metrics.baseline.value`,
  references: ['OpenSLO v1, thresholds with units'],
  examples: both`success:
  guardrail_metrics: [{metric: unsubscribe_rate, baseline: 0.8%, max_rise: 0.3%}]
monitoring:
  alerts:
    - {kind: quality, metric: unsubscribe_rate, fire: above «1.6%|1.6 points», over: 7d}   # expect: monitoring/unit-mismatch`,

  *check({ pilot }) {
    const levels = levelsOf(pilot)
    for (const { metric, level: bar, path, words } of watches(pilot)) {
      if (metric === undefined || bar === undefined || 'reference' in bar) continue
      const key = metricKey(metric)
      const stated = levels.get(key)
      if (stated === undefined) levels.set(key, { quantity: bar.quantity, path, what: 'its alert fires at' })
      else if (compare(bar.quantity, stated.quantity) === undefined)
        yield {
          path,
          message: `${words} on ${quote(metric)} fires ${threshold.print(bar)}, but ${stated.what} ${printQuantity(stated.quantity)}`,
          help: `write the threshold in ${unitWords(stated.quantity)}, or name a metric that is measured in ${unitWords(bar.quantity)}`,
          related: [{ path: stated.path, label: 'the unit of the metric' }],
        }
    }
  },
}
