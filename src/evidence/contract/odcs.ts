import type { Located as LocatedDocument } from '../../document/json.ts'
import { type Duration, days } from '../../phrases/index.ts'
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

const shortest = (times: readonly Located<Duration>[]): Located<Duration> | undefined =>
  [...times].sort((one, other) => days(one.value) - days(other.value))[0]

/** Reads an open data contract, version 2 or 3. Source: bitol-io/open-data-contract-standard. */
export const readOdcs = ({ data, locate }: LocatedDocument): Reading<Contract> => {
  const version = textOf(field(data, 'apiVersion')) ?? ''
  if (!/^v?[23]\./.test(version))
    return unknown('is a data contract of a version that is not read: v2 and v3 are')
  const properties = field(data, 'slaProperties')
  if (properties !== undefined && properties !== null && !Array.isArray(properties))
    return malformed('has `slaProperties` that are no list', locate(['slaProperties'], 'key'))
  const times = (name: string) =>
    listOf(properties).flatMap((property, at): Located<Duration>[] => {
      if (textOf(field(property, 'property'))?.trim().toLowerCase() !== name) return []
      const value = timeOf(field(property, 'value'), field(property, 'unit'))
      return value === undefined ? [] : [{ value, range: locate(['slaProperties', at, 'value']) }]
    })
  return read({
    dialect: 'ODCS',
    latency: shortest(times('latency')),
    frequency: shortest(times('frequency')),
    rateLimit: undefined,
  })
}
