import { closestMatch } from 'leven'
import type { Located as Document } from '../../yaml/json.ts'
import { parseStructured } from '../../yaml/stream.ts'
import type { Reader } from '../reader.ts'
import { malformed, type Reading, read, unknown } from '../reading.ts'
import { field, isMap, textOf } from '../value.ts'
import { readCanary, readRollout } from './delivery.ts'
import type { FlagFile, FoundFlag } from './flag.ts'
import { readFlagd } from './flagd.ts'
import { readLaunchDarkly } from './launchdarkly.ts'
import { readUnleash } from './unleash.ts'

const foreign = unknown(
  'is in no form of flags that is read here: flagd, Unleash, LaunchDarkly file data, Argo Rollouts, Flagger',
)

const valuesOf = (data: unknown): unknown[] =>
  Array.isArray(data) ? data : isMap(data) ? Object.values(data) : []

const isEmpty = (flags: unknown): boolean =>
  (isMap(flags) || Array.isArray(flags)) && valuesOf(flags).length === 0

const isFlagd = (data: unknown): boolean => {
  const flags = field(data, 'flags')
  const isOwn = (flag: unknown) =>
    isMap(flag) && (Object.hasOwn(flag, 'state') || isMap(field(flag, 'variants')))
  return isEmpty(flags) || valuesOf(flags).some(isOwn)
}

const isUnleash = (data: unknown): boolean => {
  const features = field(data, 'features')
  return Array.isArray(features) && features.some((feature) => Array.isArray(field(feature, 'strategies')))
}

const isLaunchDarkly = (data: unknown): boolean =>
  isMap(field(data, 'flagValues')) ||
  valuesOf(field(data, 'flags')).some((flag) => isMap(flag) && typeof flag.on === 'boolean')

const isManifest = (data: unknown, kind: string, group: string): boolean =>
  field(data, 'kind') === kind && (textOf(field(data, 'apiVersion')) ?? '').startsWith(group)

const dialectOf = (documents: readonly Document[], key: string): Reading<FoundFlag> => {
  const rollout = documents.find(({ data }) => isManifest(data, 'Rollout', 'argoproj.io/'))
  if (rollout !== undefined) return readRollout(rollout)
  const canary = documents.find(({ data }) => isManifest(data, 'Canary', 'flagger.app/'))
  if (canary !== undefined) return readCanary(canary)
  const [document, ...others] = documents
  if (document === undefined || others.length > 0) return foreign
  const { data } = document
  if (isLaunchDarkly(data)) return readLaunchDarkly(document, key)
  if (isFlagd(data)) return readFlagd(document, key)
  return isUnleash(data) ? readUnleash(document, key) : foreign
}

const nearest = (key: string, names: readonly string[]): string | undefined =>
  key.length > 100
    ? undefined
    : closestMatch(key, names.filter((name) => name.length <= 100).slice(0, 1000), {
        maxDistance: Math.min(3, Math.ceil(key.length / 5)),
      })

/** Reads the flag with this key; of a manifest, whatever it is called, the traffic that it shifts. */
export const readerOf =
  (key: string): Reader<FlagFile> =>
  ({ file, bytes }) => {
    if (!/\.(?:ya?ml|json)$/i.test(file)) return foreign
    const parsed = parseStructured(file, bytes)
    if (!parsed.ok) return malformed(`cannot be read: ${parsed.problem.message}`, parsed.problem.range)
    const reading = dialectOf(parsed.documents, key)
    if (reading.state !== 'read') return reading
    const { flag, names } = reading.value
    return read({ flag, near: flag === undefined ? nearest(key, names) : undefined })
  }
