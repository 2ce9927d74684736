import { constantOf, type Expr, partsOf, seriesOf } from './expr.ts'
import { isAbsence, isComparison } from './plainer.ts'

/** Whether an expression has an answer at all times, so that nothing is left of what it is taken away from. */
export const isAlwaysThere = (expr: Expr): boolean => {
  if (expr.kind !== 'binary' || !/^[<>=!]/.test(expr.op))
    return (
      seriesOf(expr).length > 0 && seriesOf(expr).every((name) => /^(?:up|probe_success|.*_up|scrape_.*)$/.test(name))
    )
  const value = constantOf(expr.right)
  // What is counted or timed is never below 0.
  return value !== undefined && ((expr.op === '>=' && value <= 0) || (/^(?:>|!=)$/.test(expr.op) && value < 0))
}

/** Whether an expression has no answer at any time: what is not as it is. */
export const isNeverThere = (expr: Expr): boolean =>
  isComparison(expr) && expr.isSame === true && /^(?:!=|[<>])$/.test(expr.op)

/** Whether an expression only grows: counters as a whole that nothing takes over a time. */
const isGrowing = (expr: Expr): boolean =>
  seriesOf(expr).length > 0 &&
  [...partsOf(expr)].every(
    (part) => part.kind !== 'range' && (part.kind !== 'series' || (/_total$/.test(part.name) && part.labels === '')),
  )

/** Whether a condition asks a counter to be absent or 0, or with `unless` to be there: that is so as long as nothing happens. */
export const waitsForCounter = (op: string, expr: Expr): boolean => {
  if (isAbsence(expr) && expr.kind === 'call') {
    const [given] = expr.args
    return op === 'and' && given !== undefined && isGrowing(given.kind === 'range' ? given.of : given)
  }
  if (!isComparison(expr)) return op === 'unless' && isGrowing(expr)
  const value = constantOf(expr.right)
  if (value === undefined || !isGrowing(expr.left)) return false
  if (op === 'unless') return expr.op === '>=' ? value === 1 : /^(?:>|!=)$/.test(expr.op) && value === 0
  return op === 'and' && (expr.op === '<' ? value <= 1 : /^(?:==|<=)$/.test(expr.op) && value <= 0)
}
