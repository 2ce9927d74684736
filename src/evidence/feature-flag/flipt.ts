import { quote } from '../../values/text.ts'
import { field } from '../../yaml/data.ts'
import type { Document } from '../reading/documents.ts'
import { endsAside } from '../reading/environment.ts'
import { type Reading, read } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'
import { textOf, truthOf } from '../reading/value.ts'
import type { FoundFlag } from './flag.ts'
import { everyone, fallbackOf, inList, maxEntries, shareOf, unclear } from './gates.ts'
import { roleOf, type Shares, servesBefore, shown, splitOf, unread, weighted } from './split.ts'

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
  const variants = flag.at('variants').items(maxEntries)
  const attachment = (name: string) => variants.find((one) => one.text('key') === name)?.at('attachment').data
  const weightsOf = (rule: Part) =>
    rule
      .at('distributions')
      .items(maxEntries)
      .map((one) => {
        const name = one.text('variant') ?? ''
        return weighted(roleOf(name, attachment(name)), one.at('rollout').data)
      })
  const rules = flag.at('rules').items(20)
  const isOffFor = (rule: Part) => !isForAll(rule, segments) && weightsOf(rule).every(({ role }) => role === 'off')
  const some = rules.filter((one) => !isOffFor(one))
  const [rule, ...others] = some.length > 0 ? some : rules
  if (rule === undefined) return unread('has no rule')
  if (others.length > 0 || !isForAll(rule, segments))
    return unread('is on for segments, whose share of the traffic is unknown')
  const weights = weightsOf(rule)
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
  // A segment that is turned off where the rest is off puts nobody into an arm.
  const isOffFor = (one: Part) => !standard && one.at('segment').data !== undefined && !one.truth('segment', 'value')
  const [rollout, ...others] = flag
    .at('rollouts')
    .items(20)
    .filter((one) => !isOffFor(one))
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
