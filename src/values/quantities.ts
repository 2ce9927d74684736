import { accept, definePhrase, refuse } from './grammar.ts'
import { bareNumber, negative, numberRepairs } from './number-repairs.ts'
import { NUMERAL } from './numeral.ts'
import type { Parsed, Phrase } from './phrase.ts'
import { type Duration, isDuration, isShare, printQuantity, readQuantity, type Share } from './quantity.ts'
import { isTimeUnit, TIME, unitName } from './unit.ts'
import { calendarUnit, compound, isoDuration, misspelt } from './unit-repairs.ts'
import { quote } from './words.ts'

const SHARE = `${NUMERAL} ?%`
export const DURATION = `${NUMERAL} ?${TIME}`

/** What repairs both shares and durations, alone or in an exposure. */
export const shareRepairs = [...numberRepairs, misspelt('percent'), negative]
export const durationRepairs = [
  ...numberRepairs,
  isoDuration,
  compound,
  misspelt('time'),
  calendarUnit,
  negative,
]

export const readShare = (text: string): Parsed<Share> | undefined => {
  const quantity = readQuantity(text)
  if (!isShare(quantity)) return undefined
  if (quantity.value <= 100) return accept(quantity)
  return refuse(text, text, `${quote(text)} is more than the whole`, 'write a share from 0% to 100%')
}

export const readDuration = (text: string): Parsed<Duration> | undefined => {
  const quantity = readQuantity(text)
  return isDuration(quantity) ? accept(quantity) : undefined
}

export const isTimeWord = (word: string): boolean => isTimeUnit(unitName(word))

/** A share of a whole, from 0 to 100 percent. */
export const share: Phrase<Share> = definePhrase({
  name: 'share',
  noun: 'a share',
  form: SHARE,
  examples: ['22%', '8%', '100%', '2.5%'],
  belongs: (word) => word === '%',
  repairs: [...shareRepairs, bareNumber(['%'])],
  read: readShare,
  print: printQuantity,
})

/** A length of time. */
export const duration: Phrase<Duration> = definePhrase({
  name: 'duration',
  noun: 'a duration',
  form: DURATION,
  examples: ['10m', '4s', '6h', '7d', '2w', '300ms', '1.5 min'],
  belongs: isTimeWord,
  repairs: [...durationRepairs, bareNumber(['m', 'h', 'd'])],
  read: readDuration,
  print: printQuantity,
})
