import type { Duration } from '../../values/index.ts'
import { isoSeconds } from '../reading/duration.ts'
import { numberOf, textOf } from '../reading/value.ts'

/** Of the age of data `m` is a minute, else it may mean a month. Source: datacontract-cli, checks of freshness. */
const ofAge: Duration = { value: 1, unit: 'min' }

/**
 * Units of time as contracts write them.
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

const spans = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
] as const

const secondsAs = (seconds: number): Duration => {
  const [unit, span] = spans.find(([, span]) => seconds % span === 0) ?? ['s', 1]
  return { value: seconds / span, unit }
}

const together = /^(\d{1,9}(?:\.\d{1,9})?)\s{0,3}([a-z]{1,12})$/i

/** A time as a contract writes it: a number, or digits, with a unit beside it or behind it (`1h`), or `PT1H`. */
export const timeOf = (value: unknown, unit?: unknown, isAge = false): Duration | undefined => {
  const text = textOf(value)?.trim()
  const iso = unit === undefined ? isoSeconds(text) : undefined
  if (iso !== undefined) return secondsAs(iso)
  const [, digits, behind] = (unit === undefined ? together.exec(text ?? '') : null) ?? [undefined, text, unit]
  const number = /^\d{1,9}(?:\.\d{1,9})?$/.test(digits ?? '') ? Number(digits) : numberOf(value)
  const name = textOf(behind)?.trim().toLowerCase() ?? ''
  const one = isAge && name === 'm' ? ofAge : Object.hasOwn(units, name) ? units[name] : undefined
  if (number === undefined || number < 0 || one === undefined) return undefined
  return { value: number * one.value, unit: one.unit }
}
