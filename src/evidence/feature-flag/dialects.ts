import { field, isMap } from '../../yaml/data.ts'
import { type Document, documentsIn, listed, several } from '../reading/documents.ts'
import { goSeconds } from '../reading/duration.ts'
import { nearName } from '../reading/follow.ts'
import { malformed, type Reader, type Reading, type Repository, read, type Source, unknown } from '../reading/kind.ts'
import { locatedAt, type Part, partOf } from '../reading/part.ts'
import { textOf, truthOf } from '../reading/value.ts'
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
import { fliptAside, isFlipt, readFlipt } from './flipt.ts'
import { isConfigCat, isGoFeatureFlag, isStatsig, readConfigCat, readGoFeatureFlag, readStatsig } from './gates.ts'
import { isGrowthBook, readGrowthBook } from './growthbook.ts'
import { readLaunchDarkly } from './launchdarkly.ts'
import { namedTwice } from './split.ts'
import { readTerraformFlags } from './terraform.ts'
import { readUnleash } from './unleash.ts'

const maxEntries = 1000

const percent = (value: number | undefined): number | undefined =>
  value !== undefined && value >= 0 && value <= 100 ? value : undefined

const percentsOf = (list: Part): number[] => list.items(maxEntries).flatMap((one) => percent(one.number()) ?? [])

const delivered = (manifest: Part, steps: readonly number[], place: Part, why: string): Reading<FoundFlag> => {
  const name = manifest.at('metadata', 'name')
  const splits = steps.map((treatment) => ({ treatment, control: undefined, off: 100 - treatment }))
  const flag: Flag = {
    key: { value: name.text() ?? '', range: name.range() },
    disabled: undefined,
    fallback: undefined,
    splits: locatedAt(splits.length === 0 ? undefined : splits, place),
    bucketBy: undefined,
    isOfRequests: true,
    only: undefined,
    unread: splits.length === 0 ? why : undefined,
  }
  return read({ flag, names: [flag.key.value] })
}

/** A pause that is shorter, in seconds, is none: everybody has the new version before anybody looks. */
const shortestPause = 3600

const isLong = (duration: unknown): boolean => {
  const text = String(duration).slice(0, 40)
  return (/^\d+$/.test(text) ? Number(text) : (goSeconds(text) ?? 0)) >= shortestPause
}

/**
 * Whether a step waits, so that the weight before it is served: for a time, until somebody goes on, or until an analysis
 * is over. Source: Argo Rollouts, canary strategy.
 */
const holds = (step: Part): boolean => {
  if (step.at('plugin').data !== undefined || step.at('analysis', 'templates').items(1).length > 0) return true
  return ['pause', 'experiment'].some((key) => {
    const duration = step.at(key, 'duration').data ?? undefined
    return step.at(key).data !== undefined && (duration === undefined || isLong(duration))
  })
}

/** A router of Argo beside what only says something of routes. */
const hasRouter = ({ data }: Part): boolean =>
  isMap(data) &&
  Object.entries(data).some(([key, of]) => isMap(of) && !['managedRoutes', 'maxTrafficWeight'].includes(key))

/** The weights that a canary goes through. Source: Argo Rollouts, canary strategy. */
const readRollout = (manifest: Part): Reading<FoundFlag> => {
  const strategy = manifest.at('spec', 'strategy')
  if (['canary', 'blueGreen'].every((key) => strategy.at(key).data === undefined))
    return malformed('has a Rollout without `strategy`', manifest.at('spec').range())
  const steps = strategy.at('canary', 'steps')
  const all = steps.items(maxEntries)
  const routing = strategy.at('canary', 'trafficRouting')
  const whole = routing.at('maxTrafficWeight').data === undefined ? 100 : (routing.number('maxTrafficWeight') ?? 0)
  const shareAt = (step: Part) => percent((100 * (step.number('setWeight') ?? Number.NaN)) / whole)
  const set = all.filter((step) => step.at('setWeight').data !== undefined)
  if (set.some((step) => shareAt(step) === undefined))
    return delivered(manifest, [], steps, 'has a weight that is not a percentage')
  // Without a router, a weight is rounded up to whole replicas.
  if (set.length > 0 && !hasRouter(routing))
    return delivered(manifest, [], steps, 'has no router in `trafficRouting`, so its weights are shares of replicas')
  if (all.some((step) => step.at('setHeaderRoute', 'match').items(1).length > 0))
    return delivered(manifest, [], steps, 'sends requests by their headers as well, whose share is unknown')
  const next = (at: number) => all.findIndex((step, later) => later > at && step.at('setWeight').data !== undefined)
  const weights = all.flatMap((step, at) => {
    const end = next(at)
    const isHeld = all.slice(at + 1, end === -1 ? undefined : end).some(holds)
    return isHeld ? (shareAt(step) ?? []) : []
  })
  const why =
    set.length > 0 ? 'has no weight that lasts an hour, so all traffic moves at once' : 'moves all traffic at once'
  return delivered(manifest, weights, steps, why)
}

/** The weights that a canary goes through. Source: Flagger, canary analysis. */
const readCanary = (manifest: Part): Reading<FoundFlag> => {
  const [current, legacy] = [manifest.at('spec', 'analysis'), manifest.at('spec', 'canaryAnalysis')]
  const analysis = current.data === undefined ? legacy : current
  const skip = manifest.at('spec', 'skipAnalysis')
  if (skip.truth() === true) return delivered(manifest, [], skip, 'skips its analysis, so all traffic moves at once')
  // That provider moves all traffic once the checks have passed. Source: Flagger, deployment strategies.
  const provider = manifest.at('spec', 'provider')
  if (provider.data === 'kubernetes') return delivered(manifest, [], provider, 'does not shift traffic by percentage')
  if (analysis.data === undefined) return malformed('has a Canary without `analysis`', manifest.at('spec').range())
  const interval = analysis.at('interval')
  const gates = new Set(
    analysis
      .at('webhooks')
      .items(20)
      .map((one) => one.text('type')),
  )
  // Without an interval that Go can read, it goes on each minute.
  const isHeld = gates.has('confirm-traffic-increase') || isLong(interval.data)
  if (!isHeld && !gates.has('confirm-promotion'))
    return delivered(manifest, [], interval, 'continues by itself within an hour, so all traffic moves at once')
  const own = analysis.at('stepWeights')
  const [step = 0, top = 100] = [percent(analysis.number('stepWeight')), percent(analysis.number('maxWeight'))]
  const count = step < 0.1 ? 0 : Math.ceil(top / step)
  const isListed = own.items(1).length > 0
  const weights = isListed ? percentsOf(own) : Array.from({ length: count }, (_, at) => Math.min(top, step * (at + 1)))
  const isWhole = analysis.at('match').items(1).length > 0 || (analysis.number('iterations') ?? 0) > 0
  const place = isListed ? own : analysis.at('stepWeight')
  // A promotion is confirmed at the last weight; those before it have passed by then.
  const held = isHeld ? weights : weights.slice(-1)
  return delivered(manifest, isWhole ? [] : held, place, 'does not shift traffic by percentage')
}

const foreign = unknown(
  'is not in a supported flag format, expected flagd, Unleash, LaunchDarkly, GrowthBook, Statsig, Flipt, GO Feature Flag, ConfigCat, Argo Rollouts or Flagger',
)

/** In resources or namespaces of their own, each of which may be the one. */
const meantTwice = unknown(`${namedTwice}, so it is unclear which one counts`)

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
  valuesOf(field(data, 'flags')).some((flag) => isMap(flag) && truthOf(flag.on) !== undefined)

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

const isFlagResource = ({ data }: Document): boolean => isManifest(data, 'FeatureFlag', 'core.openfeature.dev/')

/** One document; the flags of a resource are what flagd reads. */
const inDocument = (document: Document, key: string): Reading<FoundFlag> => {
  if (isFlagResource(document)) return readFlagd(inResource(document), key)
  const [, reader] = dialects.find(([isOwn]) => isOwn(document.data)) ?? []
  return reader === undefined ? foreign : reader(document, key)
}

/** The flag of a document that holds it once. */
const onceIn = (document: Document, key: string): Reading<FoundFlag> => {
  const reading = inDocument(document, key)
  const flag = reading.state === 'read' ? reading.value.flag : undefined
  const isTwice = reading.state === 'read' && reading.value.names.filter((name) => name === key).length > 1
  return flag !== undefined && isTwice ? malformed(namedTwice, flag.key.range) : reading
}

/** Of several resources, or namespaces of Flipt, the one that holds the flag. */
const inSeveral = (documents: readonly Document[], key: string): Reading<FoundFlag> => {
  const readings = documents.map((document) => onceIn(document, key))
  const bad = readings.find(({ state }) => state !== 'read')
  if (bad !== undefined) return bad
  const found = readings.flatMap((one) => (one.state === 'read' ? [one.value] : []))
  const [held, twice] = found.filter(({ flag }) => flag !== undefined)
  if (twice !== undefined) return meantTwice
  return read({ flag: held?.flag, names: found.flatMap(({ names }) => names) })
}

const dialectOf = (all: readonly Document[], key: string): Reading<FoundFlag> => {
  const documents = all.flatMap((one) => listed(one))
  const manifests = documents
    .filter(({ data }) => isManifest(data, 'Rollout', 'argoproj.io/') || isManifest(data, 'Canary', 'flagger.app/'))
    .map((document) => partOf(document))
  const named = (manifest: Part) => manifest.text('metadata', 'name') ?? ''
  // One alone is meant, whatever it is called; of several, the one of that name.
  const [manifest, twice] = manifests.length > 1 ? manifests.filter((one) => named(one) === key) : manifests
  if (twice !== undefined) return meantTwice
  if (manifests.length > 1 && manifest === undefined) return read({ flag: undefined, names: manifests.map(named) })
  if (manifest !== undefined) return manifest.text('kind') === 'Rollout' ? readRollout(manifest) : readCanary(manifest)
  const [document, ...others] = documents
  if (document === undefined) return foreign
  if (others.length === 0 && (!document.isLater || isFlagResource(document))) return onceIn(document, key)
  // Other resources of Kubernetes may stand beside those of flags.
  const resources = documents.filter(isFlagResource)
  if (resources.length > 0) return inSeveral(resources, key)
  if (documents.every(({ data }) => isFlipt(data))) {
    const live = inSeveral(
      documents.filter((one) => fliptAside(one) === undefined),
      key,
    )
    return live.state === 'read' && live.value.flag === undefined ? inSeveral(documents, key) : live
  }
  return documents.some(({ data }) => dialects.some(([isOwn]) => isOwn(data))) ? unknown(several) : foreign
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
