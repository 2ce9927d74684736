import { field, isMap } from '../../yaml/data-map.ts'
import type { Located as Document } from '../../yaml/json.ts'
import { malformed, type Reading, read } from '../reading/kind.ts'
import { below, listOf, textOf } from '../reading/value.ts'
import type { Flag, FoundFlag, Role } from './feature-flag.ts'
import {
  namedTwice,
  roleOf,
  servesBefore,
  splitOf,
  unclearDefault,
  type Weighted,
  weighted,
} from './split.ts'

type Shares = Pick<Flag, 'splits' | 'bucketBy' | 'unread'>

const unread = (why: string): Shares => ({ splits: undefined, bucketBy: undefined, unread: why })
const unclear = unread('has variations that do not say whether they turn the system on')

const roleAt = (flag: unknown, index: unknown): Role => {
  const variations = listOf(field(flag, 'variations'))
  return typeof index === 'number' && index in variations ? roleOf('', variations[index]) : 'unclear'
}

/** Weights are thousandths of a percent, and whoever is left over gets the last variation. */
const wholeWeight = 100_000

const sharesOf = (flag: unknown, key: string, locate: Document['locate']): Shares => {
  const path = ['flags', key, 'fallthrough']
  const whole = below(flag, 'fallthrough', 'variation')
  const rollout = below(flag, 'fallthrough', 'rollout')
  const variations = listOf(field(rollout, 'variations'))
  const weights: Weighted[] =
    whole === undefined
      ? variations.map((one) => weighted(roleAt(flag, field(one, 'variation')), field(one, 'weight')))
      : [{ role: roleAt(flag, whole), weight: 1 }]
  const split = splitOf(weights)
  if (split === undefined) return unclear
  const sum = weights.reduce((total, { weight }) => total + weight, 0)
  if (whole === undefined && sum !== wholeWeight) return unread('has weights that do not add up to 100000')
  if (whole !== undefined)
    return {
      splits: { value: [split], range: locate([...path, 'variation']) },
      bucketBy: undefined,
      unread: undefined,
    }
  const at = [...path, 'rollout']
  const treated = weights.findIndex(({ role }) => role === 'treatment')
  // Without `bucketBy`, and in an experiment, the key of the context decides, whose kind may say what it is.
  const isExperiment = field(rollout, 'kind') === 'experiment'
  const attribute =
    (isExperiment ? undefined : textOf(field(rollout, 'bucketBy'))) ?? textOf(field(rollout, 'contextKind'))
  const named = attribute === 'key' ? textOf(field(rollout, 'contextKind')) : attribute
  return {
    splits: { value: [split], range: locate([...at, 'variations', Math.max(0, treated), 'weight']) },
    bucketBy: named === undefined ? undefined : { value: [named], range: locate(at) },
    unread: undefined,
  }
}

/** Whether a list of targets, or a rule, gives the system to anyone. */
const turnsOn = (flag: unknown): boolean =>
  ['targets', 'contextTargets', 'rules']
    .flatMap((key) => listOf(field(flag, key)))
    .some((one) => ['treatment', 'unclear'].includes(roleAt(flag, field(one, 'variation'))))

const flagOf = (flag: unknown, key: string, locate: Document['locate']): Flag => {
  const path = ['flags', key]
  const off = field(flag, 'offVariation')
  const shares = sharesOf(flag, key, locate)
  const unsure = turnsOn(flag) ? servesBefore : roleAt(flag, off) === 'unclear' ? unclearDefault : undefined
  return {
    key: { value: key, range: locate(path, 'key') },
    disabled:
      field(flag, 'on') === false ? { value: 'on: false', range: locate([...path, 'on']) } : undefined,
    fallback:
      typeof off === 'number'
        ? { value: `variation ${off}`, range: locate([...path, 'offVariation']), role: roleAt(flag, off) }
        : undefined,
    ...shares,
    unread: shares.unread ?? unsure,
  }
}

/** A flag of the short form is one value for everyone. */
const constantFlag = (value: unknown, key: string, locate: Document['locate']): Flag => {
  const split = splitOf([{ role: roleOf('', value), weight: 1 }])
  const range = locate(['flagValues', key])
  return {
    key: { value: key, range: locate(['flagValues', key], 'key') },
    disabled: undefined,
    fallback: undefined,
    ...(split === undefined
      ? unclear
      : { splits: { value: [split], range }, bucketBy: undefined, unread: undefined }),
  }
}

/** The file data source of LaunchDarkly's SDKs: `flags`, `flagValues`. Source: LaunchDarkly, reading flags from a file. */
export const readLaunchDarkly = ({ data, locate }: Document, key: string): Reading<FoundFlag> => {
  const [flags, values] = [field(data, 'flags') ?? {}, field(data, 'flagValues') ?? {}]
  if (!isMap(flags)) return malformed('holds flags that are no map', locate(['flags']))
  if (!isMap(values)) return malformed('holds flag values that are no map', locate(['flagValues']))
  const broken = Object.keys(flags).find((name) => typeof field(field(flags, name), 'on') !== 'boolean')
  if (broken !== undefined) return malformed('holds a flag without `on`', locate(['flags', broken]))
  if (Object.hasOwn(flags, key) && Object.hasOwn(values, key))
    return malformed(namedTwice, locate(['flagValues', key]))
  const names = [...Object.keys(flags), ...Object.keys(values)]
  if (Object.hasOwn(flags, key)) return read({ flag: flagOf(flags[key], key, locate), names })
  const flag = Object.hasOwn(values, key) ? constantFlag(values[key], key, locate) : undefined
  return read({ flag, names })
}
