import { compare } from './conversion.ts'
import { accept, definePhrase } from './grammar.ts'
import { LEVEL, levelRepairs, readLevel } from './measure.ts'
import { bareNumber } from './number-repairs.ts'
import type { Parsed, Phrase } from './phrase.ts'
import { printQuantity, type Quantity } from './quantity.ts'
import { isPerWord, isUnitWord } from './spelling.ts'
import { bareLevel, thresholdRepairs } from './threshold-repairs.ts'

export type Bound = 'at_least' | 'at_most' | 'above' | 'below'

/** A bar: a level, the value before the pilot, or the value in the control group. */
export type Threshold =
  | { readonly op: Bound; readonly quantity: Quantity }
  | { readonly op: 'not_below' | 'not_above'; readonly reference: 'baseline' }
  | { readonly op: 'above' | 'below'; readonly reference: 'control' }

/** Source of every threshold, without anchors. */
export const THRESHOLD =
  `(?:(?:(?:at least|at most|above|below) |(?:>=|<=|>|<) ?)${LEVEL}` +
  '|not (?:above|below) baseline|(?:above|below) control)'

const BOUNDS: readonly (readonly [string, Bound])[] = [
  ['at least', 'at_least'],
  ['at most', 'at_most'],
  ['above', 'above'],
  ['below', 'below'],
  ['>=', 'at_least'],
  ['<=', 'at_most'],
  ['>', 'above'],
  ['<', 'below'],
]

const RELATIONS: { readonly [text: string]: Threshold } = {
  'not below baseline': { op: 'not_below', reference: 'baseline' },
  'not above baseline': { op: 'not_above', reference: 'baseline' },
  'above control': { op: 'above', reference: 'control' },
  'below control': { op: 'below', reference: 'control' },
}

/** Reads what `THRESHOLD` accepts; undefined where a repair knows what is wrong with its unit. */
export const readThreshold = (text: string): Parsed<Threshold> | undefined => {
  const relation = Object.hasOwn(RELATIONS, text) ? RELATIONS[text] : undefined
  if (relation) return accept(relation)
  const [sign, op] = BOUNDS.find(([start]) => text.startsWith(start)) ?? []
  if (sign === undefined || op === undefined) return undefined
  const level = text.slice(sign.length).trimStart()
  const parsed = readLevel(level)
  if (!parsed) return undefined
  if (parsed.ok) return accept({ op, quantity: parsed.value })
  const { problem } = parsed
  return { ok: false, problem: { ...problem, at: problem.at + text.length - level.length } }
}

export const printThreshold = (threshold: Threshold): string => {
  const words = threshold.op.replace('_', ' ')
  return `${words} ${'reference' in threshold ? threshold.reference : printQuantity(threshold.quantity)}`
}

const WORDS = new Set('% - at least most above below not baseline control >= <= > <'.split(' '))

export const belongsInThreshold = (word: string): boolean =>
  WORDS.has(word) || (isUnitWord(word) && isPerWord(word))

export const barRepairs = [...levelRepairs, bareNumber(['%', ' points', ' min', ' EUR']), ...thresholdRepairs]

/** A bar that a metric has to reach, must not cross, or is alarming beyond. */
export const threshold: Phrase<Threshold> = definePhrase({
  name: 'threshold',
  noun: 'a threshold',
  form: THRESHOLD,
  examples: [
    'at least 35%',
    'at most 4s',
    'above 3%',
    'below 3.9 points',
    'not below baseline',
    'above control',
  ],
  belongs: belongsInThreshold,
  repairs: [...barRepairs, bareLevel('^')],
  read: readThreshold,
  print: printThreshold,
})

/** Whether a metric held to this threshold is better when higher. A trigger names the bad side: read it the other way. */
export const moreIsBetter = ({ op }: Threshold): boolean =>
  op === 'at_least' || op === 'above' || op === 'not_below'

/** Whether `quantity` is on the side that the threshold names; undefined for other units and for references. */
export const meets = (threshold: Threshold, quantity: Quantity): boolean | undefined => {
  if ('reference' in threshold) return undefined
  const order = compare(quantity, threshold.quantity)
  if (order === undefined) return undefined
  if (threshold.op === 'at_least') return order >= 0
  if (threshold.op === 'at_most') return order <= 0
  return threshold.op === 'above' ? order > 0 : order < 0
}
