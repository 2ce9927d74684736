import { present } from '../../model/lists.ts'
import { threshold } from '../../values/index.ts'
import { enumerate, quote } from '../../values/text.ts'
import { unread } from '../lib/absent.ts'
import { type Alert, alertsPath, nameOf } from '../lib/alerts.ts'
import { asIdentifier } from '../lib/metrics.ts'
import { inCurrencyOf } from '../lib/money.ts'
import type { Context, Finding, Rule } from '../lib/rule.ts'

const kinds = ['quality', 'latency', 'cost'] as const
type Kind = (typeof kinds)[number]

const sampleOf = (kind: Kind, { cost, use_case }: Context['pilot']) => {
  const unit = asIdentifier(use_case?.unit ?? '') ?? 'conversation'
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

/** What an alert has, as far as the gate asks for it. */
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
      message: `the ${nameOf(alert)} has no number: ${quote(fault.value)}`,
      write: sample.fire,
      help: 'the level at which it fires',
      fault,
    }
  const there = has(alert, gate)
  const lacks = (['fire', 'over'] as const).filter((key) => !there[key] && !unread(faults, [...path, key]))
  if (lacks.length === 0) return
  const written = alert.fire === undefined ? '' : `: ${quote(threshold.print(alert.fire))}`
  const words = { fire: `number${written}`, over: alert.over === undefined ? 'window' : `window for ${gate}` }
  const said = lacks.map((key) => words[key])
  yield {
    path: [...path, ...lacks.slice(0, 1)],
    message: `the ${nameOf(alert)} has no ${enumerate(said, 'and no')}`,
    write: lacks.map((key) => ({
      path: [...path, key, ...(key === 'over' && alert.over !== undefined ? [gate] : [])],
      yaml: sample[key],
    })),
    help: 'with the level and the window at which somebody has to look',
    ...(alone && { absent: true }),
  }
}

export const blind: Rule = {
  id: 'monitoring/blind',
  severity: 'error',
  from: 'limited',
  summary: 'Quality, latency and cost each have an alert with a number and a window',
  why: 'A dashboard is looked at in the first week; after that a fall in quality, a slow answer or a runaway bill is found by customers or by finance.',
  details: `An alert of each of the three kinds has to say at which level it fires (\`fire\`) and over which window (\`over\`, for the stage that is judged). A kind that no alert names is one finding, and so is a section without any alert; an alert of these kinds that lacks its number or window is named at its own line instead. \`above control\` is no number: half of the time chance alone is above it. Alerts on availability or usage are welcome and not judged.

While an alert names no kind, nothing is said of the kinds that are missing: it may be the one.`,
  principles: ['monitoring'],
  fields: ['monitoring.alerts', 'monitoring.alerts.kind', 'monitoring.alerts.fire', 'monitoring.alerts.over'],
  references: [
    'ML Test Score (Breck et al. 2017), Monitor 6',
    'ML Test Score (Breck et al. 2017), Monitor 7',
  ],
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
      const message = 'nothing is monitored'
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
        message: `the ${nameOf(item)} names no kind`,
        write: missing[0] ?? 'quality',
        help: `one of ${enumerate(missing, 'or')}`,
      }
    if (nameless.length > 0) return
    if (alerts.length === 0 && unread(context.faults, alertsPath) === undefined) {
      const message = `no alert watches ${enumerate(kinds, 'or')}`
      yield { path: alertsPath, message, write: all, help: '', absent: true }
      return
    }
    // Each is an entry that is not there yet, so that what cannot be read in another entry does not hide it.
    for (const [more, kind] of missing.entries())
      yield {
        path: [...alertsPath, alerts.length + more],
        message: `no alert watches ${kind}`,
        write: alertOf(kind, pilot),
        help: '',
        absent: true,
      }
  },
}
