import { type Duration, days, isRate, type Quantity, volume } from '../../values/index.ts'
import { isMap } from '../../yaml/data.ts'
import { documentIn } from '../reading/documents.ts'
import { type Located, malformed, type Reader, type Reading, read, unknown } from '../reading/kind.ts'
import { locatedAt, type Part, partOf } from '../reading/part.ts'
import { isSane, numberOf, textOf, wordOf } from '../reading/value.ts'
import type { Contract } from './contract.ts'

/** No standard names the limit of an API: these are the names in use, read where they say the time as well. */
const limitKeys = ['x-rate-limit', 'x-ratelimit-limit', 'x-ratelimit', 'x-rate-limits']

const rateIn = (text: string | undefined): Quantity | undefined => {
  const parsed = text === undefined ? undefined : volume.parse(text.trim().slice(0, 40))
  return parsed?.ok && isRate(parsed.value) && isSane(parsed.value.value) ? parsed.value : undefined
}

const rateLimit = (document: Part): Located<Quantity> | undefined => {
  const places = [document, document.at('info')].flatMap((holder) => limitKeys.map((key) => holder.at(key)))
  const place = places.find((one) => rateIn(one.text()) !== undefined)
  return place && locatedAt(rateIn(place.text()), place)
}

type Dialect = {
  readonly name: Contract['dialect']
  readonly versions: RegExp
  /** What every file of the version has; one of each group. */
  readonly needs: readonly (readonly string[])[]
}

/** Sources: OpenAPI Specification 2.0, 3.0, 3.1, 3.2; AsyncAPI Specification 2.x, 3.x. */
const dialects: { readonly [key: string]: readonly Dialect[] } = {
  swagger: [{ name: 'OpenAPI', versions: /^2\.0$/, needs: [['info'], ['paths']] }],
  openapi: [
    { name: 'OpenAPI', versions: /^3\.0\.\d+$/, needs: [['info'], ['paths']] },
    {
      name: 'OpenAPI',
      versions: /^3\.[12]\.\d+$/,
      needs: [['info'], ['paths', 'webhooks', 'components']],
    },
  ],
  asyncapi: [
    { name: 'AsyncAPI', versions: /^2\.\d+\.\d+$/, needs: [['info'], ['channels']] },
    { name: 'AsyncAPI', versions: /^3\.\d+\.\d+$/, needs: [['info']] },
  ],
}

/** Below these keys every entry is something that can be called, sent or received; `x-` keys are extensions. */
const operations = ['paths', 'webhooks', 'channels', 'operations']

const isNamed = (data: unknown): boolean => isMap(data) && Object.keys(data).some((key) => !key.startsWith('x-'))

/** A reference to another file is taken for what it leads to. */
const hasOperation = (document: Part): boolean =>
  operations.some((key) => {
    const { data } = document.at(key)
    return isMap(data) && Object.entries(data).some(([name, item]) => !name.startsWith('x-') && isNamed(item))
  })

const readApi = (document: Part, key: string): Reading<Contract> => {
  const known = Object.hasOwn(dialects, key) ? (dialects[key] ?? []) : []
  const version = wordOf(document.at(key).data).slice(0, 20)
  const dialect = known.find(({ versions }) => versions.test(version))
  if (dialect === undefined) return unknown(`is of a version of ${key} that is not read`)
  const missing = dialect.needs.find((group) => !group.some((name) => isMap(document.at(name).data)))
  if (missing !== undefined) return malformed(`has no \`${missing[0]}\``, document.at(key).range('key'))
  if (!hasOperation(document)) return unknown('describes no operation')
  return read({
    dialect: dialect.name,
    latency: undefined,
    frequency: undefined,
    rateLimit: rateLimit(document),
  })
}

/**
 * Units of time as contracts write them. `m` is left out: it may mean a minute or a month.
 * Source: Open Data Contract Standard 3, "Service-Level Agreement": units are d, day, days and the like.
 */
const units: { readonly [unit: string]: Duration } = Object.fromEntries(
  Object.entries({
    'ms millisecond milliseconds': [1, 'ms'],
    's sec secs second seconds': [1, 's'],
    'min mins minute minutes': [1, 'min'],
    'h hr hrs hour hours': [1, 'h'],
    'd day days': [1, 'd'],
    'w wk week weeks': [1, 'w'],
    'mo month months': [30, 'd'],
    'y yr year years': [365, 'd'],
  } as const).flatMap(([names, [value, unit]]) => names.split(' ').map((name) => [name, { value, unit }])),
)

/** A time as a contract writes it: a number, or digits, with a unit beside it. */
const timeOf = (value: unknown, unit: unknown): Duration | undefined => {
  const number = typeof value === 'string' && /^\d{1,9}(?:\.\d{1,9})?$/.test(value) ? Number(value) : numberOf(value)
  const name = textOf(unit)?.trim().toLowerCase() ?? ''
  const one = Object.hasOwn(units, name) ? units[name] : undefined
  if (number === undefined || number < 0 || one === undefined) return undefined
  return { value: number * one.value, unit: one.unit }
}

type Promised = Located<Duration> & { readonly element: string }

/** Of two promises on one table the later counts, and of several tables the earliest: the pilot may need no other. */
const promised = (times: readonly Promised[]): Located<Duration> | undefined => {
  const latest = new Map<string, Promised>()
  for (const time of times) {
    const known = latest.get(time.element)
    if (known === undefined || days(known.value) < days(time.value)) latest.set(time.element, time)
  }
  const [first] = [...latest.values()].sort((one, other) => days(one.value) - days(other.value))
  return first && { value: first.value, range: first.range }
}

/** The names of a promise, the short ones of the standard included. */
const promises: { readonly [name: string]: 'latency' | 'frequency' } = {
  ...{ latency: 'latency', ly: 'latency', freshness: 'latency' },
  ...{ frequency: 'frequency', fy: 'frequency' },
}

/** The states of a contract that nobody has promised yet, or any more; a contract without a state counts. */
const idle: { readonly [status: string]: string } = {
  proposed: 'is only proposed',
  draft: 'is a draft',
  deprecated: 'is deprecated',
  retired: 'is retired',
}

/** Why it is no contract at all; completes a sentence that begins with its name. */
const voidOf = (document: Part): string | undefined => {
  const status = (document.text('status') ?? '').trim().toLowerCase()
  if (Object.hasOwn(idle, status)) return idle[status]
  // A list of tables may be left out, and one that holds none says that nothing is promised.
  const isEmpty = ['schema', 'dataset'].some(
    (key) => document.at(key).data !== undefined && !document.at(key).items(1).length,
  )
  return isEmpty ? 'describes no table' : undefined
}

/** Why it says nothing of how fresh the data is; completes a sentence that begins with its name. */
const vagueOf = (unread: string | undefined, isPromised: boolean): string | undefined => {
  if (unread !== undefined) return `states a ${unread} without a number and a unit that can be read`
  return isPromised ? undefined : 'promises no latency and no frequency'
}

const promiseOf = (property = ''): 'latency' | 'frequency' | undefined => {
  const name = property.trim().toLowerCase()
  return Object.hasOwn(promises, name) ? promises[name] : undefined
}

/** Reads an open data contract, version 2 or 3. Source: bitol-io/open-data-contract-standard. */
const readOdcs = (document: Part): Reading<Contract> => {
  if (!/^v?[23]\./.test(document.text('apiVersion') ?? ''))
    return unknown('is a data contract of a version that is not read: v2 and v3 are')
  const properties = document.at('slaProperties')
  if (properties.data !== undefined && properties.data !== null && !Array.isArray(properties.data))
    return malformed('has `slaProperties` that are no list', properties.range('key'))
  const entries = properties.items().map((entry) => ({
    name: promiseOf(entry.text('property')),
    time: timeOf(entry.at('value').data, entry.at('unit').data),
    place: entry.at('value'),
    element: textOf(entry.at('element').data ?? entry.at('column').data) ?? '',
  }))
  const unread = entries.find(({ name, time }) => name !== undefined && time === undefined)?.name
  const isPromised = entries.some(({ name }) => name !== undefined)
  const vague = vagueOf(unread, isPromised)
  const nothing = voidOf(document)
  const times = (wanted: string) =>
    entries.flatMap(({ name, time, place, element }): Promised[] =>
      name !== wanted || time === undefined ? [] : [{ value: time, range: place.range(), element }],
    )
  return read({
    dialect: 'ODCS',
    latency: promised(times('latency')),
    frequency: promised(times('frequency')),
    rateLimit: undefined,
    ...(vague !== undefined && { vague }),
    ...(nothing !== undefined && { nothing }),
  })
}

export const reader: Reader<Contract> = (source) => {
  const foreign = unknown('is no ODCS, OpenAPI or AsyncAPI file')
  if (!/\.(?:json|ya?ml)$/i.test(source.file)) return foreign
  const document = documentIn(source, unknown('is empty'))
  if (document.state !== 'read') return document
  const part = partOf(document.value)
  const api = ['openapi', 'swagger', 'asyncapi'].find((key) => part.at(key).data !== undefined)
  if (api !== undefined) return readApi(part, api)
  return part.text('kind') === 'DataContract' ? readOdcs(part) : foreign
}
