import { constantOf, partsOf, type Recorded } from './parts.ts'
import type { Expr } from './promql.ts'
import { isTakenOver } from './unit.ts'

const quantilesIn = (expr: Expr, recorded: Recorded, depth: number): (number | undefined)[] =>
  [...partsOf(expr)].flatMap((part) => {
    if (part.kind === 'series') {
      const source = depth < 3 ? recorded(part.name) : undefined
      if (source !== undefined) return quantilesIn(source, recorded, depth + 1)
      return part.quantile === undefined ? [] : [part.quantile]
    }
    if (part.kind !== 'call' || !/^(?:histogram_)?quantile(?:_over_time)?$/.test(part.name)) return []
    return part.args.slice(0, 1).map(constantOf)
  })

/** The quantile that an expression takes, from 0 to 1; undefined where it takes none, or several. */
export const quantileOf = (expr: Expr, recorded: Recorded): number | undefined => {
  const [quantile, ...others] = [...new Set(quantilesIn(expr, recorded, 0))]
  return others.length === 0 ? quantile : undefined
}

/** The ranges that an expression is taken over; undefined where a part of it does not say its own. */
export const rangesOf = (expr: Expr, recorded: Recorded, depth = 0): number[] | undefined => {
  const all = (parts: readonly Expr[]): number[] | undefined => {
    const ranges = parts.map((part) => rangesOf(part, recorded, depth))
    return ranges.includes(undefined) ? undefined : [...new Set(ranges.flatMap((range) => range ?? []))]
  }
  if (expr.kind === 'range') return expr.seconds === undefined ? undefined : [expr.seconds]
  if (expr.kind === 'negative') return all([expr.of])
  if (expr.kind === 'call') return all(expr.args)
  if (expr.kind === 'binary') return all([expr.left, expr.right])
  if (expr.kind !== 'series') return []
  const source = depth < 3 ? recorded(expr.name) : undefined
  if (source !== undefined) return rangesOf(source, recorded, depth + 1)
  return isTakenOver(expr.name) ? undefined : []
}
