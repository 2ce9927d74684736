import type { ErrorObject } from 'ajv'
import { layoutAt, pilotLayout, type ShapeFault, textForm } from '../model/layout.ts'
import { typeWords, valueWords } from '../model/schema-words.ts'
import { phrases } from '../values/index.ts'
import { near } from '../values/near.ts'
import type { Phrase } from '../values/phrase.ts'
import { enumerate, quote } from '../values/text.ts'
import { type Data, isMap, maybeThousands, valueAt } from '../yaml/data.ts'
import { isThousandsLeftover } from '../yaml/nodes.ts'
import { dotted, type Path } from '../yaml/path.ts'

/** The keys that the mapping at `path` may have. */
export const keysAt = (path: Path): string[] => {
  const layout = layoutAt(pilotLayout, path)
  const map = layout !== undefined && typeof layout === 'object' && 'expand' in layout ? layout.map : layout
  return map !== undefined && typeof map === 'object' && 'keys' in map ? Object.keys(map.keys) : []
}

/** The phrase that a plain value at `path` is written as. */
export const phraseAt = (path: Path): Phrase<unknown> | undefined => {
  const text = textForm(layoutAt(pilotLayout, path))
  return text !== undefined && typeof text === 'object' && 'phrase' in text ? phrases[text.phrase] : undefined
}

/** What a fault says, apart from where. */
type Words = Omit<ShapeFault, 'path' | 'value' | 'keyword'>

const named = (path: Path): string => `\`${dotted(path)}\``

const leftover = (key: string, parent: Path, siblings: Data): Words => {
  const keys = Object.keys(siblings)
  const before = keys[keys.indexOf(key) - 1]
  const digits = before === undefined ? '' : String(siblings[before])
  const name = before === undefined ? '' : `${before}: `
  return {
    kind: 'key',
    message: `"${name}${digits},${key}" is read as two entries: a comma ends a value inside {…}`,
    help: `write it without a thousands separator: ${name}${digits}${key}`,
    ...(before !== undefined && {
      half: [...parent, before],
      meant: [...parent, before],
      change: { path: [...parent, before], join: key },
    }),
  }
}

/** `{value:22%}` is one key: YAML wants a space after the `:`. */
const withoutSpace = (key: string, parent: Path, keys: readonly string[]): Words | undefined => {
  const [, name = '', value] = /^([^:]+):(.+)$/.exec(key) ?? []
  if (value === undefined || !keys.includes(name)) return undefined
  return {
    kind: 'key',
    message: `expected a space after the ":" in ${quote(key)}`,
    help: `write ${name}: ${value.slice(0, 80)}`,
    meant: [...parent, name],
    change: { path: [...parent, key], split: name },
  }
}

/** `{summary: Answers chats, fast}` has a key `fast`: the comma belongs to the text. */
const textWithComma = (key: string, siblings: Data): { readonly key: string; readonly text: string } | undefined => {
  const keys = Object.keys(siblings)
  const owner = keys[keys.indexOf(key) - 1] ?? ''
  const before = siblings[owner]
  const isSplit = siblings[key] === null && typeof before === 'string' && /\s/.test(`${before}${key}`)
  return isSplit ? { key: owner, text: `${before}, ${key}` } : undefined
}

/** A key that the schema does not know, in the mapping `siblings`. */
const unknownKey = (path: Path, siblings: unknown): Words => {
  const key = String(path.at(-1))
  const parent = path.slice(0, -1)
  const present = isMap(siblings) ? siblings : {}
  if (isThousandsLeftover(key)) return leftover(key, parent, present)
  const keys = keysAt(parent)
  const glued = withoutSpace(key, parent, keys)
  if (glued !== undefined) return glued
  // A key that is there already was not meant by another one.
  const meant = near(
    key,
    keys.filter((known) => !Object.hasOwn(present, known)),
  )
  const where = parent.length === 0 ? 'pilot.yaml' : named(parent)
  const message = `unknown key ${quote(key)} in ${where}`
  if (meant !== undefined)
    return {
      kind: 'key',
      message,
      help: `did you mean "${meant}"?`,
      meant: [...parent, meant],
      change: { path, rename: meant, among: keys },
    }
  const split = textWithComma(key, present)
  if (split !== undefined)
    return {
      kind: 'key',
      message: `text with a comma in ${named([...parent, split.key])} needs quotes, found ${quote(key)} after it`,
      help: `write ${split.key}: ${JSON.stringify(split.text)}`,
      change: { path: [...parent, split.key], join: key },
    }
  return { kind: 'key', message, help: `use one of ${enumerate(keys)}, or start a key of your own with "x-"` }
}

/** A name of the team's own that cannot be a key. */
const badName = (path: Path): Words => ({
  kind: 'key',
  message: `${quote(path.at(-1))} is not a valid key`,
  help: 'use a name without spaces, dots and brackets, for example carrier_lookup',
})

/** What is not a quantity, so that a bare number lacks more than its unit. */
const withoutUnit: { readonly [phrase: string]: string } = {
  date: 'a date as YYYY-MM-DD',
  period: 'a period as YYYY-MM-DD..YYYY-MM-DD',
  path: 'a path',
  condition: 'a metric and a threshold',
  scale: 'the two ends of a scale',
}

const wrongType = (error: ErrorObject, path: Path, value: unknown): Words => {
  const phrase = phraseAt(path)
  const name = named(path)
  if (phrase !== undefined && typeof value === 'number') {
    const parsed = phrase.parse(String(value))
    const help = parsed.ok ? 'put it in quotes' : parsed.problem.help
    const form = withoutUnit[phrase.name]
    const [kind, says] =
      form === undefined
        ? (['bare-number', `is ${value}, a number without a unit`] as const)
        : (['phrase', `must be ${form}, found ${value}`] as const)
    return { kind, message: `${name} ${says}`, help, change: { path, become: [] } }
  }
  if (typeof value === 'string' && maybeThousands(value))
    return {
      kind: 'shape',
      message: `${name} is invalid: ${quote(value)} can mean thousands or decimals`,
      help: `write ${value.slice(0, -4)} or ${value.replace('.', '')}`,
    }
  const wanted = [...new Set(String(error.params.type).split(','))].map((type) => typeWords[type] ?? type)
  return {
    kind: 'shape',
    message: `${name} must be ${enumerate(wanted, 'or')}, found ${valueWords(value)}`,
    help: help(wanted, value, path, phrase?.examples[0]),
    change: { path, become: wanted },
  }
}

const numberHelp = (value: unknown, key: string | number | undefined, kind: string): string => {
  const digits = typeof value === 'string' && /^\s*[0-9]+(?:\.[0-9]+)?\s*$/.test(value) ? value.trim() : undefined
  return digits === undefined
    ? `write ${kind}, without quotes and without a unit`
    : `${key}: ${digits}  # without quotes`
}

/** A string in a sequence that its `: ` made a mapping of. */
export const splitText = (value: unknown): string | undefined => {
  const [entry, ...others] = isMap(value) ? Object.entries(value) : []
  if (entry === undefined || others.length > 0 || typeof entry[1] === 'object') return undefined
  return `quote a string that contains ": ": ${JSON.stringify(`${entry[0]}: ${entry[1]}`.slice(0, 80))}`
}

const help = (wanted: readonly string[], value: unknown, path: Path, example: string | undefined): string => {
  const key = path.at(-1)
  const [first] = keysAt([...path, 0])
  if (wanted.includes('a sequence') && first !== undefined)
    return `write a sequence of mappings, one "- {${first}: …}" per line`
  if (wanted.includes('a sequence') && typeof value === 'string') return `write ${key}: [${value.slice(0, 40)}]`
  if (wanted.includes('a sequence')) return 'write a sequence, one "- " per line'
  if (wanted.includes('true or false')) return 'write true or false, without quotes'
  if (wanted.includes('a whole number')) return numberHelp(value, key, 'a whole number')
  if (wanted.includes('a number')) return numberHelp(value, key, 'a number')
  const keys = keysAt(path)
  if (wanted.includes('a mapping') && keys.length > 0) return `write a mapping with the keys ${enumerate(keys)}`
  if (wanted.length === 1 && wanted[0] === 'a mapping')
    return typeof value === 'string'
      ? `add a name of your own: ${key}: {main: ${value.slice(0, 40)}}`
      : 'write a mapping, with a name of your own before each value'
  if (example !== undefined) return `write it as in ${example}`
  if (typeof value === 'object')
    return (typeof key === 'number' ? splitText(value) : undefined) ?? 'write one string instead'
  return 'write a string, in quotes if YAML reads it as something else'
}

const notListed = (error: ErrorObject, path: Path, value: unknown): Words => {
  const allowed = (error.params.allowedValues as unknown[]).map(String)
  const meant = near(String(value), allowed)
  return {
    kind: 'shape',
    message: `unknown value ${quote(value)} for ${named(path)}`,
    help: meant === undefined ? `use one of ${enumerate(allowed, 'or')}` : `did you mean "${meant}"?`,
    ...(meant !== undefined && { change: { path, set: meant, among: allowed } }),
  }
}

const missing: { readonly [key: string]: string } = {
  version: 'add version: 1 as the first line',
  id: 'add a name without spaces, for example id: order-status',
}

const noPhrase = (path: Path, value: unknown): Words => {
  const parsed = phraseAt(path)?.parse(String(value))
  if (parsed !== undefined && !parsed.ok)
    return {
      kind: 'phrase',
      message: `${named(path)} is invalid: ${parsed.problem.message}`,
      help: parsed.problem.help,
      change: { path, become: [] },
    }
  return {
    kind: 'shape',
    message: `${named(path)} must contain only letters, digits, "-", "_" and ".", found ${quote(value)}`,
    help: 'start with a letter or digit, for example order-status',
  }
}

const outOfRange = (error: ErrorObject, path: Path, value: unknown): Words => {
  const form = `${error.keyword === 'minimum' ? 'at least' : 'at most'} ${error.params.limit}`
  return {
    kind: 'shape',
    message: `${named(path)} must be ${form}, found ${String(value)}`,
    help: `set it to ${form}`,
  }
}

const words = (error: ErrorObject, path: Path, data: unknown): Words => {
  const value = valueAt(data, path)
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(path, valueAt(data, path.slice(0, -1)))
    case 'required': {
      const key = String(path.at(-1))
      return {
        kind: 'shape',
        message: `${named(path)} is missing`,
        help: missing[key] ?? `add ${key}`,
        // There is no other version.
        ...(key === 'version' && path.length === 1 && { change: { path, set: 1 } }),
      }
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
        message: `${named(path)} does not match the schema`,
        help: `run pilotlint explain ${dotted(path)}`,
      }
  }
}

/** A fault in plain words, in the author's own values. */
export const explain = (error: ErrorObject, path: Path, data: unknown): ShapeFault => ({
  ...words(error, path, data),
  keyword: error.keyword,
  path,
  value: valueAt(data, path),
})
