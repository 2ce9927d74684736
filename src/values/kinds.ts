import { condition } from './condition.ts'
import { date, period } from './date.ts'
import { exposure } from './exposure.ts'
import { measure } from './measure.ts'
import { money, moneyPerUnit, moneyRate, tokenPrice, wage } from './money.ts'
import { path } from './path.ts'
import type { Phrase } from './phrase.ts'
import { duration, share } from './quantities.ts'
import { scale } from './scale.ts'
import { threshold } from './threshold.ts'
import { timeLimit } from './time-limit.ts'
import { count, effortRate, perUnitCount, tokens, volume } from './volumes.ts'

/** Every kind of phrase by its name. */
export const phrases: { readonly [name: string]: Phrase<unknown> } = Object.fromEntries(
  [
    share,
    duration,
    money,
    moneyRate,
    wage,
    tokenPrice,
    moneyPerUnit,
    volume,
    effortRate,
    perUnitCount,
    tokens,
    count,
    measure,
    scale,
    threshold,
    timeLimit,
    condition,
    exposure,
    period,
    date,
    path,
  ].map((kind: Phrase<unknown>) => [kind.name, kind]),
)
