import type { Bound } from '../../values/index.ts'
import { isMap } from '../../yaml/data.ts'
import type { Document } from '../reading/documents.ts'
import { malformed, type Reading, read } from '../reading/kind.ts'
import { locatedAt, type Part, partOf } from '../reading/part.ts'
import type { Alert, Found } from './alert-rules.ts'
import { isUpAlone, type Parse, partsOf } from './expr.ts'
import { fixedBy, isComparison } from './level.ts'
import { unitOf, unknownUnit } from './measure.ts'
import { labelsOf, linkOf, receiversOf } from './prometheus.ts'
import { secondsOf, thriftyParse } from './promql.ts'
import { looksBack, quantileOf, rangesOf, strayOf } from './ranges.ts'

const evaluators = new Map<string | undefined, Bound>([
  ['gt', 'above'],
  ['gte', 'at_least'],
  ['lt', 'below'],
  ['lte', 'at_most'],
])

const none = (): undefined => undefined

/** No condition of a person rests on more queries. */
const longestChain = 20

/** The one condition of a query of the old form. */
const classicOf = (query: Part): Part | undefined =>
  query.text('model', 'type') === 'classic_conditions' ? query.at('model', 'conditions', 0) : undefined

/** The condition, and the queries that it rests on, found by their letters. */
const chainOf = (queries: readonly Part[], condition: string): Part[] => {
  const chain: Part[] = []
  let wanted: string | undefined = condition
  while (wanted !== undefined && chain.length < longestChain) {
    const next = queries.find((query) => query.text('refId') === wanted)
    if (next === undefined || chain.includes(next)) return chain
    chain.push(next)
    wanted = next.text('model', 'expression') || classicOf(next)?.text('query', 'params', 0)
  }
  return chain
}

type Bar = { readonly op: Bound; readonly value: number; readonly place: Part }

const barOf = (query: Part): Bar | undefined => {
  const conditions = query.at('model', 'conditions').items(2)
  const op = evaluators.get(conditions[0]?.text('evaluator', 'type'))
  const place = conditions[0]?.at('evaluator', 'params', 0)
  const [value, type] = [place?.number(), query.text('model', 'type')]
  if (conditions.length !== 1 || op === undefined || value === undefined || place === undefined) return undefined
  return type === 'threshold' || type === 'classic_conditions' ? { op, value, place } : undefined
}

/** Seconds that a query looks back, where a reducer makes one number of them. */
const lookback = (chain: readonly Part[]): number[] => {
  const reducers = chain.map((query) => query.text('model', 'reducer') ?? classicOf(query)?.text('reducer', 'type'))
  const reduces = reducers.some((reducer) => reducer !== undefined && reducer !== 'last')
  const from = chain.at(-1)?.number('relativeTimeRange', 'from')
  const to = chain.at(-1)?.number('relativeTimeRange', 'to') ?? 0
  return reduces && from !== undefined ? [from - to] : []
}

/** An alert of Grafana by this name. */
export const ruleAlert = (rule: Part, name: string, parse: Parse, deleted: ReadonlySet<string> = new Set()): Alert => {
  const chain = chainOf(rule.at('data').items(), rule.text('condition') ?? '')
  const bar = chain[0] && barOf(chain[0])
  const times = (chain.at(-1) ?? rule).at('relativeTimeRange')
  const text = chain.at(-1)?.text('model', 'expr')
  const expr = text === undefined ? undefined : parse(text)
  const back = lookback(chain)
  const ranges = expr === undefined ? (back.length > 0 ? [] : undefined) : rangesOf(expr, none)
  const labels = labelsOf(rule)
  const contact = rule.at('notification_settings', 'receiver')
  const several = expr !== undefined && [...partsOf(expr)].some(isComparison)
  const understood = several ? undefined : bar
  const unit = expr === undefined ? unknownUnit : unitOf(expr, none)
  const to = times.at('to').data
  const endsEarlier = typeof to === 'number' && to > 0
  return {
    name: { value: name, range: rule.at('title').range() },
    level: {
      value: understood === undefined ? [] : [{ op: understood.op, value: understood.value, unit }],
      range: (bar?.place ?? rule.at('condition')).range(),
    },
    windows: { value: ranges && [...ranges, ...back], range: times.range() },
    hold: locatedAt(secondsOf(rule.text('for') ?? ''), rule.at('for')),
    quantile: expr && quantileOf(expr, none),
    runbook: linkOf(rule),
    labels,
    receivers:
      contact.text() === undefined ? receiversOf(labels) : [{ value: contact.text() ?? '', range: contact.range() }],
    linked: true,
    paused: rule.at('isPaused').data === true || deleted.has(rule.text('uid') ?? ''),
    isUp: expr !== undefined && isUpAlone(expr),
    fixed: understood && expr && fixedBy({ ...understood, measured: expr }),
    unread:
      understood === undefined
        ? 'has a condition that is no single threshold'
        : (strayOf(expr, none) ?? (endsEarlier ? looksBack : undefined)),
  }
}

/** The alerts of Grafana's provisioning files. Source: Grafana, provision alerting resources, version 1. */
export const readProvisioning = (document: Document, wanted: ReadonlySet<string>): Reading<Found> => {
  const alerts: Alert[] = []
  const names: string[] = []
  const parse = thriftyParse()
  // What the same file takes away again is not there.
  const deleted = new Set(
    partOf(document)
      .at('deleteRules')
      .items(1000)
      .flatMap((one) => one.text('uid') ?? []),
  )
  const groups = partOf(document).at('groups')
  if (groups.data !== undefined && groups.data !== null && !Array.isArray(groups.data))
    return malformed('holds groups that are no list', groups.range())
  for (const group of groups.items()) {
    const rules = group.at('rules')
    const isList = rules.data === undefined || rules.data === null || Array.isArray(rules.data)
    if (!isMap(group.data) || !isList) return malformed('holds a group whose rules are no list', group.range())
    for (const rule of rules.items()) {
      const title = rule.text('title')
      if (title === undefined || !Array.isArray(rule.at('data').data))
        return malformed('holds a rule without a title or without data', rule.range())
      const name = [title, rule.text('uid') ?? ''].find((one) => wanted.has(one))
      names.push(title)
      if (name !== undefined && alerts.length < 100) alerts.push(ruleAlert(rule, name, parse, deleted))
    }
  }
  return read({ alerts, names })
}
