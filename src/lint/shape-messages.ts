import type { ErrorObject } from 'ajv'
import type { Fault } from '../model/fault.ts'
import { near } from '../values/near.ts'
import { enumerate, quote } from '../values/words.ts'
import { dotted, type Path } from '../yaml/path.ts'
import { isMap, valueAt } from './data.ts'
import { keysAt, phraseAt } from './expected.ts'
import { badName, unknownKey, type Words } from './key-messages.ts'

const types: { readonly [type: string]: string } = {
  string: 'a text',
  object: 'a map',
  array: 'a list',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
}

const typeOf = (value: unknown): string =>
  Array.isArray(value) ? 'a list' : (types[typeof value] ?? 'nothing')

/** What is no quantity, so that a bare number lacks more than its unit. */
const withoutUnit: { readonly [phrase: string]: string } = {
  date: 'a date, as YYYY-MM-DD',
  period: 'a period, as YYYY-MM-DD..YYYY-MM-DD',
  path: 'a path',
  condition: 'a metric and a threshold',
  scale: 'the two ends of a scale',
}

const wrongType = (error: ErrorObject, path: Path, value: unknown): Words => {
  const phrase = phraseAt(path)
  const name = path.length === 0 ? 'the file' : `"${dotted(path)}"`
  if (phrase !== undefined && typeof value === 'number') {
    const parsed = phrase.parse(String(value))
    const help = parsed.ok ? `put it in quotes` : parsed.problem.help
    const form = withoutUnit[phrase.name]
    if (form !== undefined)
      return { kind: 'phrase', message: `${name} is ${value}, a number; it has to be ${form}`, help }
    return { kind: 'bare-number', message: `${name} is ${value}, a number without a unit`, help }
  }
  const wanted = [...new Set(String(error.params.type).split(','))].map((type) => types[type] ?? type)
  const example = phrase?.examples[0]
  const shown =
    typeof value === 'object' ? typeOf(value) : typeof value === 'string' ? quote(value) : String(value)
  return {
    kind: 'shape',
    message: `${name} is ${shown}; it has to be ${enumerate(wanted, 'or')}`,
    help: help(wanted, value, path, example),
  }
}

const numberHelp = (value: unknown, key: string | number | undefined, kind: string): string => {
  const digits =
    typeof value === 'string' && /^\s*[0-9]+(?:\.[0-9]+)?\s*$/.test(value) ? value.trim() : undefined
  return digits === undefined
    ? `write ${kind}, without quotes and without a unit`
    : `${key}: ${digits}  # without quotes`
}

/** A text in a list that its `: ` made a map of. */
const splitText = (value: unknown): string | undefined => {
  const [entry, ...others] = isMap(value) ? Object.entries(value) : []
  if (entry === undefined || others.length > 0 || typeof entry[1] === 'object') return undefined
  return `a text that holds ": " stands in quotes: ${JSON.stringify(`${entry[0]}: ${entry[1]}`.slice(0, 80))}`
}

const help = (wanted: readonly string[], value: unknown, path: Path, example: string | undefined): string => {
  const key = path.at(-1)
  const [first] = keysAt([...path, 0])
  if (wanted.includes('a list') && first !== undefined)
    return `write it as a list of maps: a line each, as in "- {${first}: …}"`
  if (wanted.includes('a list') && typeof value === 'string') return `write ${key}: [${value.slice(0, 40)}]`
  if (wanted.includes('a list')) return 'write it as a list: a line each, beginning with "- "'
  if (wanted.includes('true or false')) return 'write true or false, without quotes'
  if (wanted.includes('a whole number')) return numberHelp(value, key, 'a whole number')
  if (wanted.includes('a number')) return numberHelp(value, key, 'a number')
  const keys = keysAt(path)
  if (wanted.includes('a map') && keys.length > 0) return `write it as a map with the keys ${enumerate(keys)}`
  if (wanted.length === 1 && wanted[0] === 'a map')
    return typeof value === 'string'
      ? `give it a name of your own, as in ${key}: {main: ${value.slice(0, 40)}}`
      : 'write a map, with a name of your own before each value'
  if (example === undefined && typeof value === 'object')
    return typeof key === 'number'
      ? (splitText(value) ?? 'write one text, no map and no list')
      : `write one text behind ${key}:, no map and no list`
  return example === undefined
    ? 'write it as a text, in quotes if YAML reads it as something else'
    : `write it as in ${example}`
}

const notListed = (error: ErrorObject, path: Path, value: unknown): Words => {
  const allowed = (error.params.allowedValues as unknown[]).map(String)
  const meant = near(String(value), allowed)
  return {
    kind: 'shape',
    message: `"${dotted(path)}" is ${quote(value)}, which is not in the list`,
    help: meant === undefined ? `write one of ${enumerate(allowed, 'or')}` : `did you mean "${meant}"?`,
  }
}

const missing: { readonly [key: string]: string } = {
  version: 'write version: 1 as the first line',
  id: 'write a name without spaces, as in id: order-status',
}

const noPhrase = (path: Path, value: unknown): Words => {
  const parsed = phraseAt(path)?.parse(String(value))
  if (parsed !== undefined && !parsed.ok)
    return {
      kind: 'phrase',
      message: `"${dotted(path)}" cannot be read: ${parsed.problem.message}`,
      help: parsed.problem.help,
    }
  return {
    kind: 'shape',
    message: `${quote(value)} is no name for "${dotted(path)}"`,
    help: 'use letters, digits, "-", "_" and ".", beginning with a letter or digit, as in order-status',
  }
}

const outOfRange = (error: ErrorObject, path: Path, value: unknown): Words => {
  const limit = error.params.limit as number
  const word = error.keyword === 'minimum' ? 'less than' : 'more than'
  return {
    kind: 'shape',
    message: `"${dotted(path)}" is ${String(value)}, ${word} ${limit}`,
    help: `write a number of ${error.keyword === 'minimum' ? 'at least' : 'at most'} ${limit}`,
  }
}

const words = (error: ErrorObject, path: Path, data: unknown): Words => {
  const value = valueAt(data, path)
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(path, valueAt(data, path.slice(0, -1)))
    case 'required': {
      const key = String(path.at(-1))
      return { kind: 'shape', message: `the key "${key}" is missing`, help: missing[key] ?? `add ${key}` }
    }
    case 'type':
      return wrongType(error, path, value)
    case 'enum':
      return notListed(error, path, value)
    case 'minimum':
    case 'maximum':
      return outOfRange(error, path, value)
    case 'pattern':
      return error.propertyName === undefined ? noPhrase(path, value) : badName(path)
    default:
      return {
        kind: 'shape',
        message: `"${dotted(path)}" does not fit the schema`,
        help: `see pilotlint explain ${dotted(path)}`,
      }
  }
}

/** A fault in plain words, in the author's own values. */
export const explain = (error: ErrorObject, path: Path, data: unknown): Fault => ({
  ...words(error, path, data),
  keyword: error.keyword,
  path,
  value: valueAt(data, path),
})
