import { secondsIn } from '../reading/duration.ts'
import {
  binaryOf,
  callOf,
  constant,
  type Expr,
  type GroupLabels,
  isSameText,
  type ParseExpr,
  partsOf,
  pickedBy,
  rangeOf,
  seriesNamed,
} from './expr.ts'
import { isAmount, unitOfName } from './measure.ts'
import type { EachValue } from './open-query.ts'
import { alternativesIn } from './scope.ts'
import { isUnmatched } from './sides.ts'

/** Real queries are shorter, and nested less deeply. */
const maxLength = 10_000
const maxDepth = 50

// Source: Datadog, monitor query syntax: `avg(last_5m):<query> > <threshold>`.
const opening = /^(avg|sum|min|max|percentile)\(last_(\d{1,4})(m|h|d|w|mo)\):/
const closing = /(>=|<=|>|<)\s{0,20}(-?\d{1,15}(?:\.\d{1,15})?(?:e[+-]?\d{1,2})?)$/i

const token =
  /\s*(?:(\d{1,15}(?:\.\d{1,15})?)|(?:(avg|sum|min|max|count|p\d{2,4}):)?([A-Za-z][\w.]{0,199})\s*(\{[^{}]{0,1000}\})|([a-z_]\w{0,40})\s*(?=\()|([-+*/(),]))/y

/** What follows a metric: its groups, and functions that do not change what it counts. */
const suffix = /\s*(?:by\s*\{([^{}]{0,1000})\}|\.([a-z_]{1,40})\(([^()]{0,200})\))/y

/** `env:prod`, `env IN (prod, live)`. Source: Datadog, boolean filtered queries. */
const tag = /([\w./-]{1,80})(?::([^\s,(){}"]{1,400})|\s{1,9}(not\s{1,9})?in\s{0,9}\(([^()]{0,400})\))/gi

const pickedIn = (scope: string) =>
  pickedBy(
    alternativesIn(scope.slice(1, -1), tag, ([, name = '', value, not, values = '']) => ({
      name,
      isNot: not !== undefined,
      values: value === undefined ? values.split(',').map((one) => one.trim()) : [value],
    })),
  )

/** Each tag of each scope, whether it is asked for or left out. */
export const eachTag: EachValue = (query, taken) =>
  query.replaceAll(/\{[^{}]{0,1000}\}/g, (scope) =>
    scope.replaceAll(/([\w.-]{1,80}):([^\s,{}()]{1,400})/g, (_, label, value) => taken(label, value)),
  )

/** 0.95 of p95, 0.999 of p999. */
const quantileOf = (space: string | undefined): number | undefined => {
  const digits = /^p(\d+)$/.exec(space ?? '')?.[1]
  return digits === undefined ? undefined : Number(digits) / 10 ** digits.length
}

/** The spans of traces are measured in seconds. Source: Datadog, trace metrics. */
const nameOf = (metric: string, quantile: number | undefined): string => {
  const name = metric.replaceAll('.', '_')
  return quantile !== undefined && /^trace\./.test(metric) ? `${name}_seconds` : name
}

/** Reads a query from left to right; undefined where a part of it is not understood. */
const translate = (text: string, seconds: number): Expr | undefined => {
  let at = 0
  let readable = true
  const refuse = (): Expr => {
    readable = false
    at = text.length
    return { kind: 'text' }
  }
  const next = (): RegExpExecArray | null => {
    token.lastIndex = at
    return token.exec(text)
  }
  const take = (): RegExpExecArray | undefined => {
    const found = next()
    at = found === null ? text.length : token.lastIndex
    return found ?? undefined
  }
  const signAhead = (): string => next()?.[6] ?? ''

  /** What is counted is counted over the whole window. */
  const metric = (space: string | undefined, name: string, scope: string): Expr => {
    const quantile = quantileOf(space)
    const of = seriesNamed(nameOf(name, quantile), scope, { quantile, ...pickedIn(scope) })
    const whole = rangeOf(of, seconds)
    let [isCount, isRate] = [space === 'count', false]
    let group: GroupLabels | undefined
    let [rolled, filled]: (string | undefined)[] = []
    for (suffix.lastIndex = at; ; at = suffix.lastIndex) {
      const call = suffix.exec(text)
      if (call === null) break
      const [, by, suffixed, inner = ''] = call
      if (by !== undefined) group = { isOnly: true, names: by.split(',').map((label) => label.trim()) }
      else if (suffixed === 'as_count' || suffixed === 'as_rate') [isCount, isRate] = [true, suffixed === 'as_rate']
      else if (suffixed === 'rollup') rolled = /^\s*(min|max|sum)\b/.exec(inner)?.[1]
      else if (suffixed === 'fill') filled = /^\s*(\d{1,9}(?:\.\d{1,9})?)\s*(?:,|$)/.exec(inner)?.[1]
      else if (suffixed !== 'weighted') return refuse()
    }
    // What is counted is events, unless its name says that it is money or time that adds up.
    const isEvents = space === 'count' || (unitOfName(of.name).kind === 'unknown' && !isAmount(of.name))
    const adds = isEvents ? 'count_over_time' : 'sum_over_time'
    const named = (name: string | undefined, of: Expr): Expr => (name ? callOf(name, of) : of)
    const counted = named(isRate ? 'rate' : undefined, named(isCount ? adds : undefined, whole))
    const range = named(rolled && !(isCount && rolled === 'sum') ? rolled : undefined, counted)
    const isMade = space === 'avg' || space === 'sum' || space === 'min' || space === 'max'
    const made: Expr = isMade ? { ...callOf(space, range), ...(group && { group }) } : range
    return filled === undefined ? made : callOf('default', made, constant(Number(filled)))
  }

  /** What stands between brackets, one or more. */
  const inBrackets = (depth: number): Expr[] => {
    const inner = [sum(depth)]
    let sign = take()?.[6]
    for (; sign === ','; sign = take()?.[6]) inner.push(sum(depth))
    return sign === ')' ? inner : [refuse()]
  }

  /** What stands for a missing value changes nothing of what is compared. */
  const applied = (name: string, depth: number): Expr => {
    const args = take()?.[6] === '(' ? inBrackets(depth) : []
    const [first = refuse()] = args
    if (['abs', 'default_zero'].includes(name)) return first
    return /^(?:default|clamp_m(?:in|ax))$/.test(name) ? callOf(name, ...args) : refuse()
  }

  const operand = (above: number): Expr => {
    const depth = above + 1
    const [, number, space, name, scope, call, sign] = depth > maxDepth ? [] : (take() ?? [])
    if (number !== undefined) return constant(Number(number))
    if (name !== undefined && scope !== undefined) return metric(space, name, scope)
    if (sign === '-') return { kind: 'negative', of: operand(depth) }
    if (sign === '(') return inBrackets(depth)[0] ?? refuse()
    return call === undefined ? refuse() : applied(call, depth)
  }

  const chain = (signs: string, operandOf: (depth: number) => Expr, depth: number): Expr => {
    const written = (from: number) => text.slice(from, at).trim()
    const start = at
    let left = operandOf(depth)
    for (let op = signAhead(); op !== '' && signs.includes(op); op = signAhead()) {
      const before = written(start)
      take()
      const from = at
      const right = operandOf(depth)
      const isSame = isSameText(op, before, written(from))
      left = binaryOf(op, left, right, { isSame, isUnmatched: isUnmatched(left, right, undefined) })
    }
    return left
  }
  const product = (depth: number): Expr => chain('*/', operand, depth)
  const sum = (depth: number): Expr => chain('+-', product, depth)

  const whole = sum(0)
  return readable && text.slice(at).trim() === '' ? whole : undefined
}

/** Whether what a window is made one by keeps a measure from its bar. Counts are added up over any window. */
const isLesser = (by: string, op: string, measured: Expr): boolean => {
  const isCounted = [...partsOf(measured)].some(
    (part) => part.kind === 'call' && /^(?:count|sum)_over_time$/.test(part.name),
  )
  return op.startsWith('>') ? by === 'min' : by === 'max' || (by === 'sum' && !isCounted)
}

const overTime = (by: string, measured: Expr, seconds: number): Expr =>
  callOf(`${by}_over_time`, measured, rangeOf({ kind: 'text' }, seconds))

/**
 * The condition of a metric monitor as a comparison; undefined where it is of another kind (anomaly, forecast, change,
 * log, composite), or nothing here understands it.
 */
export const parseDatadog: ParseExpr = (written) => {
  const text = written.trim()
  const [begin, over = '', count = '', unit = ''] = opening.exec(text.slice(0, 60)) ?? []
  const end = text.length > maxLength ? null : closing.exec(text)
  if (begin === undefined || end === null) return undefined
  const [seconds, op = ''] = [secondsIn(count, unit), end[1]]
  const measured = translate(text.slice(begin.length, end.index), seconds)
  const left = measured && isLesser(over, op, measured) ? overTime(over, measured, seconds) : measured
  return left && binaryOf(op, left, constant(Number(end[2])))
}
