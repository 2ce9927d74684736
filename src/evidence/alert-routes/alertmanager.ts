import { field, isMap } from '../../yaml/data.ts'
import { type Document, documentIn } from '../reading/documents.ts'
import { secondsOf } from '../reading/duration.ts'
import { type Located, malformed, type Reader, read, unknown } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'
import { alternativesOf } from '../reading/value.ts'

/** To whom an alert with these labels goes; undefined where that depends on a label that its series may add. */
export type AlertRoutes = {
  readonly receiversOf: (labels: ReadonlyMap<string, string>) => readonly Located<string>[] | undefined
}

const foreign = unknown('is not an Alertmanager configuration: it has no `route`')

/** No tree of a person is deeper, or has more branches in one place. */
const deepest = 20

const mostRoutes = 500

type Matcher = { readonly label: string; readonly op: string; readonly value: string }

const form = /^\s*"?([^\s"=!~]{1,100})"?\s*(=~|!~|!=|=)\s*"?([^"]{0,500}?)"?\s*$/

/** The matchers of one text: `{service="orders", severity=~"page,.*"}`. Source: Alertmanager, configuration, `matchers`. */
const matchersIn = (text: string): (Matcher | undefined)[] =>
  [
    ...text
      .slice(0, 2000)
      .replaceAll(/^\s*\{|\}\s*$/g, '')
      .matchAll(/(?:"(?:[^"\\]|\\.)*"|[^",])+/g),
  ]
    .filter(([part]) => part.trim() !== '')
    .map(([part]): Matcher | undefined => {
      const [, label, op, value = ''] = form.exec(part) ?? []
      return label === undefined || op === undefined ? undefined : { label, op, value }
    })

/** Source: Prometheus Operator, API reference, AlertmanagerConfig, `Matcher`. */
const matcherAt = (part: Part): Matcher | undefined => {
  const [label, value = ''] = [part.text('name'), part.text('value')]
  const op = part.text('match_type') ?? (part.at('regex').data === true ? '=~' : '=')
  return label === undefined || !/^(?:=|!=|=~|!~)$/.test(op) ? undefined : { label, op, value }
}

const matchersAt = (one: Part): (Matcher | undefined)[] =>
  isMap(one.data) ? [matcherAt(one)] : matchersIn(one.text() ?? '')

/** The matchers of a route in all its forms; undefined for one that cannot be read. */
const matchersOf = (route: Part): (Matcher | undefined)[] => {
  const pairs = (key: string, op: string): Matcher[] => {
    const { data } = route.at(key)
    return Object.entries(isMap(data) ? data : {}).map(([label, value]) => ({ label, op, value: String(value) }))
  }
  const { data } = route.at('matchers')
  const listed = route.at('matchers').items(mostRoutes)
  const said = typeof data === 'string' ? matchersIn(data) : listed.flatMap(matchersAt)
  return [...pairs('match', '='), ...pairs('match_re', '=~'), ...said]
}

/** Alternatives of plain words alone. */
const words = (pattern: string): readonly string[] | undefined => {
  const all = alternativesOf(pattern)
  return all.every((one) => /^[\w .:/@-]*$/.test(one)) ? all : undefined
}

const holds = ({ op, value }: Matcher, label: string): boolean | undefined => {
  if (op === '=') return label === value
  if (op === '!=') return label !== value
  const alternatives = /^\.[*+]$/.test(value) ? [label] : words(value)
  if (alternatives === undefined) return undefined
  return alternatives.includes(label) === (op === '=~')
}

/** Whether a route takes the alert; undefined where a label decides that the alert does not set itself. */
const takes = (route: Part, labels: ReadonlyMap<string, string>): boolean | undefined => {
  const all = matchersOf(route).map((matcher) => {
    const label = matcher && labels.get(matcher.label)
    return matcher === undefined || label === undefined ? undefined : holds(matcher, label)
  })
  if (all.includes(false)) return false
  return all.includes(undefined) ? undefined : true
}

/** What of a time interval restricts nothing. Source: Prometheus, Alertmanager configuration, `time_interval`. */
const unlimited = new Set(['monday:sunday', 'sunday:saturday', '1:31', '1:-1', '1:12', 'january:december'])

const isUnlimited = (key: string, item: Part): boolean =>
  key === 'times'
    ? item.text('start_time') === '00:00' && item.text('end_time') === '24:00'
    : unlimited.has(item.text()?.toLowerCase().replaceAll(' ', '') ?? '')

/** The keys by which a part of a time interval is limited. */
const limitsOf = (part: Part): string[] =>
  Object.keys(isMap(part.data) ? part.data : {}).filter(
    (key) =>
      key !== 'location' &&
      !part
        .at(key)
        .items(mostRoutes)
        .some((item) => isUnlimited(key, item)),
  )

const minutesOf = (time: string | undefined): number => {
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(time ?? '') ?? []
  return 60 * Number(hours) + Number(minutes)
}

/** Whether a part holds on some days of the calendar alone, which others may complete, or for less than an hour of a day. */
const isSeldom = (part: Part, isAlone: boolean): boolean => {
  const limits = limitsOf(part)
  const times = part.at('times').items(mostRoutes)
  const spans = times.map((one) => minutesOf(one.text('end_time')) - minutesOf(one.text('start_time')))
  const isShort = limits.includes('times') && spans.reduce((sum, span) => sum + span, 0) < 60
  return isShort || limits.some((key) => key === 'years' || (isAlone && /^(?:months|days_of_month)$/.test(key)))
}

/** The names of time intervals that hold at every minute, and of those that seldom do; Grafana's own files call them `muteTimes`. */
export const intervalsIn = (file: Part): Pick<Silence, 'always' | 'seldom'> => {
  const intervals = ['time_intervals', 'mute_time_intervals', 'muteTimes'].flatMap((key) =>
    file.at(key).items(mostRoutes),
  )
  const named = (is: (parts: readonly Part[]) => boolean): ReadonlySet<string> =>
    new Set(
      intervals
        .filter((interval) => is(interval.at('time_intervals').items(mostRoutes)))
        .flatMap((interval) => interval.text('name') ?? []),
    )
  return {
    always: named((parts) => parts.some((one) => limitsOf(one).length === 0)),
    seldom: named((parts) => parts.every((one) => isSeldom(one, parts.length === 1))),
  }
}

/** Whether all of these are names of intervals that seldom hold. */
export const areSeldom = (names: readonly Part[], { seldom }: Pick<Silence, 'seldom'>): boolean =>
  names.length > 0 && names.every((one) => seldom.has(one.text() ?? ''))

const isEmpty = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0)

/** The receivers of the file that send nothing to anybody: they have a name and no other key. */
const silentIn = (file: Part): ReadonlySet<string> =>
  new Set(
    file
      .at('receivers')
      .items(mostRoutes)
      .filter(({ data }) => isMap(data) && Object.keys(data).every((key) => key === 'name' || isEmpty(data[key])))
      .flatMap((receiver) => receiver.text('name') ?? []),
  )

/** Which receivers send nothing, and which time intervals always or seldom hold. */
export type Silence = {
  readonly receivers: ReadonlySet<string>
  readonly always: ReadonlySet<string>
  readonly seldom: ReadonlySet<string>
}

/** Who waits for longer before it calls anybody, calls nobody in time: in seconds. */
const longestWait = 86_400

type Walk = readonly Located<string>[] | undefined

const walk = (
  route: Part,
  labels: ReadonlyMap<string, string>,
  silence: Silence,
  above: { readonly receiver?: Located<string> | undefined; readonly waits?: readonly number[] } = {},
  depth = 0,
): Walk => {
  const name = route.text('receiver')
  const receiver = name === undefined ? above.receiver : { value: name, range: route.at('receiver').range() }
  if (depth > deepest) return undefined
  // What a route does not say, it has from the one above.
  const waits = ['group_wait', 'group_interval'].map(
    (key, at) => secondsOf(route.text(key) ?? '') ?? above.waits?.[at] ?? 0,
  )
  const found: Located<string>[] = []
  for (const child of route.at('routes').items(mostRoutes)) {
    const taken = takes(child, labels)
    if (taken === undefined) return undefined
    if (!taken) continue
    const below = walk(child, labels, silence, { receiver, waits }, depth + 1)
    if (below === undefined) return undefined
    found.push(...below)
    if (child.at('continue').data !== true) return found
  }
  const isMuted = route
    .at('mute_time_intervals')
    .items(mostRoutes)
    .some((one) => silence.always.has(one.text() ?? ''))
  const isLate =
    waits.some((wait) => wait > longestWait) || areSeldom(route.at('active_time_intervals').items(mostRoutes), silence)
  const isSilent = receiver === undefined || silence.receivers.has(receiver.value) || isMuted || isLate
  return found.length > 0 || isSilent ? found : [receiver]
}

/** In the words of Alertmanager: `groupWait` is `group_wait`, and days from a first to a last one are `1:31`. */
const snaked = (data: unknown): unknown => {
  if (Array.isArray(data)) return data.map(snaked)
  if (!isMap(data)) return data
  if (typeof data.start === 'number' && typeof data.end === 'number') return `${data.start}:${data.end}`
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      snaked(value),
    ]),
  )
}

const isOperated = (file: Part): boolean =>
  file.text('kind') === 'AlertmanagerConfig' && /^monitoring\.coreos\.com\//.test(file.text('apiVersion') ?? '')

/** The configuration that a resource of the operator holds, as Alertmanager itself keeps it. */
const operated = ({ data, locate }: Document): Part =>
  partOf({
    data: snaked(field(data, 'spec')),
    locate: (path, part) => {
      const written = path.map((step) =>
        typeof step === 'string' ? step.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()) : step,
      )
      return locate(['spec', ...written], part)
    },
  })

/** Reads the tree of routes. Source: Prometheus, Alertmanager configuration, `route`; Prometheus Operator, AlertmanagerConfig. */
export const reader: Reader<AlertRoutes> = (source) => {
  if (!/\.ya?ml$/i.test(source.file)) return foreign
  const found = documentIn(source, foreign)
  if (found.state !== 'read') return found
  const whole = partOf(found.value)
  const file = isOperated(whole) ? operated(found.value) : whole
  const route = file.at('route')
  if (route.data === undefined) return foreign
  if (route.text('receiver') === undefined) return malformed('has a `route` without a receiver', route.range())
  const silence = { receivers: silentIn(file), ...intervalsIn(file) }
  // Unless it is told not to, the operator routes alerts of the namespace of the resource alone.
  const namespace = isOperated(whole) ? whole.text('metadata', 'namespace') : undefined
  return read({
    receiversOf: (labels) =>
      namespace !== undefined && (labels.get('namespace') ?? namespace) !== namespace
        ? undefined
        : walk(route, labels, silence),
  })
}
