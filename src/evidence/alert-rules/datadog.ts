import { isMap } from '../../yaml/data.ts'
import type { Document } from '../reading/documents.ts'
import { type Located, malformed, type Reading, read } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'
import { type Alert, alertWith, type FoundAlerts } from './alert.ts'
import { eachTag, parseDatadog } from './datadog-query.ts'
import { type FindSlo, hasTarget, isSlo, objectiveAlerts, sloAlert } from './datadog-slo.ts'
import { isWithin } from './downtime.ts'
import { meaningOf } from './meaning.ts'
import { openIn } from './open-query.ts'
import { amountOf } from './plain.ts'
import { looksBack, maxDelaySeconds } from './ranges.ts'

/** A pilot names fewer monitors. */
const maxMonitors = 100

/** Kinds of monitors whose query is one metric query with one threshold. */
const plainTypes: readonly (string | undefined)[] = ['metric alert', 'query alert']

const handle = /(?:^|[\s,;(])@([\w.@-]{1,200})/g
/** What holds only when a monitor does something else than fire. Source: Datadog, notification variables. */
const notFired = /^is_(?:(?:\w{1,20}_)?recovery|(?:\w{1,20}_to_)?warning|no_data|unknown|renotify)$/
const services = /^(?:pagerduty|opsgenie|oncall|slack|teams|team|webhook|servicenow)-/

const fired = /^is_(?:\w{1,20}_to_)?alert$/

const condition = /\{\{\s{0,5}(?:([#^/])(\w{1,40})[^{}]{0,200}|else\s{0,5})\}\}/g
const comment = /\{\{!--[\s\S]*?--\}\}|\{\{![^{}]*\}\}/g

/**
 * What a message says whenever the monitor fires: without its comments, what stands between `{{#is_recovery}}` and
 * `{{/is_recovery}}`, and what depends on anything else, as `{{#is_match …}}` does.
 */
const saidWhenFired = (message: string): string => {
  const said: string[] = []
  const text = message.replaceAll(comment, ' ')
  let from = 0
  let around: readonly { readonly name: string; readonly isSaid: boolean }[] = []
  const say = (to: number) => around.every(({ isSaid }) => isSaid) && said.push(text.slice(from, to))
  for (const { 0: whole, 1: sign, 2: name = '', index } of text.matchAll(condition)) {
    say(index)
    from = index + whole.length
    if (sign === '/') {
      const at = around.findLastIndex((one) => one.name === name)
      if (at !== -1) around = around.slice(0, at)
    } else if (sign !== undefined)
      around = [...around, { name, isSaid: sign === '#' ? fired.test(name) : notFired.test(name) }]
    else
      around = around.map((one, at) => {
        const isKnown = fired.test(one.name) || notFired.test(one.name)
        return at === around.length - 1 ? { ...one, isSaid: isKnown && !one.isSaid } : one
      })
  }
  say(text.length)
  return said.join(' ')
}

/** Whom a message mentions, by the handle and by the name behind that of the service. Source: Datadog, notifications. */
const receiversOf = (message: Part): Located<string>[] =>
  [...saidWhenFired((message.text() ?? '').slice(0, 10_000)).matchAll(handle)].slice(0, 20).flatMap(([, name = '']) => {
    const plain = name.replace(/[.-]+$/, '')
    return [...new Set([plain, plain.replace(services, '')])].map((value) => ({ value, range: message.range() }))
  })

/** 2050, in seconds since 1970. */
const farOff = 2_524_608_000

const daily = /^FREQ=(?:MINUTELY|HOURLY|DAILY)(?:;INTERVAL=1|;BY(?:HOUR|MINUTE)=[\d,]{1,200})*$/

/**
 * A scope that is all of the query is muted for ever where no end is given; Terraform's provider writes 0 for none.
 * Source: Datadog API, monitors, options.silenced; terraform-provider-datadog, datadog_monitor.
 */
const isSilenced = (part: Part): boolean =>
  [part.at('options', 'silenced'), part.at('silenced')].some(({ data }) =>
    Object.entries(isMap(data) ? data : {}).some(([scope, end]) => {
      const isForEver = end === null || end === 0 || (typeof end === 'number' && end > farOff)
      return isForEver && isWithin(scope, part.text('query') ?? '')
    }),
  )

/** Why a monitor looks at what was, or hardly ever looks. Source: Datadog API, monitors, options; custom schedules. */
const seldomBy = (part: Part): string | undefined => {
  const options = part.at('options')
  if ((part.number('evaluation_delay') ?? options.number('evaluation_delay') ?? 0) > maxDelaySeconds) return looksBack
  const [own, given] = [part.at('scheduling_options', 0), options.at('scheduling_options')]
  const scheduled = own.data === undefined ? given : own
  if (scheduled.at('evaluation_window').data !== undefined)
    return 'has a cumulative `evaluation_window`, which pilotlint does not support'
  const [written, inTerraform] = [scheduled.at('custom_schedule'), scheduled.at('custom_schedule', 0)]
  const rules = [written.at('recurrences'), inTerraform.at('recurrence')].flatMap((held) => held.items(20))
  return written.data === undefined || rules.some((one) => daily.test(one.text('rrule') ?? ''))
    ? undefined
    : 'is evaluated less than once a day'
}

const saidOf = (query: string, type: string | undefined, critical: number | undefined, find: FindSlo) => {
  if (type === 'slo alert') {
    const { seconds, ...said } = sloAlert(query, critical, find)
    return { ...said, windows: seconds === undefined ? undefined : [seconds], quantile: undefined, guard: undefined }
  }
  const { views, ...meaning } = meaningOf(query, parseDatadog, () => undefined, 'Datadog')
  const [level] = views
  const differs = level !== undefined && critical !== undefined && critical !== level.value
  const other = plainTypes.includes(type)
    ? undefined
    : `is a monitor of type \`${type ?? ''}\`, which pilotlint does not support`
  const refused = differs
    ? `compares with ${level.value}, but its critical threshold is ${critical}`
    : openIn(query, eachTag)
  return {
    ...meaning,
    views: other || refused ? [] : views,
    place: undefined,
    unread: other ?? refused ?? meaning.unread,
  }
}

/** An alert of a monitor, whose `thresholds` stand elsewhere in each form in which it is kept; `written` is its query with what is open. */
export const monitorAlert = (
  part: Part,
  thresholds: Part,
  name: Located<string>,
  find: FindSlo,
  written = '',
): Alert => {
  const query = part.at('query')
  const critical = amountOf(thresholds.at('critical'))
  const { views, windows, quantile, fixed, guard, unread } = saidOf(
    query.text() ?? written,
    part.text('type'),
    critical,
    find,
  )
  return alertWith({
    name,
    level: { value: views, range: query.range() },
    windows: { value: windows, range: query.range() },
    quantile,
    receivers: receiversOf(part.at('message')),
    route: 'or add a handle of the owner to the `message` of the monitor, such as `@team-…` or `@pagerduty-…`',
    paused: isSilenced(part) || part.text('draft_status') === 'draft',
    fixed,
    guard,
    unread: unread ?? seldomBy(part),
  })
}

/** Whether a document is a monitor as the API gives it: a name, and a query with its type. */
const isMonitor = (part: Part): boolean => ['name', 'type', 'query'].every((key) => part.text(key) !== undefined)

/** A monitor that is kept as a template stands below `definition`. Source: DataDog/integrations-core, recommended monitors. */
const defined = (part: Part): Part => (isMonitor(part.at('definition')) ? part.at('definition') : part)

/** The monitors and objectives of documents: of the API, one or a list, or resources of the operator. */
const entriesIn = (documents: readonly Document[]): Part[] | undefined => {
  const parts = documents.flatMap((document) => {
    const part = partOf(document)
    if (['DatadogMonitor', 'DatadogSLO'].includes(part.text('kind') ?? '')) return [part.at('spec')]
    const [list = part] = [part.at('monitors'), part.at('data')].filter(({ data }) => Array.isArray(data))
    return Array.isArray(list.data) ? list.items() : part.at('data', 'thresholds').data ? [part.at('data')] : [part]
  })
  const entries = parts.map(defined)
  return entries.some((part) => isMonitor(part) || isSlo(part)) ? entries : undefined
}

/**
 * The monitors and objectives of Datadog.
 * Source: Datadog API, get a monitor, get an SLO; datadog-operator, DatadogMonitor and DatadogSLO v1alpha1.
 */
export const readDatadog = (
  documents: readonly Document[],
  wanted: ReadonlySet<string>,
): Reading<FoundAlerts> | undefined => {
  const entries = entriesIn(documents)
  if (entries === undefined) return undefined
  const broken = entries.find((part) => !isMonitor(part) && !isSlo(part))
  if (broken !== undefined) return malformed('has a monitor without `name`, `type` or `query`', broken.range())
  const aimless = entries.find((part) => isSlo(part) && !hasTarget(part))
  if (aimless !== undefined) return malformed('has an SLO without a target between 0 and 100', aimless.range())
  const known = new Map(entries.flatMap((part) => (isSlo(part) && part.text('id') ? [[part.text('id'), part]] : [])))
  const alerts = entries
    .filter((part) => wanted.has(part.text('name') ?? ''))
    .slice(0, maxMonitors)
    .flatMap((part) => {
      const name = { value: part.text('name') ?? '', range: part.at('name').range() }
      if (isSlo(part)) return objectiveAlerts(part, name)
      return [monitorAlert(part, part.at('options', 'thresholds'), name, (id) => known.get(id))]
    })
  return read({ alerts, names: entries.map((part) => part.text('name') ?? '') })
}
