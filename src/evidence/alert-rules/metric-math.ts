import type { Expr, ParseExpr } from './expr.ts'

/** Real expressions are shorter, and have fewer calls and names in all that depend on one another. */
const maxLength = 1000
const maxCalls = 20
const maxNames = 200
const maxDepth = 5

/** A condition that keeps an alarm quiet until there are more than so many of a metric. */
export type MathGuard = { readonly id: string; readonly events: number }

/** The arguments of a call whose bracket opened before `from`, and where it ends; undefined where nothing closes it. */
const argumentsFrom = (text: string, from: number): { readonly args: string[]; readonly end: number } | undefined => {
  const args: string[] = []
  for (let [at, start, depth] = [from, from, 0]; at < text.length; at += 1) {
    const sign = text.charAt(at)
    const isEnd = sign === ')' && depth === 0
    if (isEnd || (sign === ',' && depth === 0)) {
      args.push(text.slice(start, at))
      start = at + 1
    }
    if (isEnd) return { args, end: at + 1 }
    depth += sign === '(' ? 1 : sign === ')' ? -1 : 0
  }
  return undefined
}

/** An expression without `FILL`, which says what stands in for missing values. */
const filled = (given: string): string | undefined => {
  let text = given
  for (let left = maxCalls; left > 0; left -= 1) {
    // From the last one on, so that what a call holds has none.
    const [whole, before = ''] = /^([\s\S]*)\bFILL\s*\(/i.exec(text) ?? []
    if (whole === undefined) return text
    const call = argumentsFrom(text, whole.length)
    const [of, by = '', ...others] = call?.args ?? []
    if (call === undefined || others.length > 0 || !/^\s*(?:\d{1,9}(?:\.\d{1,9})?|REPEAT|LINEAR)\s*$/i.test(by))
      return undefined
    text = `${before}(${of})${text.slice(call.end)}`
  }
  return undefined
}

/** What `IF` asks for first, where the whole is one that is 0, or nothing, otherwise. */
const guarded = (text: string, isOver: boolean): { readonly text: string; readonly guard?: MathGuard } => {
  const [opening] = /^\s*IF\s*\(/i.exec(text) ?? []
  const call = opening === undefined ? undefined : argumentsFrom(text, opening.length)
  const [condition = '', then = '', otherwise, ...others] = call?.args ?? []
  const [, id, events] = /^[\s(]*(\w{1,60})[\s)]*>=?\s*(\d{1,9})\s*$/.exec(condition) ?? []
  // Where values are too low, 0 for the others would call somebody at every lull.
  const isQuiet = otherwise === undefined || (isOver && /^\s*0(?:\.0*)?\s*$/.test(otherwise))
  const isWhole = call !== undefined && text.slice(call.end).trim() === ''
  return id !== undefined && isQuiet && isWhole && others.length === 0
    ? { text: then, guard: { id, events: Number(events) } }
    : { text }
}

/**
 * What an expression of metric math measures, with the metrics and the other expressions that it names by their ids.
 * Undefined where it asks for more than `+ - * /`, `FILL` and one `IF` around it all.
 * Source: Amazon CloudWatch, using math expressions with CloudWatch metrics.
 */
export const parseMetricMath = (
  whole: string,
  isOver: boolean,
  parse: ParseExpr,
  metrics: ReadonlyMap<string, Expr>,
  expressions: ReadonlyMap<string, string>,
): { readonly expr: Expr; readonly guard?: MathGuard } | undefined => {
  let left = maxNames
  const parsed = (text: string | undefined, depth: number): Expr | undefined => {
    const plain = text === undefined || text.length > maxLength || depth > maxDepth ? undefined : filled(text)
    const expr = plain === undefined ? undefined : parse(plain)
    return expr && withMetrics(expr, depth)
  }
  const withMetrics = (expr: Expr, depth: number): Expr | undefined => {
    if (expr.kind === 'number') return expr
    if (expr.kind === 'series') {
      left -= 1
      return left < 0 ? undefined : (metrics.get(expr.name) ?? parsed(expressions.get(expr.name), depth + 1))
    }
    if (expr.kind === 'negative') {
      const of = withMetrics(expr.of, depth)
      return of && { kind: 'negative', of }
    }
    if (expr.kind !== 'binary' || !'+-*/'.includes(expr.op)) return undefined
    const [one, other] = [withMetrics(expr.left, depth), withMetrics(expr.right, depth)]
    return one && other && { ...expr, left: one, right: other }
  }
  if (whole.length > maxLength) return undefined
  const { text, guard } = guarded(filled(whole) ?? whole, isOver)
  const expr = parsed(text, 0)
  return expr && { expr, ...(guard && { guard }) }
}
