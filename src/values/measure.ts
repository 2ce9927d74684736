import { moneyRepairs, refuseCurrency } from './money.ts'
import { bareNumber, numberRepairs } from './number-hints.ts'
import { accept, definePhrase, type Parsed, type Phrase, type Repair, refuse } from './phrase.ts'
import { NUMERAL, printQuantity, type Quantity, readQuantity, successorOf } from './quantity.ts'
import { quote } from './text.ts'
import { isTimeUnit, PER, WORD } from './unit.ts'
import { calendarUnit, compound, isPerWord, isUnitWord, misspelt, misspeltRate, slash } from './unit-hints.ts'

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

/** The lowest and the highest value of a rating. */
type Scale = { readonly from: number; readonly to: number }

const END = '(?:0|[1-9][0-9]{0,5})'

const readScale = (text: string): Parsed<Scale> => {
  const [, low = '', high = ''] = /^(-?[0-9]+)-([0-9]+)$/u.exec(text) ?? []
  const [from, to] = [Number(low) + 0, Number(high)]
  if (from < to) return accept({ from, to })
  const help = from > to ? `write ${to}-${from}` : 'write the lowest and the highest value, as in 1-5'
  return refuse(text, text, `${quote(text)} has its ends the wrong way round`, help)
}

const separator: Repair = {
  find: () => /(?<=[0-9])(?: ?(?:\.\.+|–|—|−|\/|:|,) ?| ?- | -| to )(?=[0-9])/gu,
  judge([found]) {
    const word = found.trim()
    return { word, message: `${quote(word)} between the ends of a scale is written -`, instead: ['-'] }
  },
}

const single: Repair = {
  find: () => /^[0-9]+$/gu,
  judge: ([found]) => ({
    message: `${quote(found)} is one value; a scale has two`,
    instead: [`1-${found}`],
  }),
}

const space: Repair = {
  find: () => /^\s+|\s+$/gu,
  judge: () => ({ message: 'there is a space that does not belong here', instead: [''] }),
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
