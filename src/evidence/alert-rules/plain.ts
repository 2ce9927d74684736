import { type Bound, isAbove } from '../../values/index.ts'
import type { Located } from '../reading/kind.ts'
import type { Part } from '../reading/part.ts'
import { isSane } from '../reading/value.ts'
import { type Alert, alertWith, type Quantile } from './alert.ts'
import { narrowedBy } from './expr.ts'
import { isOfLevel, lesser } from './lesser.ts'
import { countUnit, type Unit } from './measure.ts'

/** A label and what it picks out. */
export type Picked = readonly [name: string, value: unknown]

/** An alert of a system that keeps its threshold, its window and its metric in fields. */
export type Plain = {
  readonly op: Bound | undefined
  readonly bar: Part
  readonly unit: Unit
  readonly quantile?: Quantile
  /** How one value is made of many, in the words of the system: `Minimum`, `ALIGN_COUNT`. */
  readonly statistic?: string | undefined
  /** Seconds that one value is taken over, with where that is said. */
  readonly window: Located<number> | undefined
  /** Seconds that it has to last, where that is longer. */
  readonly hold?: Located<number> | undefined
  readonly receivers?: readonly Located<string>[]
  readonly isGrouped?: boolean
  readonly route?: string
  readonly paused: boolean
  /** So many events in so many seconds are asked for before it fires, too. */
  readonly guard?: Alert['guard']
  readonly picked?: readonly Picked[]
  /** Why it is not understood; completes a sentence that begins with its name. */
  readonly unread?: string | undefined
}

/** A number, or a text that is one, as templates of CloudFormation write it. */
export const amountOf = (part: Part): number | undefined => {
  const { data } = part
  const value = typeof data === 'string' && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(data) ? Number(data) : data
  return typeof value === 'number' && isSane(value) ? value : undefined
}

const isSum = (statistic = ''): boolean => /(?:\b|_)(?:sum|total)/i.test(statistic)

const strayOf = (picked: readonly Picked[] = []): string | undefined => {
  const matchers = picked.map(([name, value]) => `${name}="${typeof value === 'string' ? value : ''}"`)
  const label = narrowedBy(`{${matchers.join(',')}}`)
  return label && `selects only ${label}, where the pilot serves no customer`
}

/** Why a value is less than what the measure says; completes a sentence that begins with the name of the alert. */
const lesserOf = ({ op, statistic = '', unit }: Plain): string | undefined => {
  const isOver = op !== undefined && isAbove({ op })
  if (/(?:\b|_)min/i.test(statistic) && isOver) return lesser.min
  if (isOver) return undefined
  if (/(?:\b|_)max/i.test(statistic)) return lesser.max
  return isOfLevel(unit) && isSum(statistic) ? lesser.sum : undefined
}

export const plainAlert = (name: Located<string>, plain: Plain): Alert => {
  const { op, bar, window, hold, unread } = plain
  // How many values there were is no share, time or amount of money, whatever the metric is called.
  const unit = /count/i.test(plain.statistic ?? '')
    ? { ...countUnit, named: true }
    : isSum(plain.statistic)
      ? { ...plain.unit, summed: true }
      : plain.unit
  const value = amountOf(bar)
  const isKnown = op !== undefined && value !== undefined
  return alertWith({
    name,
    level: { value: isKnown && unread === undefined ? [{ op, value, unit }] : [], range: bar.range() },
    windows: { value: window && [window.value], range: (window ?? { range: bar.range() }).range },
    hold,
    quantile: plain.quantile,
    receivers: plain.receivers ?? [],
    isGrouped: plain.isGrouped ?? false,
    route: plain.route ?? '',
    paused: plain.paused,
    guard: plain.guard,
    unread:
      unread ?? (isKnown ? (strayOf(plain.picked) ?? lesserOf(plain)) : 'has no threshold that pilotlint can read'),
  })
}
