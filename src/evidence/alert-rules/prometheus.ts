import { field, isMap } from '../../yaml/data-map.ts'
import type { Located as Document } from '../../yaml/json.ts'
import type { Path } from '../../yaml/path.ts'
import { malformed, type Reading, read } from '../reading/kind.ts'
import { below, listOf, textOf } from '../reading/value.ts'
import type { Alert, Found } from './alert-rules.ts'
import { isBroken, isFilledIn, meaningOf } from './level.ts'
import { type Expr, type Parse, type Recorded, secondsOf, thriftyParse } from './promql.ts'

/** No name stands for more alerts than this in the file of a person. */
const mostOfOneName = 20

type Rule = { readonly path: Path; readonly data: unknown }
type Fault = { readonly problem: string; readonly path: Path }

const exprOf = (rule: Rule): string | undefined => {
  const expr = field(rule.data, 'expr')
  return typeof expr === 'number' ? String(expr) : textOf(expr)
}

const nameOf = (rule: Rule, key: 'alert' | 'record'): string | undefined =>
  textOf(field(rule.data, key)) || undefined

/**
 * What the recording rules of the file store, each parsed when it is first asked for. Asked too often, nothing more
 * is answered: rules that rest on each other many times over would take for ever.
 */
const recordedIn = (rules: readonly Rule[], parse: Parse): Recorded => {
  const sources = new Map(rules.map((rule) => [nameOf(rule, 'record'), exprOf(rule)] as const))
  const known = new Map<string, Expr | undefined>()
  let left = 200
  return (name) => {
    const source = sources.get(name)
    if (source === undefined || left === 0) return undefined
    left -= 1
    if (!known.has(name)) known.set(name, parse(source))
    return known.get(name)
  }
}

const faultOf = (rule: Rule): Fault | undefined => {
  const { data, path } = rule
  if ((nameOf(rule, 'alert') === undefined) === (nameOf(rule, 'record') === undefined))
    return { problem: 'holds a rule that is neither an alert nor a recording', path }
  if (exprOf(rule) === undefined) return { problem: 'holds a rule without an expression', path }
  const hold = field(data, 'for') ?? '0'
  const isTime =
    hold === 0 || (typeof hold === 'string' && (hold.includes('{{') || secondsOf(hold) !== undefined))
  return isTime ? undefined : { problem: 'holds a `for` that is no duration', path: [...path, 'for'] }
}

/** The rules of all groups, which may hold none. */
const rulesIn = (data: unknown, at: readonly string[]): Rule[] | Fault => {
  const groups = below(data, ...at)
  if (groups !== undefined && groups !== null && !Array.isArray(groups))
    return { problem: 'holds groups that are no list', path: at }
  const rules: Rule[] = []
  for (const [index, group] of listOf(groups).entries()) {
    const path = [...at, index]
    const held = field(group, 'rules') ?? []
    if (!isMap(group)) return { problem: 'holds a group that is no map', path }
    if (!Array.isArray(held))
      return { problem: 'holds a group whose rules are no list', path: [...path, 'rules'] }
    for (const [place, rule] of held.entries()) rules.push({ data: rule, path: [...path, 'rules', place] })
  }
  return rules
}

const alertOf = (rule: Rule, parse: Parse, recorded: Recorded, locate: Document['locate']): Alert => {
  const at = (...keys: readonly string[]) => locate([...rule.path, ...keys])
  const { views, windows, quantile, fixed, unread } = meaningOf(exprOf(rule) ?? '', parse, recorded)
  const hold = secondsOf(textOf(field(rule.data, 'for')) ?? '')
  const link = ['runbook_url', 'runbook'].find((key) => textOf(below(rule.data, 'annotations', key)))
  return {
    name: { value: nameOf(rule, 'alert') ?? '', range: at('alert') },
    level: { value: views, range: at('expr') },
    windows: { value: windows, range: at('expr') },
    hold: hold === undefined ? undefined : { value: hold, range: at('for') },
    quantile,
    runbook:
      link === undefined
        ? undefined
        : { value: String(below(rule.data, 'annotations', link)), range: at('annotations', link) },
    linked: true,
    paused: false,
    fixed,
    unread,
  }
}

/**
 * The alerts of Prometheus: `groups[].rules[]` below `at`, each with `alert` or `record`, and `expr`.
 * Source: Prometheus, alerting rules and recording rules.
 */
export const readGroups = (
  { data, locate }: Document,
  at: readonly string[],
  wanted: ReadonlySet<string>,
): Reading<Found> => {
  const rules = rulesIn(data, at)
  if ('problem' in rules) return malformed(rules.problem, locate(rules.path))
  const fault = rules.map(faultOf).find((one) => one !== undefined)
  if (fault !== undefined) return malformed(fault.problem, locate(fault.path))
  const parse = thriftyParse()
  const recorded = recordedIn(rules, parse)
  const taken = new Map<string, number>()
  const alerts: Alert[] = []
  for (const rule of rules) {
    const name = nameOf(rule, 'alert')
    if (name === undefined) continue
    const count = (taken.get(name) ?? 0) + 1
    taken.set(name, count)
    if (!wanted.has(name) || count > mostOfOneName) continue
    const alert = alertOf(rule, parse, recorded, locate)
    const expr = exprOf(rule) ?? ''
    if (alert.unread !== undefined && !isFilledIn(expr) && isBroken(expr))
      return malformed('holds an expression that breaks off', alert.level.range)
    alerts.push(alert)
  }
  return read({ alerts, names: [...taken.keys()] })
}
