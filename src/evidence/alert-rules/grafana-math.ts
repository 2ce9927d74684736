import type { Expr } from './expr.ts'
import { parsePromql } from './promql.ts'

/** Real formulas are shorter. */
const maxLength = 1000

// Of the functions, those that hardly change what they are given.
const token =
  /\s*(?:(\d{1,15}(?:\.\d{1,15})?(?:e[+-]?\d{1,2})?)(?![\w.])|\$(?:\{([^{}$]{1,60})\}|([A-Za-z_]\w{0,59}))|(abs|ceil|floor|round)\s*(?=\()|(&&|\|\||[<>=!]=|[-+*/%()<>]))/iy

const words: { readonly [sign: string]: string } = { '&&': ' and ', '||': ' or ' }

/** Fills in what queries measure; what a comparison answers is 0 or 1. */
const filledIn = (expr: Expr, of: (name: string) => Expr): Expr => {
  if (expr.kind === 'series') return of(expr.name)
  if (expr.kind === 'negative') return { kind: 'negative', of: filledIn(expr.of, of) }
  if (expr.kind === 'call') return { ...expr, args: expr.args.map((argument) => filledIn(argument, of)) }
  if (expr.kind !== 'binary') return expr
  return { ...expr, bool: /^[<>=!ao]/.test(expr.op), left: filledIn(expr.left, of), right: filledIn(expr.right, of) }
}

/**
 * A formula over queries, `$A / $B * 100 > 5`, in which `query` gives what each of them measures. Undefined where it asks
 * for more than arithmetic and comparisons. The operators are those of PromQL and bind as they do there.
 * Source: Grafana, expressions, math.
 */
export const parseMath = (text: string, query: (letter: string) => Expr): Expr | undefined => {
  const letters: string[] = []
  const parts: string[] = []
  if (text.length > maxLength) return undefined
  const end = text.trimEnd().length
  for (let at = 0; at < end; at = token.lastIndex) {
    token.lastIndex = at
    const [whole, , braced, plain, , sign = ''] = token.exec(text) ?? []
    if (whole === undefined || (sign === '*' && parts.at(-1) === '*')) return undefined
    const letter = braced?.trim() ?? plain
    if (letter === undefined) parts.push(words[sign] ?? whole.trim())
    else parts.push(`query_${letters.includes(letter) ? letters.indexOf(letter) : letters.push(letter) - 1}`)
  }
  const expr = parsePromql(parts.join(' '))
  return expr && filledIn(expr, (name) => query(letters[Number(name.slice('query_'.length))] ?? ''))
}
