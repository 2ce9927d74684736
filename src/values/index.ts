export { addDays, dayOf, daysBetween, type IsoDate } from './calendar.ts'
export { condition } from './condition.ts'
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
export { date, period } from './date.ts'
export { exposure } from './exposure.ts'
export { phrases } from './kinds.ts'
export { measure } from './measure.ts'
export { money, moneyPerUnit, moneyRate, tokenPrice, wage } from './money.ts'
export { path } from './path.ts'
export type { Phrase } from './phrase.ts'
export { duration, share } from './quantities.ts'
export {
  type Duration,
  isDuration,
  isMoney,
  isRate,
  isShare,
  printQuantity,
  type Quantity,
  type Share,
} from './quantity.ts'
export { scale } from './scale.ts'
export { type Bound, meets, moreIsBetter, type Threshold, threshold } from './threshold.ts'
export { timeLimit } from './time-limit.ts'
export { nounOf, sameUnit } from './unit.ts'
export { count, effortRate, perUnitCount, tokens, volume } from './volumes.ts'
