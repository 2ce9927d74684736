import type { Expr } from './expr.ts'

/** The expression that a recording rule of the same file stores under a name. */
export type Recorded = (name: string) => Expr | undefined

/** The value of an expression of numbers alone. */
export const constantOf = (expr: Expr): number | undefined => {
  if (expr.kind === 'number') return expr.value
  if (expr.kind === 'negative') {
    const value = constantOf(expr.of)
    return value === undefined ? undefined : -value
  }
  if (expr.kind !== 'binary') return undefined
  const [left, right] = [constantOf(expr.left), constantOf(expr.right)]
  if (left === undefined || right === undefined) return undefined
  const results: { readonly [op: string]: number } = {
    '+': left + right,
    '-': left - right,
    '*': left * right,
    '/': left / right,
    '%': left % right,
    '^': left ** right,
  }
  return Object.hasOwn(results, expr.op) ? results[expr.op] : undefined
}

/** The parts of an expression, itself first. */
export function* partsOf(expr: Expr): Generator<Expr> {
  yield expr
  if (expr.kind === 'range' || expr.kind === 'negative' || expr.kind === 'past') yield* partsOf(expr.of)
  if (expr.kind === 'call') for (const argument of expr.args) yield* partsOf(argument)
  if (expr.kind === 'binary') {
    yield* partsOf(expr.left)
    yield* partsOf(expr.right)
  }
}

/** The names of the series that an expression reads. */
export const seriesOf = (expr: Expr): string[] =>
  [...partsOf(expr)].flatMap((part) => (part.kind === 'series' ? [part.name] : []))
