import { constantOf, type Expr, partsOf, seriesOf } from './expr.ts'
import { isAbsence, isComparison } from './plainer.ts'

/** Whether an expression only grows: counters as a whole that nothing takes over a time. */
const isGrowing = (expr: Expr): boolean =>
  seriesOf(expr).length > 0 &&
  [...partsOf(expr)].every(
    (part) =>
      part.kind !== 'range' &&
      (part.kind !== 'series' || (/_(?:total|count|bucket)$/.test(part.name) && part.labels === '')),
  )

/** Whether an expression has an answer at all times, so that nothing is left of what it is taken away from. */
export const isAlwaysThere = (expr: Expr): boolean => {
  if (expr.kind !== 'binary' || !/^[<>=!]/.test(expr.op)) {
    const names = seriesOf(expr)
    return (
      names.length > 0 &&
      (names.every((name) => /^(?:up|probe_success|.*_up|scrape_.*)$/.test(name)) || isGrowing(expr))
    )
  }
  const value = constantOf(expr.right)
  if (value === undefined) return false
  // What is counted or timed is never below 0, and a counter is at 0 until something happens.
  const least = isGrowing(expr.left) ? 1 : 0
  return (expr.op === '>=' && value <= least) || (/^(?:>|!=)$/.test(expr.op) && value < least)
}

/** Whether an expression has no answer at any time: a counter that is absent or 0, or what is not as it is. */
export const isNeverThere = (expr: Expr): boolean => {
  if (isAbsence(expr) && expr.kind === 'call') {
    const [given] = expr.args
    return given !== undefined && isGrowing(given.kind === 'range' ? given.of : given)
  }
  if (!isComparison(expr)) return false
  if (expr.isSame) return /^(?:!=|[<>])$/.test(expr.op)
  const value = constantOf(expr.right)
  return (
    isGrowing(expr.left) && value !== undefined && /^(?:==|<=?)$/.test(expr.op) && value <= (expr.op === '<' ? 1 : 0)
  )
}
