import { type Duration, days, isRate, type Quantity, volume } from '../../values/index.ts'
import { field, isMap } from '../../yaml/data-map.ts'
import type { Located as LocatedDocument } from '../../yaml/json.ts'
import type { Path } from '../../yaml/path.ts'
import { parseStructured } from '../../yaml/stream.ts'
import { type Located, malformed, type Reader, type Reading, read, unknown } from '../reading/kind.ts'
import { below, isSane, listOf, numberOf, textOf } from '../reading/value.ts'
import type { Contract } from './contract.ts'

/** No standard names the limit of an API: these are the names in use, read where they say the time as well. */
const limitKeys = ['x-rate-limit', 'x-ratelimit-limit', 'x-ratelimit', 'x-rate-limits']

const rateIn = (text: string | undefined): Quantity | undefined => {
  const parsed = text === undefined ? undefined : volume.parse(text.trim().slice(0, 40))
  return parsed?.ok && isRate(parsed.value) && isSane(parsed.value.value) ? parsed.value : undefined
}

const rateLimit = ({ data, locate }: LocatedDocument): Located<Quantity> | undefined => {
  for (const holder of [[], ['info']] as const)
    for (const key of limitKeys) {
      const path: Path = [...holder, key]
      const value = rateIn(textOf(below(data, ...holder, key)))
      if (value !== undefined) return { value, range: locate(path) }
    }
  return undefined
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

/** Reads a description of an API, as far as a pilot makes claims about it. */
export const readApi = (document: LocatedDocument, key: string): Reading<Contract> => {
  const { data, locate } = document
  const known = Object.hasOwn(dialects, key) ? (dialects[key] ?? []) : []
  const version = String(field(data, key))
  const dialect = known.find(({ versions }) => versions.test(version.slice(0, 20)))
  if (dialect === undefined) return unknown(`is of a version of ${key} that is not read`)
  for (const group of dialect.needs)
    if (!group.some((name) => isMap(field(data, name))))
      return malformed(`has no \`${group[0]}\``, locate([key], 'key'))
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
export const timeOf = (value: unknown, unit: unknown): Duration | undefined => {
  const number =
    typeof value === 'string' && /^\d{1,9}(?:\.\d{1,9})?$/.test(value) ? Number(value) : numberOf(value)
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

const timed = ['latency', 'frequency']

/** Reads an open data contract, version 2 or 3. Source: bitol-io/open-data-contract-standard. */
export const readOdcs = ({ data, locate }: LocatedDocument): Reading<Contract> => {
  const version = textOf(field(data, 'apiVersion')) ?? ''
  if (!/^v?[23]\./.test(version))
    return unknown('is a data contract of a version that is not read: v2 and v3 are')
  const properties = field(data, 'slaProperties')
  if (properties !== undefined && properties !== null && !Array.isArray(properties))
    return malformed('has `slaProperties` that are no list', locate(['slaProperties'], 'key'))
  const entries = listOf(properties).map((data, at) => ({
    data,
    at,
    name: textOf(field(data, 'property'))?.trim().toLowerCase() ?? '',
    time: timeOf(field(data, 'value'), field(data, 'unit')),
  }))
  const vague = entries.find(({ name, time }) => timed.includes(name) && time === undefined)?.name
  const times = (wanted: string) =>
    entries.flatMap(({ data, at, name, time }): Promised[] => {
      if (name !== wanted || time === undefined) return []
      const element = textOf(field(data, 'element') ?? field(data, 'column')) ?? ''
      return [{ value: time, range: locate(['slaProperties', at, 'value']), element }]
    })
  return read({
    dialect: 'ODCS',
    latency: promised(times('latency')),
    frequency: promised(times('frequency')),
    rateLimit: undefined,
    ...(vague !== undefined && { vague: `states a ${vague} without a number and a unit that can be read` }),
  })
}

export type { Contract } from './contract.ts'

/** Reads the contract with a system: ODCS, OpenAPI or AsyncAPI, told apart by what stands in the file. */
export const reader: Reader<Contract> = ({ file, bytes }) => {
  if (!/\.(?:json|ya?ml)$/i.test(file)) return unknown('is no ODCS, OpenAPI or AsyncAPI file')
  const parsed = parseStructured(file, bytes)
  if (!parsed.ok) return malformed(`cannot be read: ${parsed.problem.message}`, parsed.problem.range)
  const [document, second] = parsed.documents
  if (document === undefined) return unknown('is empty')
  if (second !== undefined) return unknown('holds several documents, of which nobody can say which counts')
  const api = ['openapi', 'swagger', 'asyncapi'].find((key) => field(document.data, key) !== undefined)
  if (api !== undefined) return readApi(document, api)
  if (field(document.data, 'kind') === 'DataContract') return readOdcs(document)
  return unknown('is no ODCS, OpenAPI or AsyncAPI file')
}
