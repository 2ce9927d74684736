import { isMap } from '../../yaml/data.ts'
import type { Range } from '../../yaml/lines.ts'
import type { Document } from '../reading/documents.ts'
import { malformed, type Reading, read } from '../reading/kind.ts'
import { locatedAt, type Part, partOf } from '../reading/part.ts'
import { listOf, textOf, textsOf, wordOf } from '../reading/value.ts'
import type { Flag, FoundFlag, Role } from './flag.ts'
import {
  entersArm,
  roleOf,
  type Shares,
  servesBefore,
  shown,
  splitOf,
  unclearDefault,
  unclearIn,
  unread,
  type Weighted,
} from './split.ts'

const attributesIn = (data: unknown): string[] => {
  if (Array.isArray(data)) return data.flatMap(attributesIn)
  if (!isMap(data)) return []
  return Object.entries(data).flatMap(([operation, operands]) => {
    if (operation !== 'var') return attributesIn(operands)
    const name = textOf(operands) ?? textOf(listOf(operands)[0])
    return name === undefined || name === '$flagd.flagKey' ? [] : [name]
  })
}

/** Whether a condition holds for everybody or for nobody. */
const asksNothing = (condition: unknown): boolean =>
  attributesIn(condition).length === 0 && !JSON.stringify(condition ?? null).includes('"$ref"')

/** What is left of a rule behind conditions that are simply `true`, as a switch is put before it. */
const behindTrue = (rule: Part): Part => {
  const [condition, answer] = rule.at('if').items(2)
  const isSwitch = isMap(rule.data) && Object.keys(rule.data).length === 1 && condition?.data === true
  return isSwitch && answer !== undefined ? behindTrue(answer) : rule
}

type Found = {
  readonly fractional: Part
  readonly guarded: boolean
  /** What is answered to those whom a condition takes out before the split; undefined where it takes out all or none. */
  readonly before: readonly unknown[]
}

/** Real rules have fewer parts; shared rules that name each other many times over would have billions. */
const maxParts = 10_000

/**
 * Every split in a rule, and whether a condition has to hold before it is reached; undefined where the rule has too many
 * parts. Shared rules are followed to where they stand.
 */
const fractionalsIn = (rule: Part, evaluators: Part): Found[] | undefined => {
  const found: Found[] = []
  let left = maxParts
  const visit = (part: Part, guarded: boolean, depth: number, before: readonly unknown[] = []): void => {
    left -= 1
    if (depth > 70 || left < 0) return
    for (const item of part.items(maxParts)) visit(item, guarded, depth + 1, before)
    if (!isMap(part.data)) return
    const shared = part.text('$ref')
    if (shared !== undefined && depth < 20) visit(evaluators.at(shared), guarded, depth + 10, before)
    const operations = Object.keys(part.data)
    for (const operation of operations) {
      const operands = part.at(operation)
      // What has several keys is no operation.
      if (operation === 'fractional')
        found.push({ fractional: operands, guarded: guarded || operations.length > 1, before })
      else if (operation !== 'if') visit(operands, true, depth + 1)
      else {
        const items = operands.items(maxParts)
        const answers = items.flatMap(({ data }, at) =>
          at % 2 === 1 ? [asksNothing(items[at - 1]?.data) ? undefined : data] : [],
        )
        for (const [at, item] of items.entries()) {
          const isElse = at % 2 === 0 && at === items.length - 1
          visit(item, guarded || !isElse, depth + 1, isElse ? [...before, ...answers] : before)
        }
      }
    }
  }
  visit(rule, false, 0)
  return left < 0 ? undefined : found
}

/** Whether a key is put together of attributes as they are. */
const isPlain = (data: unknown): boolean => {
  if (Array.isArray(data)) return data.every(isPlain)
  return (
    !isMap(data) ||
    Object.entries(data).every(([operation, of]) => operation === 'var' || (operation === 'cat' && isPlain(of)))
  )
}

/** The values that a condition compares one attribute with. */
const valuesAsked = (condition: Part): readonly string[] | undefined => {
  const [operation = '', ...others] = isMap(condition.data) ? Object.keys(condition.data) : []
  const operands = listOf(condition.at(operation).data)
  if (others.length > 0 || operands.length !== 2 || attributesIn(operands).length !== 1) return undefined
  if (operation === 'in') return textsOf(listOf(operands[1]))
  return operation === '==' || operation === '===' ? textsOf(operands.filter((one) => !isMap(one))) : undefined
}

/** Those for whom alone a rule of one condition turns the system on. */
const onlyFor = (targeting: Part, roleOf: (answer: unknown) => Role): readonly string[] | undefined => {
  const [condition, answer, otherwise, more] = targeting.at('if').items(4)
  const alone = isMap(targeting.data) && Object.keys(targeting.data).length === 1
  if (!alone || condition === undefined || answer === undefined || more !== undefined) return undefined
  const isOff = roleOf(null) === 'off' && roleOf(otherwise?.data ?? null) === 'off'
  return isOff && roleOf(answer.data) === 'treatment' ? valuesAsked(condition) : undefined
}

const sharesOf = (fractional: Part, variants: Part): Shares => {
  const [first, ...rest] = fractional.items()
  const hasKey = first !== undefined && !Array.isArray(first.data)
  const weights: Weighted[] = []
  for (const entry of hasKey || first === undefined ? rest : [first, ...rest]) {
    const name = typeof entry.at(0).data === 'boolean' ? wordOf(entry.at(0).data) : entry.text(0)
    const weight = entry.at(1).data === undefined ? 1 : entry.number(1)
    // flagd serves the default variant to everyone where one weight is no whole number.
    if (name === undefined || weight === undefined || !Number.isInteger(weight))
      return unread('has a computed split, or weights that are not whole numbers')
    weights.push({ role: roleOf(name, variants.at(name).data), weight: Math.max(0, weight) })
  }
  const split = splitOf(weights)
  if (split === undefined) return unclearIn('variants')
  if (hasKey && !isPlain(first.data)) return unread('is split by a computed key')
  const attributes = hasKey ? [...new Set(attributesIn(first.data))] : undefined
  if (attributes?.length === 0) return unread('is split by a constant key')
  const treated = weights.findIndex(({ role }) => role === 'treatment')
  const place = treated === -1 ? fractional : fractional.at(treated + (hasKey ? 1 : 0), 1)
  return shown(split, place.range(), locatedAt(attributes, fractional.at(0)))
}

const wholly = (role: Role, range: Range): Shares => {
  const split = splitOf([{ role, weight: 1 }])
  return split === undefined ? unread('has a default that is neither clearly on nor clearly off') : shown(split, range)
}

const flagOf = (key: string, flag: Part, evaluators: Part): Flag => {
  const [variants, targeting, state] = [flag.at('variants'), behindTrue(flag.at('targeting')), flag.at('state')]
  const place = flag.at('defaultVariant')
  const fallback = place.text()
  const role = fallback === undefined ? 'unclear' : roleOf(fallback, variants.at(fallback).data)
  const served = (answer: unknown): Role => {
    const name = answer === null ? fallback : wordOf(answer)
    return name === undefined ? 'unclear' : roleOf(name, variants.at(name).data)
  }
  const shares = (): Shares => {
    if (wordOf(targeting.data) !== '' || targeting.data === null)
      return wholly(served(targeting.data), targeting.range())
    if (!isMap(targeting.data) || Object.keys(targeting.data).length === 0) return wholly(role, place.range())
    const splits = fractionalsIn(targeting, evaluators)
    if (splits === undefined) return unread('has rules that are too complex to read')
    const [found, ...others] = splits
    const only = onlyFor(targeting, served)
    if (only !== undefined) return { ...unread('is on only for those that a rule selects'), only }
    if (found === undefined || found.guarded || others.length > 0)
      return unread('is on for segments, whose share of the traffic is unknown')
    const own = sharesOf(found.fractional, variants)
    const isMoved = found.before.some((answer) => entersArm(served(answer), own))
    const unsure = isMoved ? servesBefore : role === 'unclear' ? unclearDefault : undefined
    return { ...own, unread: own.unread ?? unsure }
  }
  return {
    key: { value: key, range: flag.range('key') },
    disabled: state.text() === 'DISABLED' ? { value: 'DISABLED', range: state.range() } : undefined,
    fallback: fallback === undefined ? undefined : { value: fallback, range: place.range(), role },
    ...shares(),
  }
}

/** The flags of flagd, in a map or a list. Source: flagd, flag definitions. */
export const readFlagd = (document: Document, key: string): Reading<FoundFlag> => {
  const flags = partOf(document).at('flags')
  const entries = Array.isArray(flags.data)
    ? flags.items().map((flag) => ({ name: flag.text('key') ?? '', flag }))
    : Object.keys(flags.data ?? {}).map((name) => ({ name, flag: flags.at(name) }))
  const broken = entries.find(
    ({ flag }) => !['ENABLED', 'DISABLED'].includes(flag.text('state') ?? '') || !isMap(flag.at('variants').data),
  )
  if (broken !== undefined) return malformed('has a flag without a valid `state` or `variants`', broken.flag.range())
  const named = entries.find(({ name }) => name === key)
  const flag = named && flagOf(key, named.flag, partOf(document).at('$evaluators'))
  const { fallback } = flag ?? {}
  if (fallback !== undefined && !Object.hasOwn(named?.flag.at('variants').data ?? {}, fallback.value))
    return malformed('has a default variant that is not one of its variants', fallback.range)
  return read({ flag, names: entries.map(({ name }) => name) })
}
