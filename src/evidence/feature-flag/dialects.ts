import { field, isMap } from '../../yaml/data.ts'
import { type Document, documentsIn } from '../reading/documents.ts'
import { nearName } from '../reading/follow.ts'
import { malformed, type Reader, type Reading, type Repository, read, type Source, unknown } from '../reading/kind.ts'
import { locatedAt, type Part, partOf } from '../reading/part.ts'
import { textOf } from '../reading/value.ts'
import { isPlan, isTerraform } from '../terraform/resources.ts'
import {
  isLaunchDarklyApi,
  isUnleashExport,
  isUnleashFeature,
  readLaunchDarklyApi,
  readUnleashExport,
} from './environments.ts'
import type { Flag, FlagFile, FoundFlag } from './flag.ts'
import { readFlagd } from './flagd.ts'
import {
  isConfigCat,
  isFlipt,
  isGoFeatureFlag,
  isGrowthBook,
  isStatsig,
  readConfigCat,
  readFlipt,
  readGoFeatureFlag,
  readGrowthBook,
  readStatsig,
} from './gates.ts'
import { readLaunchDarkly } from './launchdarkly.ts'
import { readTerraformFlags } from './terraform.ts'
import { readUnleash } from './unleash.ts'

const most = 1000

const percent = (value: number | undefined): number | undefined =>
  value !== undefined && value >= 0 && value <= 100 ? value : undefined

const percentsOf = (list: Part, ...keys: readonly string[]): number[] =>
  list.items(most).flatMap((one) => percent(one.number(...keys)) ?? [])

const delivered = (manifest: Part, steps: readonly number[], place: Part, why: string): Reading<FoundFlag> => {
  const name = manifest.at('metadata', 'name')
  const splits = steps.map((treatment) => ({ treatment, control: undefined, off: 100 - treatment }))
  const flag: Flag = {
    key: { value: name.text() ?? '', range: name.range() },
    disabled: undefined,
    fallback: undefined,
    splits: locatedAt(splits.length === 0 ? undefined : splits, place),
    bucketBy: undefined,
    only: undefined,
    unread: splits.length === 0 ? why : undefined,
  }
  return read({ flag, names: [flag.key.value] })
}

/** The weights that a canary goes through. Source: Argo Rollouts, canary strategy. */
const readRollout = (manifest: Part): Reading<FoundFlag> => {
  const strategy = manifest.at('spec', 'strategy')
  if (['canary', 'blueGreen'].every((key) => strategy.at(key).data === undefined))
    return malformed('holds a Rollout without a strategy', manifest.at('spec').range())
  const steps = strategy.at('canary', 'steps')
  const weights = percentsOf(steps, 'setWeight')
  // Without a router, a weight is rounded up to whole replicas.
  if (weights.length > 0 && strategy.at('canary', 'trafficRouting').data === undefined)
    return delivered(manifest, [], steps, 'has no `trafficRouting`, so its weights are shares of replicas')
  return delivered(manifest, weights, steps, 'moves all traffic at once')
}

/** The weights that a canary goes through. Source: Flagger, canary analysis. */
const readCanary = (manifest: Part): Reading<FoundFlag> => {
  const [current, legacy] = [manifest.at('spec', 'analysis'), manifest.at('spec', 'canaryAnalysis')]
  const analysis = current.data === undefined ? legacy : current
  const skip = manifest.at('spec', 'skipAnalysis')
  if (skip.data === true) return delivered(manifest, [], skip, 'skips its analysis, so all traffic moves at once')
  if (analysis.data === undefined) return malformed('holds a Canary without an analysis', manifest.at('spec').range())
  const own = analysis.at('stepWeights')
  const [step = 0, top = 100] = [percent(analysis.number('stepWeight')), percent(analysis.number('maxWeight'))]
  const count = step < 0.1 ? 0 : Math.ceil(top / step)
  const isListed = own.items(1).length > 0
  const weights = isListed ? percentsOf(own) : Array.from({ length: count }, (_, at) => Math.min(top, step * (at + 1)))
  const isSegment = analysis.at('match').items(1).length > 0
  const place = isListed ? own : analysis.at('stepWeight')
  return delivered(manifest, isSegment ? [] : weights, place, 'shifts no share of the traffic')
}

const foreign = unknown(
  'is in no form of flags that is read here: flagd, Unleash, LaunchDarkly, GrowthBook, Statsig, Flipt, GO Feature Flag, ConfigCat, Argo Rollouts, Flagger',
)

const valuesOf = (data: unknown): unknown[] => (Array.isArray(data) ? data : isMap(data) ? Object.values(data) : [])

const isEmpty = (flags: unknown): boolean => (isMap(flags) || Array.isArray(flags)) && valuesOf(flags).length === 0

const isFlagd = (data: unknown): boolean => {
  const flags = field(data, 'flags')
  const isOwn = (flag: unknown) => isMap(flag) && (Object.hasOwn(flag, 'state') || isMap(field(flag, 'variants')))
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

/** The definition of a flag in a resource of the OpenFeature operator: what flagd reads. */
const inResource = ({ data, locate }: Document): Document => ({
  data: field(field(data, 'spec'), 'flagSpec'),
  locate: (path, part) => locate(['spec', 'flagSpec', ...path], part),
})

type Dialect = readonly [
  isOwn: (data: unknown) => boolean,
  read: (document: Document, key: string) => Reading<FoundFlag>,
]

/** In this order: what the first ones are known by is more than the last ones say of themselves. */
const dialects: readonly Dialect[] = [
  [isLaunchDarklyApi, readLaunchDarklyApi],
  [isLaunchDarkly, readLaunchDarkly],
  [isFlagd, readFlagd],
  [(data) => isUnleashExport(data) || isUnleashFeature(data), readUnleashExport],
  [isUnleash, readUnleash],
  [isGrowthBook, readGrowthBook],
  [isStatsig, readStatsig],
  [isFlipt, readFlipt],
  [isConfigCat, readConfigCat],
  [isGoFeatureFlag, readGoFeatureFlag],
]

const dialectOf = (documents: readonly Document[], key: string): Reading<FoundFlag> => {
  const manifests = documents
    .filter(({ data }) => isManifest(data, 'Rollout', 'argoproj.io/') || isManifest(data, 'Canary', 'flagger.app/'))
    .map((document) => partOf(document))
  const named = (manifest: Part) => manifest.text('metadata', 'name') ?? ''
  // One alone is meant, whatever it is called; of several, the one of that name.
  const manifest = manifests.length > 1 ? manifests.find((one) => named(one) === key) : manifests[0]
  if (manifests.length > 1 && manifest === undefined) return read({ flag: undefined, names: manifests.map(named) })
  if (manifest !== undefined) return manifest.text('kind') === 'Rollout' ? readRollout(manifest) : readCanary(manifest)
  const [document, ...others] = documents
  if (document === undefined || others.length > 0) return foreign
  const { data } = document
  if (isManifest(data, 'FeatureFlag', 'core.openfeature.dev/')) return readFlagd(inResource(document), key)
  const [, reader] = dialects.find(([isOwn]) => isOwn(data)) ?? []
  return reader === undefined ? foreign : reader(document, key)
}

/** Finds the flag of this key, and the names of all. */
export const foundIn = ({ file, bytes }: Source, key: string, repository: Repository): Reading<FoundFlag> => {
  if (isTerraform(file)) return readTerraformFlags({ file, bytes }, repository, key)
  if (!/\.(?:ya?ml|json)$/i.test(file)) return foreign
  const documents = documentsIn({ file, bytes })
  if (documents.state !== 'read') return documents
  const [first] = documents.value
  return first !== undefined && isPlan(first)
    ? readTerraformFlags({ file, bytes }, repository, key)
    : dialectOf(documents.value, key)
}

/** Reads the flag with this key; of a manifest, whatever it is called, the traffic that it shifts. */
export const readerOf =
  (key: string): Reader<FlagFile> =>
  (source, repository) => {
    const reading = foundIn(source, key, repository)
    if (reading.state !== 'read') return reading
    const { flag, names } = reading.value
    return read({ flag, near: flag === undefined ? nearName(key, names) : undefined })
  }
