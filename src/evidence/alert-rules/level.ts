import type { Bound } from '../../values/index.ts'
import type { View } from './alert.ts'
import type { Binary, Expr } from './expr.ts'
import { unitOf } from './measure.ts'
import { constantOf, partsOf, type Recorded, seriesOf } from './parts.ts'
import { fixedBy } from './reach.ts'

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

/** Whether an expression compares two sides. */
export const isComparison = (expr: Expr): expr is Binary =>
  expr.kind === 'binary' && (bounds.has(expr.op) || expr.op === '==' || expr.op === '!=')

type Bar = { readonly op: Bound; readonly value: number; readonly measured: Expr }

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
  const bars = other === undefined ? [bar] : bar.value === 0 ? [other, bar] : [bar, other]
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

const isNothing = (expr: Expr): boolean =>
  expr.kind === 'binary' && expr.op === '*' && [expr.left, expr.right].some((side) => constantOf(side) === 0)

const compared = (expr: Binary, recorded: Recorded): Level => {
  const inner = inBool(expr)
  if (inner !== undefined) return levelOf(inner, recorded)
  if (expr.bool) return unread('answers with 0 or 1 whether or not it should fire')
  const op = bounds.get(expr.op)
  if (op === undefined) return unread('asks for one exact value')
  const bar = side(expr.left, expr.right, op)
  if (bar === undefined) return unread('does not compare one measure with one number')
  if (!Number.isFinite(bar.value)) return unread('compares with no finite number')
  if ([...partsOf(bar.measured)].some(isNothing)) return unread('multiplies what it measures by 0')
  if ([...partsOf(bar.measured)].some(isComparison)) return unread('compares more than once')
  return { views: viewsOf(bar, recorded), measured: bar.measured, fixed: fixedBy(bar) }
}

const isSame = (one: View | undefined, other: View | undefined): boolean =>
  one !== undefined && one.op === other?.op && one.value === other.value

const shares = (one: Expr, other: Expr): boolean => {
  const names = seriesOf(other)
  return seriesOf(one).some((name) => names.includes(name))
}

const isOrdering = (expr: Expr): boolean =>
  [...partsOf(expr)].some((part) => part.kind === 'binary' && bounds.has(part.op))

const isAbsence = (expr: Expr): boolean => expr.kind === 'call' && /^absent(?:_over_time)?$/.test(expr.name)

/** Whether a bar only asks for enough events. */
const isGuard = (views: readonly View[]): boolean =>
  views.some(({ op, unit }) => unit.kind === 'count' && (op === 'above' || op === 'at_least'))

const joined = ({ op, left, right }: Binary, recorded: Recorded): Level => {
  // What no series decides is always true or never.
  if (seriesOf(left).length === 0 || seriesOf(right).length === 0)
    return unread(`joins a condition that no measure decides with ${op}`)
  const [one, other] = [levelOf(left, recorded), levelOf(right, recorded)]
  const several = unread(`joins two conditions with ${op}`)
  if (op === 'unless') return shares(left, right) ? several : one
  if (!('views' in one))
    return 'views' in other && op === 'and' && !isOrdering(left) && !shares(left, right) ? other : one
  if (!('views' in other)) return (op === 'and' && !isOrdering(right)) || isAbsence(right) ? one : several
  if (isSame(one.views[0], other.views[0])) return one
  if (op === 'or' || isGuard(one.views) === isGuard(other.views)) return several
  return isGuard(one.views) ? other : one
}

/** What an expression fires at. */
export const levelOf = (expr: Expr, recorded: Recorded): Level => {
  if (expr.kind === 'binary' && /^(?:and|or|unless)$/.test(expr.op)) return joined(expr, recorded)
  return isComparison(expr)
    ? compared(expr, recorded)
    : unread('does not compare one measure with one number')
}
