import type { Repair } from './repair.ts'
import { quote } from './words.ts'

const SYNONYMS: readonly (readonly [string, readonly string[]])[] = [
  [
    'at least',
    [
      'no less than',
      'not less than',
      'no fewer than',
      'not fewer than',
      'no lower than',
      'not lower than',
      'not under',
      'minimum of',
      'minimum',
      'at-least',
      'at_least',
      'atleast',
      '≥',
      '⩾',
      '≧',
      '=>',
    ],
  ],
  [
    'at most',
    [
      'no more than',
      'not more than',
      'no greater than',
      'no higher than',
      'not higher than',
      'not over',
      'not exceeding',
      'maximum of',
      'maximum',
      'up to',
      'within',
      'at-most',
      'at_most',
      'atmost',
      '≤',
      '⩽',
      '≦',
      '=<',
    ],
  ],
  ['above', ['more than', 'greater than', 'higher than', 'exceeds', 'exceeding', 'over', 'beyond']],
  ['below', ['less than', 'lower than', 'fewer than', 'under', 'beneath']],
  ['not below', ['not-below', 'not_below']],
  ['not above', ['not-above', 'not_above']],
]

const MEANINGS = new Map(SYNONYMS.flatMap(([words, names]) => names.map((name) => [name, words] as const)))

const escaped = [...MEANINGS.keys()].sort((a, b) => b.length - a.length).join('|')

const synonym: Repair = {
  find: () =>
    new RegExp(
      `(?<![A-Za-z0-9_-])(${escaped})(?![A-Za-z_-]) ?|(?<![A-Za-z0-9_-])(min|max)\\.? ?(?=[0-9])`,
      'giu',
    ),
  judge([, name = '', short = '']) {
    const word = name || short
    const meaning =
      MEANINGS.get(word.toLowerCase()) ?? (short.toLowerCase() === 'min' ? 'at least' : 'at most')
    return { word, message: `${quote(word)} is written ${meaning}`, instead: [`${meaning} `] }
  },
}

const capitals: Repair = {
  find: () => /\b(?:at least|at most|not above|not below|above|below|baseline|control|hold)\b/giu,
  judge([found]) {
    const lower = found.toLowerCase()
    return lower === found ? undefined : { message: `${quote(found)} is written ${lower}`, instead: [lower] }
  },
}

const negatedLevel: Repair = {
  find: () => /\bnot (above|below)(?= -?[0-9])/gu,
  judge([found, side]) {
    const bound = side === 'above' ? 'at most' : 'at least'
    return {
      message: `${quote(found)} goes with baseline; before a number it is written ${bound}`,
      instead: [bound],
    }
  },
}

const BASELINE = new Map([
  ['at least', 'not below baseline'],
  ['>=', 'not below baseline'],
  ['at most', 'not above baseline'],
  ['<=', 'not above baseline'],
])

const toBaseline: Repair = {
  find: () => /(?<!not )(?<![A-Za-z_])(at least|at most|above|below|>=|<=|>|<) ?(?:the )?baseline\b/gu,
  judge([found, words = '']) {
    const meaning = BASELINE.get(words)
    if (meaning) return { message: `${quote(found)} is written ${meaning}`, instead: [meaning] }
    return {
      message: `${quote(found)} does not say by how much`,
      help: 'write not below baseline, above control, or a number such as at least 35%',
    }
  },
}

const toControl: Repair = {
  find: () => /(?<![A-Za-z_])(at least|at most|not above|not below|>=|<=|>|<) ?(?:the )?control\b/gu,
  judge: ([found, words = '']) => ({
    message: `${quote(found)} is no proof of a difference`,
    instead: [/least|not below|>/u.test(words) ? 'above control' : 'below control'],
  }),
}

const vague: Repair = {
  find: () =>
    /(?<![A-Za-z])(?:about|around|approximately|approx\.?|roughly|circa|ca\.|nearly|==?|[~≈]) ?(?=-?[0-9])/giu,
  judge([found]) {
    const word = found.trimEnd()
    return { word, message: `${quote(word)} is not a bound`, instead: ['at least ', 'at most '] }
  },
}

const trailing: Repair = {
  find: () =>
    /(-?[0-9][^ ]*(?: [A-Za-z]+)?)( or (?:more|higher|above|better|less|lower|below|fewer|under)|\+)$/gu,
  judge([found, level = '', tail = '']) {
    const bound = /less|lower|below|fewer|under/u.test(tail) ? 'at most' : 'at least'
    return { message: `${quote(found)} is written ${bound}`, instead: [`${bound} ${level}`] }
  },
}

/** A level without a word before it; `start` is the source of where it begins. */
export const bareLevel = (start: string): Repair => ({
  find: () => new RegExp(`${start}-?[0-9].*$`, 'gu'),
  judge: ([found]) => ({
    message: `${quote(found)} does not say on which side`,
    instead: [`at least ${found}`, `at most ${found}`],
  }),
})

/** Slips in the words of a threshold. */
export const thresholdRepairs: readonly Repair[] = [
  trailing,
  synonym,
  capitals,
  negatedLevel,
  toBaseline,
  toControl,
  vague,
]
