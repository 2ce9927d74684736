import { field, isMap } from '../../yaml/data-map.ts'
import type { Located as Document } from '../../yaml/json.ts'
import type { Path } from '../../yaml/path.ts'
import { malformed, type Reading, read } from '../reading/kind.ts'
import { listOf, numberOf, textOf } from '../reading/value.ts'
import type { Flag, FoundFlag, Role } from './feature-flag.ts'
import { namedTwice, roleOf, servesBefore, splitOf, unclearDefault, type Weighted } from './split.ts'

/** A part of a targeting rule; shared rules are followed to where they stand. */
type Logic = { readonly data: unknown; readonly path: Path }

type Found = {
  readonly fractional: Logic
  readonly guarded: boolean
  /** What is answered to those whom a condition takes out before the split. */
  readonly before: readonly unknown[]
}

/** No rule of a person has more parts; shared rules that name each other many times over would have billions. */
const mostParts = 10_000

/** Every split in a rule, and whether a condition has to hold before it is reached; undefined where it has too many parts. */
const fractionalsIn = (rule: Logic, evaluators: unknown): Found[] | undefined => {
  const found: Found[] = []
  let left = mostParts
  const visit = (
    { data, path }: Logic,
    guarded: boolean,
    depth: number,
    before: readonly unknown[] = [],
  ): void => {
    left -= 1
    if (depth > 70 || left < 0) return
    if (Array.isArray(data))
      for (const [at, item] of data.entries())
        visit({ data: item, path: [...path, at] }, guarded, depth + 1, before)
    if (!isMap(data)) return
    const shared = textOf(data.$ref)
    if (shared !== undefined && Object.hasOwn(data, '$ref') && depth < 20)
      visit({ data: field(evaluators, shared), path: ['$evaluators', shared] }, guarded, depth + 10, before)
    // What has several keys is no operation.
    const isOperation = Object.keys(data).length === 1
    for (const [operation, operands] of Object.entries(data)) {
      const inner = [...path, operation]
      if (operation === 'fractional')
        found.push({
          fractional: { data: operands, path: inner },
          guarded: guarded || !isOperation,
          before,
        })
      else if (operation === 'if')
        for (const [at, item] of listOf(operands).entries()) {
          const isElse = at % 2 === 0 && at === listOf(operands).length - 1
          const answers = isElse ? listOf(operands).filter((_, place) => place % 2 === 1) : []
          visit({ data: item, path: [...inner, at] }, guarded || !isElse, depth + 1, [...before, ...answers])
        }
      else visit({ data: operands, path: inner }, true, depth + 1)
    }
  }
  visit(rule, false, 0)
  return left < 0 ? undefined : found
}

/** The attributes of the caller that an operand reads. */
const attributesIn = (data: unknown): string[] => {
  if (Array.isArray(data)) return data.flatMap(attributesIn)
  if (!isMap(data)) return []
  return Object.entries(data).flatMap(([operation, operands]) => {
    if (operation !== 'var') return attributesIn(operands)
    const name = textOf(operands) ?? textOf(listOf(operands)[0])
    return name === undefined || name.startsWith('$flagd.') ? [] : [name]
  })
}

type Shares = Pick<Flag, 'splits' | 'bucketBy' | 'unread'>

const unread = (why: string): Shares => ({ splits: undefined, bucketBy: undefined, unread: why })

const sharesOf = ({ data, path }: Logic, variants: unknown, locate: Document['locate']): Shares => {
  const [first, ...rest] = listOf(data)
  const hasKey = !Array.isArray(first)
  const entries = (hasKey ? rest : [first, ...rest]).map((entry) => {
    const [name, weight = 1] = listOf(entry)
    return { name: typeof name === 'boolean' ? String(name) : textOf(name), weight: numberOf(weight) }
  })
  const weights: Weighted[] = []
  for (const { name, weight } of entries) {
    // flagd serves the default variant to everyone where one weight is no whole number.
    if (name === undefined || weight === undefined || !Number.isInteger(weight))
      return unread('has a split that is computed, or whose weights are no whole numbers')
    weights.push({ role: roleOf(name, field(variants, name)), weight: Math.max(0, weight) })
  }
  const split = splitOf(weights)
  if (split === undefined) return unread('has variants that do not say whether they turn the system on')
  const attributes = hasKey ? attributesIn(first) : undefined
  if (attributes?.length === 0) return unread('is split by a key that is the same for everyone')
  const treated = weights.findIndex(({ role }) => role === 'treatment')
  const at = [...path, treated + (hasKey ? 1 : 0)]
  return {
    splits: { value: [split], range: locate(treated === -1 ? path : [...at, 1]) },
    bucketBy: attributes && { value: attributes, range: locate([...path, 0]) },
    unread: undefined,
  }
}

const wholly = (role: Role, range: Flag['key']['range']): Shares => {
  const split = splitOf([{ role, weight: 1 }])
  if (split === undefined) return unread('has a default that does not say whether it turns the system on')
  return { splits: { value: [split], range }, bucketBy: undefined, unread: undefined }
}

const flagOf = (key: string, { data: document, locate }: Document, { data, path }: Logic): Flag => {
  const at = (name: string) => locate([...path, name])
  const variants = field(data, 'variants')
  const fallback = textOf(field(data, 'defaultVariant'))
  const role = fallback === undefined ? 'unclear' : roleOf(fallback, field(variants, fallback))
  const targeting = field(data, 'targeting')
  const isTargeted = isMap(targeting) && Object.keys(targeting).length > 0
  const splits = fractionalsIn(
    { data: targeting, path: [...path, 'targeting'] },
    field(document, '$evaluators'),
  )
  const turnsOn = (answer: unknown): boolean => {
    const name = answer === null ? fallback : (textOf(answer) ?? String(answer))
    const served = name === undefined ? 'unclear' : roleOf(name, field(variants, name))
    return served !== 'off' && served !== 'control'
  }
  const shares = (): Shares => {
    if (!isTargeted) return wholly(role, at('defaultVariant'))
    if (splits === undefined) return unread('has rules of more parts than are followed')
    const [found, ...others] = splits
    if (found === undefined || found.guarded || others.length > 0)
      return unread('serves segments by rules, which say nothing of their shares')
    const read = sharesOf(found.fractional, variants, locate)
    const unsure = found.before.some(turnsOn) ? servesBefore : role === 'unclear' ? unclearDefault : undefined
    return { ...read, unread: read.unread ?? unsure }
  }
  return {
    key: { value: key, range: locate(path, 'key') },
    disabled: field(data, 'state') === 'DISABLED' ? { value: 'DISABLED', range: at('state') } : undefined,
    fallback: fallback === undefined ? undefined : { value: fallback, range: at('defaultVariant'), role },
    ...shares(),
  }
}

/** The flags of flagd, in a map or a list. Source: flagd, flag definitions. */
export const readFlagd = (document: Document, key: string): Reading<FoundFlag> => {
  const { data, locate } = document
  const flags = field(data, 'flags')
  const entries: { name: string; flag: Logic }[] = Array.isArray(flags)
    ? flags.map((flag, at) => ({
        name: textOf(field(flag, 'key')) ?? '',
        flag: { data: flag, path: ['flags', at] },
      }))
    : Object.keys(flags ?? {}).map((name) => ({
        name,
        flag: { data: field(flags, name), path: ['flags', name] },
      }))
  const broken = entries.find(({ flag }) => {
    const state = field(flag.data, 'state')
    return (state !== 'ENABLED' && state !== 'DISABLED') || !isMap(field(flag.data, 'variants'))
  })
  if (broken !== undefined)
    return malformed('holds a flag without its state or variants', locate(broken.flag.path))
  const named = entries.find(({ name }) => name === key)
  const again = entries.findLast(({ name }) => name === key)
  if (again !== undefined && again !== named) return malformed(namedTwice, locate(again.flag.path))
  const flag = named && flagOf(key, document, named.flag)
  const { fallback } = flag ?? {}
  if (named !== undefined && fallback !== undefined && !isServed(named.flag, fallback.value))
    return malformed('holds a default variant that is none of the variants', fallback.range)
  return read({ flag, names: entries.map(({ name }) => name) })
}

const isServed = ({ data }: Logic, variant: string): boolean => {
  const variants = field(data, 'variants')
  return isMap(variants) && Object.hasOwn(variants, variant)
}
