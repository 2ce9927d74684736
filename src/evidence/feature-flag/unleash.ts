import { field, isMap } from '../../yaml/data-map.ts'
import type { Located as Document } from '../../yaml/json.ts'
import type { Path } from '../../yaml/path.ts'
import { malformed, type Reading, read } from '../reading/kind.ts'
import { below, listOf, numberOf, textOf } from '../reading/value.ts'
import type { Flag, FoundFlag } from './feature-flag.ts'
import { namedTwice, roleOf, splitOf, type Weighted, weighted } from './split.ts'

type Part = { readonly data: unknown; readonly path: Path }

const attributes: { readonly [strategy: string]: string } = {
  gradualRolloutUserId: 'userId',
  gradualRolloutSessionId: 'sessionId',
  gradualRolloutRandom: 'random',
}

const percentOf = (data: unknown): number | undefined => {
  const value =
    typeof data === 'string' && /^\d{1,3}(?:\.\d{1,6})?$/.test(data) ? Number(data) : numberOf(data)
  return value !== undefined && value >= 0 && value <= 100 ? value : undefined
}

/** The share of a strategy that asks for nothing else; undefined for one that picks out a segment. */
const rolloutOf = ({ data, path }: Part) => {
  const name = textOf(field(data, 'name')) ?? ''
  const picks = [field(data, 'constraints'), field(data, 'segments')].some((list) => listOf(list).length > 0)
  if (picks) return undefined
  if (name === 'default') return { percent: 100, key: undefined, path: [...path, 'name'] }
  const parameter = name === 'flexibleRollout' ? 'rollout' : 'percentage'
  const percent = percentOf(below(data, 'parameters', parameter))
  const own = Object.hasOwn(attributes, name) ? attributes[name] : undefined
  const key = own ?? textOf(below(data, 'parameters', 'stickiness'))
  if (percent === undefined || (name !== 'flexibleRollout' && own === undefined)) return undefined
  return { percent, key: key === 'default' ? undefined : key, path: [...path, 'parameters', parameter] }
}

const weightsOf = (variants: readonly unknown[]): Weighted[] =>
  variants.map((variant) =>
    weighted(roleOf(textOf(field(variant, 'name')) ?? '', undefined), field(variant, 'weight')),
  )

type Shares = Pick<Flag, 'splits' | 'bucketBy' | 'unread'>

const unread = (why: string): Shares => ({ splits: undefined, bucketBy: undefined, unread: why })

const sharesOf = (feature: Part, locate: Document['locate']): Shares => {
  const strategies = listOf(field(feature.data, 'strategies'))
    .map((data, at): Part => ({ data, path: [...feature.path, 'strategies', at] }))
    .filter(({ data }) => field(data, 'disabled') !== true)
  const [strategy, ...others] = strategies
  // A feature without strategies is on for everyone.
  const rollout =
    strategy === undefined
      ? { percent: 100, key: undefined, path: [...feature.path, 'enabled'] }
      : others.length === 0
        ? rolloutOf(strategy)
        : undefined
  if (rollout === undefined) return unread('is on for segments, which say nothing of their shares')
  const own = listOf(field(strategy?.data, 'variants'))
  const variants = own.length > 0 ? own : listOf(field(feature.data, 'variants'))
  const on: Weighted[] = [{ role: 'treatment', weight: 1 }]
  const split = splitOf(variants.length > 0 ? weightsOf(variants) : on, rollout.percent)
  if (split === undefined) return unread('has variants that do not say whether they turn the system on')
  const stickiness = strategy === undefined ? [] : [...strategy.path, 'parameters', 'stickiness']
  return {
    splits: { value: [split], range: locate(rollout.path) },
    bucketBy: rollout.key === undefined ? undefined : { value: [rollout.key], range: locate(stickiness) },
    unread: undefined,
  }
}

/** The features of an Unleash server, as its clients get them. Source: Unleash, client specification. */
export const readUnleash = ({ data, locate }: Document, key: string): Reading<FoundFlag> => {
  const features = listOf(field(data, 'features')).map(
    (feature, at): Part => ({
      data: feature,
      path: ['features', at],
    }),
  )
  const nameOf = (feature: Part) => textOf(field(feature.data, 'name'))
  const broken = features.find(
    (feature) =>
      !isMap(feature.data) || nameOf(feature) === undefined || typeof feature.data.enabled !== 'boolean',
  )
  if (broken !== undefined)
    return malformed('holds a feature without its name or `enabled`', locate(broken.path))
  const names = features.map((feature) => nameOf(feature) ?? '')
  const feature = features[names.indexOf(key)]
  if (feature === undefined) return read({ flag: undefined, names })
  const again = features[names.lastIndexOf(key)]
  if (again !== undefined && again !== feature) return malformed(namedTwice, locate(again.path))
  const isOff = field(feature.data, 'enabled') === false
  const flag: Flag = {
    key: { value: key, range: locate([...feature.path, 'name']) },
    disabled: isOff ? { value: 'enabled: false', range: locate([...feature.path, 'enabled']) } : undefined,
    // What no strategy lets in is off: there is no other default.
    fallback: undefined,
    ...sharesOf(feature, locate),
  }
  return read({ flag, names })
}
