import type { Bound } from '../../values/index.ts'
import { field, isMap } from '../../yaml/data-map.ts'
import type { Located as Document } from '../../yaml/json.ts'
import type { Path } from '../../yaml/path.ts'
import { malformed, type Reading, read } from '../reading/kind.ts'
import { below, listOf, numberOf, textOf } from '../reading/value.ts'
import type { Alert, Found } from './alert-rules.ts'
import { fixedBy, isComparison } from './level.ts'
import { unitOf, unknownUnit } from './measure.ts'
import { type Parse, partsOf, secondsOf, thriftyParse } from './promql.ts'
import { looksBack, quantileOf, rangesOf, strayOf } from './ranges.ts'

type Query = { readonly path: Path; readonly data: unknown }

const evaluators = new Map<unknown, Bound>([
  ['gt', 'above'],
  ['gte', 'at_least'],
  ['lt', 'below'],
  ['lte', 'at_most'],
])

const none = (): undefined => undefined

/** No condition of a person rests on more queries. */
const longestChain = 20

/** The condition, and the queries that it rests on, found by their letters. */
const chainOf = (queries: readonly Query[], condition: string): Query[] => {
  const chain: Query[] = []
  let wanted: string | undefined = condition
  while (wanted !== undefined && chain.length < longestChain) {
    const next = queries.find(({ data }) => field(data, 'refId') === wanted)
    if (next === undefined || chain.includes(next)) return chain
    chain.push(next)
    const model = field(next.data, 'model')
    const [first] = field(model, 'type') === 'classic_conditions' ? listOf(field(model, 'conditions')) : []
    wanted = textOf(field(model, 'expression')) || textOf(listOf(below(first, 'query', 'params'))[0])
  }
  return chain
}

type Bar = { readonly op: Bound; readonly value: number; readonly path: Path }

/** The threshold of a condition; undefined where it has none, or several. */
const barOf = ({ data, path }: Query): Bar | undefined => {
  const model = field(data, 'model')
  const conditions = listOf(field(model, 'conditions'))
  const evaluator = field(conditions[0], 'evaluator')
  const op = evaluators.get(field(evaluator, 'type'))
  const params = listOf(field(evaluator, 'params'))
  const value = numberOf(params[0])
  const type = field(model, 'type')
  if (conditions.length !== 1 || op === undefined || value === undefined) return undefined
  if (type !== 'threshold' && type !== 'classic_conditions') return undefined
  return { op, value, path: [...path, 'model', 'conditions', 0, 'evaluator', 'params', 0] }
}

/** Seconds that a query looks back, where a reducer makes one number of them. */
const lookback = (chain: readonly Query[]): number[] => {
  const reducers = chain.map(({ data }) => {
    const model = field(data, 'model')
    const [first] = field(model, 'type') === 'classic_conditions' ? listOf(field(model, 'conditions')) : []
    return textOf(field(model, 'reducer')) ?? textOf(below(first, 'reducer', 'type'))
  })
  const reduces = reducers.some((reducer) => reducer !== undefined && reducer !== 'last')
  const from = numberOf(below(chain.at(-1)?.data, 'relativeTimeRange', 'from'))
  const to = numberOf(below(chain.at(-1)?.data, 'relativeTimeRange', 'to')) ?? 0
  return reduces && from !== undefined ? [from - to] : []
}

/** Whether the time that a query looks at ends before now. */
const endsEarlier = (chain: readonly Query[]): boolean =>
  Number(below(chain.at(-1)?.data, 'relativeTimeRange', 'to') ?? 0) > 0

const alertOf = ({ data, path }: Query, name: string, locate: Document['locate'], parse: Parse): Alert => {
  const queries = listOf(field(data, 'data')).map((query, at) => ({
    data: query,
    path: [...path, 'data', at],
  }))
  const chain = chainOf(queries, textOf(field(data, 'condition')) ?? '')
  const bar = chain[0] && barOf(chain[0])
  const text = textOf(below(chain.at(-1)?.data, 'model', 'expr'))
  const expr = text === undefined ? undefined : parse(text)
  const back = lookback(chain)
  const ranges = expr === undefined ? (back.length > 0 ? [] : undefined) : rangesOf(expr, none)
  const several = expr !== undefined && [...partsOf(expr)].some(isComparison)
  const understood = several ? undefined : bar
  const hold = secondsOf(textOf(field(data, 'for')) ?? '')
  const link = ['runbook_url', 'runbook'].find((key) => textOf(below(data, 'annotations', key)))
  const range = locate(bar?.path ?? [...path, 'condition'])
  const unit = expr === undefined ? unknownUnit : unitOf(expr, none)
  return {
    name: { value: name, range: locate([...path, 'title']) },
    level: {
      value: understood === undefined ? [] : [{ op: understood.op, value: understood.value, unit }],
      range,
    },
    windows: {
      value: ranges && [...ranges, ...back],
      range: locate([...(chain.at(-1)?.path ?? path), 'relativeTimeRange']),
    },
    hold: hold === undefined ? undefined : { value: hold, range: locate([...path, 'for']) },
    quantile: expr && quantileOf(expr, none),
    runbook:
      link === undefined
        ? undefined
        : {
            value: String(below(data, 'annotations', link)),
            range: locate([...path, 'annotations', link]),
          },
    linked: true,
    paused: field(data, 'isPaused') === true,
    fixed: understood && expr && fixedBy({ ...understood, measured: expr }),
    unread:
      understood === undefined
        ? 'has a condition that is no single threshold'
        : (strayOf(expr, none) ?? (endsEarlier(chain) ? looksBack : undefined)),
  }
}

/** The alerts of Grafana's provisioning files. Source: Grafana, provision alerting resources, version 1. */
export const readProvisioning = ({ data, locate }: Document, wanted: ReadonlySet<string>): Reading<Found> => {
  const alerts: Alert[] = []
  const names: string[] = []
  const parse = thriftyParse()
  const groups = field(data, 'groups') ?? []
  if (!Array.isArray(groups)) return malformed('holds groups that are no list', locate(['groups']))
  for (const [index, group] of groups.entries()) {
    const path: Path = ['groups', index]
    const rules = field(group, 'rules') ?? []
    if (!isMap(group) || !Array.isArray(rules))
      return malformed('holds a group whose rules are no list', locate(path))
    for (const [place, rule] of rules.entries()) {
      const title = textOf(field(rule, 'title'))
      if (title === undefined || !Array.isArray(field(rule, 'data')))
        return malformed('holds a rule without a title or without data', locate([...path, 'rules', place]))
      const name = [title, textOf(field(rule, 'uid')) ?? ''].find((one) => wanted.has(one))
      names.push(title)
      if (name !== undefined && alerts.length < 100)
        alerts.push(alertOf({ data: rule, path: [...path, 'rules', place] }, name, locate, parse))
    }
  }
  return read({ alerts, names })
}
