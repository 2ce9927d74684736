import { quote } from '../../values/text.ts'
import { field, isMap } from '../../yaml/data.ts'
import type { Path } from '../../yaml/path.ts'
import type { Document } from '../reading/documents.ts'
import { isAside, isLive, live } from '../reading/environment.ts'
import { malformed, type Reading, read } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'
import type { Flag, FoundFlag } from './flag.ts'
import { readLaunchDarkly } from './launchdarkly.ts'
import { archivedIn, roleOf, unread } from './split.ts'
import { readUnleash } from './unleash.ts'

const maxEntries = 1000

/** One of several environments, or why it is unknown which of them customers meet; completes a sentence that begins with the key. */
type Chosen<T> = { readonly one: T; readonly also: readonly T[] } | { readonly why: string }

/** The one that customers meet, and others that are called like it (`production-eu`): by its name, or because there is no other, unless it is called as no production is. */
export const chosen = <T>(all: readonly T[], nameOf: (one: T) => string | undefined): Chosen<T> => {
  const production = all.filter((one) => live.includes(nameOf(one)?.toLowerCase() ?? ''))
  const [one, ...others] = production.length > 0 ? production : all
  if (one === undefined) return { why: 'has no environment' }
  if (others.length > 0) return { why: 'has several environments, expected exactly one named production' }
  const also = all.filter((other) => other !== one && isLive(nameOf(other) ?? ''))
  const name = nameOf(one) ?? ''
  return isAside(name) ? { why: `is set only in ${quote(name)}, which serves no customers` } : { one, also }
}

const treatmentOf = ({ disabled, splits, only }: Flag): number =>
  disabled || only ? 0 : (splits?.value[0]?.treatment ?? 100)

/** A flag as it is in production, unless more get it in another environment that is called like that. */
export const inAll = <T>(
  { one, also }: { readonly one: T; readonly also: readonly T[] },
  nameOf: (one: T) => string | undefined,
  read: (one: T) => Reading<FoundFlag>,
): Reading<FoundFlag> => {
  const reading = read(one)
  const flag = reading.state === 'read' ? reading.value.flag : undefined
  if (reading.state !== 'read' || flag === undefined) return reading
  const more = also.find((other) => {
    const found = read(other)
    return found.state !== 'read' || (found.value.flag && treatmentOf(found.value.flag) > treatmentOf(flag) + 0.5)
  })
  if (more === undefined) return reading
  const why = `is on for more in ${quote(nameOf(more) ?? '')}, which is named like production`
  return { ...reading, value: { ...reading.value, flag: { ...flag, disabled: undefined, ...unread(why) } } }
}

export const unknownShares = (
  key: string,
  { why }: { readonly why: string },
  place: Part,
  names: readonly string[],
): Reading<FoundFlag> =>
  read({
    flag: { key: { value: key, range: place.range() }, disabled: undefined, fallback: undefined, ...unread(why) },
    names,
  })

/** The parts of a document put together in another form; each place in it is found where its value came from. */
export const rebuilt = (
  data: unknown,
  places: readonly (readonly [at: Path, from: Part])[],
  whole: Part,
): Document => ({
  data,
  locate: (path, part) => {
    const near = places.filter(([at]) => at.every((step, index) => step === path[index]))
    const [at, from] = near.reduce((one, other) => (other[0].length > one[0].length ? other : one), [[], whole] as [
      Path,
      Part,
    ])
    return from.at(...path.slice(at.length)).range(part)
  },
})

const isFlag = (data: unknown): boolean =>
  typeof field(data, 'key') === 'string' &&
  Array.isArray(field(data, 'variations')) &&
  isMap(field(data, 'environments'))

/** Whether it is what the API of LaunchDarkly, and `ldcli`, say of one flag or of all. */
export const isLaunchDarklyApi = (data: unknown): boolean => {
  const items = field(data, 'items')
  return isFlag(data) || (Array.isArray(items) && items.some(isFlag))
}

/** What a variation of LaunchDarkly serves, or its name where that does not say whether it turns the system on. */
export const servedBy = (variation: Part, value = variation.at('value').data): unknown =>
  roleOf('', value) === 'unclear' ? (variation.text('name') ?? value) : value

const apiFlag = (
  flag: Part,
  environment: Part,
  key: string,
  names: readonly string[],
  whole: Part,
): Reading<FoundFlag> => {
  if (typeof environment.at('on').data !== 'boolean') return malformed('has a flag without `on`', environment.range())
  const variations = flag.at('variations').items(maxEntries)
  const data = {
    flags: {
      [key]: {
        ...(isMap(environment.data) ? environment.data : {}),
        variations: variations.map((one) => servedBy(one)),
      },
    },
  }
  const places: [Path, Part][] = [
    [['flags', key], environment],
    ...variations.map((one, at): [Path, Part] => [['flags', key, 'variations', at], one.at('value')]),
  ]
  const reading = readLaunchDarkly(rebuilt(data, places, whole), key)
  if (reading.state !== 'read' || reading.value.flag === undefined) return reading
  const found = {
    ...reading.value.flag,
    ...archivedIn(flag),
    key: { value: key, range: flag.at('key').range() },
  }
  return read({ flag: found, names })
}

/** The flags of LaunchDarkly's REST API, as they are in production. Source: LaunchDarkly REST API, feature flags. */
export const readLaunchDarklyApi = (document: Document, key: string): Reading<FoundFlag> => {
  const whole = partOf(document)
  const flags = isFlag(document.data) ? [whole] : whole.at('items').items(maxEntries)
  const names = flags.map((flag) => flag.text('key') ?? '')
  const flag = flags[names.indexOf(key)]
  if (flag === undefined) return read({ flag: undefined, names })
  const environments = flag.at('environments')
  const held = Object.keys(isMap(environments.data) ? environments.data : {})
  const choice = chosen(held, (one) => one)
  if ('why' in choice) return unknownShares(key, choice, flag.at('key'), names)
  return inAll(
    choice,
    (one) => one,
    (name) => apiFlag(flag, environments.at(name), key, names, whole),
  )
}

/** Whether it is what Unleash exports: its features apart from their strategies. */
export const isUnleashExport = (data: unknown): boolean =>
  Array.isArray(field(data, 'features')) && Array.isArray(field(data, 'featureStrategies'))

/** Whether it is one feature as the admin API of Unleash says it, with its environments. */
export const isUnleashFeature = (data: unknown): boolean => {
  const environments = field(data, 'environments')
  return (
    typeof field(data, 'name') === 'string' &&
    Array.isArray(environments) &&
    environments.every((one) => Array.isArray(field(one, 'strategies')))
  )
}

type Held = {
  readonly feature: Part
  readonly environment: Part
  readonly strategies: readonly Part[]
  readonly needs: unknown
}

const asClient = (held: Held, key: string, names: readonly string[], whole: Part): Reading<FoundFlag> => {
  const { feature, environment, strategies, needs } = held
  const enabled = environment.at('enabled')
  // Those of a feature are what all its environments have, where an environment says its own.
  const variants = (environment.at('variants').data === undefined ? feature : environment).at('variants')
  const data = {
    features: [
      {
        name: key,
        enabled: enabled.data,
        archived: feature.at('archived').data,
        strategies: strategies.map((one) => one.data),
        variants: variants.data,
        dependencies: needs,
      },
    ],
  }
  const places: [Path, Part][] = [
    [['features', 0], feature],
    [['features', 0, 'enabled'], enabled],
    [['features', 0, 'variants'], variants],
    ...strategies.map((one, at): [Path, Part] => [['features', 0, 'strategies', at], one]),
  ]
  const reading = readUnleash(rebuilt(data, places, whole), key)
  return reading.state === 'read' ? read({ ...reading.value, names }) : reading
}

/** What Unleash exports, as it is in production. Source: Unleash, import and export; admin API, get feature. */
export const readUnleashExport = (document: Document, key: string): Reading<FoundFlag> => {
  const whole = partOf(document)
  if (isUnleashFeature(document.data)) {
    const names = [whole.text('name') ?? '']
    if (names[0] !== key) return read({ flag: undefined, names })
    const choice = chosen(whole.at('environments').items(maxEntries), (one) => one.text('name'))
    if ('why' in choice) return unknownShares(key, choice, whole.at('name'), names)
    const needs = whole.at('dependencies').data
    return inAll(
      choice,
      (one) => one.text('name'),
      (environment) => {
        const strategies = environment.at('strategies').items(maxEntries)
        return asClient({ feature: whole, environment, strategies, needs }, key, names, whole)
      },
    )
  }
  const features = whole.at('features').items()
  const names = features.map((feature) => feature.text('name') ?? '')
  const feature = features[names.indexOf(key)]
  if (feature === undefined) return read({ flag: undefined, names })
  const own = (part: Part, name = 'featureName') => part.text(name) === key
  const placeOf = (one: Part) => one.text('environment') ?? one.text('name')
  // Most of a list are of other flags.
  const ownOf = (key: string) =>
    whole
      .at(key)
      .items()
      .filter((one) => own(one))
      .slice(0, maxEntries)
  const choice = chosen(ownOf('featureEnvironments'), placeOf)
  if ('why' in choice) return unknownShares(key, choice, feature.at('name'), names)
  const needs = whole
    .at('dependencies')
    .items()
    .find((one) => own(one, 'feature'))
    ?.at('dependencies').data
  const all = ownOf('featureStrategies')
  return inAll(choice, placeOf, (environment) => {
    const place = placeOf(environment)
    const strategies = all.filter((one) => (one.text('environment') ?? place) === place)
    return asClient({ feature, environment, strategies, needs }, key, names, whole)
  })
}
