import { isTakenOver } from './measure.ts'
import { constantOf, type Expr, partsOf, type Recorded, type Series } from './promql.ts'

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
  if (expr.kind === 'negative' || expr.kind === 'past') return all([expr.of])
  if (expr.kind === 'call') return all(expr.args)
  if (expr.kind === 'binary') return all([expr.left, expr.right])
  if (expr.kind !== 'series') return []
  const source = depth < 3 ? recorded(expr.name) : undefined
  if (source !== undefined) return rangesOf(source, recorded, depth + 1)
  return isTakenOver(expr.name) ? undefined : []
}

const counting = new Set(['rate', 'irate', 'increase', 'delta', 'idelta'])

/** The functions by which an expression counts, those of recording rules included. */
const countedBy = (expr: Expr, recorded: Recorded, depth = 0): string[] =>
  [...partsOf(expr)].flatMap((part): string[] => {
    if (part.kind === 'call') return counting.has(part.name) ? [part.name] : []
    const source = part.kind === 'series' && depth < 3 ? recorded(part.name) : undefined
    return source === undefined ? [] : countedBy(source, recorded, depth + 1)
  })

const differ = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length > 0 &&
  other.length > 0 &&
  new Set([...one, ...other]).size > Math.min(new Set(one).size, new Set(other).size)

/**
 * Why a ratio is none: an hour of one thing over a fortnight of another, or a count over a count a second. Undefined
 * where both sides of every division are taken alike.
 */
export const unlikeRatio = (expr: Expr, recorded: Recorded, depth = 0): string | undefined => {
  for (const part of partsOf(expr)) {
    if (part.kind === 'series' && depth < 3) {
      const source = recorded(part.name)
      const found = source === undefined ? undefined : unlikeRatio(source, recorded, depth + 1)
      if (found !== undefined) return found
    }
    if (part.kind !== 'binary' || part.op !== '/') continue
    const [above, below] = [part.left, part.right] as const
    if (differ(rangesOf(above, recorded) ?? [], rangesOf(below, recorded) ?? []))
      return 'divides what it measures over one time by what it measures over another'
    if (differ(countedBy(above, recorded), countedBy(below, recorded)))
      return 'divides a count by a count of another kind: rate, increase and delta are not alike'
  }
  return undefined
}

export const looksBack = 'looks at the past: what it fires on is not what happens now'

type Leaves = { readonly series: readonly Series[]; readonly past: boolean }

/** The series that an expression rests on in the end, and whether any of it is looked at as it was. */
const leavesOf = (expr: Expr, recorded: Recorded, depth = 0): Leaves => {
  const parts = [...partsOf(expr)]
  const found = parts.flatMap((part): Leaves[] => {
    if (part.kind !== 'series') return []
    const source = depth < 3 ? recorded(part.name) : undefined
    return [
      source === undefined || part.narrowed !== undefined
        ? { series: [part], past: false }
        : leavesOf(source, recorded, depth + 1),
    ]
  })
  return {
    series: found.flatMap(({ series }) => series),
    past: parts.some(({ kind }) => kind === 'past') || found.some(({ past }) => past),
  }
}

/**
 * Why what an expression measures is not what customers meet now: it was, or is something else. Undefined where
 * nothing says so, as labels hardly ever do.
 */
export const strayOf = (expr: Expr | undefined, recorded: Recorded): string | undefined => {
  if (expr === undefined) return undefined
  const { series, past } = leavesOf(expr, recorded)
  if (past) return looksBack
  const [first] = series
  return first?.narrowed !== undefined && series.every(({ narrowed }) => narrowed !== undefined)
    ? `measures ${first.narrowed} alone, which no customer meets`
    : undefined
}
