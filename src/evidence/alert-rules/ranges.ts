import type { Quantile } from './alert.ts'
import { constantOf, type Expr, partsOf, type Recorded, seriesOf } from './expr.ts'
import { isMoney, isTakenOver, spanOfName } from './measure.ts'
import { itselfBy, turnedBy } from './scale.ts'
import { bucketlessBy, unlikeSides, unmatched } from './sides.ts'

/** The parts of an expression; in place of a series, those of the rule of the same file that records it. */
function* partsBelow(expr: Expr, recorded: Recorded, opensNarrowed = true, depth = 0): Generator<Expr> {
  for (const part of partsOf(expr)) {
    const isOpened = part.kind === 'series' && depth < 3 && (opensNarrowed || part.narrowed === undefined)
    const source = isOpened ? recorded(part) : undefined
    if (source === undefined) yield part
    else yield* partsBelow(source, recorded, opensNarrowed, depth + 1)
  }
}

/** Whether the name of a series says that it is a quantile already: `latency_p95`, `duration.95percentile`. */
const isQuantileName = (name: string): boolean =>
  /(?:^|[^a-z\d])[pq]?\d{2,4}(?:th)?(?:percentile)?(?:$|[^a-z\d])|percentile|quantile|median/i.test(name)

/** Whether a system of clouds averages its metric. */
export const meanOf = (statistic = '', metric = ''): Quantile =>
  /average|mean/i.test(statistic) && !isQuantileName(metric.replace(/([a-z])([A-Z])/g, '$1_$2')) ? 'mean' : undefined

/** Whether a part averages what it measures: `avg(x)`, `sum(x) / count(x)`, or a sum of seconds over how many there were. */
const isMean = (part: Expr): boolean => {
  if (part.kind === 'call') return /^(?:avg|histogram_avg)$/.test(part.name)
  if (part.kind !== 'binary' || part.op !== '/') return false
  const [added, counted] = [part.left, part.right].map((side) => (side.kind === 'call' ? side.name : undefined))
  if (added === 'sum' && counted === 'count') return true
  const [over, under] = [part.left, part.right].map((side) => seriesOf(side).join())
  return over !== undefined && /_sum$/.test(over) && over.replace(/_sum$/, '_count') === under
}

/** The quantile that an expression takes, from 0 to 1; undefined if it takes several, or is unknown. */
export const quantileOf = (expr: Expr, recorded: Recorded): Quantile => {
  const parts = [...partsBelow(expr, recorded)]
  const taken = parts.flatMap((part): (number | undefined)[] => {
    if (part.kind === 'series') return part.quantile === undefined ? [] : [part.quantile]
    if (part.kind !== 'call' || !/^(?:histogram_)?quantile(?:_over_time)?$/.test(part.name)) return []
    return part.args.slice(0, 1).map(constantOf)
  })
  const [quantile, ...others] = [...new Set(taken)]
  if (taken.length > 0) return others.length === 0 ? quantile : undefined
  const isNamed = seriesOf(expr).some((name) => isQuantileName(name) || name.endsWith('_bucket'))
  return !isNamed && parts.some(isMean) ? 'mean' : undefined
}

/** The ranges that an expression is taken over; undefined where a part of it does not say its own. */
export const rangesOf = (expr: Expr, recorded: Recorded, depth = 0): number[] | undefined => {
  const all = (parts: readonly Expr[]): number[] | undefined => {
    const ranges = parts.map((part) => rangesOf(part, recorded, depth))
    return ranges.includes(undefined) ? undefined : [...new Set(ranges.flatMap((range) => range ?? []))]
  }
  if (expr.kind === 'range') {
    // What already looks back for a fortnight does so whatever its last hour is asked.
    const isLonger = [...partsOf(expr.of)].some(
      (part) => part.kind === 'series' && spanOfName(part.name) > (expr.seconds ?? 0),
    )
    return expr.seconds === undefined || isLonger ? undefined : [expr.seconds]
  }
  if (expr.kind === 'negative' || expr.kind === 'past') return all([expr.of])
  if (expr.kind === 'call') return all(expr.args)
  if (expr.kind === 'binary') return all([expr.left, expr.right])
  if (expr.kind !== 'series') return []
  const source = depth < 3 ? recorded(expr) : undefined
  if (source !== undefined) return rangesOf(source, recorded, depth + 1)
  return isTakenOver(expr.name) ? undefined : []
}

const counting = new Set(['rate', 'irate', 'increase', 'delta', 'idelta'])

/** The functions by which an expression counts. */
const countedBy = (expr: Expr, recorded: Recorded): string[] =>
  [...partsBelow(expr, recorded)].flatMap((part) =>
    part.kind === 'call' && counting.has(part.name) ? [part.name] : [],
  )

const differ = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length > 0 &&
  other.length > 0 &&
  new Set([...one, ...other]).size > Math.min(new Set(one).size, new Set(other).size)

/** Why a level is none: it is computed, or a ratio of an hour to a fortnight, or of a count to a count a second. */
export const unlikeLevel = (expr: Expr, recorded: Recorded): string | undefined => {
  for (const part of partsBelow(expr, recorded)) {
    const why = turnedBy(part) ?? itselfBy(part)
    if (why !== undefined) return why
    if (part.kind !== 'binary' || part.op !== '/') continue
    const { left, right } = part
    if (differ(rangesOf(left, recorded) ?? [], rangesOf(right, recorded) ?? []))
      return 'divides two ranges of different lengths'
    if (differ(countedBy(left, recorded), countedBy(right, recorded)))
      return 'divides counts of different functions, such as rate() by increase(); use one for both'
  }
  return undefined
}

// Gauges of a day or a month are called so, too: `daily_cost_eur_total`.
const anew = /(?:^|_)(?:hourly|daily|weekly|monthly|today|day|week|month|mtd)(?:_|$)/

/** Whether two counters make a level when the one is divided by the other. */
const isShareOf = (over: string, under: string): boolean =>
  (over.endsWith('_total') && under.endsWith('_total')) ||
  (over.endsWith('_bucket') && /_(?:bucket|count)$/.test(under)) ||
  (over.endsWith('_sum') && under === over.replace(/_sum$/, '_count'))

/** Why a level is none of now: a quantile, a share or money of counters that nothing takes over a time. */
export const sinceStartBy = (measured: Expr, recorded: Recorded): string | undefined => {
  let isLevel = false
  const bare = (expr: Expr, depth: number): string[] => {
    if (expr.kind === 'series') {
      const source = depth < 3 ? recorded(expr) : undefined
      if (source !== undefined) return bare(source, depth + 1)
      return isTakenOver(expr.name) ? [] : [expr.name]
    }
    if (expr.kind === 'negative' || expr.kind === 'past') return bare(expr.of, depth)
    if (expr.kind === 'call') {
      const names = expr.args.flatMap((argument) => bare(argument, depth))
      isLevel ||= expr.name.startsWith('histogram_') && names.some((name) => name.endsWith('_bucket'))
      return names
    }
    if (expr.kind !== 'binary') return []
    const sides = [expr.left, expr.right]
    // What is taken from itself as it was is what came since.
    if (expr.op === '-' && sides.some((side) => [...partsOf(side)].some(({ kind }) => kind === 'past'))) return []
    const [over = [], under = []] = sides.map((side) => bare(side, depth))
    isLevel ||= expr.op === '/' && over.some((one) => under.some((other) => isShareOf(one, other)))
    return [...over, ...under]
  }
  const isSpent = bare(measured, 0).some((name) => name.endsWith('_total') && isMoney(name) && !anew.test(name))
  return isLevel || isSpent ? 'uses a raw counter, expected rate() or increase()' : undefined
}

/** The label by which all series are picked out that no customer meets. */
const aloneIn = (parts: readonly Expr[]): string | undefined => {
  const labels = parts.flatMap((part) => (part.kind === 'series' ? [part.narrowed] : []))
  return labels.every((label) => label !== undefined) ? labels[0] : undefined
}

/** In which what comes late has arrived, in seconds. */
export const maxDelaySeconds = 3600

/** How long ago each series of an expression is looked at. */
function* delaysIn(expr: Expr, recorded: Recorded, late = 0, depth = 0): Generator<number> {
  if (expr.kind === 'past') yield* delaysIn(expr.of, recorded, late + (expr.seconds ?? Number.NaN), depth)
  if (expr.kind === 'range' || expr.kind === 'negative') yield* delaysIn(expr.of, recorded, late, depth)
  const inner = expr.kind === 'call' ? expr.args : expr.kind === 'binary' ? [expr.left, expr.right] : []
  for (const part of inner) yield* delaysIn(part, recorded, late, depth)
  if (expr.kind !== 'series') return
  const source = depth < 3 ? recorded(expr) : undefined
  if (source === undefined) yield late
  else yield* delaysIn(source, recorded, late, depth + 1)
}

/** Whether a measure is of the past: not where all of it is looked at a little later, at once. */
const isPast = (expr: Expr, recorded: Recorded): boolean => {
  const [late = 0, ...others] = new Set(delaysIn(expr, recorded))
  return others.length > 0 || !(late <= maxDelaySeconds)
}

export const looksBack = 'evaluates old data (an `offset` or a query delay), expected current data'

/**
 * The longest range that may hold two samples alone, in seconds: 5 minutes after a sample its series is stale, so that
 * nobody scrapes less often, and two of such intervals are 10 minutes. Source: Prometheus, staleness.
 */
const maxTwoSamplesSeconds = 600

/** Whether only the last two samples of a range that holds more are looked at. Source: Prometheus, irate. */
const isOfLastTwo = (part: Expr, recorded: Recorded): boolean =>
  part.kind === 'call' &&
  part.name === 'irate' &&
  part.args.some((one) => (rangesOf(one, recorded) ?? []).some((seconds) => seconds > maxTwoSamplesSeconds))

const lastTwo = 'uses irate(), which looks at the last two samples of its range only; use rate()'

/** Why a level has no value, or is one of other events than it seems to be. */
const spoiltBy = (expr: Expr, recorded: Recorded): string | undefined => {
  const parts = [...partsBelow(expr, recorded)]
  if (parts.every(({ kind }) => kind !== 'series')) return 'uses a recording rule without a metric'
  const whys = parts.map((part) => {
    if (part.kind === 'call') return isOfLastTwo(part, recorded) ? lastTwo : bucketlessBy(part, recorded)
    if (part.kind !== 'binary') return undefined
    return part.isUnmatched ? unmatched(part.op) : unlikeSides(part)
  })
  return whys.find((why) => why !== undefined)
}

/** Why what an expression measures is not what customers meet now: it was, is nothing or something else, as labels may say. */
export const strayOf = (expr: Expr | undefined, recorded: Recorded): string | undefined => {
  const parts = expr === undefined ? [] : [...partsBelow(expr, recorded, false)]
  if (expr !== undefined && isPast(expr, recorded)) return looksBack
  // Where the control is all that is divided by more than itself, its share grows with no customer either.
  const numerators = parts.flatMap((part) => {
    if (part.kind !== 'binary' || part.op !== '/') return []
    const [over, under] = [part.left, part.right].map((side) => [...partsBelow(side, recorded, false)])
    const isOfAll = under?.some((one) => one.kind === 'series') && aloneIn(under) === undefined
    return over !== undefined && isOfAll ? [over] : []
  })
  const label = [parts, ...numerators].map(aloneIn).find((one) => one !== undefined)
  if (label !== undefined) return `selects only ${label}, where the pilot serves no customer`
  return expr && spoiltBy(expr, recorded)
}
