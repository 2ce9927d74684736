import { accept, definePhrase } from './grammar.ts'
import { bareNumber } from './number-repairs.ts'
import type { Parsed, Phrase } from './phrase.ts'
import { DURATION, durationRepairs, isTimeWord, readDuration } from './quantities.ts'
import type { Duration } from './quantity.ts'
import type { Repair } from './repair.ts'
import { belongsInThreshold, printThreshold } from './threshold.ts'
import { thresholdRepairs } from './threshold-repairs.ts'
import { quote } from './words.ts'

/** A threshold that bounds a time from above. */
export type TimeLimit = { readonly op: 'at_most' | 'below'; readonly quantity: Duration }

const readTimeLimit = (text: string): Parsed<TimeLimit> | undefined => {
  const [, sign = '', time = ''] = /^(\D*?) ?([0-9].*)$/u.exec(text) ?? []
  const parsed = readDuration(time)
  if (!parsed?.ok) return undefined
  return accept({ op: sign === 'below' || sign === '<' ? 'below' : 'at_most', quantity: parsed.value })
}

const wrongSide: Repair = {
  find: () => /\b(?:at least|above)\b|>=?/gu,
  judge: ([found]) => ({ message: `${quote(found)} is not how a time is limited`, instead: ['at most'] }),
}

/** The longest that something may take: `at most 10m`, or plainly `10m`. */
export const timeLimit: Phrase<TimeLimit> = definePhrase<TimeLimit>({
  name: 'time_limit',
  noun: 'a time limit',
  form: `(?:(?:at most|below) |(?:<=|<) ?)?${DURATION}`,
  examples: ['at most 10m', '10m', 'below 1d'],
  belongs: (word) => isTimeWord(word) || (/^\W|most|at|below/u.test(word) && belongsInThreshold(word)),
  repairs: [...durationRepairs, bareNumber(['m', 'h', 'd']), ...thresholdRepairs, wrongSide],
  read: readTimeLimit,
  print: printThreshold,
})
