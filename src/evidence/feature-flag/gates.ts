import { field, isMap } from '../../yaml/data.ts'
import type { Document } from '../reading/documents.ts'
import { type Located, malformed, type Reading, read } from '../reading/kind.ts'
import { locatedAt, type Part, partOf } from '../reading/part.ts'
import { wordOf } from '../reading/value.ts'
import type { Flag, FoundFlag } from './flag.ts'
import {
  byDefault,
  entersArm,
  roleOf,
  type Shares,
  servesBefore,
  shown,
  splitOf,
  unclearIn,
  unread,
  weighted,
} from './split.ts'

export const maxEntries = 1000

export const unclear = unclearIn('variants')

const keysOf = ({ data }: Part): string[] => (isMap(data) ? Object.keys(data) : [])

type Said = {
  readonly shares: Shares
  readonly disabled?: Located<string> | undefined
  readonly fallback?: Flag['fallback']
}

const flagOf = (key: Located<string>, { shares, disabled, fallback }: Said): Flag => ({
  key,
  disabled,
  fallback,
  ...shares,
})

export const everyone = (value: unknown, place: Part): Shares => {
  const split = splitOf([{ role: roleOf('', value), weight: 1 }])
  return split === undefined ? unclear : shown(split, place.range())
}

/** The share of `on` among everybody, where the others get the system off. */
export const shareOf = (percent: number | undefined, place: Part, bucketBy?: Flag['bucketBy']): Shares => {
  if (percent === undefined || !(percent >= 0 && percent <= 100))
    return unread('has no rollout percentage from 0 to 100')
  return shown({ treatment: percent, control: undefined, off: 100 - percent }, place.range(), bucketBy)
}

export const fallbackOf = (place: Part, value = place.data): Flag['fallback'] => {
  if (value === undefined || value === null || typeof value === 'symbol') return undefined
  return {
    value: String(isMap(value) ? 'an object' : value).slice(0, 60),
    range: place.range(),
    role: roleOf('', value),
  }
}

/** The map of flags, and the one that is looked for. */
export const inMap = (flags: Part, key: string, say: (flag: Part) => Said): Reading<FoundFlag> => {
  const names = keysOf(flags)
  if (!names.includes(key)) return read({ flag: undefined, names })
  const flag = flags.at(key)
  if (!isMap(flag.data)) return malformed('has a flag that is not a mapping', flag.range())
  return read({ flag: flagOf({ value: key, range: flag.range('key') }, say(flag)), names })
}

export const inList = (
  flags: readonly Part[],
  at: string,
  key: string,
  say: (flag: Part) => Said,
): Reading<FoundFlag> => {
  const names = flags.map((flag) => flag.text(at) ?? '')
  const flag = flags[names.indexOf(key)]
  if (flag === undefined) return read({ flag: undefined, names })
  return read({ flag: flagOf({ value: key, range: flag.at(at).range() }, say(flag)), names })
}

const isGate = (data: unknown): boolean =>
  typeof field(data, 'isEnabled') === 'boolean' &&
  Array.isArray(field(data, 'rules')) &&
  typeof field(data, 'id') === 'string'

/** Whether it is what the Console API of Statsig says of gates. */
export const isStatsig = (data: unknown): boolean => {
  const held = field(data, 'data')
  return isGate(data) || isGate(held) || (Array.isArray(held) && held.some(isGate))
}

/** Whether a rule of Statsig counts where customers are: without environments, in all of them. */
const isForProduction = (rule: Part): boolean => {
  const places = rule.at('environments').items(20)
  return places.length === 0 || places.some((one) => /^prod/i.test(one.text() ?? ''))
}

/** Sources: Statsig, Console API, gates; "Feature gate lifecycles": what is launched is on for everyone, whatever its rules say. */
export const readStatsig = (document: Document, key: string): Reading<FoundFlag> => {
  const whole = partOf(document)
  const gates = isGate(whole.data)
    ? [whole]
    : isGate(whole.at('data').data)
      ? [whole.at('data')]
      : whole.at('data').items(maxEntries)
  return inList(gates, 'id', key, (gate) => {
    const [enabled, idType, status] = [gate.at('isEnabled'), gate.at('idType'), gate.at('status')]
    const [isOver, isLaunched] = [/^(?:Archived|Disabled)$/.test(status.text() ?? ''), status.text() === 'Launched']
    const rules = gate.at('rules').items(20)
    const isPublic = (one: Part) =>
      one
        .at('conditions')
        .items(20)
        .every((condition) => condition.text('type') === 'public')
    // A rule that lets none of some pass, or that is not for production, puts nobody into an arm.
    const isMoved = (one: Part) => isForProduction(one) && (isPublic(one) || one.number('passPercentage') !== 0)
    const some = rules.filter(isMoved)
    const [rule, ...others] = some.length > 0 ? some : rules
    const bucketBy = locatedAt(idType.text() === undefined ? undefined : [idType.text() ?? ''], idType)
    return {
      disabled: isOver
        ? { value: `status: ${status.text()}`, range: status.range() }
        : enabled.data === false && !isLaunched
          ? { value: 'isEnabled: false', range: enabled.range() }
          : undefined,
      shares:
        isLaunched || rule === undefined
          ? everyone(isLaunched, isLaunched ? status : gate.at('rules'))
          : others.length > 0 || !isPublic(rule) || !isForProduction(rule)
            ? unread('is on for segments, whose share of the traffic is unknown')
            : shareOf(rule.number('passPercentage'), rule.at('passPercentage'), bucketBy),
    }
  })
}

const isGoFlag = (data: unknown): boolean => isMap(field(data, 'variations')) && isMap(field(data, 'defaultRule'))

/** Whether it is a file of GO Feature Flag: a map of flags with their default rule. */
export const isGoFeatureFlag = (data: unknown): boolean => isMap(data) && Object.values(data).some(isGoFlag)

/** Source: GO Feature Flag, flag format. */
export const readGoFeatureFlag = (document: Document, key: string): Reading<FoundFlag> =>
  inMap(partOf(document), key, (flag) => {
    const [rule, disable, bucketing] = [flag.at('defaultRule'), flag.at('disable'), flag.at('bucketingKey')]
    const roleAt = (name: string) => roleOf(name, flag.at('variations', name).data)
    const percentages = rule.at('percentage')
    const whole = rule.text('variation')
    const shared = keysOf(percentages)
    // A percentage goes before a variation.
    const weights =
      whole === undefined || shared.length > 0
        ? shared.map((name) => weighted(roleAt(name), percentages.at(name).data))
        : [{ role: roleAt(whole), weight: 1 }]
    const split = splitOf(weights)
    const bucketBy = locatedAt(bucketing.text() === undefined ? undefined : [bucketing.text() ?? ''], bucketing)
    const isPlain = ['progressiveRollout', 'query'].every((name) => rule.at(name).data === undefined)
    const later = ['scheduledRollout', 'experimentation'].some((name) => flag.at(name).data !== undefined)
    const place = shared.length > 0 ? percentages : rule.at('variation')
    const shares =
      later || !isPlain
        ? unread('has a scheduled, progressive or conditional rollout')
        : split === undefined
          ? unclear
          : shown(split, place.range(), bucketBy)
    const isMoved = (one: Part): boolean => {
      const names = [...keysOf(one.at('percentage')), wordOf(one.at('variation').data)].filter((name) => name !== '')
      return (
        one.truth('disable') !== true && (names.length === 0 || names.some((name) => entersArm(roleAt(name), shares)))
      )
    }
    return {
      disabled: disable.truth() === true ? { value: 'disable: true', range: disable.range() } : undefined,
      shares: flag.at('targeting').items(maxEntries).some(isMoved) ? unread(servesBefore) : shares,
    }
  })

/** Whether it is the config JSON of ConfigCat: `f` holds the settings, each with its type. */
export const isConfigCat = (data: unknown): boolean => {
  const settings = field(data, 'f')
  return (
    isMap(settings) && Object.values(settings).some((one) => isMap(one) && typeof one.t === 'number' && isMap(one.v))
  )
}

const configCatValue = (part: Part): unknown =>
  ['b', 's', 'i', 'd'].map((key) => part.at(key).data).find((one) => one !== undefined)

/** Source: ConfigCat, config JSON v6. */
export const readConfigCat = (document: Document, key: string): Reading<FoundFlag> =>
  inMap(partOf(document).at('f'), key, (flag) => {
    const [standard, options] = [flag.at('v'), flag.at('p')]
    const named = flag.text('a')
    const attribute = named === undefined || named === 'Identifier' ? byDefault.others : named
    const weights = options
      .items(maxEntries)
      .map((one) => weighted(roleOf('', configCatValue(one.at('v'))), one.at('p').data))
    const split = splitOf(weights)
    const isOffFor = (one: Part): boolean =>
      one.at('c').items(1).length > 0 && roleOf('', configCatValue(one.at('s', 'v'))) === 'off'
    return {
      shares: flag
        .at('r')
        .items(maxEntries)
        .some((one) => !isOffFor(one))
        ? unread(servesBefore)
        : weights.length === 0
          ? everyone(configCatValue(standard), standard)
          : split === undefined
            ? unclear
            : shown(split, options.range(), {
                value: [attribute],
                range: (named === undefined ? options : flag.at('a')).range(),
              }),
      fallback: fallbackOf(standard, configCatValue(standard)),
    }
  })
