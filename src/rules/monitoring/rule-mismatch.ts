import type { Alert } from '../../evidence/alert-rules/alert-rules.ts'
import { present } from '../../model/list.ts'
import { later } from '../../model/stage.ts'
import type { Duration } from '../../values/index.ts'
import { quote } from '../../values/words.ts'
import type { Finding, Rule } from '../rule.ts'
import { alertsPath, type Alert as Declared } from './alerts.ts'
import { differences } from './differences.ts'

/** The findings on one declared alert: those of the alert in the file that comes closest to it. */
const compared = (
  declared: Declared,
  found: readonly Alert[],
  over: Duration | undefined,
  place: { readonly at: number; readonly file: string },
): Finding[] => {
  const all = found.map((alert) => differences(declared, alert, over, place))
  return (
    all.reduce<Finding[] | undefined>(
      (least, one) => (least === undefined || one.length < least.length ? one : least),
      undefined,
    ) ?? []
  )
}

export const ruleMismatch: Rule = {
  id: 'monitoring/rule-mismatch',
  severity: 'error',
  from: 'limited',
  summary: 'The alert rules hold the declared alerts with their numbers, windows and runbook sections',
  why: 'The number that was agreed is the one in the file that pages people; where the two differ, everybody signs the one that never fires.',
  details: `For each alert with a \`rule\`, the file \`monitoring.rules\` has to hold an alert of that name. Compared are the number with its unit, the direction, the window, the percentile and the section of the runbook. Windows are those of the stage that the file declares, or of a later one that it is judged for; the window is either the range of the expression or how long the level must last (\`for\`), which may not be longer. \`above 4s\` and \`>= 4\` count as the same. Where one name stands for several alerts, one that agrees is enough.

**Prometheus** rule files and PrometheusRule resources: the expression is read by the official grammar of PromQL. The unit is that of the metric's suffix (\`_seconds\`, \`_milliseconds\`, \`_ratio\`, \`_percent\`, a currency); a division of two counters is a share from 0 to 1. Where nothing says the unit, every plausible one is tried, so that \`> 4\` and \`> 4000\` both stand for 4s. Numbers may be computed (\`> 2.5 / 100\`) and may stand on the left. Of two conditions joined by \`and\`, one that only asks for enough events is passed over. **Grafana** provisioning: the one threshold of the condition. **OpenSLO** v1: the objective of the SLO that the alert belongs to, or its burn rate times the budget.

What is not understood is unverified and not judged: two conditions with two numbers, two measures compared with each other, a condition that no measure decides, templates, an expression in another language, a measure that does not say over which time it is taken, a division of one time or kind of count by another (\`[1h]\` by \`[14d]\`, \`rate\` by \`increase\`). So is a file in any other form.

Unverified, too, is an alert that looks at the past (\`offset\`), and one whose labels pick out what no customer meets, in every series that it measures: \`env="staging"\`, \`variant="control"\`. Other labels are not judged: which ones are those of the pilot is not for a file to say. A \`clamp_max\` or \`clamp_min\` that keeps the measure on one side of the number is an error, because the alert then fires never or always. Whether the series of the expression are those of the declared metric is not compared: their names differ between systems.`,
  seed: ['S15'],
  references: [
    'Prometheus, metric and label naming: base units',
    'Prometheus, alerting rules',
    'OpenSLO specification v1, AlertCondition',
  ],
  proves: ['monitoring'],
  examples: {
    files: {
      'monitoring/orders.rules.yml': `groups:
  - name: orders
    rules:
      - alert: OrdersSlow
        expr: histogram_quantile(0.95, sum by (le) (rate(answer_seconds_bucket[20m]))) > 4
        annotations: {runbook_url: docs/runbook.md#slow-answers}
`,
    },
    ready: `monitoring:
  rules: monitoring/orders.rules.yml
  alerts:
    - {kind: latency, metric: latency_p95, fire: above 4s, over: 20m, rule: OrdersSlow, runbook: slow-answers}
`,
    notReady: `monitoring:
  rules: monitoring/orders.rules.yml
  alerts:
    - {kind: latency, metric: latency_p95, fire: above 2s, over: 20m, rule: OrdersSlow}   # expect: monitoring/rule-mismatch
    - {kind: cost, metric: cost_per_order, fire: above 0.20 EUR, over: 1d, rule: OrdersCost}   # expect: monitoring/rule-mismatch
`,
  },

  *check({ pilot: { monitoring }, facts: { alertRules }, gate, declared }) {
    if (alertRules?.state === 'malformed') {
      const { file, problem, range } = alertRules
      yield {
        path: ['monitoring', 'rules'],
        message: `${quote(file)} ${problem}`,
        help: 'mend the file: promtool check rules shows what Prometheus makes of it',
        elsewhere: [{ file, range, label: 'here' }],
      }
    }
    if (alertRules?.state !== 'found') return
    const { file, value } = alertRules
    const stage = later(declared, gate)
    for (const { item, at } of present(monitoring?.alerts)) {
      const { rule } = item
      if (rule === undefined) continue
      const found = value.alerts.filter(({ name }) => name.value === rule)
      const near = value.absent.find(({ name }) => name === rule)?.near
      if (found.length === 0)
        yield {
          path: [...alertsPath, at, 'rule'],
          message: `${file} holds no alert named ${quote(rule)}`,
          help:
            near === undefined
              ? `add the alert to ${file}, or name the one that is there`
              : `did you mean ${near}?`,
        }
      const over = stage === 'pilot' ? undefined : item.over?.[stage]
      yield* compared(item, found, over, { at, file })
    }
  },
}
