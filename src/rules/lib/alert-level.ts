import type { Alert, FiringLevel } from '../../evidence/alert-rules/alert.ts'
import type { Unit } from '../../evidence/alert-rules/measure.ts'
import type { DeclaredAlert } from '../../model/pilot.ts'
import type { ExposedStage } from '../../model/stage.ts'
import {
  type Duration,
  isAbove,
  isCurrency,
  moreIsBetter,
  type Quantity,
  seconds,
  type Threshold,
} from '../../values/index.ts'
import { isRateUnit, isTimeUnit, RATE_SECONDS, SECONDS } from '../../values/unit.ts'

const isClose = (one: number, other: number): boolean =>
  Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other))

type Kind = 'time' | 'share' | 'money' | undefined

const kindOf = ({ unit, per }: Quantity): Kind => {
  if (per !== undefined && isRateUnit(per)) return undefined
  if (isTimeUnit(unit)) return 'time'
  if (unit === '%') return 'share'
  return isCurrency(unit) ? 'money' : undefined
}

/** In seconds, as a share from 0 to 1, or in its currency. */
const baseOf = ({ value, unit }: Quantity): number => {
  if (isTimeUnit(unit)) return value * SECONDS[unit]
  return unit === '%' ? value / 100 : value
}

// Milli-, micro- and nanoseconds, then minutes, hours, days and weeks.
const timeScales = [1, 1e3, 1e6, 1e9, 1 / 60, 1 / 3600, 1 / 86_400, 1 / 604_800]
const scales = { time: timeScales, share: [1, 100], money: [1, 100] }

/**
 * Every number that may mean the quantity if its unit is unknown: `4s` is 4, 4000 or a fifteenth. What is measured by
 * the second is so whatever the range, and money that is no rate is what that comes to over the window.
 */
const numbersFor = (quantity: Quantity, { kind: known, rate, summed }: Unit, over: Duration | undefined): number[] => {
  const { per, ...amount } = quantity
  const kind = kindOf(amount)
  const tried = kind === undefined || kind === known ? [1] : scales[kind]
  const numbers = tried.map((scale) => baseOf(amount) * scale)
  const isRate = per !== undefined && isRateUnit(per)
  if (rate && !isRate && kind === 'money' && over !== undefined) return numbers.map((number) => number / seconds(over))
  if (!isRate) return numbers
  const window = over === undefined ? [] : [seconds(over)]
  const spans = rate ? [1] : summed && window.length > 0 ? window : [...Object.values(RATE_SECONDS), ...window]
  return numbers.flatMap((number) => spans.map((span) => (number * span) / RATE_SECONDS[per]))
}

const isSameAmount = ({ value, unit }: FiringLevel, quantity: Quantity, over: Duration | undefined): boolean => {
  const kind = kindOf(quantity)
  const amount = value * unit.factor
  const isMoney = isCurrency(quantity.unit)
  if (unit.currency !== undefined && isMoney && unit.currency !== quantity.unit) return false
  if (!unit.rate && kind !== undefined && unit.kind === kind) return isClose(amount, baseOf(quantity))
  if (unit.kind === 'count' && (kind === 'share' || kind === 'time')) return false
  // Many currency codes are also words, so only amounts of money are refused for theirs.
  if (unit.named && kind !== undefined && unit.kind !== 'money' && unit.kind !== 'points') return false
  const isBySecond = unit.rate && (isMoney || (quantity.per !== undefined && isRateUnit(quantity.per)))
  return numbersFor(quantity, unit, over).some(
    (number) => isClose(number, amount) || (!isBySecond && isClose(number, value)),
  )
}

/** Whether an alert fires at a declared threshold; `>` and `>=` count as the same. */
export const agrees = (view: FiringLevel, level: Threshold, over: Duration | undefined): boolean =>
  'quantity' in level && isAbove(view) === moreIsBetter(level) && isSameAmount(view, level.quantity, over)

/** Cloud metrics come in units that are not declared. */
const times = Object.entries({ ...SECONDS, µs: 1e-6, ns: 1e-9 })

const unitWords = (unit: Unit): string | undefined => {
  const { kind, factor, currency, rate, named } = unit
  if (rate) return factor === 1 ? `${unitWords({ ...unit, rate: false }) ?? ''} a second` : undefined
  if (kind === 'money') return factor === 1 ? ` ${currency}` : undefined
  if (kind === 'share') return factor === 0.01 ? '%' : undefined
  if (kind === 'count') return named ? ' samples' : undefined
  if (kind !== 'time') return undefined
  const name = times.find(([, span]) => isClose(span, factor))?.[0]
  return name === undefined ? undefined : ` ${name}`
}

/** `above 8 s`, `above 0.05 (5%)`. */
export const viewWords = ({ op, value, unit }: FiringLevel): string => {
  const number = (amount: number) => String(Number(amount.toPrecision(12)))
  const share = unit.kind === 'share' && !unit.rate && unitWords(unit) === undefined
  const more = share
    ? ` (${number(value * unit.factor * 100)}%)`
    : unit.kind === 'count' && !unit.named
      ? ' (a count)'
      : ''
  return `${op.replace('_', ' ')} ${number(value)}${unitWords(unit) ?? ''}${more}`
}

/** A `for` that is longer than the declared window fires late. */
export const isHeldLonger = ({ hold }: Alert, over: Duration): boolean =>
  (hold?.value ?? 0) > seconds(over) * (1 + 1e-9)

/** Whether the range of an alert, how long it waits, or both together are the declared window. */
export const isTakenOver = (alert: Alert, over: Duration): boolean => {
  if (isHeldLonger(alert, over)) return false
  const { windows, hold } = alert
  const wanted = seconds(over)
  const held = hold?.value ?? 0
  const spent = windows.value ?? []
  return [held, ...spent, ...spent.map((window) => window + held)].some(
    (time) => Math.abs(time - wanted) <= 1e-9 * wanted,
  )
}

/** The alerts that are meant by a declared one: of several with its name, as an objective has them, those that fire like it. */
export const meantBy = (
  { rule, fire, over }: DeclaredAlert,
  alerts: readonly Alert[],
  stage: ExposedStage | undefined,
): readonly Alert[] => {
  const named = alerts.filter(({ name }) => name.value === rule)
  const window = stage && over?.[stage]
  const isMeant = (alert: Alert): boolean =>
    !alert.paused &&
    (!fire || alert.level.value.some((view) => agrees(view, fire, window))) &&
    (!window || isTakenOver(alert, window))
  return named.length > 1 ? named.filter(isMeant) : named
}
