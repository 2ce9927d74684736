import { type Duration, isAbove, type Quantity, type Threshold } from '../../values/index.ts'
import { isRateUnit, RATE_SECONDS, SECONDS } from '../../values/unit.ts'
import type { Located } from '../reading/kind.ts'
import type { Alert, FiringLevel } from './alert.ts'

const exact = (value: number): number => Number(value.toPrecision(12))

/** In the largest unit that makes it a whole number: `90s`, `2h`, `250ms`. */
export const durationOf = (time: number): Duration => {
  const unit = (['d', 'h', 'min', 's'] as const).find((one) => exact(time / SECONDS[one]) % 1 === 0)
  if (unit === undefined && time > 1) return { value: exact(time), unit: 's' }
  return { value: exact(time / SECONDS[unit ?? 'ms']), unit: unit ?? 'ms' }
}

/** Money of a rule does not say per what it is: the metric does, per unit, or per time in which the rule adds it up. */
const moneyPer = ({ summed = false }: FiringLevel['unit'], stated: string, span: number | undefined) => {
  if (!isRateUnit(stated)) return summed ? undefined : { times: 1, per: stated }
  return summed && span !== undefined ? { times: RATE_SECONDS[stated] / span, per: stated } : undefined
}

/** Undefined where neither a suffix nor the dialect tells the unit. */
const quantityOf = ({ value, unit }: FiringLevel, stated?: Quantity, span?: number): Quantity | undefined => {
  const amount = exact(value * unit.factor)
  if (unit.rate) return undefined
  if (unit.kind === 'time') return amount > 0 ? durationOf(amount) : undefined
  if (unit.kind === 'share') return { value: exact(100 * amount), unit: '%' }
  if (unit.kind === 'points') return { value: amount, unit: 'points' }
  if (unit.kind !== 'money' || unit.currency === undefined) return undefined
  const money = { value: amount, unit: unit.currency }
  const found = stated?.per && stated.unit === money.unit ? moneyPer(unit, stated.per, span) : undefined
  return found === undefined ? money : { ...money, value: exact(amount * found.times), per: found.per }
}

/**
 * The threshold that an alert shows, as pilot.yaml would declare it. One that can be said of the good and of the bad
 * is taken on the side on which the metric is bad. `stated` says in what the metric is.
 */
export const shownThreshold = (
  { level, windows, fixed, paused }: Alert,
  isBadAbove: boolean | undefined,
  stated?: Quantity,
): Located<Threshold> | undefined => {
  const [first, ...others] = level.value
  const view = others.length === 0 ? first : level.value.find((one) => isAbove(one) === isBadAbove)
  const [span, further] = windows.value ?? []
  const quantity = view && quantityOf(view, stated, further === undefined ? span : undefined)
  if (view === undefined || quantity === undefined || fixed !== undefined || paused) return undefined
  return { value: { op: view.op, quantity }, range: level.range }
}

/** The window that an alert shows: its one range, or how long it waits where that is longer. */
export const shownWindow = ({ windows, hold }: Alert): Located<Duration> | undefined => {
  const [range, ...others] = windows.value ?? []
  const held = hold?.value ?? 0
  if (windows.value === undefined || others.length > 0) return undefined
  const time = Math.max(range ?? 0, held)
  if (time === 0) return undefined
  return { value: durationOf(time), range: hold && time === held ? hold.range : windows.range }
}

/** The section of the runbook that its link leads to. */
export const shownSection = ({ runbook }: Alert): Located<string> | undefined => {
  const section = runbook?.value.split('#')[1]?.trim()
  return runbook && section && !runbook.value.includes('{{') ? { value: section, range: runbook.range } : undefined
}
