import { isMap } from '../../yaml/data.ts'
import type { Document } from '../reading/documents.ts'
import { secondsOf } from '../reading/duration.ts'
import { nearName } from '../reading/follow.ts'
import { type Located, malformed, type Reading, read } from '../reading/kind.ts'
import { locatedAt, type Part, partOf } from '../reading/part.ts'
import { type Alert, alertWith, type FoundAlerts } from './alert.ts'
import { narrowedBy, type ParseExpr } from './expr.ts'
import { isBroken, isFilledIn, meaningOf } from './meaning.ts'
import { thriftyParse } from './promql.ts'
import { looksBack, maxDelaySeconds } from './ranges.ts'
import { type Recording, type Recordings, recordingsOf } from './recorded.ts'

/** In real files, a name stands for fewer alerts. */
const maxOfOneName = 20
/** Real alerts have fewer labels. */
const maxLabels = 50

const exprOf = (rule: Part): string | undefined => rule.text('expr') ?? rule.number('expr')?.toString()

const nameOf = (rule: Part, key: 'alert' | 'record'): string | undefined => rule.text(key) || undefined

const untimedBy = (holder: Part, key: 'for' | 'interval'): Reading<never> | undefined => {
  const time = holder.at(key)
  const isTime = time.text()?.includes('{{') || (time.data ?? 0) === 0 || secondsOf(time.text() ?? '') !== undefined
  return isTime
    ? undefined
    : malformed(`has ${key === 'for' ? 'a' : 'an'} \`${key}\` that is not a duration`, time.range())
}

const faultOf = ({ rule }: RuleInGroup): Reading<never> | undefined => {
  if ((nameOf(rule, 'alert') === undefined) === (nameOf(rule, 'record') === undefined))
    return malformed('has a rule with neither or both of `alert` and `record`', rule.range())
  const expr = exprOf(rule)
  if (expr === undefined) return malformed('has a rule without `expr`', rule.range())
  if (!isFilledIn(expr) && isBroken(expr)) return malformed('has an incomplete expression', rule.at('expr').range())
  return untimedBy(rule, 'for')
}

const keys = ['record', 'alert', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations']

/** What Prometheus refuses to load: a misspelled key, or a template that breaks off. Other systems know further keys. */
const refusedBy = ({ rule }: RuleInGroup): Reading<never> | undefined => {
  const data = isMap(rule.data) ? rule.data : {}
  const slip = Object.keys(data).find((key) => !keys.includes(key) && nearName(key, keys) !== undefined)
  if (slip !== undefined) return malformed('has a rule with a key unknown to Prometheus', rule.at(slip).range('key'))
  for (const holder of ['labels', 'annotations'])
    for (const name of Object.keys(isMap(data[holder]) ? data[holder] : {}).slice(0, maxLabels)) {
      const text = rule.text(holder, name) ?? ''
      if (text.lastIndexOf('{{') > text.lastIndexOf('}}'))
        return malformed('has an unclosed `{{`', rule.at(holder, name).range())
    }
  return undefined
}

export type RuleInGroup = { readonly rule: Part; readonly group: Part }

/** The rules of all groups, which may hold none. Two of one name keep the whole file from being loaded. */
const rulesIn = (groups: Part): RuleInGroup[] | Reading<never> => {
  if (groups.data !== undefined && groups.data !== null && !Array.isArray(groups.data))
    return malformed('has a `groups` that is not a sequence', groups.range())
  const rules: RuleInGroup[] = []
  const names = new Set<unknown>()
  for (const group of groups.items()) {
    const [held, name] = [group.at('rules'), group.at('name')]
    if (!isMap(group.data)) return malformed('has a group that is not a mapping', group.range())
    if (names.has(name.data)) return malformed('has two groups of one `name`', name.range())
    if (name.data !== undefined) names.add(name.data)
    const untimed = typeof group.at('interval').data === 'number' ? undefined : untimedBy(group, 'interval')
    if (untimed !== undefined) return untimed
    if (held.data !== undefined && held.data !== null && !Array.isArray(held.data))
      return malformed('has a group whose `rules` is not a sequence', held.range())
    for (const rule of held.items()) rules.push({ rule, group })
  }
  return rules
}

/** The labels of an alert, over those of its group. */
export const labelsOf = (...holders: readonly Part[]): ReadonlyMap<string, Located<string>> =>
  new Map(
    holders.flatMap((holder) => {
      const { data } = holder.at('labels')
      return Object.keys(isMap(data) ? data : {})
        .slice(0, maxLabels)
        .flatMap((key) => {
          const label = holder.at('labels', key)
          const value = label.text()
          return value === undefined || value.includes('{{') ? [] : [[key, { value, range: label.range() }] as const]
        })
    }),
  )

export const receiversOf = (labels: ReadonlyMap<string, Located<string>>): Located<string>[] =>
  [labels.get('receiver') ?? labels.get('team')].filter((one) => one !== undefined)

export const linkOf = (rule: Part) => {
  const links = ['runbook_url', 'runbook'].map((key) => rule.at('annotations', key))
  const link = links.find((one) => one.text())
  return link && locatedAt(link.text(), link)
}

/** How long ago a group looks at what it measures: in Prometheus, VictoriaMetrics and Mimir. */
const delays = ['query_offset', 'eval_delay', 'evaluation_delay']

/** A group that is evaluated less than once a day, or later than the minutes in which samples arrive, notifies too late. */
export const seldomBy = (group: Part, interval = 'interval'): string | undefined => {
  const isLonger = (key: string, most: number) => (secondsOf(group.text(key) ?? '') ?? group.number(key) ?? 0) > most
  if (isLonger(interval, 86_400)) return 'is evaluated less than once a day'
  const type = group.text('type') ?? 'prometheus'
  if (type !== 'prometheus') return `is in a group of type \`${type}\`, expected \`prometheus\``
  // Source: VictoriaMetrics, vmalert, groups: what the parameters of a request add to each selector.
  const [labels = [], ...filters] = ['extra_label', 'extra_filters', 'extra_filters[]'].map((key) =>
    group
      .at('params', key)
      .items(20)
      .flatMap((one) => one.text() ?? []),
  )
  const matchers = [...labels.map((label) => `{${label.replace(/=(.*)$/, '="$1"')}}`), ...filters.flat()]
  const label = matchers.map(narrowedBy).find((one) => one !== undefined)
  if (label !== undefined) return `selects only ${label}, where the pilot serves no customer`
  return delays.some((key) => isLonger(key, maxDelaySeconds)) ? looksBack : undefined
}

const recordingOf = ({ rule, group }: RuleInGroup): Recording[] => {
  const [name, source] = [nameOf(rule, 'record'), exprOf(rule)]
  if (name === undefined || source === undefined) return []
  const labels = [group, rule].flatMap((holder) => {
    const { data } = holder.at('labels')
    return Object.keys(isMap(data) ? data : {}).map((key) => [key, holder.text('labels', key)] as const)
  })
  return [{ name, source, labels: new Map(labels), why: seldomBy(group) }]
}

/** What the rules of one file store, with the parser that keeps their expressions. */
export type Recorder = Recordings & { readonly parse: ParseExpr }

/** The groups of a document, with the path to their holder. */
export type Groups = readonly [document: Document, at: readonly string[]]

/** Of all groups that are loaded together: who records a series need not be who uses it. */
export const recorderOf = (all: readonly Groups[]): Recorder => {
  const parse = thriftyParse()
  const rules = all.map(([document, at]) => rulesIn(partOf(document).at(...at)))
  return {
    parse,
    ...recordingsOf(
      rules.flatMap((held) => (Array.isArray(held) ? held.flatMap(recordingOf) : [])),
      parse,
    ),
  }
}

const alertOf = ({ rule, group }: RuleInGroup, { parse, recorded, strayIn, elsewhereIn }: Recorder): Alert => {
  const labels = labelsOf(group, rule)
  const source = exprOf(rule) ?? ''
  const { views, windows, quantile, fixed, guard, isUp, unread } = meaningOf(source, parse, recorded)
  const expr = unread === undefined ? parse(source) : undefined
  const range = rule.at('expr').range()
  return alertWith({
    name: { value: nameOf(rule, 'alert') ?? '', range: rule.at('alert').range() },
    level: { value: views, range },
    windows: { value: windows, range },
    hold: locatedAt(secondsOf(rule.text('for') ?? ''), rule.at('for')),
    quantile,
    runbook: linkOf(rule),
    labels,
    receivers: receiversOf(labels),
    route: 'or set the label `team` of the rule, or set `monitoring.routes` to the Alertmanager file',
    linked: true,
    fixed,
    guard,
    isUp,
    unread: unread ?? seldomBy(group) ?? (expr && strayIn(expr)),
    elsewhere: expr && elsewhereIn(expr),
  })
}

/** The labels of an alert that always fires: whatever its number, there is one. */
const alwaysFiring = ({ rule, group }: RuleInGroup): ReadonlyMap<string, string>[] => {
  const name = nameOf(rule, 'alert')
  if (name === undefined || !/^\s*vector\(\s*\d+\s*\)\s*$/.test(exprOf(rule) ?? '')) return []
  const labels = [...labelsOf(group, rule)].map(([key, { value }]) => [key, value] as const)
  return [new Map([...labels, ['alertname', name]])]
}

/**
 * The alerts of Prometheus: `groups[].rules[]` below `at`, each with `alert` or `record`, and `expr`.
 * Source: Prometheus, alerting rules and recording rules.
 */
export const readGroups = (
  [document, at]: Groups,
  wanted: ReadonlySet<string>,
  recorder: Recorder,
): Reading<FoundAlerts> => {
  const rules = rulesIn(partOf(document).at(...at))
  if (!Array.isArray(rules)) return rules
  const fault = rules.map((one) => faultOf(one) ?? refusedBy(one)).find((one) => one !== undefined)
  if (fault !== undefined) return fault
  const taken = new Map<string, number>()
  const alerts: Alert[] = []
  for (const held of rules) {
    const name = nameOf(held.rule, 'alert')
    if (name === undefined) continue
    const count = (taken.get(name) ?? 0) + 1
    taken.set(name, count)
    if (!wanted.has(name) || count > maxOfOneName) continue
    alerts.push(alertOf(held, recorder))
  }
  return read({ alerts, names: [...taken.keys()], constant: rules.flatMap(alwaysFiring).slice(0, maxOfOneName) })
}
