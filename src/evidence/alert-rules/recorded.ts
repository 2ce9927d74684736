import { once } from '../../values/once.ts'
import { alternativesOf } from '../reading/value.ts'
import { type Expr, matchersIn, type ParseExpr, partsOf, type Recorded, type Series, seriesOf } from './expr.ts'
import { labelsOf } from './sides.ts'

/** A rule that stores what it computes as a series. */
export type Recording = {
  readonly name: string
  readonly source: string
  /** The labels that it sets; undefined where a value is no text. */
  readonly labels: ReadonlyMap<string, string | undefined>
  /** Why what it stores is not of now; completes a sentence that begins with the rule. */
  readonly why: string | undefined
}

/** Real files record a series by fewer rules. */
const maxRules = 20

const isPlain = (value: string): boolean => /^[\w\s:/-]*$/.test(value)

/** Whether a label has a value that a matcher asks for; a pattern may mean any. */
const isMet = (op: string, asked: string, value: string): boolean => {
  const values = op.endsWith('~') ? alternativesOf(asked) : [asked]
  if (op.endsWith('~') && !values.every(isPlain)) return true
  return values.includes(value) !== op.startsWith('!')
}

/** What the recording rules of one file store, and why an expression finds it not as it should. */
export type Recordings = {
  readonly recorded: Recorded
  /** Completes a sentence that begins with the name of the alert. */
  readonly strayIn: (expr: Expr) => string | undefined
  /** A series of the expression that rules of another file record. */
  readonly elsewhereIn: (expr: Expr) => string | undefined
}

/**
 * What the recording rules of a file store; `parse` keeps what it has parsed. Asked too often, nothing more
 * is answered: rules that rest on each other many times over would take for ever.
 */
export const recordingsOf = (all: readonly Recording[], parse: ParseExpr): Recordings => {
  const named = new Map<string, Recording[]>()
  for (const one of all) {
    const before = named.get(one.name) ?? []
    if (before.length < maxRules) named.set(one.name, [...before, one])
  }
  const exprOf = ({ source }: Recording): Expr | undefined => parse(source)
  const keptBy = once((rule: Recording) => {
    const expr = exprOf(rule)
    return expr && labelsOf(expr)
  })
  /** The matcher by which a series is none that a rule stores: it sets another label, or aggregates the label away. */
  const missedBy = ({ labels: matchers }: Series, rule: Recording): string | undefined =>
    matchersIn(matchers).find(({ name, op, value }) => {
      if (name === '__name__') return false
      const set = rule.labels.get(name)
      if (rule.labels.has(name)) return set !== undefined && !isMet(op, value, set)
      const kept = keptBy(rule)
      return kept !== undefined && !kept.includes(name) && !isMet(op, value, '')
    })?.text
  const picked = (series: Series): readonly Recording[] =>
    (named.get(series.name) ?? []).filter((rule) => missedBy(series, rule) === undefined)
  const isOne = ([first, ...others]: readonly Recording[]): boolean =>
    others.every(({ source }) => source === first?.source)

  let left = 600
  const recorded: Recorded = (series) => {
    if (left === 0 || !named.has(series.name)) return undefined
    left -= 1
    const rules = picked(series)
    // What is not selected says all the same what would be.
    const [rule = named.get(series.name)?.[0]] = rules
    return rule === undefined || !isOne(rules) ? undefined : exprOf(rule)
  }
  const strayIn = (expr: Expr, seen = new Set<string>()): string | undefined => {
    for (const part of partsOf(expr)) {
      if (part.kind !== 'series' || !named.has(part.name) || seen.has(part.name + part.labels)) continue
      seen.add(part.name + part.labels)
      const rules = picked(part)
      const [rule] = rules
      const [other] = named.get(part.name) ?? []
      if (rule === undefined)
        return `selects ${other && missedBy(part, other)}, which the recording rule ${part.name} does not have`
      if (!isOne(rules)) return `uses ${part.name}, which is recorded with different expressions`
      const late = rules.find(({ why }) => why !== undefined)?.why
      if (late !== undefined) return `uses a recording rule that ${late}`
      const inner = exprOf(rule)
      const stray = inner && strayIn(inner, seen)
      if (stray !== undefined) return stray
    }
    return undefined
  }
  // Source: Prometheus, metric names: only recording rules use colons.
  const elsewhereIn = (expr: Expr): string | undefined =>
    seriesOf(expr).find((name) => name.includes(':') && !named.has(name))
  return { recorded, strayIn: (expr) => strayIn(expr), elsewhereIn }
}
