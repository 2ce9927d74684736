import { DURATION, durationRepairs, isTimeWord, readDuration } from './duration.ts'
import { LEVEL, levelRepairs, readLevel } from './measure.ts'
import { bareNumber } from './number-hints.ts'
import { accept, definePhrase, type ParsedPhrase, type Phrase, type Repair, respelled } from './phrase.ts'
import { compare, type Duration, NUMERAL, printNumeral, printQuantity, type Quantity, type Share } from './quantity.ts'
import { quote } from './text.ts'
import { isPerWord, isUnitWord } from './unit-hints.ts'

const SIDES = 'expected `at least` or `at most`'

/** Other words for a bound, by what is written here. */
const SYNONYMS = {
  'at least':
    'no less than|not less than|no fewer than|not fewer than|no lower than|not lower than|not under|minimum of|minimum|at-least|at_least|atleast|≥|⩾|≧|=>',
  'at most':
    'no more than|not more than|no greater than|no higher than|not higher than|not over|not exceeding|maximum of|maximum|up to|within|at-most|at_most|atmost|≤|⩽|≦|=<',
  above: 'more than|greater than|higher than|exceeds|exceeding|over|beyond',
  below: 'less than|lower than|fewer than|under|beneath',
  'not below': 'not-below|not_below',
  'not above': 'not-above|not_above',
}

const MEANINGS = new Map(
  Object.entries(SYNONYMS).flatMap(([bound, names]) => names.split('|').map((name) => [name, bound] as const)),
)

const synonym: Repair = {
  find() {
    const names = [...MEANINGS.keys()].sort((a, b) => b.length - a.length).join('|')
    return new RegExp(`(?<![A-Za-z0-9_-])(${names})(?![A-Za-z_-]) ?|(?<![A-Za-z0-9_-])(min|max)\\.? ?(?=[0-9])`, 'giu')
  },
  judge({ 1: name = '', 2: short = '', index }) {
    const meaning = MEANINGS.get(name.toLowerCase()) ?? (short.toLowerCase() === 'min' ? 'at least' : 'at most')
    // `latency max 4s` may be of the metric `latency_max`.
    return { ...respelled(name || short, meaning, `${meaning} `), guess: short !== '' && index > 0 }
  },
}

const capitals: Repair = {
  find: () => /\b(?:at least|at most|not above|not below|above|below|baseline|control|hold)\b/giu,
  judge([found]) {
    const lower = found.toLowerCase()
    return lower === found ? undefined : respelled(found, lower)
  },
}

const negatedLevel: Repair = {
  find: () => /\bnot (above|below)(?= -?[0-9])/gu,
  judge: ([found, side]) => respelled(found, side === 'above' ? 'at most' : 'at least'),
}

/** What can be said of the baseline is that a metric is not worse, and of the control group that it is better. */
const reference: Repair = {
  find: () =>
    /(?<!not |% |percent )(?<![A-Za-z_])(at least|at most|not above|not below|above|below|>=|<=|>|<) ?(?:the )?(baseline|control)\b/gu,
  judge([found, words = '', name]) {
    const isUp = /least|not below|above$|>/u.test(words) && words !== 'not above'
    if (name === 'control')
      return found === 'above control' || found === 'below control'
        ? undefined
        : {
            ...respelled(found, isUp ? 'above control' : 'below control'),
            guess: !/^[<>]$|^(?:above|below)$/u.test(words),
          }
    if (words.startsWith('not')) return undefined
    if (/least|most|=/u.test(words)) return respelled(found, isUp ? 'not below baseline' : 'not above baseline')
    return {
      message: `expected a number, found ${quote(found)}`,
      help: 'write not below baseline, above control, or a number such as at least 35%',
    }
  },
}

const vague: Repair = {
  find: () =>
    /(?<![A-Za-z])(?:about|around|approximately|approx\.?|roughly|circa|ca\.|nearly|==?|[~≈]) ?(?=-?[0-9])/giu,
  judge([found]) {
    const word = found.trimEnd()
    return { word, message: `${SIDES}, found ${quote(word)}`, instead: ['at least ', 'at most '] }
  },
}

const trailing: Repair = {
  find: () => /(-?[0-9][^ ]*(?: [A-Za-z]+)?)( or (?:more|higher|above|better|less|lower|below|fewer|under)|\+)$/gu,
  judge([found, level = '', tail = '']) {
    const bound = /less|lower|below|fewer|under/u.test(tail) ? 'at most' : 'at least'
    // Less may be better.
    return { ...respelled(found, `${bound} ${level}`), guess: tail === ' or better' }
  },
}

/** A level without a word before it; `start` is the source of where it begins. */
export const bareLevel = (start: string): Repair => ({
  find: () => new RegExp(`${start}-?[0-9].*$`, 'gu'),
  judge: ([found]) => ({
    message: `${SIDES} before ${quote(found)}`,
    instead: [`at least ${found}`, `at most ${found}`],
  }),
})

/** Slips in the words of a threshold. */
const thresholdRepairs: readonly Repair[] = [trailing, synonym, capitals, negatedLevel, reference, vague]

export type Bound = 'at_least' | 'at_most' | 'above' | 'below'

type Side = 'below' | 'above'

/** A bar: a level, the value before the pilot, or the value in the control group. */
export type Threshold =
  | { readonly op: Bound; readonly quantity: Quantity }
  | { readonly op: 'not_below' | 'not_above'; readonly reference: 'baseline' }
  /** A part of the baseline; with a known one `absolute` makes it a level. */
  | { readonly op: 'at_least' | 'at_most'; readonly by: Share; readonly side: Side; readonly reference: 'baseline' }
  | { readonly op: 'above' | 'below'; readonly reference: 'control' }

/** One that is a quantity, not a reference. */
export type Level = Extract<Threshold, { quantity: unknown }>

/** Source of every threshold, without anchors. */
const THRESHOLD =
  `(?:(?:(?:at least|at most|above|below) |(?:>=|<=|>|<) ?)${LEVEL}` +
  '|not (?:above|below) baseline|(?:above|below) control)'

/** Without a word before it, `at least` is meant: nobody minds more of a change. */
const RELATIVE = `(?:(?:at least|at most|>=|<=) ?)?${NUMERAL} ?(?:%|percent) (?:below|above|less than|more than) baseline`

/** Source of every target, without anchors. */
export const TARGET = `(?:${THRESHOLD}|${RELATIVE})`

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
const readThreshold = (text: string): ParsedPhrase<Threshold> | undefined => {
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

/** Reads what `TARGET` accepts; undefined where a repair knows what is wrong with its unit. */
export const readTarget = (text: string): ParsedPhrase<Threshold> | undefined => {
  const [, sign = '', share, side] =
    /^(at least|at most|>=|<=)? ?([^\s%]+) ?(?:%|percent) (below|above|less than|more than) baseline$/u.exec(text) ?? []
  if (share === undefined) return readThreshold(text)
  const by: Share = { value: Number(share), unit: '%' }
  const op = sign === 'at most' || sign === '<=' ? 'at_most' : 'at_least'
  const isBelow = side === 'below' || side === 'less than'
  return accept({ op, by, side: isBelow ? 'below' : 'above', reference: 'baseline' })
}

/** A part of the baseline as a level: at least 20% below 10 min is at most 8 min. */
export const absolute = (threshold: Threshold, baseline: Quantity | undefined): Threshold => {
  if (!('by' in threshold) || baseline === undefined) return threshold
  const { op, by, side } = threshold
  const part = 1 + (side === 'above' ? by.value : -by.value) / 100
  const more = (op === 'at_least') === (side === 'above')
  return {
    op: more ? 'at_least' : 'at_most',
    quantity: { ...baseline, value: Number(printNumeral(baseline.value * part)) },
  }
}

export const printThreshold = (threshold: Threshold): string => {
  const words = threshold.op.replace('_', ' ')
  if ('by' in threshold) return `${words} ${printQuantity(threshold.by)} ${threshold.side} ${threshold.reference}`
  return `${words} ${'reference' in threshold ? threshold.reference : printQuantity(threshold.quantity)}`
}

const WORDS = new Set('% - at least most above below not baseline control >= <= > <'.split(' '))

export const belongsInThreshold = (word: string): boolean => WORDS.has(word) || (isUnitWord(word) && isPerWord(word))

export const barRepairs = [...levelRepairs, bareNumber(['%', ' points', ' min', ' EUR']), ...thresholdRepairs]

/** A bar that a metric has to reach, must not cross, or is alarming beyond. */
export const threshold: Phrase<Threshold> = definePhrase({
  name: 'threshold',
  noun: 'a threshold',
  form: THRESHOLD,
  examples: ['at least 35%', 'at most 4s', 'above 3%', 'below 3.9 points', 'not below baseline', 'above control'],
  belongs: belongsInThreshold,
  repairs: [...barRepairs, bareLevel('^')],
  read: readThreshold,
  print: printThreshold,
})

/** A threshold, or a part of the baseline. */
export const target: Phrase<Threshold> = definePhrase({
  name: 'target',
  noun: 'a target',
  form: TARGET,
  examples: ['at least 35%', 'at most 7 min', 'at least 20% below baseline'],
  belongs: belongsInThreshold,
  repairs: [...barRepairs, bareLevel('^')],
  read: readTarget,
  print: printThreshold,
})

/** Whether a bar is met or crossed from above: `above` or `at_least`. */
export const isAbove = ({ op }: { readonly op: string }): boolean => op === 'above' || op === 'at_least'

/** Whether a metric held to this threshold is better when higher. A trigger names the bad side: read it the other way. */
export const moreIsBetter = (threshold: Threshold): boolean => {
  const { op } = threshold
  if ('by' in threshold) return (op === 'at_least') === (threshold.side === 'above')
  return isAbove(threshold) || op === 'not_below'
}

/** Whether `quantity` is on the side that the threshold names; undefined for other units and for references. */
export const meets = (threshold: Threshold, quantity: Quantity): boolean | undefined => {
  if ('reference' in threshold) return undefined
  const order = compare(quantity, threshold.quantity)
  if (order === undefined) return undefined
  if (threshold.op === 'at_least') return order >= 0
  if (threshold.op === 'at_most') return order <= 0
  return threshold.op === 'above' ? order > 0 : order < 0
}

/** A threshold that bounds a time from above. */
type TimeLimit = { readonly op: 'at_most' | 'below'; readonly quantity: Duration }

const readTimeLimit = (text: string): ParsedPhrase<TimeLimit> | undefined => {
  const [, sign = '', time = ''] = /^(\D*?) ?([0-9].*)$/u.exec(text) ?? []
  const parsed = readDuration(time)
  if (!parsed?.ok) return undefined
  return accept({ op: sign === 'below' || sign === '<' ? 'below' : 'at_most', quantity: parsed.value })
}

const wrongSide: Repair = {
  find: () => /\b(?:at least|above)\b|>=?/gu,
  judge: ([found]) => ({ ...respelled(found, 'at most'), guess: true }),
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

/** The level of a threshold; one relative to the baseline or the control group has none. */
export const quantityOf = (bar: Threshold | undefined): Quantity | undefined =>
  bar !== undefined && 'quantity' in bar ? bar.quantity : undefined
