import type { Document } from '../reading/documents.ts'
import { type Located, malformed, type Reading, read } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'
import type { Alert, Found } from './alert-rules.ts'
import { parseDatadog } from './datadog-query.ts'
import { meaningOf } from './meaning.ts'
import { amountOf } from './plain.ts'

/** No file of a person holds more monitors that a pilot names. */
const mostMonitors = 100

/** Kinds of monitors whose query is one metric query with one threshold. */
const plainTypes: readonly (string | undefined)[] = ['metric alert', 'query alert']

const handle = /(?:^|[\s,;(])@([\w.@-]{1,200})/g
const services = /^(?:pagerduty|opsgenie|oncall|slack|teams|team|webhook|servicenow)-/

/** Whom a message mentions, by the handle and by the name behind that of the service. Source: Datadog, notifications. */
const receiversOf = (message: Part): Located<string>[] =>
  [...(message.text() ?? '').slice(0, 10_000).matchAll(handle)].slice(0, 20).flatMap(([, name = '']) => {
    const plain = name.replace(/[.-]+$/, '')
    return [...new Set([plain, plain.replace(services, '')])].map((value) => ({ value, range: message.range() }))
  })

/** A scope `*` is muted for ever where no end is given. Source: Datadog API, monitors, options.silenced. */
const isSilenced = (part: Part): boolean => part.at('options', 'silenced', '*').data === null

/** An alert of a monitor, whose `thresholds` stand elsewhere in each form in which it is kept. */
export const monitorAlert = (part: Part, thresholds: Part, name: Located<string>): Alert => {
  const query = part.at('query')
  const type = part.text('type')
  const meaning = meaningOf(query.text() ?? '', parseDatadog, () => undefined, 'Datadog query')
  const critical = amountOf(thresholds.at('critical'))
  const [level] = meaning.views
  const differs = level !== undefined && critical !== undefined && critical !== level.value
  const other = plainTypes.includes(type)
    ? undefined
    : `is a monitor of type \`${type ?? ''}\`, whose query is not read`
  const refused = differs ? `asks for ${level.value}, and its critical threshold is ${critical}` : undefined
  return {
    name,
    level: { value: other || differs ? [] : meaning.views, range: query.range() },
    windows: { value: meaning.windows, range: query.range() },
    hold: undefined,
    quantile: meaning.quantile,
    runbook: undefined,
    labels: new Map(),
    receivers: receiversOf(part.at('message')),
    linked: false,
    paused: isSilenced(part) || part.text('draft_status') === 'draft',
    fixed: meaning.fixed,
    isUp: false,
    unread: other ?? refused ?? meaning.unread,
  }
}

/** Whether a document is a monitor as the API gives it: a name, and a query with its type. */
const isMonitor = (part: Part): boolean => ['name', 'type', 'query'].every((key) => part.text(key) !== undefined)

/** The monitors of documents: of the API, one or a list, or `DatadogMonitor` resources of the operator. */
const monitorsIn = (documents: readonly Document[]): Part[] | undefined => {
  const parts = documents.flatMap((document) => {
    const part = partOf(document)
    const monitors = part.at('monitors')
    if (part.text('kind') === 'DatadogMonitor') return [part.at('spec')]
    return Array.isArray(part.data) ? part.items() : Array.isArray(monitors.data) ? monitors.items() : [part]
  })
  return parts.length > 0 && parts.some(isMonitor) ? parts : undefined
}

/** The monitors of Datadog. Source: Datadog API, get a monitor; datadog-operator, DatadogMonitor v1alpha1. */
export const readDatadog = (
  documents: readonly Document[],
  wanted: ReadonlySet<string>,
): Reading<Found> | undefined => {
  const monitors = monitorsIn(documents)
  if (monitors === undefined) return undefined
  const broken = monitors.find((part) => !isMonitor(part))
  if (broken !== undefined) return malformed('holds a monitor without a name, a type or a query', broken.range())
  const alerts = monitors
    .filter((part) => wanted.has(part.text('name') ?? ''))
    .slice(0, mostMonitors)
    .map((part) =>
      monitorAlert(part, part.at('options', 'thresholds'), {
        value: part.text('name') ?? '',
        range: part.at('name').range(),
      }),
    )
  return read({ alerts, names: monitors.map((part) => part.text('name') ?? '') })
}
