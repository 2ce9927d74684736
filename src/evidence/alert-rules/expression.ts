import type { View } from './alert.ts'
import type { Expr } from './expr.ts'
import { levelOf } from './level.ts'
import type { Recorded } from './parts.ts'
import { quantileOf, rangesOf, unlikeRatio } from './ranges.ts'
import { strayOf } from './stray.ts'

/** Reads PromQL; undefined where it is none. */
export type Parse = (text: string) => Expr | undefined

/** What an expression says of the alert that it decides on. */
export type Meaning = {
  readonly views: readonly View[]
  readonly windows: readonly number[] | undefined
  readonly quantile: number | undefined
  readonly fixed: string | undefined
  readonly unread: string | undefined
}

// What ends in an operator, or leaves a bracket open, is broken in every language of expressions.
/** Whether an expression breaks off, in whatever language it is written. */
export const isBroken = (text: string): boolean => {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|#[^\n]*/g, '').trim()
  const count = (signs: RegExp): number => bare.match(signs)?.length ?? 0
  return bare === '' || /[-+*/^<>=!]$/.test(bare) || count(/[([{]/g) !== count(/[)\]}]/g)
}

const unread = (words: string): Meaning => ({
  views: [],
  windows: undefined,
  quantile: undefined,
  fixed: undefined,
  unread: words,
})

/** Understands the expression of an alert as PromQL. */
export const meaningOf = (text: string, parse: Parse, recorded: Recorded): Meaning => {
  if (text.includes('{{')) return unread('is filled in from a template')
  const expr = parse(text)
  if (expr === undefined) return unread('is written in no PromQL that is read here')
  const level = levelOf(expr, recorded)
  if ('unread' in level) return unread(level.unread)
  const { views, measured, fixed } = level
  const unlike = unlikeRatio(measured, recorded)
  if (unlike !== undefined) return unread(unlike)
  return {
    views,
    windows: rangesOf(measured, recorded),
    quantile: quantileOf(measured, recorded),
    fixed,
    // The number is compared all the same: one that differs does so whatever it is compared with.
    unread: strayOf(measured, recorded),
  }
}
