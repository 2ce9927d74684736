import type { Bound } from '../../values/index.ts'
import { isSane } from '../reading/value.ts'
import type { View } from './alert-rules.ts'
import { type Binary, constantOf, type Expr, isUpAlone, type Parse, partsOf, type Recorded, seriesOf } from './expr.ts'
import { unitOf } from './measure.ts'
import { quantileOf, rangesOf, strayOf, unlikeRatio } from './ranges.ts'

type Span = readonly [least: number, most: number]

const everything: Span = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]

/** What such a function answers lies between the values that it is given. */
const between = new Set(['avg', 'min', 'max', 'avg_over_time', 'min_over_time', 'max_over_time'])

/** Which argument after the first is the least and which the most that is let through. */
const clamps = new Map<string, readonly (number | undefined)[]>([
  ['clamp', [0, 1]],
  ['clamp_min', [0, undefined]],
  ['clamp_max', [undefined, 0]],
])

const scaled = ([least, most]: Span, by: number): Span =>
  by > 0 ? [least * by, most * by] : by < 0 ? [most * by, least * by] : everything

const shifted = ([least, most]: Span, by: number): Span => [least + by, most + by]

const binary = ({ op, left, right }: Binary): Span => {
  const [before, after] = [constantOf(left), constantOf(right)]
  const inner = before === undefined ? left : right
  const by = before ?? after
  if (by === undefined || !Number.isFinite(by)) return everything
  if (op === '*') return scaled(spanOf(inner), by)
  if (op === '+') return shifted(spanOf(inner), by)
  if (op === '-') return shifted(before === undefined ? spanOf(inner) : scaled(spanOf(inner), -1), before ?? -by)
  return op === '/' && before === undefined ? scaled(spanOf(inner), 1 / by) : everything
}

/** Between which numbers an expression stays whatever is measured, because it is clamped. */
const spanOf = (expr: Expr): Span => {
  const constant = constantOf(expr)
  if (constant !== undefined) return [constant, constant]
  if (expr.kind === 'range' || expr.kind === 'past') return spanOf(expr.of)
  if (expr.kind === 'negative') return scaled(spanOf(expr.of), -1)
  if (expr.kind === 'binary') return binary(expr)
  if (expr.kind !== 'call') return everything
  const [first, ...bounds] = expr.args
  if (first === undefined) return everything
  if (between.has(expr.name)) return bounds.length === 0 ? spanOf(first) : everything
  const order = clamps.get(expr.name)
  if (order === undefined) return everything
  const [least, most] = order.map((at, end) =>
    at === undefined ? everything[end] : bounds[at] && constantOf(bounds[at]),
  )
  // Between bounds that are computed, or the wrong way round, nobody knows what is left.
  if (least === undefined || most === undefined || !(least <= most)) return everything
  const clamp = (end: number) => Math.min(Math.max(end, least), most)
  const [low, high] = spanOf(first)
  return [clamp(low), clamp(high)]
}

type Bar = { readonly op: Bound; readonly value: number; readonly measured: Expr }

const holds = (value: number, { op, value: bar }: Bar): boolean => {
  if (op === 'above') return value > bar
  if (op === 'at_least') return value >= bar
  return op === 'below' ? value < bar : value <= bar
}

const isNothing = (expr: Expr): boolean =>
  expr.kind === 'binary' && expr.op === '*' && [expr.left, expr.right].some((side) => constantOf(side) === 0)

const neverBy = 'can never fire: what follows unless is always there'

/** Why an expression measures nothing; completes a sentence that begins with the name of the alert. */
const emptyBy = (measured: Expr): string | undefined => {
  if (seriesOf(measured).length === 0) return 'selects no series, so it measures nothing'
  for (const part of partsOf(measured))
    if (part.kind === 'binary' && part.op === 'unless' && isAlwaysThere(part.right)) return neverBy
    else if (part.kind === 'series' && part.excluded !== undefined)
      return `selects no series: ${part.excluded} cannot have two values at once`
  return [...partsOf(measured)].some(isNothing) ? 'multiplies what it measures by 0' : undefined
}

/**
 * Why an alert fires always or never, whatever is measured: a clamp keeps the measure on one side of the bar. Undefined
 * where it may do both. Completes a sentence that begins with its name.
 */
export const fixedBy = (bar: Bar): string | undefined => {
  const empty = emptyBy(bar.measured)
  if (empty !== undefined) return empty
  const [low, high] = spanOf(bar.measured)
  const [atLow, atHigh] = [holds(low, bar), holds(high, bar)]
  if (atLow !== atHigh) return undefined
  const isAbove = bar.op === 'above' || bar.op === 'at_least'
  const said = (end: number) => Number(end.toPrecision(12))
  const words = isAbove === atLow ? `${said(low)} or more` : `${said(high)} or less`
  return `${atLow ? 'always fires' : 'can never fire'}: a clamp keeps what it measures at ${words}`
}

/** The comparison that decides whether an alert fires, or why nobody here can say which one does. */
export type Level =
  | {
      readonly views: readonly View[]
      readonly measured: Expr
      /** Why it fires always or never; completes a sentence that begins with the name of the alert. */
      readonly fixed: string | undefined
    }
  | { readonly unread: string }

const bounds = new Map<string, Bound>([
  ['>', 'above'],
  ['>=', 'at_least'],
  ['<', 'below'],
  ['<=', 'at_most'],
])

const flipped: { readonly [op in Bound]: Bound } = {
  above: 'below',
  at_least: 'at_most',
  below: 'above',
  at_most: 'at_least',
}

const unread = (words: string): Level => ({ unread: words })

export const isComparison = (expr: Expr): expr is Binary =>
  expr.kind === 'binary' && (bounds.has(expr.op) || expr.op === '==' || expr.op === '!=')

/** The same bar with a constant moved over to the side of the number; undefined where there is none to move. */
const moved = ({ op, value, measured }: Bar): Bar | undefined => {
  if (measured.kind !== 'binary') return undefined
  const { left, right } = measured
  const [before, after] = [constantOf(left), constantOf(right)]
  if (after !== undefined) {
    if (measured.op === '+') return { op, value: value - after, measured: left }
    return measured.op === '-' ? { op, value: value + after, measured: left } : undefined
  }
  if (before === undefined) return undefined
  if (measured.op === '+') return { op, value: value - before, measured: right }
  return measured.op === '-' ? { op: flipped[op], value: before - value, measured: right } : undefined
}

const viewsOf = (bar: Bar, recorded: Recorded): View[] => {
  const other = moved(bar)
  const bars = other === undefined || !isSane(other.value) ? [bar] : bar.value === 0 ? [other, bar] : [bar, other]
  return bars.map(({ op, value, measured }) => ({ op, value, unit: unitOf(measured, recorded) }))
}

const side = (left: Expr, right: Expr, op: Bound): Bar | undefined => {
  const [before, after] = [constantOf(left), constantOf(right)]
  if (before !== undefined && after === undefined) return { op: flipped[op], value: before, measured: right }
  return after !== undefined && before === undefined ? { op, value: after, measured: left } : undefined
}

/** `(x > bool 4) == 1` says what `x > 4` says; undefined where the outer comparison asks for something else. */
const inBool = ({ op, left, right }: Binary): Expr | undefined => {
  const value = constantOf(right)
  if (!isComparison(left) || !left.bool || value === undefined) return undefined
  const isTrue =
    (op === '==' && value === 1) ||
    (op === '!=' && value === 0) ||
    (op === '>' && value >= 0 && value < 1) ||
    (op === '>=' && value > 0 && value <= 1)
  return isTrue ? { ...left, bool: false } : undefined
}

const compared = (expr: Binary, recorded: Recorded): Level => {
  const inner = inBool(expr)
  if (inner !== undefined) return levelOf(inner, recorded)
  if (expr.bool) return unread('answers with 0 or 1 whether or not it should fire')
  const op = bounds.get(expr.op)
  if (op === undefined) return unread('asks for one exact value')
  const bar = side(expr.left, expr.right, op)
  if (bar === undefined) return unread('does not compare one measure with one number')
  if (!isSane(bar.value)) return unread('compares with no number that somebody can mean')
  if ([...partsOf(bar.measured)].some(isComparison)) return unread('compares more than once')
  return { views: viewsOf(bar, recorded), measured: bar.measured, fixed: fixedBy(bar) }
}

const isSame = (one: View | undefined, other: View | undefined): boolean =>
  one !== undefined && one.op === other?.op && one.value === other.value

const shares = (one: Expr, other: Expr): boolean => {
  const names = new Set(seriesOf(other))
  return seriesOf(one).some((name) => names.has(name))
}

const isOrdering = (expr: Expr): boolean =>
  [...partsOf(expr)].some((part) => part.kind === 'binary' && bounds.has(part.op))

const isAbsence = (expr: Expr): boolean => expr.kind === 'call' && /^absent(?:_over_time)?$/.test(expr.name)

const isGuard = (views: readonly View[]): boolean =>
  views.some(({ op, unit }) => unit.kind === 'count' && (op === 'above' || op === 'at_least'))

/** Whether an expression has an answer at all times, so that nothing is left of what it is taken away from. */
const isAlwaysThere = (expr: Expr): boolean => {
  if (expr.kind !== 'binary' || !/^[<>=!]/.test(expr.op))
    return (
      seriesOf(expr).length > 0 && seriesOf(expr).every((name) => /^(?:up|probe_success|.*_up|scrape_.*)$/.test(name))
    )
  const value = constantOf(expr.right)
  // What is counted or timed is never below 0.
  return value !== undefined && ((expr.op === '>=' && value <= 0) || (/^(?:>|!=)$/.test(expr.op) && value < 0))
}

type Known = Extract<Level, { readonly measured: Expr }>

/** Whether two conditions on one measure leave no number that meets both: `x > 4 and x < 4`. */
const excludes = (one: Known, other: Known): boolean => {
  const [first, second] = [one.views[0], other.views[0]]
  if (JSON.stringify(one.measured) !== JSON.stringify(other.measured) || !first || !second) return false
  const isAbove = ({ op }: View) => op === 'above' || op === 'at_least'
  if (isAbove(first) === isAbove(second)) return false
  const [least, most] = isAbove(first) ? [first, second] : [second, first]
  return least.value > most.value || (least.value === most.value && (least.op === 'above' || most.op === 'below'))
}

const joined = ({ op, left, right }: Binary, recorded: Recorded): Level => {
  // What no series decides is always true or never.
  if ([left, right].some((side) => seriesOf(side).length === 0))
    return unread(`joins a condition that no measure decides with ${op}`)
  const [one, other] = [levelOf(left, recorded), levelOf(right, recorded)]
  const several = unread(`joins two conditions with ${op}`)
  if (op === 'unless' && 'views' in one && isAlwaysThere(right)) return { ...one, fixed: neverBy }
  if (op === 'unless') return shares(left, right) ? several : one
  if (!('views' in one))
    return 'views' in other && op === 'and' && !isOrdering(left) && !shares(left, right) ? other : one
  if (!('views' in other)) return (op === 'and' && !isOrdering(right)) || isAbsence(right) ? one : several
  if (isSame(one.views[0], other.views[0])) return one
  if (op === 'and' && excludes(one, other))
    return { ...one, fixed: 'can never fire: its two conditions exclude each other' }
  if (op === 'or' || isGuard(one.views) === isGuard(other.views)) return several
  return isGuard(one.views) ? other : one
}

export const levelOf = (expr: Expr, recorded: Recorded): Level => {
  if (expr.kind === 'binary' && /^(?:and|or|unless)$/.test(expr.op)) return joined(expr, recorded)
  return isComparison(expr) ? compared(expr, recorded) : unread('does not compare one measure with one number')
}

/** What an expression says of the alert that it decides on. */
export type Meaning = {
  readonly views: readonly View[]
  readonly windows: readonly number[] | undefined
  readonly quantile: number | undefined
  readonly fixed: string | undefined
  readonly isUp: boolean
  readonly unread: string | undefined
}

/** Where the string that begins at `at` ends; undefined where nothing closes it. */
const stringEnd = (text: string, at: number): number | undefined => {
  const quote = text.charAt(at)
  for (let here = at + 1; here < text.length; here += 1) {
    if (text.charAt(here) === quote) return here + 1
    if (quote !== '`' && text.charAt(here) === '\\') here += 1
  }
  return undefined
}

/** An expression without its comments, and without its strings where `keepsStrings` is false. */
const bareOf = (text: string, keepsStrings: boolean): string => {
  const kept: string[] = []
  // What nothing closes is no string; nor is what follows it, or each of many would be looked through to the end.
  const open = new Set<string>()
  for (let at = 0; at < text.length; ) {
    const sign = text.charAt(at)
    const end = '"\'`'.includes(sign) && !open.has(sign) ? stringEnd(text, at) : undefined
    if (end === undefined && '"\'`'.includes(sign)) open.add(sign)
    const feed = sign === '#' ? text.indexOf('\n', at) : at + 1
    const next = end ?? (feed === -1 ? text.length : feed)
    if (sign !== '#' && (end === undefined || keepsStrings)) kept.push(text.slice(at, next))
    at = next
  }
  return kept.join('')
}

// What ends in an operator, or leaves a bracket open, is broken in every language of expressions.
/** Whether an expression breaks off, in whatever language it is written. */
export const isBroken = (text: string): boolean => {
  const bare = bareOf(text, false).trim()
  const count = (signs: RegExp): number => bare.match(signs)?.length ?? 0
  return bare === '' || /[-+*/^<>=!]$/.test(bare) || count(/[([{]/g) !== count(/[)\]}]/g)
}

const notUnderstood = (words: string): Meaning => ({
  views: [],
  windows: undefined,
  quantile: undefined,
  fixed: undefined,
  isUp: false,
  unread: words,
})

/** Whether an expression is filled in later; what stands in a comment fills in nothing. */
export const isFilledIn = (text: string): boolean => text.includes('{{') && bareOf(text, true).includes('{{')

/** Understands the expression of an alert, by the parser of its language. */
export const meaningOf = (text: string, parse: Parse, recorded: Recorded, language = 'PromQL'): Meaning => {
  if (isFilledIn(text)) return notUnderstood('is filled in from a template')
  const expr = parse(text)
  if (expr === undefined) return notUnderstood(`is written in no ${language} that is read here`)
  const level = levelOf(expr, recorded)
  if ('unread' in level) return notUnderstood(level.unread)
  const { views, measured, fixed } = level
  const unlike = unlikeRatio(measured, recorded)
  if (unlike !== undefined) return notUnderstood(unlike)
  return {
    views,
    windows: rangesOf(measured, recorded),
    quantile: quantileOf(measured, recorded),
    fixed,
    isUp: isUpAlone(measured),
    // The number is compared all the same: one that differs does so whatever it is compared with.
    unread: strayOf(measured, recorded),
  }
}
