import { type Binary, constantOf, type Expr } from './expr.ts'

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
export const spanOf = (expr: Expr): Span => {
  const constant = constantOf(expr)
  if (constant !== undefined) return [constant, constant]
  if (expr.kind === 'range' || expr.kind === 'past') return spanOf(expr.of)
  if (expr.kind === 'negative') return scaled(spanOf(expr.of), -1)
  if (expr.kind === 'binary') return binary(expr)
  if (expr.kind !== 'call') return everything
  const [first, ...bounds] = expr.args
  if (first === undefined) return everything
  if (between.has(expr.name)) return bounds.every(({ kind }) => kind === 'range') ? spanOf(first) : everything
  const order = clamps.get(expr.name)
  if (order === undefined) return everything
  const [least, most] = order.map((at, end) =>
    at === undefined ? everything[end] : bounds[at] && constantOf(bounds[at]),
  )
  // Between bounds that are computed, or the wrong way round, what is left is unknown.
  if (least === undefined || most === undefined || !(least <= most)) return everything
  const clamp = (end: number) => Math.min(Math.max(end, least), most)
  const [low, high] = spanOf(first)
  return [clamp(low), clamp(high)]
}
