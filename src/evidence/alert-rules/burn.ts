import { isAbove } from '../../values/index.ts'
import type { Located } from '../reading/kind.ts'
import { type Alert, alertWith, type FiringLevel } from './alert.ts'
import { constantOf, type Expr, isUpAlone, partsOf, type Series } from './expr.ts'
import { fixedBy, type KnownLevel, unshifted } from './level.ts'
import { shareUnit, unitOf, unitOfName } from './measure.ts'
import { strayOf, unlikeLevel } from './ranges.ts'

/** An alert on how fast the budget of an objective is spent: more than this share is bad over a time. */
export type Burn = {
  readonly bad: number
  /** In seconds. */
  readonly over: number
  readonly hold?: number
}

/** What an objective measures: undefined if pilotlint does not read it. */
export type Indicator = {
  readonly measured: Expr | undefined
  /** Above which time an event is bad, where that is what makes it bad. */
  readonly slow: FiringLevel | undefined
  /** Why it is not understood; completes a sentence that begins with the name of the alert. */
  readonly unread?: string
}

export const unmeasured: Indicator = { measured: undefined, slow: undefined }

const nothing = (): undefined => undefined

/** The same bar said of what is bad and of what is good, both as shares from 0 to 1. */
export const shareViews = (bad: number, isAtLeast = false): FiringLevel[] => {
  const unit = shareUnit(1)
  return [
    { op: isAtLeast ? 'at_least' : 'above', value: bad, unit },
    { op: isAtLeast ? 'at_most' : 'below', value: 1 - bad, unit },
  ]
}

const bound = /[{,]\s{0,9}le\s{0,9}=\s{0,9}"(\d{1,9}(?:\.\d{1,9})?)"/

/** The bound of the bucket of a histogram that a series selects. */
export const bucketOf = (expr: Expr): FiringLevel | undefined => {
  if (expr.kind !== 'series' || !expr.name.endsWith('_bucket')) return undefined
  const value = bound.exec(expr.labels.slice(0, 1000))?.[1]
  return value === undefined
    ? undefined
    : { op: 'above', value: Number(value), unit: unitOfName(expr.name.replace(/_bucket$/, '')) }
}

/** The buckets of an expression, each with whether it is taken away from something. */
function* bucketsIn(expr: Expr, isTaken = false): Generator<{ readonly view: FiringLevel; readonly isTaken: boolean }> {
  const view = bucketOf(expr)
  if (view) yield { view, isTaken }
  if (expr.kind === 'range' || expr.kind === 'past') yield* bucketsIn(expr.of, isTaken)
  if (expr.kind === 'negative') yield* bucketsIn(expr.of, !isTaken)
  if (expr.kind === 'call') for (const argument of expr.args) yield* bucketsIn(argument, isTaken)
  if (expr.kind !== 'binary') return
  yield* bucketsIn(expr.left, isTaken)
  yield* bucketsIn(expr.right, expr.op === '-' ? !isTaken : isTaken)
}

/** Above which time an event is bad, where all that is quick is taken away from what is bad, or is all that is measured. */
export const slowIn = (bad: Expr, isTaken = true): FiringLevel | undefined => {
  const [first, ...others] = [...bucketsIn(bad)]
  const isOne = [first, ...others].every((one) => one?.isTaken === isTaken && one.view.value === first?.view.value)
  return isOne ? first?.view : undefined
}

/** What is counted by a series of a histogram, whatever the bucket; without its other labels it is unknown whether it is the same. */
const histogramOf = ({ name, labels }: Series): string =>
  `${name.replace(/_(?:bucket|count)$/, '')}${[...labels.slice(0, 1000).matchAll(/\w+\s*[=!]~?\s*"[^"]*"/g)]
    .flatMap(([one]) => (/^le\b/.test(one) ? [] : one.replaceAll(/\s/g, '')))
    .sort()
    .join()}`

/** Whether a share is one of all events of one histogram. */
const isOfHistogram = (measured: Expr): boolean => {
  const parts = [...partsOf(measured)]
  const [whole, ...others] = parts.flatMap((part) =>
    part.kind === 'binary' && part.op === '/' && constantOf(part.right) === undefined ? [part.right] : [],
  )
  const all = parts.filter((part) => part.kind === 'series')
  const divisor = whole && [...partsOf(whole)].filter((part) => part.kind === 'series')
  return (
    others.length === 0 &&
    divisor?.length === 1 &&
    divisor.every(({ name, labels }) => name.endsWith('_count') || /[{,]\s*le\s*=\s*"\+Inf"/.test(labels)) &&
    all.every(({ name }) => /_(?:bucket|count)$/.test(name)) &&
    new Set(all.map(histogramOf)).size === 1
  )
}

/** What a bar on the share of slow events, or of quick ones, says of a quantile. */
export const quantileBar = ({
  op,
  views,
  measured,
}: Pick<KnownLevel, 'op' | 'views' | 'measured'>): FiringLevel['slow'] => {
  const isBad = isAbove({ op })
  const [view, share] = [slowIn(measured, isBad), views.find((one) => isAbove(one) === isBad)]
  if (view === undefined || share?.unit.kind !== 'share' || !isOfHistogram(measured)) return undefined
  const value = share.value * share.unit.factor
  return { view, quantile: isBad ? 1 - value : value }
}

/**
 * The share that is bad when a measure is above a bar: one that is shifted, scaled or in percent says so at another
 * number. Undefined where it is no share.
 */
const badAbove = (value: number, measured: Expr): number | undefined => {
  const bar = unshifted({ op: 'above', value, measured })
  const { kind, factor, rate } = unitOf(bar.measured, nothing)
  if (rate || (kind === 'unknown' ? factor !== 1 : kind !== 'share')) return undefined
  const whole = bar.measured.kind === 'binary' && bar.measured.op === '-' ? constantOf(bar.measured.left) : undefined
  return whole === undefined ? bar.value * factor : 1 + (bar.value - whole) * factor
}

/** What is common to the alerts of one objective, and where its number stands. */
export type Objective = Pick<Alert, 'name' | 'labels' | 'receivers' | 'runbook' | 'paused'> & {
  readonly linked?: boolean
  readonly unread?: string | undefined
  readonly place: Located<unknown>['range']
  readonly indicator: Indicator
  /** Set where it may be made over other times: why; completes a sentence that begins with its name. */
  readonly usual?: string | undefined
}

/**
 * The alert of a burn rate. Where what is slow is bad, it is also one on a quantile: that more than 5% take longer than
 * 4 s is that the 95th percentile is above 4 s.
 */
export const burnAlerts = ({ place, indicator, usual, ...common }: Objective, { bad, over, hold }: Burn): Alert[] => {
  const { measured, slow } = indicator
  const real = measured === undefined ? bad : badAbove(bad, measured)
  const said = measured && fixedBy({ op: 'above', value: bad, measured })
  const alert = alertWith({
    ...common,
    level: { value: real === undefined ? [] : shareViews(real), range: place },
    windows: { value: [over], range: place },
    hold: hold === undefined ? undefined : { value: hold, range: place },
    fixed: said ?? (bad >= 1 ? 'can never fire: its threshold is 100% of all events or more' : undefined),
    isUp: measured !== undefined && isUpAlone(measured),
    unread:
      common.unread ??
      indicator.unread ??
      (measured && unlikeLevel(measured, nothing)) ??
      strayOf(measured, nothing) ??
      (real === undefined ? 'does not measure a share of bad events' : undefined),
  })
  const level = { value: [], range: place }
  const left: Alert = { ...alert, level, fixed: undefined, unread: alert.unread ?? usual }
  const made = usual === undefined ? alert : { ...alert, otherwise: left }
  if (slow === undefined || real === undefined || real >= 1) return [made]
  return [made, { ...made, level: { value: [slow], range: place }, quantile: 1 - real }]
}
