import type { Expr, Series } from './expr.ts'
import { partsOf, type Recorded } from './parts.ts'

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
