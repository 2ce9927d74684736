import type { Alert, FiringLevel } from '../../evidence/alert-rules/alert.ts'
import { metricKey, present, readable, unitOf } from '../../model/lists.ts'
import type { DeclaredAlert } from '../../model/pilot.ts'
import { exposedStages } from '../../model/stage.ts'
import { compare, isAbove, printQuantity, threshold } from '../../values/index.ts'
import { enumerate, plural, quote } from '../../values/text.ts'
import { quantityOf } from '../../values/threshold.ts'
import { pointer } from '../../yaml/path.ts'
import { flowScalar } from '../../yaml/print.ts'
import { missing, unread } from '../lib/absent.ts'
import { meantBy } from '../lib/alert-level.ts'
import { alertsPath, certainty, isBadAbove, isLost, longWindow, nameOf, sideWords, usedUp } from '../lib/alerts.ts'
import { asIdentifier } from '../lib/metrics.ts'
import type { Context, Finding, Rule } from '../lib/rule.ts'

const kinds = ['quality', 'latency', 'cost'] as const
type Kind = (typeof kinds)[number]

/** Metrics and levels are those of the file; what it does not hold is left open. The level of one metric is none of another. */
const sampleOf = (kind: Kind, pilot: Context['pilot'], alert?: DeclaredAlert) => {
  const { success } = pilot
  const guardrail = readable(success?.guardrail_metrics).find(
    ({ metric }) =>
      metric !== undefined && (alert === undefined || metricKey(metric) === metricKey(alert.metric ?? '')),
  )
  const level = guardrail && usedUp(guardrail)
  const unit = asIdentifier(unitOf(pilot)?.one ?? '')
  const cost = unit === undefined ? '<metric>' : `cost_per_${unit}`
  const metric = { quality: guardrail?.metric ?? '<metric>', latency: 'latency_p95', cost }[kind]
  const fire = kind === 'quality' && level ? sideWords(level) : '<threshold>'
  return { metric: flowScalar(metric), fire, over: '<window>', unit: level?.quantity.unit }
}

const alertOf = (kind: Kind, pilot: Context['pilot']): string => {
  const { metric, fire, over } = sampleOf(kind, pilot)
  return `{kind: ${kind}, metric: ${metric}, fire: ${fire}, over: ${over}, notify: owner}`
}

const alertsOf = (pilot: Context['pilot']): string => `[${kinds.map((kind) => alertOf(kind, pilot)).join(', ')}]`

/** A batch that is done in time is as good as a quick answer where nothing is live. */
const countedAs = ({ kind }: DeclaredAlert, { integration }: Context['pilot']): DeclaredAlert['kind'] =>
  kind === 'deadline' && readable(integration).every(({ mode }) => mode !== 'live') ? 'latency' : kind

const isAsked = (kind: DeclaredAlert['kind']): kind is Kind => kinds.some((asked) => asked === kind)

const has = (alert: DeclaredAlert, at: number, context: Context) => {
  const { gate, plan } = context
  const { fire, over } = alert
  const lost = isLost(alert, at, context)
  // The window that a rule shows is that of the stage at hand; that of a later one is unknown.
  const shown = exposedStages.some((stage) => plan.shown.has(pointer([...alertsPath, at, 'over', stage])))
  return {
    fire: lost || (fire !== undefined && 'quantity' in fire),
    over: lost || shown || (gate === 'pilot' ? over !== undefined : over?.[gate] !== undefined),
  }
}

const shownFor = ({ rule }: DeclaredAlert, { alertRules: rules }: Context['facts']): Alert[] =>
  rule !== undefined && rules?.state === 'found' ? rules.value.alerts.filter(({ name }) => name.value === rule) : []

/** How the rule of an alert could show what the alert lacks. */
const elsewhere = (alert: DeclaredAlert, facts: Context['facts']): string => {
  const { alertRules: rules } = facts
  if (alert.rule === undefined) return 'or set `rule` to an alert in `monitoring.rules` that has both'
  if (rules?.state === 'unverified') return `or fix the file, which ${rules.why}`
  const [shown] = shownFor(alert, facts)
  if (shown?.elsewhere) return `or move the recording rule of ${shown.elsewhere} into ${shown.file ?? rules?.file}`
  const why = shown?.unread
  return why === undefined
    ? 'or let the rule show it: a metric with a unit as suffix, and one range'
    : `or change the rule: ${quote(alert.rule)} ${why}`
}

/** The number of a rule, where nothing says of what. */
const bareIn = (one: Alert | undefined): FiringLevel | undefined => {
  const [level] = one?.level.value ?? []
  const { rate, currency, kind = 'time' } = level?.unit ?? {}
  return rate || currency || one?.fixed || !/^(?:unknown|count|money)$/.test(kind) ? undefined : level
}

/** What a rule shows in place of what an alert lacks: perhaps a number, but nothing says of what. */
const unseenOf = (alert: DeclaredAlert, isLevel: boolean, facts: Context['facts']): string => {
  const [one, ...others] = shownFor(alert, facts)
  if (alert.rule === undefined || facts.alertRules === undefined) return ''
  const bare = isLevel && bareIn(one)
  const seen = others.length > 0 ? 'several' : bare ? `${bare.value} without a unit` : 'none'
  return `, and ${one?.file ?? facts.alertRules.file} shows ${seen}`
}

/** The number of the rule, in the only unit that a rating has; undefined where it shows none. */
const levelOf = (alert: DeclaredAlert, { pilot, facts }: Context): string | undefined => {
  const [bare, ...others] = shownFor(alert, facts).map(bareIn)
  if (!bare || others.length > 0) return undefined
  const isRated = sampleOf('quality', pilot, alert).unit === 'points'
  return sideWords({ isAbove: isAbove(bare), quantity: { value: bare.value, unit: isRated ? 'points' : '<unit>' } })
}

function* vague(alert: DeclaredAlert, at: number, alone: boolean, context: Context): Generator<Finding> {
  const { gate, faults, pilot, facts } = context
  const path = [...alertsPath, at]
  // Printing YAML takes its time, and a clean file needs none.
  const sample = () => sampleOf('quality', pilot, alert)
  const fault = unread(faults, [...path, 'fire'])
  if (fault?.kind === 'phrase' && typeof fault.value === 'string' && !/\d/.test(fault.value))
    yield {
      path: fault.path,
      message: `${nameOf(alert)} fires at ${quote(fault.value)}, which has no number`,
      write: sample().fire,
      help: 'with the level at which it fires',
      fault,
    }
  const there = has(alert, at, context)
  const lacks = (['fire', 'over'] as const).filter((key) => !there[key] && !unread(faults, [...path, key]))
  if (lacks.length === 0) return
  const written = alert.fire === undefined ? '' : ` (${quote(threshold.print(alert.fire))})`
  const words = {
    fire: `threshold${written}`,
    over: alert.over === undefined ? 'window' : `window for ${gate}`,
  }
  yield {
    path: [...path, ...lacks.slice(0, 1)],
    message: `${nameOf(alert)} has no ${enumerate(
      lacks.map((key) => words[key]),
      'and no',
    )}${unseenOf(alert, lacks.includes('fire'), facts)}`,
    write: lacks.map((key) => ({
      path: [...path, key, ...(key === 'over' && alert.over !== undefined ? [gate] : [])],
      yaml: (key === 'fire' ? levelOf(alert, context) : undefined) ?? sample()[key],
    })),
    help: elsewhere(alert, facts),
    ...(alone && { absent: true }),
  }
}

/** In days; the longest time that a rollback may take, too. */
const maxHoldDays = 7

/** How long the rule of an alert waits before it notifies anyone, in days. */
const holdOf = (alert: DeclaredAlert, { facts: { alertRules }, gate }: Context): number => {
  const alerts = alertRules?.state === 'found' ? alertRules.value.alerts : []
  const meant = meantBy(alert, alerts, gate === 'pilot' ? undefined : gate)
  return Math.max(0, ...meant.map(({ hold }) => hold?.value ?? 0)) / 86_400
}

/** How many times over a limit or a margin may be used up before somebody is called. */
const maxLimits = 2

/** What cannot happen wakes nobody, and nobody hears what always holds. */
const never = (alert: DeclaredAlert, at: number, context: Context): Finding | undefined => {
  const { metric, fire } = alert
  const certain = certainty(context.pilot, metric, fire)
  if (fire !== undefined && certain !== undefined)
    return {
      path: [...alertsPath, at, 'fire'],
      message: `alert on ${quote(metric)} fires ${threshold.print(fire)}, ${certain}`,
      help: 'set it to a level that only a harmful system reaches',
    }
  const long = longWindow(alert.over)
  if (long !== undefined)
    return {
      path: [...alertsPath, at, 'over'],
      message: `${nameOf(alert)} has a window of ${printQuantity(long)}, longer than a quarter`,
      help: 'set `over` to a time after which a harmful system would still be noticed early',
    }
  const hold = holdOf(alert, context)
  if (hold <= maxHoldDays) return undefined
  return {
    path: [...alertsPath, at, 'rule'],
    message: `${nameOf(alert)} waits ${plural(Number(hold.toFixed(1)), 'day')} before it notifies anyone`,
    help: `let it wait at most ${maxHoldDays} days, and use a longer window instead`,
  }
}

const wrongSide = ({ kind, metric = '', fire }: DeclaredAlert, at: number, { pilot }: Context): Finding | undefined => {
  const above = isBadAbove(pilot, metric, quantityOf(fire))
  if (fire === undefined || above === undefined || above === isAbove(fire)) return undefined
  const isOwn = (one: { readonly metric?: string | undefined }) => metricKey(one.metric ?? '') === metricKey(metric)
  // A second alert that fires at a value too good to be true may stand beside one that counts, and drift has two sides.
  const counts = readable(pilot.monitoring?.alerts).some((one) => one.fire && isOwn(one) && above === isAbove(one.fire))
  if (counts || kind === 'drift' || kind === 'usage') return undefined
  const guardrail = present(pilot.success?.guardrail_metrics).find(({ item }) => isOwn(item))
  return {
    path: [...alertsPath, at, 'fire'],
    message: `alert on ${quote(metric)} fires ${threshold.print(fire)}, which is the good side of the metric`,
    help: `let it fire ${above ? 'above' : 'below'} a level`,
    ...(guardrail && {
      related: [{ path: ['success', 'guardrail_metrics', guardrail.at], label: 'the guardrail metric' }],
    }),
  }
}

/** An alert that fires long after a guardrail metric has broken its limit or margin. */
const tooLate = ({ metric = '', fire }: DeclaredAlert, at: number, { pilot }: Context): Finding | undefined => {
  const level = quantityOf(fire)
  for (const { item, at: index } of present(pilot.success?.guardrail_metrics)) {
    if (item.metric === undefined || metricKey(item.metric) !== metricKey(metric)) continue
    const bound = usedUp(item, maxLimits)
    if (fire === undefined || level === undefined || bound?.isAbove !== isAbove(fire)) continue
    const order = compare(level, bound.quantity) ?? 0
    if (bound.isAbove ? order <= 0 : order >= 0) continue
    const key = item.limit ? 'limit' : item.max_drop ? 'max_drop' : 'max_rise'
    return {
      path: [...alertsPath, at, 'fire'],
      message: `alert on ${quote(metric)} fires ${threshold.print(fire)}, beyond ${maxLimits} times its \`${key}\``,
      help: `set it to \`${sideWords(bound)}\` or nearer`,
      related: [{ path: ['success', 'guardrail_metrics', index, key], label: `the ${key}` }],
    }
  }
  return undefined
}

export const blind: Rule = {
  id: 'monitoring/blind',
  severity: 'error',
  from: 'limited',
  summary: 'Quality, latency and cost each have an alert with a threshold and a window',
  why: 'Dashboards are watched for a week. After that, customers notice bad or slow answers first, and finance notices a runaway bill.',
  details: `Each of the three kinds needs an alert with a numeric threshold and a window. Both are read from the rule that \`rule\` names in \`monitoring.rules\`, or declared as \`fire\` and \`over\`. The window of a rule is that of the declared stage; \`over.<stage>\` declares that of a later one. A threshold whose unit cannot be determined from the suffix of the metric or the arithmetic, and a window if there are several ranges or none, have to be declared. \`above control\` is not a threshold: chance alone is above it half of the time. \`deadline\` counts as latency if no integration is \`live\`. Alerts of other kinds are not required.

An alert on the primary or a guardrail metric fires on the side on which the metric is bad, unless it is one on \`drift\` or \`usage\`; one on a latency, above a time. On a guardrail metric it fires at or before twice its limit, or its baseline and twice its margin. An alert does not fire beyond the scale of its metric or at every value of it, look at more than a quarter (\`over\`) or wait more than 7 days (\`for\`) before it notifies anyone.

While an alert has no \`kind\`, missing kinds are not reported, because it may be one of them. A file that is missing or broken, or has no such alert, is reported by other rules alone.`,
  principles: ['monitoring'],
  fields: [
    'monitoring.alerts',
    'monitoring.alerts.kind',
    'monitoring.alerts.fire',
    'monitoring.alerts.over',
    'success.guardrail_metrics.limit',
  ],
  references: ['ML Test Score (Breck et al. 2017), Monitor 6', 'ML Test Score (Breck et al. 2017), Monitor 7'],
  examples: {
    files: {
      'monitoring/invoices.rules.yml': `groups:
  - name: invoices
    rules:
      - alert: InvoicesSlow
        expr: histogram_quantile(0.95, sum by (le) (rate(posting_seconds_bucket[6h]))) > 1800
`,
    },
    ready: `monitoring:
  rules: monitoring/invoices.rules.yml
  alerts:
    - {kind: quality, metric: wrong_field_rate, fire: above 2%, over: 1d}
    - {kind: latency, metric: minutes_to_posting_p95, rule: InvoicesSlow}
    - {kind: cost, metric: cost_per_invoice, fire: above 0.15 EUR, over: 1d}`,
    notReady: `monitoring:
  alerts:   # expect: monitoring/blind
    - {kind: quality, metric: wrong_field_rate, fire: above 2%, over: 1d}
    - {kind: latency, metric: minutes_to_posting_p95, rule: InvoicesSlow}   # expect: monitoring/blind`,
  },

  *check(context) {
    const { pilot } = context
    const { monitoring } = pilot
    if (monitoring === undefined) {
      yield { ...missing(['monitoring'], `{alerts: ${alertsOf(pilot)}}`), absent: true }
      return
    }
    const alerts = monitoring.alerts ?? []
    const readable = present(alerts)
    const named = new Set(readable.map(({ item }) => countedAs(item, pilot)))
    const whole = readable.filter(({ item, at }) => Object.values(has(item, at, context)).every(Boolean))
    const watched = new Set(whole.map(({ item }) => countedAs(item, pilot)))
    for (const { item, at } of readable) {
      const kind = countedAs(item, pilot)
      if (isAsked(kind)) yield* vague(item, at, !watched.has(kind), context)
      const late = wrongSide(item, at, context) ?? tooLate(item, at, context)
      if (late) yield late
      const idle = never(item, at, context)
      if (idle) yield idle
    }
    const unwatched = kinds.filter((kind) => !named.has(kind))
    const nameless = readable.filter(({ item }) => item.kind === undefined)
    if (unwatched.length === 0 || readable.length < alerts.length) return
    for (const { item, at } of nameless)
      yield {
        path: [...alertsPath, at, 'kind'],
        message: `${nameOf(item)} has no \`kind\``,
        write: unwatched[0] ?? 'quality',
        help: unwatched.length > 1 ? `or ${enumerate(unwatched.slice(1), 'or')}` : '',
      }
    if (nameless.length > 0) return
    if (alerts.length === 0 && unread(context.faults, alertsPath) === undefined) {
      yield { ...missing(alertsPath, alertsOf(pilot)), absent: true }
      return
    }
    // The path of a new entry, so that an unreadable entry does not hide the finding.
    for (const [more, kind] of unwatched.entries())
      yield {
        path: [...alertsPath, alerts.length + more],
        message: `\`monitoring.alerts\` has no ${kind} alert`,
        write: alertOf(kind, pilot),
        help: '',
        absent: true,
      }
  },
}
