import { endsAside, isAside, live } from '../reading/environment.ts'
import { alternativesOf } from '../reading/value.ts'

/** What an alert measures, in the terms of PromQL, without its parentheses. */
export type Expr =
  | { readonly kind: 'number'; readonly value: number }
  | Series
  /** A range `[3d]`; `seconds` is undefined where it is computed. */
  | { readonly kind: 'range'; readonly of: Expr; readonly seconds: number | undefined }
  /** What is looked at as it was so many seconds ago; undefined where that is computed, or lies ahead. */
  | { readonly kind: 'past'; readonly of: Expr; readonly seconds: number | undefined }
  | Call
  | Binary
  | { readonly kind: 'negative'; readonly of: Expr }
  | { readonly kind: 'text' }

/** These labels, or all but these. */
export type GroupLabels = { readonly isOnly: boolean; readonly names: readonly string[] }

export type Call = {
  readonly kind: 'call'
  readonly name: string
  readonly args: readonly Expr[]
  /** The labels that an aggregation keeps. */
  readonly group?: GroupLabels
}

export type Series = {
  readonly kind: 'series'
  readonly name: string
  readonly quantile: number | undefined
  /** As they are written, so that two of one name are not taken for one. */
  readonly labels: string
  /** Where its labels pick out something else than what customers meet: `env="staging"`. */
  readonly narrowed: string | undefined
  /** Where two of its labels cannot both hold: `env="prod", env="none"`. */
  readonly excluded: string | undefined
}

export type Binary = {
  readonly kind: 'binary'
  readonly op: string
  readonly bool: boolean
  readonly left: Expr
  readonly right: Expr
  /** Whether both sides are written alike, labels and groups included; in a division, whatever they are multiplied by. */
  readonly isSame?: boolean
  /** Whether its sides have other labels, so that no series of the one has its like on the other. */
  readonly isUnmatched?: boolean
}

export const constant = (value: number): Expr => ({ kind: 'number', value })

export const rangeOf = (of: Expr, seconds: number | undefined): Expr => ({ kind: 'range', of, seconds })

export const callOf = (name: string, ...args: readonly Expr[]): Call => ({ kind: 'call', name, args })

export const binaryOf = (op: string, left: Expr, right: Expr, more: Partial<Binary> = {}): Binary => ({
  kind: 'binary',
  op,
  bool: false,
  left,
  right,
  ...more,
})

export const seriesNamed = (name: string, labels: string, more: Partial<Series> = {}): Series => ({
  kind: 'series',
  name,
  quantile: undefined,
  labels,
  narrowed: undefined,
  excluded: undefined,
  ...more,
})

const times = /^[\d.]{1,20}\s?\*\s?|\s?\*\s?[\d.]{1,20}$/g

/** Whether the texts of two sides say one thing. */
export const isSameText = (op: string, left: string, right: string): boolean =>
  left === right || (op === '/' && left.replaceAll(times, '') === right.replaceAll(times, ''))

/** The expression that a recording rule of the same file stores as a series. */
export type Recorded = (series: Series) => Expr | undefined

export const constantOf = (expr: Expr): number | undefined => {
  if (expr.kind === 'number') return expr.value
  if (expr.kind === 'negative') {
    const value = constantOf(expr.of)
    return value === undefined ? undefined : -value
  }
  if (expr.kind !== 'binary') return undefined
  const [left, right] = [constantOf(expr.left), constantOf(expr.right)]
  if (left === undefined || right === undefined) return undefined
  const results: { readonly [op: string]: number } = {
    '+': left + right,
    '-': left - right,
    '*': left * right,
    '/': left / right,
    '%': left % right,
    '^': left ** right,
  }
  return Object.hasOwn(results, expr.op) ? results[expr.op] : undefined
}

export function* partsOf(expr: Expr): Generator<Expr> {
  yield expr
  if (expr.kind === 'range' || expr.kind === 'negative' || expr.kind === 'past') yield* partsOf(expr.of)
  if (expr.kind === 'call') for (const argument of expr.args) yield* partsOf(argument)
  if (expr.kind === 'binary') {
    yield* partsOf(expr.left)
    yield* partsOf(expr.right)
  }
}

export const seriesOf = (expr: Expr): string[] =>
  [...partsOf(expr)].flatMap((part) => (part.kind === 'series' ? [part.name] : []))

/** Whether all that is selected is whether something answers, which is neither quality, latency nor cost. */
export const isUpAlone = (expr: Expr): boolean => {
  const names = seriesOf(expr)
  return names.length > 0 && names.every((name) => /^(?:up|probe_success|ALERTS|.*_up|scrape_.*)$/.test(name))
}

/** Makes an expression of a query; undefined where it is none that is read here. */
export type ParseExpr = (text: string) => Expr | undefined

const environments = ['env', 'environment', 'deployment_environment', 'deployment_environment_name']

const places = (
  'cluster cluster_name kube_cluster_name k8s_cluster_name namespace exported_namespace kube_namespace ' +
  'kubernetes_namespace k8s_namespace_name tier'
).split(' ')

const stages = ['stage', 'rollout_stage', 'mode']

/** Whoever is held out is so by any label; `control` may be the name of a service, too. */
const heldOut = ['holdout', 'holdback']
const controls = ['control', 'baseline', ...heldOut]
const isArm = /variant|(?:^|_)arm(?:$|_)|group|gruppe|grupo|[ck]ohort|experiment|bucket|split|treatment/i

const matcher = /(?:^|[{,])\s*"?(\w{1,60})"?\s*(=~?|![=~])\s*(["'`])([^"'`\\]{1,200})\3/g

/** The conditions between the braces of a selector, each as it is written. */
export const matchersIn = (matchers: string) =>
  [...matchers.slice(0, 1000).matchAll(matcher)].map(([text, name = '', op = '', , value = '']) => ({
    name,
    op,
    value,
    text: text.replace(/^[{,\s]+/, ''),
  }))

/** What begins or ends an alternative of a pattern, in PromQL and NRQL, and may be anything: `stag.*`, `%prod`. */
const anything = /^(?:\.[*+]|%)|(?:\.[*+]|%)$/g

/** Whether no customer meets what has a label of that value. */
const isApart = (name: string, value: string): boolean => {
  const label = name.toLowerCase()
  if (environments.includes(label)) return isAside(value)
  if (places.includes(label)) return endsAside(value)
  if (stages.includes(label)) return value.toLowerCase() === 'shadow' || endsAside(value)
  return (isArm.test(name) ? controls : heldOut).includes(value.toLowerCase())
}

/** The label that picks out what no customer meets, as `env="staging"`; `matchers` is the text between the braces. */
export const narrowedBy = (matchers: string): string | undefined => {
  for (const { name, op, value } of matchersIn(matchers)) {
    const values = alternativesOf(value).map((one) => one.replaceAll(anything, ''))
    const isNot = op.startsWith('!')
    // Measurements from everywhere but production say nothing of customers.
    const isAway = isNot
      ? environments.includes(name.toLowerCase()) &&
        values.every((one) => one === '' || live.includes(one.toLowerCase()))
      : values.every((one) => isApart(name, one))
    if (isAway) return `${name}${isNot ? '!=' : '='}"${value}"`
  }
  return undefined
}

const exactly = /(?:^|[{,])\s*"?(\w{1,60})"?\s*(!?=)(?!~)\s*(["'`])([^"'`\\]{0,200})\3/g

/** The label that is asked to have two values at once, so that nothing is selected. */
export const excludedBy = (matchers: string): string | undefined => {
  const wanted = new Map<string, string>()
  const all = [...matchers.slice(0, 1000).matchAll(exactly)].map(([, name = '', op, , value = '']) => ({
    name,
    op,
    value,
  }))
  for (const { name, op, value } of all) {
    if (op !== '=') continue
    if ((wanted.get(name) ?? value) !== value) return name
    wanted.set(name, value)
  }
  return all.find(({ name, op, value }) => op === '!=' && wanted.get(name) === value)?.name
}

/** What a condition picks out, by the matchers of each of its alternatives. */
export const pickedBy = (alternatives: readonly string[]): Pick<Series, 'narrowed' | 'excluded'> => {
  const all = alternatives.map((one) => ({ narrowed: narrowedBy(one), excluded: excludedBy(one) }))
  const isEmpty = all.every(({ excluded }) => excluded !== undefined)
  const isAway = all.every(({ narrowed, excluded }) => (narrowed ?? excluded) !== undefined)
  return {
    narrowed: isAway ? all.find(({ narrowed }) => narrowed !== undefined)?.narrowed : undefined,
    excluded: isEmpty ? all[0]?.excluded : undefined,
  }
}
