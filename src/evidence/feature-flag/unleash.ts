import { isMap } from '../../yaml/data.ts'
import type { Document } from '../reading/documents.ts'
import { malformed, type Reading, read } from '../reading/kind.ts'
import { locatedAt, type Part, partOf } from '../reading/part.ts'
import { listOf, numberOf, textsOf } from '../reading/value.ts'
import type { FoundFlag } from './flag.ts'
import {
  archivedIn,
  byDefault,
  roleOf,
  type Shares,
  servesBefore,
  shown,
  splitOf,
  unclearIn,
  unread,
  type Weighted,
  weighted,
} from './split.ts'

const attributes: { readonly [strategy: string]: string } = {
  gradualRolloutUserId: 'userId',
  gradualRolloutSessionId: 'sessionId',
  gradualRolloutRandom: 'random',
}

const percentOf = (data: unknown): number | undefined => {
  const value = typeof data === 'string' && /^\d{1,3}(?:\.\d{1,6})?$/.test(data) ? Number(data) : numberOf(data)
  return value !== undefined && value >= 0 && value <= 100 ? value : undefined
}

/** The share of a strategy that asks for nothing else; undefined for one that picks out a segment. */
const rolloutOf = (strategy: Part) => {
  const name = strategy.text('name') ?? ''
  if (['constraints', 'segments'].some((key) => strategy.at(key).items(1).length > 0)) return undefined
  if (name === 'default') return { percent: 100, key: undefined, place: strategy.at('name') }
  const place = strategy.at('parameters', name === 'flexibleRollout' ? 'rollout' : 'percentage')
  const percent = percentOf(place.data)
  const own = Object.hasOwn(attributes, name) ? attributes[name] : undefined
  const key = own ?? strategy.text('parameters', 'stickiness')
  if (percent === undefined || (name !== 'flexibleRollout' && own === undefined)) return undefined
  return { percent, key: key ?? byDefault.unleash, place }
}

/** The values that the only constraint of a strategy asks for, if it is on for everyone who has one of them. */
const onlyFor = (strategy: Part | undefined): readonly string[] | undefined => {
  const [constraint, more] = strategy?.at('constraints').items(2) ?? []
  const isWhole = strategy?.text('name') === 'default' || percentOf(strategy?.at('parameters', 'rollout').data) === 100
  if (!isWhole || constraint === undefined || more !== undefined) return undefined
  if (['segments', 'variants'].some((key) => strategy && strategy.at(key).items(1).length > 0)) return undefined
  const isIn = constraint.text('operator') === 'IN' && constraint.at('inverted').data !== true
  return isIn ? textsOf(listOf(constraint.at('values').data)) : undefined
}

/** What a variant answers, where that is one word: in a longer one, `model` or `new` says nothing of the system. */
const payloadOf = (variant: Part): unknown => {
  const value = variant.text('payload', 'value') ?? ''
  if (value === 'true' || value === 'false') return value === 'true'
  return /^[a-z]+$/i.test(value) ? value : undefined
}

const weightOf = (variant: Part): Weighted =>
  weighted(roleOf(variant.text('name') ?? '', payloadOf(variant)), variant.at('weight').data)

/** Source: Unleash, activation strategies, UserIDs: an empty list lets nobody in. */
const isOfNobody = (strategy: Part): boolean =>
  strategy.text('name') === 'userWithId' && strategy.text('parameters', 'userIds')?.trim() === ''

const sharesOf = (feature: Part): Shares => {
  const held = feature
    .at('strategies')
    .items()
    .filter((one) => one.truth('disabled') !== true)
  const some = held.filter((one) => !isOfNobody(one))
  const [strategy, ...others] = some.length > 0 ? some : held
  // A feature without strategies is on for everyone.
  const everyone = { percent: 100, key: undefined, place: feature.at('enabled') }
  const rollout = strategy === undefined ? everyone : others.length === 0 ? rolloutOf(strategy) : undefined
  if (rollout === undefined)
    return {
      ...unread('is on for segments, whose share of the traffic is unknown'),
      only: others.length === 0 && feature.at('variants').items(1).length === 0 ? onlyFor(strategy) : undefined,
    }
  const inStrategy = strategy?.at('variants').items() ?? []
  const variants = inStrategy.length > 0 ? inStrategy : feature.at('variants').items()
  if (variants.some((one) => one.at('overrides').items(1).length > 0)) return unread(servesBefore)
  const on: Weighted[] = [{ role: 'treatment', weight: 1 }]
  const split = splitOf(variants.length > 0 ? variants.map(weightOf) : on, rollout.percent)
  if (split === undefined) return unclearIn('variants')
  // Variants may stick to another attribute than the share does; their default is a form's, and not a choice.
  const own = variants.length > 1 ? variants.flatMap((one) => one.text('stickiness') ?? []) : []
  const further = rollout.key === 'default' ? [] : own.filter((key) => key !== 'default')
  const keys = rollout.key === undefined ? undefined : [...new Set([rollout.key, ...further])]
  const stickiness = (strategy ?? feature).at('parameters', 'stickiness')
  return shown(split, rollout.place.range(), locatedAt(keys, stickiness))
}

/** A feature that this one needs, and that is off. Source: Unleash, client specification, dependent features. */
const offBy = (feature: Part, features: readonly Part[], names: readonly string[]): Part | undefined =>
  feature
    .at('dependencies')
    .items()
    .find((need) => {
      const parent = features[names.indexOf(need.text('feature') ?? '')]
      return need.truth('enabled') !== false && parent?.truth('enabled') === false
    })

/** The features of an Unleash server, as its clients get them. Source: Unleash, client specification. */
export const readUnleash = (document: Document, key: string): Reading<FoundFlag> => {
  const features = partOf(document).at('features').items()
  const broken = features.find(
    ({ data, text, truth }) => !isMap(data) || text('name') === undefined || truth('enabled') === undefined,
  )
  if (broken !== undefined) return malformed('has a feature without `name` or `enabled`', broken.range())
  const names = features.map((feature) => feature.text('name') ?? '')
  const feature = features[names.indexOf(key)]
  if (feature === undefined) return read({ flag: undefined, names })
  const off = offBy(feature, features, names)
  const enabled = off ?? feature.at('enabled')
  const flag = {
    key: { value: key, range: feature.at('name').range() },
    disabled: off || enabled.truth() === false ? { value: 'enabled: false', range: enabled.range() } : undefined,
    // What no strategy lets in is off: there is no other default.
    fallback: undefined,
    ...(feature.at('dependencies').items(1).length > 0 ? unread('depends on other features') : sharesOf(feature)),
    ...archivedIn(feature),
  }
  return read({ flag, names })
}
