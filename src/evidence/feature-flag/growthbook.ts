import { field, isMap } from '../../yaml/data.ts'
import type { Document } from '../reading/documents.ts'
import type { Reading } from '../reading/kind.ts'
import { locatedAt, type Part, partOf } from '../reading/part.ts'
import { numberOf } from '../reading/value.ts'
import type { FoundFlag } from './flag.ts'
import { everyone, fallbackOf, inMap, maxEntries, shareOf, unclear } from './gates.ts'
import { roleOf, type Shares, servesBefore, shown, splitOf, unread, type Weighted, weighted } from './split.ts'

/** Whether it is the payload that the SDKs of GrowthBook get. */
export const isGrowthBook = (data: unknown): boolean => {
  const features = field(data, 'features')
  return isMap(features) && Object.values(features).some((one) => isMap(one) && Object.hasOwn(one, 'defaultValue'))
}

const growthBookRule = (rule: Part, standard: unknown): Shares => {
  const coverage = rule.at('coverage').data === undefined ? 1 : numberOf(rule.at('coverage').data)
  const hash = rule.at('hashAttribute')
  const bucketBy = locatedAt(hash.text() === undefined ? undefined : [hash.text() ?? ''], hash)
  if (
    ['condition', 'parentConditions', 'namespace', 'filters', 'range', 'ranges', 'savedGroups'].some(
      (key) => rule.at(key).data !== undefined,
    )
  )
    return unread('is on for segments, whose share of the traffic is unknown')
  if (![undefined, 1, 2].includes(rule.at('hashVersion').data as number | undefined))
    return unread('has a `hashVersion` unknown to GrowthBook, so the rule is skipped')
  if (coverage === undefined || coverage < 0 || coverage > 1) return unread('has a `coverage` outside 0 to 1')
  if (rule.at('force').data !== undefined) {
    const isOn = roleOf('', rule.at('force').data) === 'treatment' && roleOf('', standard) === 'off'
    return isOn
      ? shareOf(100 * coverage, rule.at(rule.at('coverage').data === undefined ? 'force' : 'coverage'), bucketBy)
      : unclear
  }
  const values = rule.at('variations').items(maxEntries)
  const weights = rule.at('weights').items(maxEntries)
  const meta = rule.at('meta').items(maxEntries)
  if (meta.some((one) => one.at('passthrough').data === true))
    return unread('has a variation that passes on to the next rule')
  // Weights of another number, or that do not add up to 1, count as equal ones.
  const sum = weights.reduce((total, one) => total + (numberOf(one.data) ?? 0), 0)
  const isWeighed = weights.length === values.length && Math.abs(sum - 1) <= 0.01
  const own = values.map(
    (one, at): Weighted =>
      weighted(
        roleOf(meta[at]?.text('name') ?? meta[at]?.text('key') ?? '', one.data),
        isWeighed ? weights[at]?.data : 1 / values.length,
      ),
  )
  const split = splitOf([
    ...own.map((one) => ({ ...one, weight: one.weight * coverage })),
    { role: roleOf('', standard), weight: 1 - coverage },
  ])
  return split === undefined ? unclear : shown(split, rule.at('variations').range(), bucketBy)
}

/** Whether a rule turns the system off for some, which puts nobody into an arm. */
const isOffFor = (rule: Part): boolean =>
  isMap(rule.at('condition').data) && roleOf('', rule.at('force').data) === 'off'

/** Source: GrowthBook, build your own SDK, features; API, feature rules: one with `enabled: false` is given to nobody. */
export const readGrowthBook = (document: Document, key: string): Reading<FoundFlag> =>
  inMap(partOf(document).at('features'), key, (flag) => {
    const standard = flag.at('defaultValue')
    const rules = flag
      .at('rules')
      .items()
      .filter((one) => one.at('enabled').data !== false)
    const some = rules.filter((one) => !isOffFor(one))
    const [rule, ...others] = some.length > 0 ? some : rules
    const shares =
      rule === undefined
        ? everyone(standard.data, standard)
        : others.length > 0
          ? unread(servesBefore)
          : growthBookRule(rule, standard.data)
    return { shares, fallback: fallbackOf(standard) }
  })
