import type { Binary, Expr } from './expr.ts'
import { constantOf, type Recorded, seriesOf } from './parts.ts'
import { countUnit, shareUnit, type Unit, unitOfName, unknownUnit } from './unit.ts'

const perSecond = new Set(['rate', 'irate', 'deriv'])
const counting = new Set([
  'count',
  'count_values',
  'group',
  'count_over_time',
  'changes',
  'resets',
  'histogram_count',
])
const foreign = new Set(['stdvar', 'stdvar_over_time', 'time', 'timestamp', 'absent', 'absent_over_time'])

const quotient = (over: Unit, under: Unit): Unit => {
  if (over.rate !== under.rate) return unknownUnit
  const factor = over.factor / under.factor
  if (under.kind === 'count' && over.kind !== 'count') return { ...over, factor, rate: false }
  if (over.kind !== under.kind || over.kind === 'unknown' || over.currency !== under.currency)
    return { ...unknownUnit, factor }
  return shareUnit(factor)
}

const sum = (left: Unit, right: Unit): Unit =>
  left.kind === right.kind && left.factor === right.factor && left.rate === right.rate ? left : unknownUnit

/** What an expression measures, by the names of its series and the arithmetic on them. */
export const unitOf = (expr: Expr, recorded: Recorded, depth = 0): Unit => {
  const unit = (inner: Expr | undefined): Unit =>
    inner === undefined ? unknownUnit : unitOf(inner, recorded, depth)

  const binary = ({ op, left, right }: Binary): Unit => {
    const [one, other] = [constantOf(left), constantOf(right)]
    if (op === '*') {
      const scale = one ?? other
      if (scale === undefined || scale === 0) return unknownUnit
      const scaled = unit(one === undefined ? left : right)
      return { ...scaled, factor: scaled.factor / scale }
    }
    if (op === '/') {
      if (one !== undefined) return unknownUnit
      if (other === undefined) return quotient(unit(left), unit(right))
      const scaled = unit(left)
      return { ...scaled, factor: scaled.factor * other }
    }
    if (op === '+' || op === '-') {
      if (one !== undefined) return unit(right)
      return other !== undefined ? unit(left) : sum(unit(left), unit(right))
    }
    return op === '^' || op === '%' || op === 'atan2' ? unknownUnit : unit(left)
  }

  const call = (name: string, args: readonly Expr[]): Unit => {
    if (counting.has(name)) return countUnit
    if (foreign.has(name)) return unknownUnit
    if (name === 'histogram_fraction') return shareUnit(1)
    const measured = args.find((argument) => constantOf(argument) === undefined && argument.kind !== 'text')
    if (/^histogram_(?:quantile|avg|sum|stddev)/.test(name)) {
      const [series] = measured === undefined ? [] : seriesOf(measured)
      return series === undefined ? unknownUnit : unitOfName(series.replace(/_bucket$/, ''))
    }
    const inner = unit(measured)
    if (!perSecond.has(name)) return inner
    return inner.rate ? unknownUnit : { ...inner, rate: true }
  }

  if (expr.kind === 'series') {
    const known = unitOfName(expr.name)
    const source = known.kind === 'unknown' && depth < 3 ? recorded(expr.name) : undefined
    return source === undefined ? known : unitOf(source, recorded, depth + 1)
  }
  if (expr.kind === 'range' || expr.kind === 'negative' || expr.kind === 'past') return unit(expr.of)
  if (expr.kind === 'call') return call(expr.name, expr.args)
  return expr.kind === 'binary' ? binary(expr) : unknownUnit
}
