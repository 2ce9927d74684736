import { successorOf } from './currency.ts'
import { accept, definePhrase } from './grammar.ts'
import { refuseCurrency } from './money.ts'
import { moneyRepairs } from './money-repairs.ts'
import { bareNumber, numberRepairs } from './number-repairs.ts'
import { NUMERAL } from './numeral.ts'
import type { Parsed, Phrase } from './phrase.ts'
import { printQuantity, type Quantity, readQuantity } from './quantity.ts'
import { isPerWord, isUnitWord } from './spelling.ts'
import { isTimeUnit, PER, WORD } from './unit.ts'
import { calendarUnit, compound, misspelt, misspeltRate, slash } from './unit-repairs.ts'

/** What a metric can be compared with: an amount, an amount by something, or so many by something. */
export const LEVEL = `-?${NUMERAL}(?: ?(?:%|${WORD})(?:${PER}${WORD})?|${PER}${WORD})`

export const levelRepairs = [
  ...numberRepairs,
  ...moneyRepairs,
  compound,
  misspelt('time', 'percent', 'thing'),
  calendarUnit,
  misspeltRate,
  slash,
]

const refuseUnit = (text: string, unit: string): Parsed<never> | undefined => {
  const refused = /^[A-Z]{3}$/u.test(unit) ? refuseCurrency(text, unit) : undefined
  if (refused === undefined || refused.ok) return undefined
  if (successorOf(unit) !== undefined) return refused
  const { help } = refused.problem
  return {
    ok: false,
    problem: { ...refused.problem, help: `${help}; another unit in lower case: ${unit.toLowerCase()}` },
  }
}

/** Reads what `LEVEL` accepts; undefined where the unit is a slip that a repair explains. */
export const readLevel = (text: string): Parsed<Quantity> | undefined => {
  const quantity = readQuantity(text)
  const { unit, per } = quantity
  const known = unit === '' || unit === '%' || isTimeUnit(unit) || isUnitWord(unit)
  if (!known || (per !== undefined && !isPerWord(per))) return undefined
  return refuseUnit(text, unit) ?? accept(quantity)
}

/** The value of a metric, or a difference between two: a number with one unit. */
export const measure: Phrase<Quantity> = definePhrase({
  name: 'measure',
  noun: 'a number with its unit',
  form: `-?${NUMERAL} ?(?:%|${WORD})`,
  examples: ['22%', '9.4 min', '4.21 points', '0.20 EUR'],
  belongs: (word) => word === '%' || word === '-' || isTimeUnit(word) || isUnitWord(word),
  repairs: [...levelRepairs, bareNumber(['%', ' points', ' min', ' EUR'])],
  read: readLevel,
  print: printQuantity,
})
