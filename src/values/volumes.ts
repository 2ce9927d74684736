import { bareNumber, bareRate, countRepairs, negative, numberRepairs } from './number-hints.ts'
import { accept, definePhrase, type ParsedPhrase, type Phrase } from './phrase.ts'
import {
  type EffortRate,
  isRate,
  NUMERAL,
  printQuantity,
  type Quantity,
  type Rate,
  type Ratio,
  readQuantity,
  type Volume,
} from './quantity.ts'
import { isRateUnit, isTimeUnit, PER, RATE_TIME, WORDS } from './unit.ts'
import { isCountWord, isPerWord, misspelt, misspeltRate, perWhat, superfluousUnit } from './unit-hints.ts'

const isRateWord = (word: string) => word === 'per' || new RegExp(`^${RATE_TIME}$`, 'u').test(word)

const readVolume = (text: string): ParsedPhrase<Rate> | undefined => {
  const quantity = readQuantity(text)
  return isRate(quantity) ? accept(quantity) : undefined
}

/** What is counted is kept apart: two volumes are compared by their numbers. */
const readUnitVolume = (text: string): ParsedPhrase<Volume> | undefined => {
  const { unit: counted, per, value } = readQuantity(text)
  if (per === undefined || !isRateUnit(per)) return undefined
  if (counted === '') return accept({ value, unit: '', per })
  return counted.split(' ').every(isCountWord) ? accept({ value, unit: '', per, counted }) : undefined
}

const readEffortRate = (text: string): ParsedPhrase<EffortRate> | undefined => {
  const quantity = readQuantity(text)
  if (!isRate(quantity) || !isTimeUnit(quantity.unit)) return undefined
  return accept({ ...quantity, unit: quantity.unit })
}

const readPerUnit = (text: string): ParsedPhrase<Ratio> | undefined => {
  const { value, unit, per } = readQuantity(text)
  return per?.split(' ').every(isPerWord) ? accept({ value, unit, per }) : undefined
}

const readCount = (text: string): ParsedPhrase<Quantity> | undefined => {
  const quantity = readQuantity(text)
  return quantity.unit.split(' ').every(isCountWord) ? accept(quantity) : undefined
}

const repairs = [...numberRepairs, misspeltRate, negative]

/** How many by time; what is counted is `use_case.unit`, or said by the field. */
export const volume: Phrase<Rate> = definePhrase<Rate>({
  name: 'volume',
  noun: 'a volume',
  form: `${NUMERAL}${PER}${RATE_TIME}`,
  examples: ['60000/month', '6000/day', '900/workday', '25/min'],
  belongs: isRateWord,
  repairs: [...countRepairs, misspeltRate, negative, superfluousUnit, bareNumber(['/month', '/day', '/min'])],
  read: readVolume,
  print: printQuantity,
})

/** How many units of the use case by time, with or without their name. */
export const unitVolume: Phrase<Volume> = definePhrase<Volume>({
  name: 'unit_volume',
  noun: 'a volume',
  form: `${NUMERAL}(?: ${WORDS})?${PER}${RATE_TIME}`,
  examples: ['60000/month', '60000 support tickets/month', '900/workday'],
  belongs: (word) => isRateWord(word) || isCountWord(word),
  repairs: [...countRepairs, misspeltRate, negative, bareNumber(['/month', '/day', '/min'])],
  read: readUnitVolume,
  print: ({ counted = '', ...rate }) => printQuantity({ ...rate, unit: counted }),
})

/** Working time by time. */
export const effortRate: Phrase<EffortRate> = definePhrase<EffortRate>({
  name: 'effort_rate',
  noun: 'an effort per period',
  form: `${NUMERAL} ?(?:m|min|minutes?|h|hours?)${PER}${RATE_TIME}`,
  examples: ['24 h/month', '14 h/day', '90 min/day'],
  belongs: isRateWord,
  repairs: [
    ...repairs,
    misspelt('time'),
    perWhat('/month', '/day'),
    bareRate('unit', ' h'),
    bareNumber([' h/month', ' h/day']),
  ],
  read: readEffortRate,
  print: printQuantity,
})

/** How many for one unit of something else. */
export const perUnitCount: Phrase<Ratio> = definePhrase<Ratio>({
  name: 'per_unit_count',
  noun: 'a number per unit',
  form: `${NUMERAL}${PER}${WORDS}`,
  examples: ['2.4 per conversation', '1 per support ticket'],
  belongs: (word) => word === 'per' || isPerWord(word),
  repairs: [...repairs, superfluousUnit, bareNumber([' per conversation'])],
  read: readPerUnit,
  print: printQuantity,
})

/** A number of tokens. */
export const tokens: Phrase<Quantity> = definePhrase<Quantity>({
  name: 'tokens',
  noun: 'a number of tokens',
  form: `${NUMERAL} ?tokens?`,
  examples: ['3200 tokens', '220 tokens'],
  belongs: (word) => /^tokens?$/u.test(word),
  repairs: [...countRepairs, misspelt('thing'), negative, bareNumber([' tokens'])],
  read: (text) => accept(readQuantity(text)),
  print: printQuantity,
})

/** A whole number of things. */
export const count: Phrase<Quantity> = definePhrase<Quantity>({
  name: 'count',
  noun: 'a count',
  form: `(?:0|[1-9][0-9]{0,11}) ?${WORDS}`,
  examples: ['750 conversations', '40 support tickets'],
  belongs: isCountWord,
  repairs: [
    ...countRepairs,
    negative,
    bareNumber([' conversations']),
    {
      find: () => /[0-9]+\.[0-9]+/gu,
      judge: ([found]) => ({
        message: `expected a whole number, found "${found}"`,
        instead: [String(Math.round(Number(found)))],
        guess: true,
      }),
    },
  ],
  read: readCount,
  print: printQuantity,
})
