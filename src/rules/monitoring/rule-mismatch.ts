import { type Alert, comparable, namedQuantile } from '../../evidence/alert-rules/alert.ts'
import { durationOf, shownWindow } from '../../evidence/alert-rules/shown.ts'
import { present } from '../../model/lists.ts'
import type { DeclaredAlert } from '../../model/pilot.ts'
import { later } from '../../model/stage.ts'
import { type Duration, printQuantity, threshold } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { agrees, isHeldLonger, isTakenOver, viewWords } from '../lib/alert-level.ts'
import { alertsPath } from '../lib/alerts.ts'
import { type Finding, fields, type Rule } from '../lib/rule.ts'

const spanWords = (time: number): string => {
  const { value, unit } = durationOf(time)
  return `${value}${unit === 'min' ? 'm' : unit}`
}

/** The section may be written as an anchor, a heading or a link. */
const endsIn = (link: string, section: string): boolean => {
  const end = link.trim().toLowerCase().replace(/\/$/, '')
  const anchor = (section.split('#').at(-1) ?? '').trim().toLowerCase().replaceAll(' ', '-')
  return end === anchor || ['#', '/', '='].some((sign) => end.endsWith(`${sign}${anchor}`))
}

/** What `up` says nothing of. */
const watched = new Set<string>(['quality', 'latency', 'deadline', 'cost', 'drift'])

/** `over` is the declared window at the stage that is judged. */
const differences = (
  declared: DeclaredAlert,
  alert: Alert,
  over: Duration | undefined,
  { at, file }: { readonly at: number; readonly file: string },
): Finding[] => {
  const name = `alert ${/^[\w:.-]{1,60}$/.test(alert.name.value) ? alert.name.value : quote(alert.name.value)}`
  const differs = (key: string, said: string, ours: string, range: Alert['name']['range']): Finding => ({
    path: [...alertsPath, at, key],
    message: `${name} ${said}, but pilot.yaml declares ${ours}`,
    help: `change \`${key}\`, or the alert in ${file}`,
    elsewhere: [{ file, range, label: `the alert ${said}` }],
  })
  const found: Finding[] = []
  if (alert.isUp && watched.has(declared.kind ?? ''))
    found.push(differs('rule', 'checks only availability', `it as ${declared.kind}`, alert.level.range))
  if (alert.paused) found.push(differs('rule', 'is paused', 'it as active', alert.name.range))
  const { fire, metric = '', runbook } = declared
  const { value: views, range: level } = alert.level
  const [first] = views
  const bar = fire ? threshold.print(fire) : 'a threshold'
  if (alert.fixed !== undefined) found.push(differs('fire', alert.fixed, bar, level))
  else if (fire && 'quantity' in fire && first && !views.some((view) => agrees(view, fire, over)))
    found.push(differs('fire', `fires ${viewWords(first)}`, bar, level))
  const quantile = namedQuantile(metric)
  if (quantile !== undefined && typeof alert.quantile === 'number' && Math.abs(quantile - alert.quantile) > 1e-9)
    found.push(differs('metric', `uses the ${alert.quantile} quantile`, metric, level))
  const times = alert.windows.value
  const said = times !== undefined && (times.length > 0 || alert.hold !== undefined)
  if (alert.unread === undefined && over !== undefined && said && !isTakenOver(alert, over)) {
    const words = [
      ...(times.length > 0 ? [`measures over ${times.map(spanWords).join(' and ')}`] : []),
      ...(alert.hold ? [`waits for ${spanWords(alert.hold.value)}`] : []),
    ]
    const range = times.length > 0 && !isHeldLonger(alert, over) ? alert.windows.range : alert.hold?.range
    const shown = shownWindow(alert)
    found.push({
      ...differs('over', words.join(' and '), `over ${printQuantity(over)}`, range ?? alert.windows.range),
      ...(shown && {
        help: `set \`over\` to ${printQuantity(shown.value)} or remove it, or change the alert in ${file}`,
      }),
    })
  }
  if (runbook !== undefined && alert.runbook === undefined && alert.linked)
    found.push(differs('runbook', 'has no runbook link', runbook, alert.name.range))
  const link = alert.runbook?.value
  if (runbook !== undefined && link !== undefined && !link.includes('{{') && !endsIn(link, runbook))
    found.push(differs('runbook', `links ${quote(link)}`, runbook, alert.runbook?.range ?? alert.name.range))
  return found
}

export const ruleMismatch: Rule = {
  id: 'monitoring/rule-mismatch',
  severity: 'error',
  from: 'limited',
  summary: 'The alert rules contain the declared alerts with the same thresholds, windows and runbooks',
  why: 'Only the alert rules page people. If they differ from pilot.yaml, the threshold that everybody agreed on never fires.',
  details: `For each alert with a \`rule\`, the file \`monitoring.rules\` must contain an alert of that name with the same threshold and unit, direction, window, percentile and runbook section. Windows are those of the declared stage, or of a later one that is judged. The window may be the range of the expression or the \`for\` duration, which must not be longer. \`above 4s\` and \`>= 4\` count as the same. If several alerts have the name, one match is enough.

**Prometheus** rule files and PrometheusRule resources: the expression is parsed as PromQL. The unit is the metric's suffix (\`_seconds\`, \`_milliseconds\`, \`_ratio\`, \`_percent\`, a currency); a division of two counters is a share from 0 to 1. Without a unit, every plausible one is tried: \`> 4\` and \`> 4000\` both match 4s. \`rate()\` is per second, whatever its range; \`irate()\` over more than 10 minutes is unverified, as it looks at its last two samples. A share of quick events (\`1 - x_bucket{le="4"} / x_count > 0.05\`) is also a threshold on a percentile, a p95 above 4s; any other share is unverified for a metric that is named after one. A counter (\`_total\`, \`_count\`) is neither a share nor a time, and money only if its name has a word such as \`cost\`, \`spend\` or \`dollars\`; otherwise it is unverified. Numbers may be computed (\`> 2.5 / 100\`) and may be on the left. Of two conditions joined by \`and\`, one that only requires enough events is ignored, unless it requires more than ten for each unit that \`cost.volume\` plans: then the alert is unverified. **Grafana** provisioning and \`GrafanaAlertRuleGroup\`: what the condition compares, through reducers, thresholds, math and classic conditions, or within the PromQL of a query. **OpenSLO** v1: the objective of the alert's SLO, or its burn rate times the budget. **Sloth**, **Pyrra** and the SLO alerts of **Datadog**: their burn rates times what the objective allows (100% minus the objective), over the long window of each; Sloth's by the \`AlertWindows\` beside it, or else its default ones; windows other than 1h, 6h, 1d and 3d are then unverified. If only slow events are bad, also a threshold on a percentile: more than 5% above 4s is a p95 above 4s.

Anything else is unverified and not judged: another file format, two thresholds, two metrics compared with each other, a condition without a metric, templates, another query language, a metric without a range, a quantile, a share or money of raw counters (\`histogram_quantile(0.95, x_bucket)\`, \`a_total / b_total\`, \`cost_eur_total\`), a minimum above a threshold, a maximum or a sum of levels below one, of all series or of more than an hour (\`Minimum\`, \`max_over_time(csat[7d]) < 4\`, \`max(last_7d):\`), a percentile of which less than half decides, unless the metric is named after it, \`histogram_quantile()\` without \`le\` or the bucket \`+Inf\`, a ratio whose sides differ in labels or aggregation, an average if the metric names a percentile, a CloudWatch statistic that leaves values out (\`tm99\`, \`tc95\`, \`IQM\`), a function that transforms the metric into another quantity (\`ln\`, \`stddev\`, \`deriv\`, \`topk(0, …)\`), a division of different ranges or functions (\`[1h]\` by \`[14d]\`, \`rate\` by \`increase\`), an \`offset\` of more than an hour or of a part alone (also \`query_offset\` of a group, and \`to\` of a query of Grafana), a recording rule of such a group or without a label that the alert selects, a series that is recorded with different expressions, and labels that select only what serves no customer of the pilot (\`env="staging"\`, \`variant="control"\`, also above the line of a division). Other labels, and whether the series are those of the declared metric, are not compared. A \`clamp_max\` or \`clamp_min\` that makes the alert fire never or always is an error.`,
  principles: ['monitoring'],
  fields: fields`monitoring.rules monitoring.alerts.{rule,metric,fire,over,runbook}`,
  references: [
    'Prometheus, metric and label naming: base units',
    'Prometheus, alerting rules',
    'OpenSLO specification v1, AlertCondition',
  ],
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
    - {kind: latency, metric: latency_p95, fire: above 4s, over: 20m, rule: OrdersSlow, runbook: slow-answers}`,
    notReady: `monitoring:
  rules: monitoring/orders.rules.yml
  alerts:
    - {kind: latency, metric: latency_p95, fire: above 2s, over: 20m, rule: OrdersSlow}   # expect: monitoring/rule-mismatch
    - {kind: cost, metric: cost_per_order, fire: above 0.20 EUR, over: 1d, rule: OrdersCost}   # expect: monitoring/rule-mismatch`,
  },

  *check({ plan, facts: { alertRules }, gate, declared }) {
    const { monitoring } = plan.declared
    if (alertRules?.state !== 'found') return
    const { file, value } = alertRules
    const stage = later(declared, gate)
    for (const { item, at } of present(monitoring?.alerts)) {
      const { rule } = item
      if (rule === undefined) continue
      const found = value.alerts.filter(({ name }) => name.value === rule)
      const { near, ignored } = value.absent.find(({ name }) => name === rule) ?? {}
      if (found.length === 0)
        yield {
          path: [...alertsPath, at, 'rule'],
          message: ignored ? `alert ${quote(rule)} of ${file} ${ignored}` : `${file} has no alert named ${quote(rule)}`,
          help: ignored
            ? 'move it to the first document, or to a file of its own'
            : near
              ? `did you mean ${near}?`
              : `add the alert to ${file}, or change \`rule\``,
        }
      const over = stage === 'pilot' ? undefined : item.over?.[stage]
      // Of several alerts with the name, the closest one counts.
      const compared = over === undefined ? found : comparable(found, over)
      const all = compared.map((alert) => differences(item, alert, over, { at, file: alert.file ?? file }))
      yield* all.toSorted((one, other) => one.length - other.length)[0] ?? []
    }
  },
}
