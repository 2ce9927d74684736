import type { Bound } from '../../values/index.ts'
import { constantOf, type Expr, partsOf } from './expr.ts'

/** A measure that is compared with a number. */
export type Bar = { readonly op: Bound; readonly value: number; readonly measured: Expr }

/** Whether a measure is rounded more coarsely than to a tenth of its number, and so that another number decides. */
export const isCoarse = ({ op, value, measured }: Bar): boolean =>
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
const besideConstant = (expr: Expr, signs: RegExp): readonly [constant: number, other: Expr] | undefined => {
  if (expr.kind !== 'binary' || !signs.test(expr.op)) return undefined
  const [before, after] = [constantOf(expr.left), constantOf(expr.right)]
  if (before === undefined) return after === undefined ? undefined : [after, expr.left]
  return after === undefined ? [before, expr.right] : undefined
}

/** Whether a constant is added to a measure, or taken from it. What is left of a whole is no shift. */
export const isShifted = (expr: Expr): boolean => {
  const [by] = besideConstant(expr, /^[-+]$/) ?? []
  const isRest = expr.kind === 'binary' && expr.op === '-' && constantOf(expr.left) !== undefined
  return by !== undefined && !(isRest && (by === 1 || by === 100))
}

/** Whether a scale is turned into another one: `(csat + 1) / 2`. What is left of a whole, `100 * (1 - x)`, is none. */
export const isRescaled = (measured: Expr): boolean =>
  [...partsOf(measured)].some((part) => {
    const [, inner] = besideConstant(part, /^[*/]$/) ?? []
    return inner !== undefined && isShifted(inner)
  })
