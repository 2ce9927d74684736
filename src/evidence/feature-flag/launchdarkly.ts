import { isMap } from '../../yaml/data.ts'
import type { Document } from '../reading/documents.ts'
import { malformed, type Reading, read } from '../reading/kind.ts'
import { locatedAt, type Part, partOf } from '../reading/part.ts'
import { listOf, textsOf } from '../reading/value.ts'
import type { Flag, FoundFlag, Role } from './flag.ts'
import {
  byDefault,
  entersArm,
  roleOf,
  type Shares,
  servesBefore,
  shown,
  splitOf,
  unclearDefault,
  unclearIn,
  unread,
  weighted,
} from './split.ts'

const unclear = unclearIn('variations')

const roleAt = (flag: Part, index: unknown): Role => {
  const variation = typeof index === 'number' ? flag.at('variations', index).data : undefined
  return variation === undefined ? 'unclear' : roleOf('', variation)
}

/** Weights are thousandths of a percent, and whoever is left over gets the last variation. */
const wholeWeight = 100_000

/** What everybody else gets: a rule without a clause lets nobody past. */
const restOf = (flag: Part): Part =>
  flag
    .at('rules')
    .items()
    .find((rule) => rule.at('clauses').items(1).length === 0) ?? flag.at('fallthrough')

const sharesOf = (flag: Part): Shares => {
  const [whole, rollout] = [restOf(flag).at('variation'), restOf(flag).at('rollout')]
  if (whole.data !== undefined) {
    const split = splitOf([{ role: roleAt(flag, whole.data), weight: 1 }])
    return split === undefined ? unclear : shown(split, whole.range())
  }
  const weights = rollout
    .at('variations')
    .items()
    .map((one) => weighted(roleAt(flag, one.at('variation').data), one.at('weight').data))
  const split = splitOf(weights)
  if (split === undefined) return unclear
  const sum = weights.reduce((total, { weight }) => total + weight, 0)
  if (sum !== wholeWeight) return unread('has weights that do not add up to 100000')
  const treated = weights.findIndex(({ role }) => role === 'treatment')
  // Without `bucketBy`, and in an experiment, the key of the context decides, whose kind is `user` unless it says another.
  const kind = rollout.text('contextKind')
  const attribute = (rollout.text('kind') === 'experiment' ? undefined : rollout.text('bucketBy')) ?? kind
  const named = attribute === 'key' ? kind : attribute
  const place = rollout.at('variations', Math.max(0, treated), 'weight')
  return shown(split, place.range(), locatedAt([named ?? byDefault.others], rollout))
}

const isEmpty = ({ data }: Part): boolean => Array.isArray(data) && data.length === 0

/** Whether a list of targets, or a rule, is of nobody: no value is one of none. */
const isOfNobody = (one: Part): boolean =>
  isEmpty(one.at('values')) ||
  one
    .at('clauses')
    .items()
    .some((clause) => isEmpty(clause.at('values')) && (clause.at('negate').data ?? false) === false)

const heldIn = (flag: Part, ...keys: readonly string[]): readonly Part[] =>
  keys.flatMap((key) => flag.at(key).items()).filter((one) => !isOfNobody(one))

/** Whether a list of targets, or a rule, puts anyone into an arm. */
const isMoved = (flag: Part, shares: Shares): boolean =>
  heldIn(flag, 'targets', 'contextTargets', 'rules')
    .filter(({ data }) => data !== restOf(flag).data)
    .some((one) => entersArm(roleAt(flag, one.at('variation').data), shares))

/** The values that the only rule asks for, where nobody else gets the system. */
const onlyFor = (flag: Part): readonly string[] | undefined => {
  const [rule, more] = heldIn(flag, 'rules')
  const [clause, further] = rule?.at('clauses').items(2) ?? []
  const [target] = heldIn(flag, 'targets', 'contextTargets')
  if (rule === undefined || clause === undefined || more !== undefined || further !== undefined || target !== undefined)
    return undefined
  const isOn = roleAt(flag, rule.at('variation').data) === 'treatment'
  const isOffElse = roleAt(flag, flag.at('fallthrough', 'variation').data) === 'off'
  const isIn = clause.text('op') === 'in' && clause.truth('negate') !== true
  return isOn && isOffElse && isIn ? textsOf(listOf(clause.at('values').data)) : undefined
}

const flagOf = (flag: Part, key: string): Flag => {
  const [on, off] = [flag.at('on'), flag.at('offVariation')]
  const needs = flag.at('prerequisites').items(1).length > 0
  const [shares, role] = [needs ? unread('depends on other flags') : sharesOf(flag), roleAt(flag, off.data)]
  const unsure = isMoved(flag, shares) ? servesBefore : role === 'unclear' ? unclearDefault : undefined
  return {
    key: { value: key, range: flag.range('key') },
    disabled: on.truth() === false ? { value: 'on: false', range: on.range() } : undefined,
    fallback: typeof off.data === 'number' ? { value: `variation ${off.data}`, range: off.range(), role } : undefined,
    ...shares,
    only: role === 'off' ? onlyFor(flag) : undefined,
    unread: shares.unread ?? unsure,
  }
}

const constantFlag = (value: Part, key: string): Flag => {
  const split = splitOf([{ role: roleOf('', value.data), weight: 1 }])
  return {
    key: { value: key, range: value.range('key') },
    disabled: undefined,
    fallback: undefined,
    ...(split === undefined ? unclear : shown(split, value.range())),
  }
}

/** The file data source of LaunchDarkly's SDKs: `flags`, `flagValues`. Source: LaunchDarkly, reading flags from a file. */
export const readLaunchDarkly = (document: Document, key: string): Reading<FoundFlag> => {
  const [flags, values] = [partOf(document).at('flags'), partOf(document).at('flagValues')]
  const [held, constant] = [flags.data ?? {}, values.data ?? {}]
  if (!isMap(held)) return malformed('has a `flags` that is not a mapping', flags.range())
  if (!isMap(constant)) return malformed('has a `flagValues` that is not a mapping', values.range())
  const broken = Object.keys(held).find((name) => flags.truth(name, 'on') === undefined)
  if (broken !== undefined) return malformed('has a flag without `on`', flags.at(broken).range())
  const names = [...Object.keys(held), ...Object.keys(constant)]
  if (Object.hasOwn(constant, key)) return read({ flag: constantFlag(values.at(key), key), names })
  return read({ flag: Object.hasOwn(held, key) ? flagOf(flags.at(key), key) : undefined, names })
}
