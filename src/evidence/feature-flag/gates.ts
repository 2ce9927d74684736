import { quote } from '../../values/text.ts'
import { field, isMap } from '../../yaml/data.ts'
import type { Document } from '../reading/documents.ts'
import { endsAside } from '../reading/environment.ts'
import { type Located, malformed, type Reading, read } from '../reading/kind.ts'
import { locatedAt, type Part, partOf } from '../reading/part.ts'
import { textOf, truthOf, wordOf } from '../reading/value.ts'
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

const inList = (flags: readonly Part[], at: string, key: string, say: (flag: Part) => Said): Reading<FoundFlag> => {
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

/** Source: Statsig, Console API, gates. */
export const readStatsig = (document: Document, key: string): Reading<FoundFlag> => {
  const whole = partOf(document)
  const gates = isGate(whole.data)
    ? [whole]
    : isGate(whole.at('data').data)
      ? [whole.at('data')]
      : whole.at('data').items(maxEntries)
  return inList(gates, 'id', key, (gate) => {
    const [enabled, idType, status] = [gate.at('isEnabled'), gate.at('idType'), gate.at('status')]
    const isArchived = status.text() === 'Archived'
    const [rule, ...others] = gate.at('rules').items(20)
    const conditions = rule?.at('conditions').items(20) ?? []
    const isPublic = conditions.every((one) => one.text('type') === 'public')
    const bucketBy = locatedAt(idType.text() === undefined ? undefined : [idType.text() ?? ''], idType)
    const pass = rule?.at('passPercentage')
    const places =
      rule
        ?.at('environments')
        .items(20)
        .map((one) => one.text() ?? '') ?? []
    const isLive = places.length === 0 || places.some((one) => /^prod/i.test(one))
    return {
      disabled: isArchived
        ? { value: 'status: Archived', range: status.range() }
        : enabled.data === false
          ? { value: 'isEnabled: false', range: enabled.range() }
          : undefined,
      shares:
        pass === undefined
          ? everyone(false, gate.at('rules'))
          : others.length > 0 || !isPublic || !isLive
            ? unread('is on for segments, whose share of the traffic is unknown')
            : shareOf(pass.number(), pass, bucketBy),
    }
  })
}

/** Whether it is a file of Flipt: flags of a type in a list. */
export const isFlipt = (data: unknown): boolean => {
  const flags = field(data, 'flags')
  return (
    Array.isArray(flags) &&
    flags.some((one) => typeof field(one, 'key') === 'string' && truthOf(field(one, 'enabled')) !== undefined)
  )
}

/** The segments of a rule: one key, several, or those of older versions. Source: Flipt, features.cue. */
const segmentsOf = (rule: Part): string[] =>
  [['segment'], ['segment', 'keys'], ['segments']].flatMap((at) => {
    const place = rule.at(...at)
    return [place, ...place.items(maxEntries)].flatMap((one) => one.text() ?? [])
  })

/** Whether a rule is for everyone: a segment without a constraint holds everybody. Source: Flipt, evaluation. */
const isForAll = (rule: Part, segments: readonly Part[]): boolean =>
  segmentsOf(rule).every((key) =>
    segments.some((one) => one.text('key') === key && one.at('constraints').items(1).length === 0),
  )

const fliptVariants = (flag: Part, segments: readonly Part[]): Shares => {
  const [rule, ...others] = flag.at('rules').items(20)
  if (rule === undefined) return unread('has no rule')
  if (others.length > 0 || !isForAll(rule, segments))
    return unread('is on for segments, whose share of the traffic is unknown')
  const variants = flag.at('variants').items(maxEntries)
  const attachment = (name: string) => variants.find((one) => one.text('key') === name)?.at('attachment').data
  const weights = rule
    .at('distributions')
    .items(maxEntries)
    .map((one) => {
      const name = one.text('variant') ?? ''
      return weighted(roleOf(name, attachment(name)), one.at('rollout').data)
    })
  const split = splitOf(weights)
  // Whoever is left over gets the default variant, or none.
  const sum = weights.reduce((total, { weight }) => total + weight, 0)
  if (split !== undefined && Math.abs(sum - 100) > 0.01) return unread('has rollouts that do not add up to 100')
  return split === undefined ? unclear : shown(split, rule.at('distributions').range())
}

/** The namespace of a file of Flipt where it is called as one in which no customer is. */
export const fliptAside = ({ data }: Pick<Document, 'data'>): string | undefined => {
  const namespace = field(data, 'namespace')
  const name = textOf(namespace) ?? textOf(field(namespace, 'key'))
  return name !== undefined && endsAside(name) ? name : undefined
}

/** The share of a threshold; everybody else gets what `enabled` of the flag says, as where no rollout applies. */
const fliptShares = (flag: Part, standard: boolean): Shares => {
  const [rollout, ...others] = flag.at('rollouts').items(20)
  if (rollout === undefined) return everyone(standard, flag.at('enabled'))
  const place = rollout.at('threshold', 'percentage')
  if (others.length > 0 || rollout.at('threshold').data === undefined) return unread(servesBefore)
  const [percent = Number.NaN, isOn] = [place.number(), rollout.truth('threshold', 'value') === true]
  if (isOn === standard) return everyone(standard, flag.at('enabled'))
  return shareOf(isOn ? percent : 100 - percent, place)
}

const fliptFlag = (document: Document, key: string): Reading<FoundFlag> => {
  const whole = partOf(document)
  return inList(whole.at('flags').items(maxEntries), 'key', key, (flag) => {
    const enabled = flag.at('enabled')
    const isOn = enabled.truth() === true
    if (flag.text('type') === 'BOOLEAN_FLAG_TYPE')
      return { shares: fliptShares(flag, isOn), fallback: fallbackOf(enabled, isOn) }
    return {
      disabled: isOn ? undefined : { value: 'enabled: false', range: enabled.range() },
      shares: fliptVariants(flag, whole.at('segments').items(maxEntries)),
    }
  })
}

/** Source: Flipt, declarative flags, features.yml. */
export const readFlipt = (document: Document, key: string): Reading<FoundFlag> => {
  const [reading, aside] = [fliptFlag(document, key), fliptAside(document)]
  if (reading.state !== 'read' || reading.value.flag === undefined || aside === undefined) return reading
  const elsewhere = unread(`is set only in ${quote(aside)}, which serves no customers`)
  return read({ ...reading.value, flag: { ...reading.value.flag, ...elsewhere } })
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
    return {
      shares:
        flag.at('r').items(1).length > 0
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
