import { type Duration, days } from '../../values/index.ts'
import type { Located as LocatedDocument } from '../../yaml/json.ts'
import { type Located, malformed, type Reading, read, unknown } from '../reading.ts'
import { field, listOf, numberOf, textOf } from '../value.ts'
import type { Contract } from './contract.ts'

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
