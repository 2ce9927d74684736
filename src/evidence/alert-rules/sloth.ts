import type { Document } from '../reading/documents.ts'
import { malformed, type Reading, type Repository, read } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'
import { wordOf } from '../reading/value.ts'
import type { Alert, Found } from './alert.ts'
import { type Burn, burnAlerts, type Indicator, slowIn, unmeasured } from './burn.ts'
import type { Parse } from './expr.ts'
import { isBroken } from './meaning.ts'
import { labelsOf, linkOf, receiversOf } from './prometheus.ts'
import { thriftyParse } from './promql.ts'
import { type Catalogue, catalogueBeside, type Tier, type Windows } from './sloth-windows.ts'

/** No file of a person holds more objectives. */
const mostObjectives = 200

/** The words of the specification, and those of the resource of Kubernetes. */
type Keys = (name: string) => string

const camel: Keys = (name) => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

const tiers = [
  { key: 'page_alert', severity: 'page' },
  { key: 'ticket_alert', severity: 'ticket' },
] as const

const burnsOf = (windows: readonly Windows[], tier: Tier, budget: number): Burn[] =>
  windows.flatMap((one) =>
    one[tier].map(({ share, over, period }) => ({ bad: budget * share * (period / over), over })),
  )

const window = /\{\{[\s-]{0,9}\.window[\s-]{0,9}\}\}/g

const queriesOf = (slo: Part, key: Keys): Part[] => {
  const events = slo.at('sli', 'events')
  if (events.data !== undefined) return [events.at(key('error_query')), events.at(key('total_query'))]
  return slo.at('sli', 'raw').data === undefined ? [] : [slo.at('sli', 'raw', key('error_ratio_query'))]
}

const indicatorOf = (slo: Part, key: Keys, parse: Parse): Indicator => {
  const texts = queriesOf(slo, key).map((query) => query.text() ?? '')
  if (texts.length === 0) return unmeasured
  const [one, other] = texts.map((text) => parse(text.replaceAll(window, '5m')))
  if (one === undefined || (texts.length > 1 && other === undefined))
    return { ...unmeasured, unread: 'measures by a query that is not read here' }
  const measured: Indicator['measured'] = other
    ? { kind: 'binary', op: '/', bool: false, left: one, right: other, isSame: texts[0] === texts[1] }
    : one
  return { measured, slow: slowIn(measured) }
}

const queryFault = (query: Part): Reading<never> | undefined => {
  const text = query.text() ?? ''
  if (text.search(window) === -1)
    return malformed('has a query without `{{.window}}`, which Sloth refuses', query.range())
  return isBroken(text.replaceAll(window, '5m')) ? malformed('holds a query that breaks off', query.range()) : undefined
}

const faultOf = (slo: Part, key: Keys): Reading<never> | undefined => {
  const objective = slo.number('objective')
  if (!slo.text('name')) return malformed('holds an objective without a name', slo.range())
  if (objective === undefined || objective <= 0 || objective > 100)
    return malformed('has an `objective` that is no percentage above 0', slo.at('objective').range())
  const indicators = ['events', 'raw', 'plugin'].filter((one) => slo.at('sli', one).data !== undefined)
  if (indicators.length !== 1) return malformed('holds an objective without one `sli`', slo.range())
  return queriesOf(slo, key)
    .map(queryFault)
    .find((one) => one !== undefined)
}

const isChanged = (holder: Part, key: string): boolean =>
  holder.at(key, 'chain', 0).data !== undefined || holder.at(key, 'overridePrevious').data === true

type Around = { readonly key: Keys; readonly parse: Parse; readonly catalogue: Catalogue }

const alertsOf = (slo: Part, spec: Part, name: Alert['name'], { key, parse, catalogue }: Around): Alert[] => {
  const alerting = slo.at('alerting')
  const budget = (100 - (slo.number('objective') ?? 100)) / 100
  const indicator = indicatorOf(slo, key, parse)
  const isMade = isChanged(slo, 'plugins') || isChanged(spec, key('slo_plugins'))
  const isOff = ({ key: tier }: (typeof tiers)[number]) => alerting.at(key(tier), 'disable').data === true
  const made = tiers.filter((tier) => !isOff(tier))
  // One that is off shows that its usual times are no others, and calls nobody.
  const told = made.length === 0 || catalogue.usual !== undefined ? tiers : made
  return told.flatMap((tier) => {
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
      unread: isMade ? 'is made by plugins' : catalogue.unread,
      usual: catalogue.usual,
      place: slo.at('objective').range(),
      indicator,
    }
    return burnsOf(catalogue.windows, tier.severity, budget).flatMap((burn) => burnAlerts(objective, burn))
  })
}

const alertsIn = (spec: Part, wanted: ReadonlySet<string>, key: Keys, catalogueOf: () => Catalogue): Reading<Found> => {
  const { data } = spec.at('slos')
  if (!Array.isArray(data)) return malformed('holds objectives that are no list', spec.at('slos').range())
  const slos = spec.at('slos').items(mostObjectives)
  const fault = slos.map((slo) => faultOf(slo, key)).find((one) => one !== undefined)
  if (fault !== undefined) return fault
  const around = { key, parse: thriftyParse(), catalogue: catalogueOf() }
  const names = slos.map((slo) => slo.text('alerting', 'name') || wordOf(slo.text('name')))
  const alerts = slos.flatMap((slo) => {
    const known = [slo.at('alerting', 'name'), slo.at('name')].find((one) => wanted.has(one.text() ?? ''))
    return known ? alertsOf(slo, spec, { value: known.text() ?? '', range: known.range() }, around) : []
  })
  return read({ alerts, names })
}

/** The file that is read, and the repository that may hold windows for it. */
type Place = { readonly file: string; readonly repository: Repository }

/** The alerts that Sloth makes of objectives, several of one name. Source: Sloth, specification prometheus/v1. */
export const readSloth = (document: Document, wanted: ReadonlySet<string>, place: Place): Reading<Found> =>
  alertsIn(
    partOf(document),
    wanted,
    (key) => key,
    () => catalogueBeside(place.file, place.repository),
  )

/** Source: Sloth, PrometheusServiceLevel of sloth.slok.dev/v1. */
export const readServiceLevel = (document: Document, wanted: ReadonlySet<string>, place: Place): Reading<Found> =>
  alertsIn(partOf(document).at('spec'), wanted, camel, () => catalogueBeside(place.file, place.repository))
