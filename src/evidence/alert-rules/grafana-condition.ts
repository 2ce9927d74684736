import type { Part } from '../reading/part.ts'
import { binaryOf, callOf, constant, type Expr, type ParseExpr, rangeOf, seriesNamed } from './expr.ts'
import { parseMath } from './grafana-math.ts'
import { isComparison } from './plainer.ts'

const comparisons = new Map<string | undefined, string>([
  ['gt', '>'],
  ['gte', '>='],
  ['lt', '<'],
  ['lte', '<='],
  ['eq', '=='],
  ['ne', '!='],
])

/** What makes one number of many, as the functions of PromQL that do the same; `last` changes nothing. */
const reducers = new Map<string | undefined, string>([
  ['avg', 'avg_over_time'],
  ['mean', 'avg_over_time'],
  ['min', 'min_over_time'],
  ['max', 'max_over_time'],
  ['sum', 'sum_over_time'],
  ['count', 'count_over_time'],
  ['count_non_null', 'count_over_time'],
  ['median', 'median'],
])

/** Real conditions depend on fewer queries. */
const maxQueries = 30

/** The condition of a rule, as what is not 0 when it fires. */
export type GrafanaCondition = {
  readonly expr: Expr
  /** Where its number stands. */
  readonly place: Part
  /** The first query that it rests on. */
  readonly query: Part | undefined
  /** Whether a query that pilotlint does not read contains a comparison. */
  readonly isOpaque: boolean
}

type Node = Pick<GrafanaCondition, 'expr' | 'place'>

const kinds: readonly unknown[] = ['math', 'reduce', 'resample', 'threshold', 'classic_conditions', 'sql']

/** Whether it computes with other queries, instead of asking a data source. */
const isExpression = (query: Part): boolean => {
  const source = query.text('datasourceUid')
  return (
    kinds.includes(query.text('model', 'type')) && (source === undefined || ['__expr__', '-100', ''].includes(source))
  )
}

/** Whether a query answers with one moment, so that nothing is left to be reduced. Source: Grafana, Prometheus queries. */
const isInstant = (query: Part): boolean =>
  query.text('model', 'queryType') === 'instant' ||
  (query.at('model', 'instant').data === true && query.at('model', 'range').data !== true)

const hasComparison = (query: Part): boolean =>
  ['expr', 'query', 'rawSql', 'queryText', 'rawQuery'].some((key) => /[<>]/.test(query.text('model', key) ?? ''))

/** What a rule of Grafana fires on, or why that is unknown. Source: Grafana, expressions and alert conditions. */
export const conditionOf = (rule: Part, parse: ParseExpr): GrafanaCondition | string => {
  const queries = rule.at('data').items(100)
  let left = maxQueries
  let fault: string | undefined
  let first: Part | undefined
  let isOpaque = false
  const refuse = (why: string, place: Part): Node => {
    fault ??= why
    return { expr: { kind: 'text' }, place }
  }

  /** Over the time that the query looks back, where a reducer makes one number of it. */
  const reduced = (query: Part, expr: Expr, reducer: string | undefined): Expr => {
    const [from, to = 0] = [query.number('relativeTimeRange', 'from'), query.number('relativeTimeRange', 'to')]
    const name = reducers.get(reducer)
    // Of one moment there is one number, and its count is 1.
    if (name === undefined || (isInstant(query) && name !== 'count_over_time')) return expr
    return callOf(name, expr, rangeOf({ kind: 'text' }, from === undefined ? undefined : from - to))
  }

  const asked = (query: Part, reducer: string | undefined): Node => {
    first ??= query
    const text = query.text('model', 'expr')
    const parsed = text === undefined ? undefined : parse(text)
    isOpaque ||= parsed === undefined && hasComparison(query)
    const nameless = seriesNamed('', query.text('refId') ?? '')
    // What is asked in another language does not say over which time.
    const isTaken = reducers.has(reducer) && !isInstant(query)
    const other: Expr = isTaken ? nameless : rangeOf(nameless, undefined)
    const expr = reduced(query, parsed ?? other, reducer)
    const seconds = query.number('relativeTimeRange', 'to') ?? 0
    return { expr: seconds > 0 ? { kind: 'past', of: expr, seconds } : expr, place: query.at('model', 'expr') }
  }

  /** What a comparison of an evaluator says; its number stands in the query where that already compares. */
  const evaluated = ({ expr, place }: Node, evaluator: Part): Node => {
    const type = evaluator.text('type')
    const bar = evaluator.at('params', 0)
    const [op, value] = [comparisons.get(type), bar.number()]
    if (type === 'no_value') return { expr: callOf('absent', expr), place: evaluator }
    if (op === undefined || value === undefined)
      return refuse('has a condition that is not a single threshold', evaluator)
    return { expr: binaryOf(op, expr, constant(value), { bool: true }), place: compares(expr) ? place : bar }
  }

  const classic = (query: Part, path: readonly string[]): Node => {
    const conditions = query.at('model', 'conditions').items(20)
    const nodes = conditions.map((one) => {
      const reducer = one.text('reducer', 'type')
      const known = reducers.has(reducer) || reducer === 'last'
      const node = known
        ? measured(one.text('query', 'params', 0), path, reducer)
        : refuse('compares with an earlier value, expected a fixed threshold', one)
      return { ...evaluated(node, one.at('evaluator')), op: one.text('operator', 'type') === 'or' ? 'or' : 'and' }
    })
    const [start, ...others] = nodes
    if (start === undefined) return refuse('has a condition that is not a single threshold', query)
    const join = (left: Expr, { op, expr: right }: (typeof nodes)[number]): Expr =>
      binaryOf(op, left, right, { bool: true })
    return { expr: others.reduce(join, start.expr), place: start.place }
  }

  const measured = (letter: string | undefined, path: readonly string[], reducer?: string): Node => {
    const query = queries.find((one) => one.text('refId') === letter)
    left -= 1
    if (query === undefined || letter === undefined || left < 0 || path.includes(letter))
      return refuse('has a condition without a supported query', query ?? rule.at('condition'))
    if (!isExpression(query)) return asked(query, reducer)
    const below = [...path, letter]
    const input = (by?: string): Node => measured(query.text('model', 'expression'), below, by)
    switch (query.text('model', 'type')) {
      case 'reduce': {
        const own = query.text('model', 'reducer')
        if (own === 'last' || reducers.has(own)) return input(own === 'last' ? reducer : own)
        return refuse('uses a reducer that pilotlint does not support', query)
      }
      case 'resample':
        return input(reducer)
      case 'threshold': {
        const [condition, ...others] = query.at('model', 'conditions').items(2)
        if (condition === undefined || others.length > 0) break
        return evaluated(input(reducer), condition.at('evaluator'))
      }
      case 'classic_conditions':
        return classic(query, below)
      case 'math': {
        const place = query.at('model', 'expression')
        let inner: Node | undefined
        const expr = parseMath(place.text() ?? '', (name) => {
          const node = measured(name, below, reducer)
          inner = inner !== undefined && compares(inner.expr) ? inner : node
          return node.expr
        })
        if (expr === undefined) return refuse('uses a math expression that pilotlint does not support', place)
        return { expr, place: inner !== undefined && compares(inner.expr) ? inner.place : place }
      }
      default:
    }
    return refuse('has a condition that is not a single threshold', query)
  }

  const { expr, place } = measured(rule.text('condition'), [])
  return fault ?? { expr, place, query: first, isOpaque }
}

const compares = (expr: Expr): boolean =>
  isComparison(expr) ||
  (expr.kind === 'binary' && (compares(expr.left) || compares(expr.right))) ||
  (expr.kind === 'call' && expr.args.some(compares))
