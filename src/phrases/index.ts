export { addDays, daysBetween, type IsoDate } from './calendar.ts'
export { type Condition, condition } from './condition.ts'
export {
  compare,
  days,
  fraction,
  hoursPerDay,
  hoursPerMonth,
  perDay,
  perMinute,
  perMonth,
  seconds,
} from './conversion.ts'
export { isCurrency } from './currency.ts'
export { date, type Period, period } from './date.ts'
export { type Exposure, exposure } from './exposure.ts'
export { phrases } from './kinds.ts'
export { measure } from './measure.ts'
export { money, moneyPerUnit, moneyRate, tokenPrice, wage } from './money.ts'
export { path } from './path.ts'
export type { Parsed, Phrase, Problem } from './phrase.ts'
export { duration, share } from './quantities.ts'
export {
  type Duration,
  type EffortRate,
  isDuration,
  isMoney,
  isRate,
  isShare,
  type Money,
  printQuantity,
  type Quantity,
  type Rate,
  type Ratio,
  type Share,
} from './quantity.ts'
export { type Scale, scale } from './scale.ts'
export { type Bound, meets, moreIsBetter, type Threshold, threshold } from './threshold.ts'
export { type TimeLimit, timeLimit } from './time-limit.ts'
export { type RateUnit, sameUnit, type TimeUnit } from './unit.ts'
export { count, effortRate, perUnitCount, tokens, volume } from './volumes.ts'
