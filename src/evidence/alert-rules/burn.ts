import type { Located } from '../reading/kind.ts'
import type { Alert, View } from './alert-rules.ts'
import type { Expr } from './expr.ts'
import { fixedBy } from './level.ts'
import { shareUnit, unitOfName } from './measure.ts'
import { strayOf } from './ranges.ts'

/** An alert on how fast the budget of an objective is spent: more than this share is bad over a time. */
export type Burn = {
  readonly bad: number
  /** In seconds. */
  readonly over: number
  readonly hold?: number
}

/** What an objective measures: undefined where nobody here reads it. */
export type Indicator = {
  readonly measured: Expr | undefined
  /** Above which time an event is bad, where that is what makes it bad. */
  readonly slow: View | undefined
}

const nothing = (): undefined => undefined

/** The same bar said of what is bad and of what is good, both as shares from 0 to 1. */
export const shareViews = (bad: number, isAtLeast = false): View[] => {
  const unit = shareUnit(1)
  return [
    { op: isAtLeast ? 'at_least' : 'above', value: bad, unit },
    { op: isAtLeast ? 'at_most' : 'below', value: 1 - bad, unit },
  ]
}

const bucket = /([\w:]{1,200})_bucket\s{0,9}\{[^{}]{0,500}?\ble\s{0,9}=\s{0,9}"(\d{1,9}(?:\.\d{1,9})?)"/

/** The bound of the one histogram that a query selects a bucket of. */
export const slowIn = (query: string): View | undefined => {
  const [, name, bound] = bucket.exec(query.slice(0, 5000)) ?? []
  return name === undefined ? undefined : { op: 'above', value: Number(bound), unit: unitOfName(name) }
}

/** What is common to the alerts of one objective, and where its number stands. */
export type Objective = Pick<Alert, 'name' | 'labels' | 'receivers' | 'runbook' | 'linked' | 'paused' | 'unread'> & {
  readonly place: Located<unknown>['range']
  readonly indicator: Indicator
}

/**
 * The alert of a burn rate. Where what is slow is bad, it is also one on a quantile: that more than 5% take longer than
 * 4 s is that the 95th percentile is above 4 s.
 */
export const burnAlerts = ({ place, indicator, ...common }: Objective, { bad, over, hold }: Burn): Alert[] => {
  const { measured, slow } = indicator
  const said = measured && fixedBy({ op: 'above', value: bad, measured })
  const alert: Alert = {
    ...common,
    level: { value: shareViews(bad), range: place },
    windows: { value: [over], range: place },
    hold: hold === undefined ? undefined : { value: hold, range: place },
    quantile: undefined,
    fixed: said ?? (bad >= 1 ? 'can never fire: it waits until more than everything is bad' : undefined),
    isUp: false,
    unread: common.unread ?? strayOf(measured, nothing),
  }
  if (slow === undefined || bad >= 1) return [alert]
  return [alert, { ...alert, level: { value: [slow], range: place }, quantile: 1 - bad }]
}
