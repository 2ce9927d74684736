import type { Bound } from '../../values/index.ts'
import { constantOf, type Expr, partsOf } from './expr.ts'

/** A measure that is compared with a number. */
export type MeasuredBar = { readonly op: Bound; readonly value: number; readonly measured: Expr }

/** Whether a measure is rounded more coarsely than to a tenth of its number, and so that another number decides. */
export const isCoarse = ({ op, value, measured }: MeasuredBar): boolean =>
  [...partsOf(measured)].some((part) => {
    if (part.kind !== 'call' || !/^(?:round|floor|ceil)$/.test(part.name)) return false
    const step = Math.abs((part.args[1] && constantOf(part.args[1])) ?? 1)
    // `ceil(x) > 4` says what `x > 4` says.
    const isExact =
      Number.isInteger(value / step) &&
      ((part.name === 'ceil' && (op === 'above' || op === 'at_most')) ||
        (part.name === 'floor' && (op === 'at_least' || op === 'below')))
    return !isExact && Math.abs(value) < 10 * step
  })

/** What stands beside a constant in a part of an expression, where it is joined with one by such an operator. */
export const besideConstant = (expr: Expr, signs: RegExp): readonly [constant: number, other: Expr] | undefined => {
  if (expr.kind !== 'binary' || !signs.test(expr.op)) return undefined
  const [before, after] = [constantOf(expr.left), constantOf(expr.right)]
  if (before === undefined) return after === undefined ? undefined : [after, expr.left]
  return after === undefined ? [before, expr.right] : undefined
}

/** The constant that is added to a measure, or taken from it. What is left of a whole is no shift. */
const shiftOf = (expr: Expr): number | undefined => {
  const [by] = besideConstant(expr, /^[-+]$/) ?? []
  const isRest = expr.kind === 'binary' && expr.op === '-' && constantOf(expr.left) !== undefined
  return isRest && (by === 1 || by === 100) ? undefined : by
}

export const isShifted = (expr: Expr): boolean => shiftOf(expr) !== undefined

/** Whether more is added within a division of measures than what keeps 0 away: `(wrong - 50) / chats`. */
const isMoved = (part: Expr): boolean =>
  part.kind === 'binary' &&
  part.op === '/' &&
  constantOf(part.right) === undefined &&
  [part.left, part.right].flatMap((one) => [...partsOf(one)]).some((one) => Math.abs(shiftOf(one) ?? 0) > 1)

/** Whether a scale is turned into another one: `(csat + 1) / 2`. What is left of a whole, `100 * (1 - x)`, is none. */
export const isRescaled = (measured: Expr): boolean =>
  [...partsOf(measured)].some((part) => {
    const [, inner] = besideConstant(part, /^[*/]$/) ?? []
    return (inner !== undefined && isShifted(inner)) || isMoved(part)
  })

/** Why a part of an expression is the same whatever is measured; completes a sentence that begins with the name of the alert. */
export const itselfBy = (part: Expr): string | undefined => {
  if (part.kind !== 'binary' || !part.isSame || constantOf(part) !== undefined) return undefined
  if (part.op === '-') return 'subtracts the metric from itself'
  return part.op === '/' ? 'divides the metric by itself' : undefined
}

/** Through these, a level stays a level. Source: Prometheus, querying functions and aggregation operators. */
const keeping = new Set(
  (
    'avg max min sum count topk bottomk quantile median rate irate increase abs ceil floor round clamp clamp_max clamp_min ' +
    'avg_over_time max_over_time min_over_time sum_over_time count_over_time last_over_time quantile_over_time ' +
    'histogram_avg histogram_count histogram_fraction histogram_quantile histogram_sum ' +
    'default info label_join label_replace scalar sort sort_by_label sort_by_label_desc sort_desc time vector'
  ).split(' '),
)

/** What the first argument of a function has to be at least and at most, or nothing is left of what it is given. */
const asked = (name: string): readonly [least: number, most: number] | undefined => {
  if (/quantile/.test(name)) return [0, 1]
  return /^(?:top|bottom)k$/.test(name) ? [1, Number.POSITIVE_INFINITY] : undefined
}

/** Why a part of an expression turns a level into another number; completes a sentence that begins with the name of the alert. */
export const turnedBy = (part: Expr): string | undefined => {
  if (part.kind === 'binary') {
    const [over, under] = [part.left, part.right].map(constantOf)
    const isTurned = part.op === '/' && over !== undefined && under === undefined
    const isOther = /^(?:[%^]|atan2)$/.test(part.op) && constantOf(part) === undefined
    return isTurned || isOther ? 'transforms the metric into another quantity' : undefined
  }
  if (part.kind !== 'call') return undefined
  if (!keeping.has(part.name)) return `transforms the metric into another quantity with ${part.name}()`
  const by = part.args[0] && constantOf(part.args[0])
  const [least, most] = asked(part.name) ?? []
  if (by === undefined || least === undefined || most === undefined || (by >= least && by <= most)) return undefined
  return `calls ${part.name}() with the invalid parameter ${by}`
}
