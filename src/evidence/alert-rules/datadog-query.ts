import { type Expr, excludedBy, isSameText, narrowedBy, type Parse } from './expr.ts'
import { isAmount, unitOfName } from './measure.ts'
import type { EachValue } from './open-query.ts'

/** No person writes a longer query, or one nested deeper. */
const longest = 10_000
const deepest = 50

const spans: { readonly [unit: string]: number } = { m: 60, h: 3600, d: 86_400, w: 7 * 86_400, mo: 30 * 86_400 }

// Source: Datadog, monitor query syntax: `avg(last_5m):<query> > <threshold>`.
const opening = /^(?:avg|sum|min|max|percentile)\(last_(\d{1,4})(m|h|d|w|mo)\):/
const closing = /(>=|<=|>|<)\s{0,20}(-?\d{1,15}(?:\.\d{1,15})?(?:e[+-]?\d{1,2})?)$/i

const token =
  /\s*(?:(\d{1,15}(?:\.\d{1,15})?)|(?:(avg|sum|min|max|count|p\d{2,4}):)?([A-Za-z][\w.]{0,199})\s*(\{[^{}]{0,1000}\})|([a-z_]\w{0,40})\s*(?=\()|([-+*/(),]))/y

/** What follows a metric: its groups, and functions that do not change what it counts. */
const suffix = /\s*(?:by\s*\{[^{}]{0,1000}\}|\.([a-z_]{1,40})\([^()]{0,200}\))/y

/** The tags of a scope as matchers; where they are joined in any other way than by a comma, none says it all. */
const matchersOf = (scope: string): string =>
  /[()]|\b(?:OR|IN)\b/i.test(scope)
    ? ''
    : scope
        .replaceAll(/\bNOT\s{1,20}/gi, '!')
        .replaceAll(/(!?)\s{0,20}([\w.-]+):([\w.-]+)/g, (_, not, key, value) => `${key}${not}="${value}"`)
        .replaceAll(/ AND /gi, ',')

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
    const matchers = matchersOf(scope)
    const of: Expr = {
      kind: 'series',
      name: nameOf(name, quantile),
      quantile,
      labels: scope,
      narrowed: narrowedBy(matchers),
      excluded: excludedBy(matchers),
    }
    const whole: Expr = { kind: 'range', of, seconds }
    let [isCount, isRate] = [space === 'count', false]
    for (suffix.lastIndex = at; ; at = suffix.lastIndex) {
      const call = suffix.exec(text)
      if (call === null) break
      const [, suffixed] = call
      if (suffixed === 'as_count' || suffixed === 'as_rate') [isCount, isRate] = [true, suffixed === 'as_rate']
      else if (suffixed !== undefined && !['rollup', 'fill', 'weighted'].includes(suffixed)) return refuse()
    }
    // What is counted is events, unless its name says that it is money or time that adds up.
    const isEvents = space === 'count' || (unitOfName(of.name).kind === 'unknown' && !isAmount(of.name))
    const adds = isEvents ? 'count_over_time' : 'sum_over_time'
    const range: Expr = space === 'avg' && !isCount ? { kind: 'call', name: 'avg', args: [whole] } : whole
    const counted: Expr = isCount ? { kind: 'call', name: adds, args: [range] } : range
    return isRate ? { kind: 'call', name: 'rate', args: [counted] } : counted
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
    if (['abs', 'default_zero', 'default'].includes(name)) return first
    return /^clamp_m(?:in|ax)$/.test(name) ? { kind: 'call', name, args } : refuse()
  }

  const operand = (above: number): Expr => {
    const depth = above + 1
    const [, number, space, name, scope, call, sign] = depth > deepest ? [] : (take() ?? [])
    if (number !== undefined) return { kind: 'number', value: Number(number) }
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
      left = { kind: 'binary', op, bool: false, left, right, isSame: isSameText(op, before, written(from)) }
    }
    return left
  }
  const product = (depth: number): Expr => chain('*/', operand, depth)
  const sum = (depth: number): Expr => chain('+-', product, depth)

  const whole = sum(0)
  return readable && text.slice(at).trim() === '' ? whole : undefined
}

/**
 * The condition of a metric monitor as a comparison; undefined where it is of another kind (anomaly, forecast, change,
 * log, composite), or nothing here understands it.
 */
export const parseDatadog: Parse = (written) => {
  const text = written.trim()
  const [begin, count, unit = ''] = opening.exec(text.slice(0, 60)) ?? []
  const end = text.length > longest ? null : closing.exec(text)
  if (begin === undefined || end === null) return undefined
  const left = translate(text.slice(begin.length, end.index), Number(count) * (spans[unit] ?? Number.NaN))
  return (
    left && { kind: 'binary', op: end[1] ?? '', bool: false, left, right: { kind: 'number', value: Number(end[2]) } }
  )
}
