import { isCurrency } from '../../values/index.ts'
import { secondsIn } from '../reading/duration.ts'
import { type Binary, constantOf, type Expr, type Recorded, seriesOf } from './expr.ts'

/** What a number of an alert counts; `factor` turns it into seconds, a share from 0 to 1, or the currency. */
export type Unit = {
  readonly kind: 'time' | 'share' | 'money' | 'points' | 'count' | 'unknown'
  readonly factor: number
  readonly currency?: string
  /** Whether the name of a metric says the unit, instead of the arithmetic. */
  readonly named: boolean
  /** Whether it is so much a second. */
  readonly rate: boolean
  /** Whether it was added up over the time that the expression names. */
  readonly summed?: boolean
}

const unit = (kind: Unit['kind'], factor: number, named = false): Unit => ({
  kind,
  factor,
  named,
  rate: false,
})

export const unknownUnit = unit('unknown', 1)
export const countUnit = unit('count', 1)

export const shareUnit = (factor: number): Unit => unit('share', factor)

// Source: Prometheus, metric and label naming, base units.
const [milli, micro, nano] = [1e-3, 1e-6, 1e-9]
const times = new Map(
  Object.entries({
    ...{ seconds: 1, secs: 1, sec: 1, milliseconds: milli, millis: milli, msec: milli, ms: milli },
    ...{ microseconds: micro, nanoseconds: nano, minutes: 60, hours: 3600, days: 86_400 },
  }),
)
const shares = new Map(Object.entries({ ratio: 1, percent: 0.01, percentage: 0.01, pct: 0.01 }))

// What stands behind the unit in a name: how it was taken and over which time.
const statistic =
  /^(?:bucket|sum|total|avg|average|mean|median|min|max|p\d{1,4}|(?:rate|increase|avg|sum|mean)?\d+[smhdwy])$/

/** Codes of currencies that are words in the names of metrics: `requests_all`, `errors_top`. */
const plainWords = new Set('all bam cop cup gel mad mop pen top try'.split(' '))

const wordsOf = (name: string): string[] => name.toLowerCase().split(/[_:]+/)

/** Whether the name of a series says the time that it was taken over, or that another rule recorded it. */
export const isTakenOver = (name: string): boolean =>
  name.includes(':') || wordsOf(name).some((word) => /^[a-z]*\d+[smhdwy]$/.test(word))

/** The seconds of the longest time that the name of a series says it was taken over: `wrong_share_14d`. */
export const spanOfName = (name: string): number =>
  wordsOf(name).reduce((longest, word) => {
    const [, count, unit = ''] = /^[a-z]*?(\d{1,6})([smhdwy])$/.exec(word) ?? []
    return Math.max(longest, secondsIn(count ?? 0, unit))
  }, 0)

/** What says that a metric adds up money, or time, where its unit stays open: `parcel_cost_total`, `wait_time_total`. */
const moneys =
  /^(?:(?:cost|charge|expense|fee|dollar|euro|cent|credit)s?|kosten|price|billed|spend|spending|usd|eur|gbp|chf)$/
const lasting = /^(?:time|duration|latency|delay|wait|age|elapsed)$/

const unitOfWords = (words: readonly string[]): Unit => {
  const last = words.findLast((word) => !statistic.test(word)) ?? ''
  const share = shares.get(last)
  if (share !== undefined) return unit('share', share, true)
  if (last === 'points') return unit('points', 1, true)
  const currency = last.toUpperCase()
  if (isCurrency(currency) && !plainWords.has(last)) return { ...unit('money', 1, true), currency }
  const [span, ...others] = new Set(words.map((word) => times.get(word)).filter((span) => span !== undefined))
  return span !== undefined && others.length === 0 ? unit('time', span, true) : unknownUnit
}

export const isMoney = (name: string): boolean =>
  unitOfName(name).kind === 'money' || wordsOf(name).some((word) => moneys.test(word))

export const isAmount = (name: string): boolean =>
  wordsOf(name).some((word) => moneys.test(word)) ||
  // Slow answers are counted under the name of a time, too: `high_latency_answers_total`.
  lasting.test(wordsOf(name).findLast((word) => !statistic.test(word)) ?? '')

export const unitOfName = (name: string): Unit => {
  const words = wordsOf(name)
  if (words.at(-1) === 'count') return countUnit
  const per = words.indexOf('per')
  // `cost_eur_per_chat` and `cost_per_chat_eur`: the word behind `per` is what it is divided by.
  const parts = per > 0 ? [words.slice(0, per), words.slice(per + 2)] : [words]
  const known = parts.map(unitOfWords).find(({ kind }) => kind !== 'unknown')
  const isCount = /^(?:total|bucket)$/.test(words.at(-1) ?? '') && !isAmount(name)
  return known ?? (isCount ? countUnit : unknownUnit)
}

const perSecond = new Set(['rate', 'irate', 'deriv'])
const adding = new Set(['increase', 'delta', 'sum_over_time'])
const counting = new Set('count count_values group count_over_time changes resets histogram_count'.split(' '))
const foreign = new Set('stdvar stdvar_over_time time timestamp absent absent_over_time'.split(' '))

const quotient = (over: Unit, under: Unit): Unit => {
  if (over.rate !== under.rate) return unknownUnit
  const factor = over.factor / under.factor
  if (under.kind === 'count' && over.kind !== 'count') return { ...over, factor, rate: false, summed: false }
  if (over.kind !== under.kind || over.kind === 'unknown' || over.currency !== under.currency)
    return { ...unknownUnit, factor }
  return shareUnit(factor)
}

const sum = (left: Unit, right: Unit): Unit =>
  left.kind === right.kind && left.factor === right.factor && left.rate === right.rate ? left : unknownUnit

/** Source: Prometheus, querying functions: `time()` is seconds, and stays so whatever is taken from it. */
const isNow = (expr: Expr): boolean => expr.kind === 'call' && expr.name === 'time'

/** How long ago something was, from the moment that a series names: `time() - last_success_timestamp_seconds`. */
const sinceThen = (then: Unit): Unit =>
  !then.rate && then.factor === 1 && (then.kind === 'time' || then.kind === 'unknown') ? unit('time', 1) : unknownUnit

/** What an expression measures, by the names of its series and the arithmetic on them. */
export const unitOf = (expr: Expr, recorded: Recorded, depth = 0): Unit => {
  const unit = (inner: Expr | undefined): Unit => (inner === undefined ? unknownUnit : unitOf(inner, recorded, depth))

  const binary = ({ op, left, right }: Binary): Unit => {
    const [one, other] = [constantOf(left), constantOf(right)]
    if (op === '*') {
      const scale = one ?? other
      if (scale === undefined || scale === 0) return unknownUnit
      const scaled = unit(one === undefined ? left : right)
      return { ...scaled, factor: scaled.factor / scale }
    }
    if (op === '/') {
      if (one !== undefined) return unknownUnit
      if (other === undefined) return quotient(unit(left), unit(right))
      const scaled = unit(left)
      return { ...scaled, factor: scaled.factor * other }
    }
    if (op === '+' || op === '-') {
      if (one !== undefined) return unit(right)
      if (op === '-' && isNow(left)) return sinceThen(unit(right))
      return other !== undefined ? unit(left) : sum(unit(left), unit(right))
    }
    return op === '^' || op === '%' || op === 'atan2' ? unknownUnit : unit(left)
  }

  const call = (name: string, args: readonly Expr[]): Unit => {
    // How many series there are is no share, time or money, whatever the metric is called.
    if (counting.has(name)) return { ...countUnit, named: name === 'count' }
    if (foreign.has(name)) return unknownUnit
    if (name === 'histogram_fraction') return shareUnit(1)
    const measured = args.find((argument) => constantOf(argument) === undefined && argument.kind !== 'text')
    if (/^histogram_(?:quantile|avg|sum|stddev)/.test(name)) {
      const [series] = measured === undefined ? [] : seriesOf(measured)
      return series === undefined ? unknownUnit : unitOfName(series.replace(/_bucket$/, ''))
    }
    const inner = unit(measured)
    if (adding.has(name)) return { ...inner, summed: true }
    if (!perSecond.has(name)) return inner
    return inner.rate ? unknownUnit : { ...inner, rate: true }
  }

  if (expr.kind === 'series') {
    const known = expr.name.endsWith('_bucket') ? countUnit : unitOfName(expr.name)
    const source = known.kind === 'unknown' && depth < 3 ? recorded(expr) : undefined
    return source === undefined ? known : unitOf(source, recorded, depth + 1)
  }
  if (expr.kind === 'range' || expr.kind === 'negative' || expr.kind === 'past') return unit(expr.of)
  if (expr.kind === 'call') return call(expr.name, expr.args)
  return expr.kind === 'binary' ? binary(expr) : unknownUnit
}
