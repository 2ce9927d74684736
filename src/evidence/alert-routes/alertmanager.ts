import { isMap } from '../../yaml/data.ts'
import { documentIn } from '../reading/documents.ts'
import { type Located, malformed, type Reader, read, unknown } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'

/** To whom an alert with these labels goes; undefined where that depends on a label that its series may add. */
export type AlertRoutes = {
  readonly receiversOf: (labels: ReadonlyMap<string, string>) => readonly Located<string>[] | undefined
}

const foreign = unknown('is no configuration of Alertmanager: it has no `route`')

/** No tree of a person is deeper, or has more branches in one place. */
const deepest = 20

const mostRoutes = 500

type Matcher = { readonly label: string; readonly op: string; readonly value: string }

const form = /^\s*"?([^\s"=!~]{1,100})"?\s*(=~|!~|!=|=)\s*"?([^"]{0,500}?)"?\s*$/

/** The matchers of a route in all its forms; undefined for one that cannot be read. */
const matchersOf = (route: Part): (Matcher | undefined)[] => {
  const pairs = (key: string, op: string): Matcher[] => {
    const { data } = route.at(key)
    return Object.entries(isMap(data) ? data : {}).map(([label, value]) => ({ label, op, value: String(value) }))
  }
  const { data } = route.at('matchers')
  const texts = typeof data === 'string' ? data.replace(/^\{|\}$/g, '').split(/,(?=\s*"?[\w.]+"?\s*[=!])/) : []
  const listed = route.at('matchers').items(mostRoutes)
  const written = listed.length > 0 ? listed.map((one) => one.text() ?? '') : texts.filter((one) => one.trim() !== '')
  const read = written.map((text): Matcher | undefined => {
    const [, label, op, value] = form.exec(text) ?? []
    return label === undefined || op === undefined ? undefined : { label, op, value: value ?? '' }
  })
  return [...pairs('match', '='), ...pairs('match_re', '=~'), ...read]
}

/** Alternatives of plain words alone: a pattern from a file is never run. */
const words = (pattern: string): readonly string[] | undefined => {
  const plain = pattern.replace(/^\^?\(?(?:\?:)?/, '').replace(/\)?\$?$/, '')
  return /^[\w .:/@-]*(?:\|[\w .:/@-]*)*$/.test(plain) ? plain.split('|') : undefined
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

/** The names of time intervals that hold at every minute; Grafana's own files call them `muteTimes`. */
export const alwaysIn = (file: Part): ReadonlySet<string> => {
  const intervals = ['time_intervals', 'mute_time_intervals', 'muteTimes'].flatMap((key) =>
    file.at(key).items(mostRoutes),
  )
  const endless = intervals.filter((interval) =>
    interval
      .at('time_intervals')
      .items(mostRoutes)
      .some((one) => {
        const { location: _, ...limits } = isMap(one.data) ? one.data : {}
        return Object.keys(limits).every((key) =>
          one
            .at(key)
            .items(mostRoutes)
            .some((item) => isUnlimited(key, item)),
        )
      }),
  )
  return new Set(endless.flatMap((interval) => interval.text('name') ?? []))
}

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

/** Which receivers send nothing, and which time intervals always hold. */
type Silence = { readonly receivers: ReadonlySet<string>; readonly always: ReadonlySet<string> }

type Walk = readonly Located<string>[] | undefined

const walk = (
  route: Part,
  labels: ReadonlyMap<string, string>,
  silence: Silence,
  above?: Located<string>,
  depth = 0,
): Walk => {
  const name = route.text('receiver')
  const receiver = name === undefined ? above : { value: name, range: route.at('receiver').range() }
  if (depth > deepest) return undefined
  const found: Located<string>[] = []
  for (const child of route.at('routes').items(mostRoutes)) {
    const taken = takes(child, labels)
    if (taken === undefined) return undefined
    if (!taken) continue
    const below = walk(child, labels, silence, receiver, depth + 1)
    if (below === undefined) return undefined
    found.push(...below)
    if (child.at('continue').data !== true) return found
  }
  const isMuted = route
    .at('mute_time_intervals')
    .items(mostRoutes)
    .some((one) => silence.always.has(one.text() ?? ''))
  const isSilent = receiver === undefined || silence.receivers.has(receiver.value) || isMuted
  return found.length > 0 || isSilent ? found : [receiver]
}

/** Reads the tree of routes. Source: Prometheus, Alertmanager configuration, `route`. */
export const reader: Reader<AlertRoutes> = (source) => {
  if (!/\.ya?ml$/i.test(source.file)) return foreign
  const found = documentIn(source, foreign)
  if (found.state !== 'read') return found
  const route = partOf(found.value).at('route')
  if (route.data === undefined) return foreign
  if (route.text('receiver') === undefined) return malformed('holds a `route` without a receiver', route.range())
  const silence = { receivers: silentIn(partOf(found.value)), always: alwaysIn(partOf(found.value)) }
  return read({ receiversOf: (labels) => walk(route, labels, silence) })
}
