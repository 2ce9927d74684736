import { field, isMap } from '../../yaml/data-map.ts'
import type { Located as Document } from '../../yaml/json.ts'
import { parseStructured } from '../../yaml/stream.ts'
import { nearName } from '../reading/follow.ts'
import { malformed, type Reader, type Reading, read, unknown } from '../reading/kind.ts'
import { below, listOf, numberOf, textOf } from '../reading/value.ts'
import type { Flag, FlagFile, FoundFlag, Split } from './feature-flag.ts'
import { readFlagd } from './flagd.ts'
import { readLaunchDarkly } from './launchdarkly.ts'
import { readUnleash } from './unleash.ts'

/** Steps that a manifest is read for. */
const most = 1000

const percent = (data: unknown): number | undefined => {
  const value = numberOf(data)
  return value !== undefined && value >= 0 && value <= 100 ? value : undefined
}

const stepOf = (treatment: number): Split => ({ treatment, control: undefined, off: 100 - treatment })

const flagOf = (document: Document, steps: readonly number[], path: readonly string[], why: string): Flag => {
  const { data, locate } = document
  return {
    key: {
      value: textOf(below(data, 'metadata', 'name')) ?? '',
      range: locate(['metadata', 'name']),
    },
    disabled: undefined,
    fallback: undefined,
    splits: steps.length === 0 ? undefined : { value: steps.map(stepOf), range: locate(path) },
    bucketBy: undefined,
    unread: steps.length === 0 ? why : undefined,
  }
}

/** The weights that a canary goes through. Source: Argo Rollouts, canary strategy. */
export const readRollout = (document: Document): Reading<FoundFlag> => {
  const path = ['spec', 'strategy', 'canary', 'steps']
  const strategy = below(document.data, 'spec', 'strategy')
  if (field(strategy, 'canary') === undefined && field(strategy, 'blueGreen') === undefined)
    return malformed('holds a Rollout without a strategy', document.locate(['spec']))
  const weights = listOf(below(strategy, 'canary', 'steps'))
    .slice(0, most)
    .flatMap((step) => percent(field(step, 'setWeight')) ?? [])
  const flag = flagOf(document, weights, path, 'moves all traffic at once')
  return read({ flag, names: [flag.key.value] })
}

/** The weights that a canary goes through. Source: Flagger, canary analysis. */
export const readCanary = (document: Document): Reading<FoundFlag> => {
  const analysis = below(document.data, 'spec', 'analysis')
  if (analysis === undefined)
    return malformed('holds a Canary without an analysis', document.locate(['spec']))
  const own = listOf(field(analysis, 'stepWeights')).slice(0, most)
  const [step, top] = [percent(field(analysis, 'stepWeight')), percent(field(analysis, 'maxWeight')) ?? 100]
  const count = step === undefined || step < 0.1 ? 0 : Math.ceil(top / step)
  const steps = Array.from({ length: count }, (_, at) => Math.min(top, (step ?? 0) * (at + 1)))
  const weights = own.length > 0 ? own.flatMap((one) => percent(one) ?? []) : steps
  const isSegment = listOf(field(analysis, 'match')).length > 0
  const path = ['spec', 'analysis', own.length > 0 ? 'stepWeights' : 'stepWeight']
  const flag = flagOf(document, isSegment ? [] : weights, path, 'shifts no share of the traffic')
  return read({ flag, names: [flag.key.value] })
}

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
    return read({ flag, near: flag === undefined ? nearName(key, names) : undefined })
  }
