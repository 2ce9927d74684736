import type { Path } from '../../yaml/path.ts'
import { type Reading, type Repository, read, type Source, unknown } from '../reading/kind.ts'
import type { Part } from '../reading/part.ts'
import { type Resource, unappliedBy } from '../terraform/resource.ts'
import { resourcesIn } from '../terraform/resources.ts'
import { chosen, inAll, rebuilt, servedBy, unknownShares } from './environments.ts'
import type { FoundFlag } from './flag.ts'
import { readLaunchDarkly } from './launchdarkly.ts'
import { archivedIn, unread } from './split.ts'

const maxEntries = 100

/** A flag that is on or off has its values as texts. */
const variationOf = (flag: Part, variation: Part): unknown => {
  const value = variation.at('value').data
  return flag.text('variation_type') === 'boolean' && (value === 'true' || value === 'false') ? value === 'true' : value
}

/** A flag that is on or off has both values where none is named. Source: LaunchDarkly, REST API, create a feature flag. */
const variationsOf = (flag: Part): unknown[] =>
  flag.text('variation_type') === 'boolean' && flag.at('variations').data === undefined
    ? [true, false]
    : flag
        .at('variations')
        .items(maxEntries)
        .map((one) => servedBy(one, variationOf(flag, one)))

/** A block of version 2 of the provider, or the attribute in its place of version 3. */
const rolloutOf = (environment: Part): Part => {
  const held = environment.at('fallthrough')
  return Array.isArray(held.data) ? held.at(0) : held
}

/** The rollout of an environment as LaunchDarkly's own files have it. */
const fallthroughOf = (held: Part): unknown => {
  const weights = held.at('rollout_weights').items(maxEntries)
  if (weights.length === 0) return { variation: held.at('variation').data }
  return {
    rollout: {
      contextKind: held.at('context_kind').data,
      bucketBy: held.at('bucket_by').data,
      variations: weights.map((one, variation) => ({ variation, weight: one.data })),
    },
  }
}

/** What of a flag, or of it in an environment, decides who gets what; `on` only whether anybody does. */
const deciding =
  /^(?:key|variation_type|variations|archived|flag_id|env_key|off_variation|fallthrough|targets|context_targets|rules|prerequisites)$/

/** What later versions call otherwise. Source: LaunchDarkly docs, Terraform provider, migration from version 1. */
const ofVersion1 = ['targeting_enabled', 'flag_fallthrough', 'user_targets']

const flagIn = (flag: Resource, environment: Resource, key: string, names: readonly string[]): Reading<FoundFlag> => {
  const { part } = environment
  const rollout = rolloutOf(part)
  const data = {
    flags: {
      [key]: {
        // Who turns it off outside Terraform serves less.
        on: part.truth('on') === true || environment.ignored?.includes('on'),
        offVariation: part.at('off_variation').data,
        fallthrough: fallthroughOf(rollout),
        targets: ['targets', 'context_targets'].flatMap((name) =>
          part
            .at(name)
            .items(maxEntries)
            .map((one) => ({ variation: one.at('variation').data, values: one.at('values').data })),
        ),
        rules: part
          .at('rules')
          .items(maxEntries)
          .map((one) => ({
            clauses: one.at('clauses').data,
            variation: one.at('variation').data,
            rollout: one.at('rollout_weights').data === undefined ? undefined : {},
          })),
        variations: variationsOf(flag.part),
      },
    },
  }
  const own: Path = ['flags', key]
  const places: [Path, Part][] = [
    [own, part],
    [[...own, 'offVariation'], part.at('off_variation')],
    [[...own, 'fallthrough'], rollout],
    [[...own, 'fallthrough', 'rollout', 'variations'], rollout.at('rollout_weights')],
  ]
  const reading = readLaunchDarkly(rebuilt(data, places, part), key)
  if (reading.state !== 'read' || reading.value.flag === undefined) return reading
  const needs = part.at('prerequisites').items(1).length > 0
  const isOpen = environment.made !== 'once' || flag.made !== 'once' || typeof part.at('on').data === 'symbol'
  const found = {
    ...reading.value.flag,
    ...archivedIn(flag.part),
    key: { value: key, range: flag.part.at('key').range() },
  }
  const [old] = ofVersion1.filter((name) => part.at(name).data !== undefined)
  const [unapplied] = [environment, flag].flatMap((one) => unappliedBy(one, (name) => deciding.test(name)) ?? [])
  if (!needs && !isOpen && unapplied === undefined && old === undefined) return read({ flag: found, names })
  const first = old && `has \`${old}\` of version 1 of the provider, which pilotlint does not read`
  const why = first ?? unapplied ?? (needs ? 'depends on other flags' : 'depends on values that only Terraform knows')
  return read({ flag: { ...found, disabled: undefined, ...unread(why) }, names })
}

/** Flags of LaunchDarkly in Terraform. Source: Terraform, launchdarkly_feature_flag and launchdarkly_feature_flag_environment. */
export const readTerraformFlags = (source: Source, repository: Repository, key: string): Reading<FoundFlag> => {
  const resources = resourcesIn(source, repository)
  if (resources.state !== 'read') return resources
  const { own, opaque } = resources.value
  const flags = own.filter(({ type }) => type === 'launchdarkly_feature_flag')
  if (flags.length === 0) return unknown('contains no supported flag resource')
  const names = flags.map(({ part }) => part.text('key') ?? '')
  const flag = flags[names.indexOf(key)]
  if (flag === undefined && opaque.length > 0)
    return unknown('calls modules that pilotlint cannot read and that may define the flag')
  if (flag === undefined) return read({ flag: undefined, names })
  const environments = own.filter(
    ({ type, part, source: taken }) =>
      type === 'launchdarkly_feature_flag_environment' &&
      (taken('flag_id') === `${flag.address}.id` || part.text('flag_id')?.split('/').at(-1) === key),
  )
  const choice = chosen(environments, ({ part }) => part.text('env_key'))
  return 'why' in choice
    ? unknownShares(key, choice, flag.part.at('key'), names)
    : inAll(
        choice,
        ({ part }) => part.text('env_key'),
        (one) => flagIn(flag, one, key, names),
      )
}
