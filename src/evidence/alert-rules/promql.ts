import type { SyntaxNode, Tree } from '@lezer/common'
import { parser } from '@prometheus-io/lezer-promql'
import { secondsOf } from '../reading/duration.ts'
import {
  binaryOf,
  callOf,
  constant,
  type Expr,
  type GroupLabels,
  isSameText,
  type ParseExpr,
  pickedBy,
  rangeOf,
  seriesNamed,
} from './expr.ts'
import { isUnmatched } from './sides.ts'

/** No person reads a longer expression, or one nested deeper. */
const maxLength = 10_000
const maxDepth = 100

const numberOf = (text: string): number => {
  const plain = text.toLowerCase().replaceAll('_', '').replace(/^\+/, '')
  const sign = plain.startsWith('-') ? -1 : 1
  const digits = plain.replace(/^-/, '')
  if (digits === 'inf') return sign * Number.POSITIVE_INFINITY
  const value = Number(digits)
  return sign * (Number.isNaN(value) ? (secondsOf(digits) ?? Number.NaN) : value)
}

const childrenOf = (node: SyntaxNode): SyntaxNode[] => {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child)
  return children
}

/** What makes one series of many; `topk` and its like keep all labels. */
const aggregating = new Set('sum avg min max count group stddev stdvar quantile'.split(' '))

/** The expression of a sound tree; undefined where it is deeper than anybody writes. */
const translate = (text: string, root: SyntaxNode): Expr | undefined => {
  let readable = true
  const refuse = (): Expr => {
    readable = false
    return { kind: 'text' }
  }
  const source = ({ from, to }: SyntaxNode): string => text.slice(from, to)

  const bareSource = (node: SyntaxNode | undefined): string => (node ? source(node).replaceAll(/\s+/g, ' ') : '')

  // The grammar binds what follows an operand too loosely: `x > y offset 5m` would be one for both.
  const operand = (node: SyntaxNode | undefined, depth: number): Expr =>
    node?.name === 'BinaryExpr' || node?.name === 'UnaryExpr' ? refuse() : expr(node, depth)

  const range = ([of, duration]: readonly SyntaxNode[], depth: number): Expr => {
    const written = duration === undefined ? '' : source(duration).trim()
    const seconds = /^\d{1,10}(?:\.\d{1,9})?$/.test(written) ? Number(written) : secondsOf(written)
    return rangeOf(operand(of, depth), seconds)
  }

  const series = (node: SyntaxNode): Expr => {
    const labels = node.getChild('LabelMatchers')
    const matchers = labels === null ? '' : source(labels)
    const name = /^\{\s*"([^"]{1,200})"|__name__\s*=\s*"([^"]{1,200})"/.exec(matchers)
    const identifier = node.getChild('Identifier')
    const quantile = /[{,]\s*quantile\s*=\s*"([\d.]{1,20})"/.exec(matchers)?.[1]
    return seriesNamed(identifier === null ? (name?.[1] ?? name?.[2] ?? '') : source(identifier), matchers, {
      quantile: quantile === undefined ? undefined : Number(quantile),
      ...pickedBy([matchers]),
    })
  }

  /** The labels of `by (le)`, `without (le)`, `on (le)` or `ignoring (le)`. */
  const labelsOf = (modifier: SyntaxNode | undefined): GroupLabels | undefined => {
    const names = modifier?.getChild('GroupingLabels')
    const isOnly = modifier !== undefined && (modifier.getChild('By') ?? modifier.getChild('On')) !== null
    return names ? { isOnly, names: childrenOf(names).map((one) => source(one).replaceAll(/["'`]/g, '')) } : undefined
  }

  const binary = (children: readonly SyntaxNode[], depth: number): Expr => {
    const [before, op] = children
    if (op === undefined) return refuse()
    const [left, right] = [expr(before, depth), expr(children.at(-1), depth)]
    const on = labelsOf(children.find(({ name }) => name === 'MatchingModifierClause'))
    return binaryOf(source(op).toLowerCase(), left, right, {
      bool: children.some(({ name }) => name === 'BoolModifier'),
      isSame: isSameText(source(op), bareSource(before), bareSource(children.at(-1))),
      ...(isUnmatched(left, right, on) && { isUnmatched: true }),
    })
  }

  const call = (node: SyntaxNode, children: readonly SyntaxNode[], depth: number): Expr => {
    const body = node.getChild('FunctionCallBody')
    const name = children[0] === undefined ? '' : source(children[0]).toLowerCase()
    const all: GroupLabels | undefined = aggregating.has(name) ? { isOnly: true, names: [] } : undefined
    const group = labelsOf(node.getChild('AggregateModifier') ?? undefined) ?? all
    const args = body === null ? [] : childrenOf(body).map((argument) => expr(argument, depth))
    return { ...callOf(name, ...args), ...(group && { group }) }
  }

  const expr = (node: SyntaxNode | undefined, above: number): Expr => {
    if (node === undefined || above >= maxDepth) return refuse()
    const depth = above + 1
    const children = childrenOf(node).filter(({ name }) => name !== 'LineComment')
    switch (node.name) {
      case 'NumberDurationLiteral':
        return constant(numberOf(source(node)))
      case 'StringLiteral':
        return { kind: 'text' }
      case 'VectorSelector':
        return series(node)
      case 'MatrixSelector':
      case 'SubqueryExpr':
        return range(children, depth)
      case 'FunctionCall':
      case 'AggregateExpr':
        return call(node, children, depth)
      case 'BinaryExpr':
        return binary(children, depth)
      case 'UnaryExpr': {
        const of = expr(children.at(-1), depth)
        return source(node).startsWith('-') ? { kind: 'negative', of } : of
      }
      case 'PromQL':
      case 'ParenExpr':
        return expr(children[0], depth)
      // With `@` it looks at one fixed moment, which is never now.
      case 'StepInvariantExpr':
        return refuse()
      case 'OffsetExpr': {
        const of = operand(children[0], depth)
        const time = children.at(-1)
        const seconds = time && secondsOf(source(time).trim())
        return seconds === 0 ? of : { kind: 'past', of, seconds }
      }
      case 'AnchoredExpr':
      case 'SmoothedExpr':
        return operand(children[0], depth)
      default:
        return refuse()
    }
  }
  const whole = expr(root, 0)
  return readable ? whole : undefined
}

/** Whether brackets open deeper than anybody writes: what the grammar does with those takes long. */
const isDeep = (text: string): boolean => {
  let depth = 0
  for (const sign of text) {
    if (sign === '(' || sign === '[' || sign === '{') depth += 1
    if (sign === ')' || sign === ']' || sign === '}') depth -= 1
    if (depth > maxDepth) return true
  }
  return false
}

// Without `strict` a broken text is repaired at great expense.
const strict = parser.configure({ strict: true })

const treeOf = (text: string): Tree | undefined => {
  try {
    return strict.parse(text)
  } catch {
    return undefined
  }
}

/** Reads PromQL by its official grammar; undefined where it is none, or longer or deeper than anybody writes. */
export const parsePromql: ParseExpr = (text) => {
  const tree = text.length > maxLength || isDeep(text) ? undefined : treeOf(text)
  return tree && translate(text, tree.topNode)
}

/** Parses at most so many characters of one file: real files have far fewer alerts. */
export const thriftyParse = (): ParseExpr => {
  let left = 200_000
  const known = new Map<string, Expr | undefined>()
  return (text) => {
    if (!known.has(text)) {
      left -= text.length
      known.set(text, left < 0 ? undefined : parsePromql(text))
    }
    return known.get(text)
  }
}
