import type { Alert, View } from '../../evidence/alert-rules/alert-rules.ts'
import { present } from '../../model/lists.ts'
import { later } from '../../model/stage.ts'
import {
  type Duration,
  isCurrency,
  moreIsBetter,
  printQuantity,
  type Quantity,
  seconds,
  type Threshold,
  threshold,
} from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { isRateUnit, isTimeUnit, RATE_SECONDS, SECONDS } from '../../values/unit.ts'
import { alertsPath, type Alert as Declared } from '../lib/alerts.ts'
import { brokenFile } from '../lib/evidence.ts'
import { type Finding, fields, type Rule } from '../lib/rule.ts'

type Level = Extract<Threshold, { readonly quantity: Quantity }>

const isClose = (one: number, other: number): boolean =>
  Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other))

type Kind = 'time' | 'share' | 'money' | undefined

const kindOf = ({ unit, per }: Quantity): Kind => {
  if (per !== undefined && isRateUnit(per)) return undefined
  if (isTimeUnit(unit)) return 'time'
  if (unit === '%') return 'share'
  return isCurrency(unit) ? 'money' : undefined
}

/** The amount in seconds, as a share from 0 to 1, or in its currency. */
const baseOf = ({ value, unit }: Quantity): number => {
  if (isTimeUnit(unit)) return value * SECONDS[unit]
  return unit === '%' ? value / 100 : value
}

// Thousandths down to billionths of a second, then minutes, hours, days and weeks.
const timeScales = [1, 1e3, 1e6, 1e9, 1 / 60, 1 / 3600, 1 / 86_400, 1 / 604_800]
const scales = { time: timeScales, share: [1, 100], money: [1, 100] }

/** Every number that may stand for the quantity where nothing says in which unit: `4s` is 4, 4000 or a fifteenth. */
const numbersFor = (quantity: Quantity, over: Duration | undefined): number[] => {
  const { per, ...amount } = quantity
  const kind = kindOf(amount)
  const numbers = (kind === undefined ? [1] : scales[kind]).map((scale) => baseOf(amount) * scale)
  if (per === undefined || !isRateUnit(per)) return numbers
  const spans = [...Object.values(RATE_SECONDS), ...(over === undefined ? [] : [seconds(over)])]
  return numbers.flatMap((number) => spans.map((span) => (number * span) / RATE_SECONDS[per]))
}

const isSameAmount = ({ value, unit }: View, quantity: Quantity, over: Duration | undefined): boolean => {
  const kind = kindOf(quantity)
  const amount = value * unit.factor
  if (!unit.rate && kind !== undefined && unit.kind === kind) {
    if (unit.currency !== undefined && unit.currency !== quantity.unit) return false
    return isClose(amount, baseOf(quantity))
  }
  // Few codes of currencies are no words, so that only amounts of money are refused for theirs.
  if (unit.named && kind !== undefined && unit.kind !== 'money') return false
  return numbersFor(quantity, over).some((number) => isClose(number, value) || isClose(number, amount))
}

/** Whether a view of an alert says what is declared, on the same side; `>` and `>=` are one. */
const agrees = (view: View, level: Level, over: Duration | undefined): boolean =>
  (view.op === 'above' || view.op === 'at_least') === moreIsBetter(level) &&
  isSameAmount(view, level.quantity, over)

const unitWords = ({ kind, factor, currency, rate }: View['unit']): string | undefined => {
  if (rate) return undefined
  if (kind === 'money') return factor === 1 ? ` ${currency}` : undefined
  if (kind === 'share') return factor === 0.01 ? '%' : undefined
  if (kind !== 'time') return undefined
  const name = Object.entries(SECONDS).find(([, span]) => isClose(span, factor))?.[0]
  return name === undefined ? undefined : ` ${name}`
}

/** The level of an alert as a message says it: `above 8 s`, `above 0.05, that is 5%`. */
const viewWords = ({ op, value, unit }: View): string => {
  const number = (amount: number) => String(Number(amount.toPrecision(12)))
  const share = unit.kind === 'share' && !unit.rate && unitWords(unit) === undefined
  const percent = share ? `, that is ${number(value * unit.factor * 100)}%` : ''
  return `${op.replace('_', ' ')} ${number(value)}${unitWords(unit) ?? ''}${percent}`
}

const spans = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'm'],
  [1, 's'],
] as const

const spanWords = (time: number): string => {
  const [size, unit] = spans.find(([span]) => time % span === 0) ?? [1e-3, 'ms']
  return `${Number((time / size).toPrecision(12))}${unit}`
}

/** Whether a link ends in the section, whether that is written as an anchor, a heading or a link. */
const endsIn = (link: string, section: string): boolean => {
  const end = link.trim().toLowerCase().replace(/\/$/, '')
  const anchor = (section.split('#').at(-1) ?? '').trim().toLowerCase().replaceAll(' ', '-')
  return end === anchor || ['#', '/', '='].some((sign) => end.endsWith(`${sign}${anchor}`))
}

/** The quantile that the name of a metric asks for: 0.95 for `latency_p95`. */
const namedQuantile = (metric: string): number | undefined => {
  const digits = /(?:^|[_ -])p(\d{2,3})(?:$|[_ -])/i.exec(metric)?.[1]
  return digits === undefined || digits === '100' ? undefined : Number(`0.${digits}`)
}

/** Whether the level must last for longer than it is said to be taken over, so that nobody is told in time. */
const isHeldLonger = ({ hold }: Alert, over: Duration): boolean =>
  (hold?.value ?? 0) > seconds(over) * (1 + 1e-9)

const isTakenOver = (alert: Alert, over: Duration): boolean => {
  if (isHeldLonger(alert, over)) return false
  const { windows, hold } = alert
  const wanted = seconds(over)
  const held = hold?.value ?? 0
  const spent = windows.value ?? []
  return [held, ...spent, ...spent.map((window) => window + held)].some(
    (time) => Math.abs(time - wanted) <= 1e-9 * wanted,
  )
}

/** How an alert of the file differs from the declared one; `over` is its window at the stage that is judged. */
const differences = (
  declared: Declared,
  alert: Alert,
  over: Duration | undefined,
  { at, file }: { readonly at: number; readonly file: string },
): Finding[] => {
  const name = `the alert ${/^[\w:.-]{1,60}$/.test(alert.name.value) ? alert.name.value : quote(alert.name.value)}`
  const differs = (key: string, said: string, ours: string, range: Alert['name']['range']): Finding => ({
    path: [...alertsPath, at, key],
    message: `${name} ${said}; pilot.yaml says ${ours}`,
    help: `make the two agree: change ${key} here, or the alert in ${file}`,
    elsewhere: [{ file, range, label: `the alert ${said}` }],
  })
  const found: Finding[] = []
  if (alert.paused) found.push(differs('rule', 'is paused', 'that it fires', alert.name.range))
  const { fire, metric = '', runbook } = declared
  const { value: views, range: level } = alert.level
  const [first] = views
  const bar = fire ? threshold.print(fire) : 'that it fires'
  if (alert.fixed !== undefined) found.push(differs('fire', alert.fixed, bar, level))
  else if (fire && 'quantity' in fire && first && !views.some((view) => agrees(view, fire, over)))
    found.push(differs('fire', `fires ${viewWords(first)}`, bar, level))
  const quantile = namedQuantile(metric)
  if (quantile !== undefined && alert.quantile !== undefined && Math.abs(quantile - alert.quantile) > 1e-9)
    found.push(differs('metric', `takes the quantile ${alert.quantile}`, metric, level))
  const times = alert.windows.value
  const said = times !== undefined && (times.length > 0 || alert.hold !== undefined)
  if (alert.unread === undefined && over !== undefined && said && !isTakenOver(alert, over)) {
    const measures = times.length > 0 && !isHeldLonger(alert, over)
    const words = measures
      ? `measures over ${times.map(spanWords).join(' and ')}`
      : `waits for ${spanWords(alert.hold?.value ?? 0)}`
    const range = measures ? alert.windows.range : (alert.hold?.range ?? alert.windows.range)
    found.push(differs('over', words, `over ${printQuantity(over)}`, range))
  }
  if (runbook !== undefined && alert.runbook === undefined && alert.linked)
    found.push(differs('runbook', 'links no runbook', runbook, alert.name.range))
  const link = alert.runbook?.value
  if (runbook !== undefined && link !== undefined && !link.includes('{{') && !endsIn(link, runbook))
    found.push(differs('runbook', `links ${quote(link)}`, runbook, alert.runbook?.range ?? alert.name.range))
  return found
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
  principles: ['monitoring'],
  fields: fields`monitoring.rules monitoring.alerts.{rule,metric,fire,over,runbook}`,
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
    - {kind: latency, metric: latency_p95, fire: above 4s, over: 20m, rule: OrdersSlow, runbook: slow-answers}`,
    notReady: `monitoring:
  rules: monitoring/orders.rules.yml
  alerts:
    - {kind: latency, metric: latency_p95, fire: above 2s, over: 20m, rule: OrdersSlow}   # expect: monitoring/rule-mismatch
    - {kind: cost, metric: cost_per_order, fire: above 0.20 EUR, over: 1d, rule: OrdersCost}   # expect: monitoring/rule-mismatch`,
  },

  *check({ pilot: { monitoring }, facts: { alertRules }, gate, declared }) {
    const mend = 'mend the file: promtool check rules shows what Prometheus makes of it'
    yield* brokenFile(alertRules, ['monitoring', 'rules'], mend, 'here')
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
          help: near ? `did you mean ${near}?` : `add the alert to ${file}, or name the one that is there`,
        }
      const over = stage === 'pilot' ? undefined : item.over?.[stage]
      // Of several alerts of the name, the one that comes closest counts.
      const all = found.map((alert) => differences(item, alert, over, { at, file }))
      yield* all.toSorted((one, other) => one.length - other.length)[0] ?? []
    }
  },
}
