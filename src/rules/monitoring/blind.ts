import { present, unitOf } from '../../model/lists.ts'
import { threshold } from '../../values/index.ts'
import { enumerate, quote } from '../../values/text.ts'
import { unread } from '../lib/absent.ts'
import { type Alert, alertsPath, nameOf } from '../lib/alerts.ts'
import { asIdentifier } from '../lib/metrics.ts'
import { inCurrencyOf } from '../lib/money.ts'
import type { Context, Finding, Rule } from '../lib/rule.ts'

const kinds = ['quality', 'latency', 'cost'] as const
type Kind = (typeof kinds)[number]

const sampleOf = (kind: Kind, pilot: Context['pilot']) => {
  const { cost } = pilot
  const unit = asIdentifier(unitOf(pilot)?.one ?? '') ?? 'conversation'
  return {
    quality: { metric: 'wrong_answer_rate', fire: 'above 2.5%', over: '3d' },
    latency: { metric: 'latency_p95', fire: 'above 4s', over: '20m' },
    cost: { metric: `cost_per_${unit}`, fire: inCurrencyOf(cost, 'above 0.20 EUR'), over: '1d' },
  }[kind]
}

const alertOf = (kind: Kind, pilot: Context['pilot']): string => {
  const { metric, fire, over } = sampleOf(kind, pilot)
  return `{kind: ${kind}, metric: ${metric}, fire: ${fire}, over: ${over}, notify: owner}`
}

const isAsked = (kind: Alert['kind']): kind is Kind => kinds.some((asked) => asked === kind)

const has = ({ fire, over }: Alert, gate: Context['gate']) => ({
  fire: fire !== undefined && 'quantity' in fire,
  over: gate === 'pilot' ? over !== undefined : over?.[gate] !== undefined,
})

function* vague(alert: Alert, at: number, alone: boolean, context: Context): Generator<Finding> {
  const { gate, faults, pilot } = context
  const path = [...alertsPath, at]
  const sample = sampleOf(isAsked(alert.kind) ? alert.kind : 'quality', pilot)
  const fault = unread(faults, [...path, 'fire'])
  if (fault?.kind === 'phrase' && typeof fault.value === 'string' && !/\d/.test(fault.value))
    yield {
      path: fault.path,
      message: `${nameOf(alert)} fires at ${quote(fault.value)}, which has no number`,
      write: sample.fire,
      help: 'with the level at which it fires',
      fault,
    }
  const there = has(alert, gate)
  const lacks = (['fire', 'over'] as const).filter((key) => !there[key] && !unread(faults, [...path, key]))
  if (lacks.length === 0) return
  const written = alert.fire === undefined ? '' : ` (${quote(threshold.print(alert.fire))})`
  const words = {
    fire: `threshold${written}`,
    over: alert.over === undefined ? 'window' : `window for ${gate}`,
  }
  const said = lacks.map((key) => words[key])
  yield {
    path: [...path, ...lacks.slice(0, 1)],
    message: `${nameOf(alert)} has no ${enumerate(said, 'and no')}`,
    write: lacks.map((key) => ({
      path: [...path, key, ...(key === 'over' && alert.over !== undefined ? [gate] : [])],
      yaml: sample[key],
    })),
    help: 'with your own threshold and window',
    ...(alone && { absent: true }),
  }
}

export const blind: Rule = {
  id: 'monitoring/blind',
  severity: 'error',
  from: 'limited',
  summary: 'Quality, latency and cost each have an alert with a threshold and a window',
  why: 'Dashboards are watched for a week. After that, customers notice bad or slow answers first, and finance notices a runaway bill.',
  details: `Each of the three kinds needs an alert with a numeric threshold (\`fire\`) and a window (\`over\`) for the stage that is judged. A kind without an alert is one finding; an alert without its threshold or window is reported at its own line. \`above control\` is not a threshold: chance alone is above it half of the time. Alerts on availability or usage are not judged.

While an alert has no \`kind\`, missing kinds are not reported, because it may be one of them.`,
  principles: ['monitoring'],
  fields: ['monitoring.alerts', 'monitoring.alerts.kind', 'monitoring.alerts.fire', 'monitoring.alerts.over'],
  references: ['ML Test Score (Breck et al. 2017), Monitor 6', 'ML Test Score (Breck et al. 2017), Monitor 7'],
  examples: {
    ready: `monitoring:
  alerts:
    - {kind: quality, metric: wrong_field_rate, fire: above 2%, over: 1d}
    - {kind: latency, metric: minutes_to_posting_p95, fire: above 30m, over: 6h}
    - {kind: cost, metric: cost_per_invoice, fire: above 0.15 EUR, over: 1d}`,
    notReady: `monitoring:
  alerts:   # expect: monitoring/blind
    - {kind: quality, metric: wrong_field_rate, fire: above 2%, over: 1d}
    - {kind: latency, metric: minutes_to_posting_p95, rule: InvoicesSlow}   # expect: monitoring/blind`,
  },

  *check(context) {
    const { pilot } = context
    const { monitoring } = pilot
    const all = `[${kinds.map((kind) => alertOf(kind, pilot)).join(', ')}]`
    if (monitoring === undefined) {
      const message = '`monitoring` is missing'
      yield { path: ['monitoring'], message, write: `{alerts: ${all}}`, help: '', absent: true }
      return
    }
    const alerts = monitoring.alerts ?? []
    const readable = present(alerts)
    const named = new Set(readable.map(({ item }) => item.kind))
    const whole = readable.filter(({ item }) => Object.values(has(item, context.gate)).every(Boolean))
    const watched = new Set(whole.map(({ item }) => item.kind))
    for (const { item, at } of readable)
      if (isAsked(item.kind)) yield* vague(item, at, !watched.has(item.kind), context)
    const missing = kinds.filter((kind) => !named.has(kind))
    const nameless = readable.filter(({ item }) => item.kind === undefined)
    if (missing.length === 0 || readable.length < alerts.length) return
    for (const { item, at } of nameless)
      yield {
        path: [...alertsPath, at, 'kind'],
        message: `${nameOf(item)} has no \`kind\``,
        write: missing[0] ?? 'quality',
        help: missing.length > 1 ? `or ${enumerate(missing.slice(1), 'or')}` : '',
      }
    if (nameless.length > 0) return
    if (alerts.length === 0 && unread(context.faults, alertsPath) === undefined) {
      const message = '`monitoring.alerts` is missing'
      yield { path: alertsPath, message, write: all, help: '', absent: true }
      return
    }
    // The path of a new entry, so that an unreadable entry does not hide the finding.
    for (const [more, kind] of missing.entries())
      yield {
        path: [...alertsPath, alerts.length + more],
        message: `\`monitoring.alerts\` has no ${kind} alert`,
        write: alertOf(kind, pilot),
        help: '',
        absent: true,
      }
  },
}
