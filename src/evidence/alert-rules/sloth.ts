import type { Document } from '../reading/documents.ts'
import { malformed, type Reading, read } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'
import { wordOf } from '../reading/value.ts'
import type { Alert, Found } from './alert-rules.ts'
import { type Burn, burnAlerts, type Indicator, slowIn } from './burn.ts'
import type { Parse } from './expr.ts'
import { labelsOf, linkOf, receiversOf } from './prometheus.ts'
import { thriftyParse } from './promql.ts'

/** No file of a person holds more objectives. */
const mostObjectives = 200

/** The words of the specification, and those of the resource of Kubernetes. */
type Keys = (name: string) => string

const camel: Keys = (name) => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

const hour = 3600
const day = 24 * hour

/** The share of the budget that may be spent within a time. Source: Sloth, windows of 30 and of 28 days. */
const tiers = [
  {
    key: 'page_alert',
    severity: 'page',
    windows: [
      [0.02, hour],
      [0.05, 6 * hour],
    ],
  },
  {
    key: 'ticket_alert',
    severity: 'ticket',
    windows: [
      [0.1, day],
      [0.1, 3 * day],
    ],
  },
] as const

/** In days. Which of them counts is said when Sloth is started; 30 where nothing is said. */
const periods = [30, 28]

const burnsOf = (windows: readonly (readonly [number, number])[], budget: number): Burn[] =>
  periods.flatMap((period) => windows.map(([spent, over]) => ({ bad: budget * spent * ((period * day) / over), over })))

const indicatorOf = (slo: Part, key: Keys, parse: Parse): Indicator => {
  const events = slo.at('sli', 'events')
  const [text = '', total] =
    events.data === undefined
      ? [slo.text('sli', 'raw', key('error_ratio_query'))]
      : [events.text(key('error_query')), events.text(key('total_query'))]
  const [one, other] = [text, total].map((query) => query && parse(query.replaceAll(/\{\{\s*\.window\s*\}\}/g, '5m')))
  if (!one || (total !== undefined && !other)) return { measured: undefined, slow: slowIn(text) }
  return {
    measured: other ? { kind: 'binary', op: '/', bool: false, left: one, right: other, isSame: text === total } : one,
    slow: slowIn(text),
  }
}

const faultOf = (slo: Part): Reading<never> | undefined => {
  const objective = slo.number('objective')
  if (!slo.text('name')) return malformed('holds an objective without a name', slo.range())
  if (objective === undefined || objective <= 0 || objective > 100)
    return malformed('has an `objective` that is no percentage above 0', slo.at('objective').range())
  const indicators = ['events', 'raw', 'plugin'].filter((one) => slo.at('sli', one).data !== undefined)
  return indicators.length === 1 ? undefined : malformed('holds an objective without one `sli`', slo.range())
}

const isChanged = (holder: Part, key: string): boolean => holder.at(key, 'chain', 0).data !== undefined

const alertsOf = (slo: Part, spec: Part, name: Alert['name'], key: Keys, parse: Parse): Alert[] => {
  const alerting = slo.at('alerting')
  const budget = (100 - (slo.number('objective') ?? 100)) / 100
  const indicator = indicatorOf(slo, key, parse)
  const isOff = ({ key: tier }: (typeof tiers)[number]) => alerting.at(key(tier), 'disable').data === true
  const made = tiers.filter((tier) => !isOff(tier))
  return (made.length === 0 ? tiers : made).flatMap((tier) => {
    const own = alerting.at(key(tier.key))
    const severity = ['sloth_severity', { value: tier.severity, range: name.range }] as const
    const labels = new Map([...labelsOf(alerting, own), severity])
    const objective = {
      name,
      labels,
      receivers: receiversOf(labels),
      runbook: linkOf(own) ?? linkOf(alerting),
      linked: true,
      paused: isOff(tier),
      unread: isChanged(slo, 'plugins') || isChanged(spec, key('slo_plugins')) ? 'is made by plugins' : undefined,
      place: slo.at('objective').range(),
      indicator,
    }
    return burnsOf(tier.windows, budget).flatMap((burn) => burnAlerts(objective, burn))
  })
}

const alertsIn = (spec: Part, wanted: ReadonlySet<string>, key: Keys): Reading<Found> => {
  const { data } = spec.at('slos')
  if (!Array.isArray(data)) return malformed('holds objectives that are no list', spec.at('slos').range())
  const slos = spec.at('slos').items(mostObjectives)
  const fault = slos.map(faultOf).find((one) => one !== undefined)
  if (fault !== undefined) return fault
  const parse = thriftyParse()
  const names = slos.map((slo) => slo.text('alerting', 'name') || wordOf(slo.text('name')))
  const alerts = slos.flatMap((slo) => {
    const known = [slo.at('alerting', 'name'), slo.at('name')].find((one) => wanted.has(one.text() ?? ''))
    return known ? alertsOf(slo, spec, { value: known.text() ?? '', range: known.range() }, key, parse) : []
  })
  return read({ alerts, names })
}

/** The alerts that Sloth makes of objectives, several of one name. Source: Sloth, specification prometheus/v1. */
export const readSloth = (document: Document, wanted: ReadonlySet<string>): Reading<Found> =>
  alertsIn(partOf(document), wanted, (key) => key)

/** Source: Sloth, PrometheusServiceLevel of sloth.slok.dev/v1. */
export const readServiceLevel = (document: Document, wanted: ReadonlySet<string>): Reading<Found> =>
  alertsIn(partOf(document).at('spec'), wanted, camel)
