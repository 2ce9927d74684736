import { alternativesOf } from '../reading/value.ts'
import { type Binary, type Call, constantOf, type Expr, type GroupLabels, partsOf, type Recorded } from './expr.ts'

/** These change no labels. */
const plain =
  /^(?:default|abs|ceil|floor|round|clamp(?:_m(?:in|ax))?|sort(?:_desc)?|(?:avg|min|max|sum|last)_over_time)$/

/** The labels of an expression; undefined where its series decide. */
export const labelsOf = (expr: Expr): readonly string[] | undefined => {
  if (expr.kind === 'negative' || expr.kind === 'past' || expr.kind === 'range') return labelsOf(expr.of)
  if (expr.kind === 'call') {
    const [first, second] = expr.args
    if (expr.name === 'count_values') return undefined
    if (expr.group) return expr.group.isOnly ? expr.group.names : undefined
    if (expr.name === 'histogram_quantile') return second && labelsOf(second)?.filter((name) => name !== 'le')
    return first && plain.test(expr.name) ? labelsOf(first) : undefined
  }
  if (expr.kind !== 'binary') return undefined
  const { left, right, op } = expr
  if (constantOf(right) !== undefined || /^(?:and|unless)$/.test(op)) return labelsOf(left)
  const [own, others] = [labelsOf(left), labelsOf(right)]
  if (constantOf(left) !== undefined) return others
  return own?.length === others?.length && own?.every((name) => others?.includes(name)) ? own : undefined
}

/** Whether no series of one side is matched with one of the other. Source: Prometheus, operators, vector matching. */
export const isUnmatched = (left: Expr, right: Expr, on: GroupLabels | undefined): boolean => {
  const [own, others] = [labelsOf(left), labelsOf(right)]
  if (own === undefined || others === undefined) return false
  if (on?.isOnly) return on.names.some((name) => !own.includes(name) || !others.includes(name))
  const all = new Set([...own, ...others])
  return [...all].some((name) => !on?.names.includes(name) && own.includes(name) !== others.includes(name))
}

export const unmatched = (op: string): string => `can never fire: the two sides of \`${op}\` have different labels`

const aggregations = /^(?:sum|avg|min|max|count|quantile|topk|bottomk)$/

/** The aggregations of an expression from the outer to the inner one, each once; undefined where its parts have several. */
const aggregatedBy = (expr: Expr): string | undefined => {
  if (expr.kind === 'negative' || expr.kind === 'past' || expr.kind === 'range') return aggregatedBy(expr.of)
  if (expr.kind === 'call') {
    const inner = expr.args.find((one) => constantOf(one) === undefined && one.kind !== 'text')
    const below = inner === undefined ? '' : aggregatedBy(inner)
    return below === undefined || !aggregations.test(expr.name) || below.split(' of ')[0] === expr.name
      ? below
      : [expr.name, below].filter(Boolean).join(' of ')
  }
  if (expr.kind !== 'binary') return ''
  const sides = [expr.left, expr.right].filter((one) => constantOf(one) === undefined)
  const [one, ...others] = (/^(?:and|or|unless)$/.test(expr.op) ? sides.slice(0, 1) : sides).map(aggregatedBy)
  return others.every((other) => other === one) ? one : undefined
}

const counting = /^(?:i?rate|increase|i?delta|count_over_time|sum_over_time)$/

const isCounted = (expr: Expr): boolean =>
  [...partsOf(expr)].some((part) => part.kind === 'call' && counting.test(part.name))

/** Why what is counted is divided by what is counted otherwise; completes a sentence that begins with the name of the alert. */
export const unlikeSides = ({ op, left, right }: Binary): string | undefined => {
  if (op !== '/') return undefined
  const [over, under] = [left, right].map(aggregatedBy)
  if (!over || !under || over === under || !isCounted(left) || !isCounted(right)) return undefined
  return over === 'sum' && under === 'count'
    ? undefined
    : `divides ${over} by ${under}, expected the same aggregation on both sides`
}

const bound = /[{,]\s{0,9}le\s{0,9}(=~|!~|!=|=)\s{0,9}["'`]([^"'`]{0,500})["'`]/g

/** Whether what is selected by `le` still holds all buckets up to the last, without which there is no quantile. */
const holdsLast = (matchers: string): boolean =>
  [...matchers.slice(0, 1000).matchAll(bound)].every(([, op, value = '']) => {
    const all = alternativesOf(value)
    if (op === '=~') return all.some((one) => /\.[*+]/.test(one) || (all.length > 1 && one.endsWith('Inf')))
    return op !== '=' && all.every((one) => !/Inf$|^\.[*+]$/.test(one))
  })

/** Why a quantile of a histogram is no number: native ones have no buckets that a label tells apart. Source: Prometheus, histogram_quantile. */
export const bucketlessBy = ({ name, args }: Call, recorded: Recorded): string | undefined => {
  const walk = (expr: Expr, isKept: boolean, depth: number): string | undefined => {
    if (expr.kind === 'negative' || expr.kind === 'past' || expr.kind === 'range') return walk(expr.of, isKept, depth)
    // Of what is divided, the divisor has other buckets, or none.
    if (expr.kind === 'binary')
      return walk(expr.left, isKept, depth) ?? (expr.op === '+' ? walk(expr.right, isKept, depth) : undefined)
    if (expr.kind === 'call') {
      const { group } = expr
      const keeps = !group || ['le', 'vmrange'].some((label) => group.names.includes(label)) === group.isOnly
      return expr.args.map((one) => walk(one, isKept && keeps, depth)).find((why) => why !== undefined)
    }
    if (expr.kind !== 'series') return undefined
    const source = depth < 3 ? recorded(expr) : undefined
    if (source !== undefined) return walk(source, isKept, depth + 1)
    if (/_(?:sum|count|total)$/.test(expr.name)) return `calls ${name}() on ${expr.name}, which has no buckets`
    if (!/_bucket(?::|$)/.test(expr.name)) return undefined
    if (!isKept) return `can never fire: ${name}() needs the label \`le\`, which is aggregated away`
    return holdsLast(expr.labels)
      ? undefined
      : `can never fire: ${name}() needs the bucket \`+Inf\`, which is not selected`
  }
  return /^histogram_(?:quantile|fraction)$/.test(name)
    ? args.map((one) => walk(one, true, 0)).find((why) => why !== undefined)
    : undefined
}
