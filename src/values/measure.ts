import { moneyRepairs, refuseCurrency } from './money.ts'
import { bareNumber, numberRepairs, space } from './number-hints.ts'
import { accept, definePhrase, type ParsedPhrase, type Phrase, type Repair, refuse, respelled } from './phrase.ts'
import { NUMERAL, printQuantity, type Quantity, readQuantity, successorOf } from './quantity.ts'
import { quote } from './text.ts'
import { isRateUnit, isTimeUnit, PER, rateUnitName, WORDS } from './unit.ts'
import { calendarUnit, compound, isCountWord, isPerWord, isUnitWord, misspelt, misspeltRate } from './unit-hints.ts'

/** What a metric can be compared with: an amount, an amount by something, or so many by something. */
export const LEVEL = `-?${NUMERAL}(?: ?(?:%|${WORDS})(?:${PER}${WORDS})?|${PER}${WORDS})`

export const levelRepairs = [
  ...numberRepairs,
  ...moneyRepairs,
  compound,
  misspelt('time', 'percent', 'thing'),
  calendarUnit,
  misspeltRate,
]

const refuseUnit = (text: string, unit: string): ParsedPhrase<never> | undefined => {
  const refused = /^[A-Z]{3}$/u.test(unit) ? refuseCurrency(text, unit) : undefined
  if (refused === undefined || refused.ok) return undefined
  if (successorOf(unit) !== undefined) return refused
  const { help } = refused.problem
  return {
    ok: false,
    problem: { ...refused.problem, help: `${help}; write another unit in lower case: ${unit.toLowerCase()}` },
  }
}

/** Units of more words count something: none of the words is a unit by itself. */
const isCounted = (unit: string): boolean => {
  const words = unit.split(' ')
  return words.length === 1 ? isTimeUnit(unit) || isUnitWord(unit) : words.every(isCountWord)
}

const isPer = (per: string): boolean => {
  const words = per.split(' ')
  return words.every(isPerWord) && (words.length === 1 || !words.some((word) => isRateUnit(rateUnitName(word))))
}

/** Reads what `LEVEL` accepts; undefined where the unit is a slip that a repair explains. */
export const readLevel = (text: string): ParsedPhrase<Quantity> | undefined => {
  const quantity = readQuantity(text)
  const { unit, per } = quantity
  const known = unit === '' || unit === '%' || isCounted(unit)
  if (!known || (per !== undefined && !isPer(per))) return undefined
  return refuseUnit(text, unit) ?? accept(quantity)
}

/** The value of a metric, or a difference between two. */
export const measure: Phrase<Quantity> = definePhrase({
  name: 'measure',
  noun: 'a number with its unit',
  form: LEVEL,
  examples: ['22%', '9.4 min', '4.21 points', '0.20 EUR', '11.5 claims/day', '0.40 EUR/support ticket'],
  belongs: (word) => word === '%' || word === '-' || isTimeUnit(word) || isUnitWord(word) || isPerWord(word),
  repairs: [...levelRepairs, bareNumber(['%', ' points', ' min', ' EUR'])],
  read: readLevel,
  print: printQuantity,
})

/** The lowest and the highest value of a rating. */
type Scale = { readonly from: number; readonly to: number }

const END = '(?:0|[1-9][0-9]{0,5})'

const readScale = (text: string): ParsedPhrase<Scale> => {
  const [, low = '', high = ''] = /^(-?[0-9]+)-([0-9]+)$/u.exec(text) ?? []
  const [from, to] = [Number(low) + 0, Number(high)]
  if (from < to) return accept({ from, to })
  const help = from > to ? `write ${to}-${from}` : 'write the lowest and the highest value, for example 1-5'
  return refuse(text, text, `expected the lower value first, found ${quote(text)}`, help)
}

const separator: Repair = {
  find: () => /(?<=[0-9])(?: ?(?:\.\.+|–|—|−|\/|:|,) ?| ?- | -| to )(?=[0-9])/gu,
  judge: ([found]) => ({ ...respelled(found.trim(), '-'), guess: /[,:/]/u.test(found) }),
}

const single: Repair = {
  find: () => /^[0-9]+$/gu,
  judge: ([found]) => ({
    message: `expected two values, found ${quote(found)}`,
    instead: [`1-${found}`],
    guess: true,
  }),
}

/** The ends of a rating. */
export const scale: Phrase<Scale> = definePhrase({
  name: 'scale',
  noun: 'a scale',
  form: `-?${END}-${END}`,
  examples: ['1-5', '0-10', '-100-100'],
  belongs: (word) => word === '-',
  repairs: [space, separator, single],
  read: readScale,
  print: ({ from, to }) => `${from}-${to}`,
})
