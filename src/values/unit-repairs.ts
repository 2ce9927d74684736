import { seconds } from './conversion.ts'
import { isDuration, readQuantity } from './quantity.ts'
import type { Repair } from './repair.ts'
import { calendarDays, isYearly, respell, respellRate } from './spelling.ts'
import { quote } from './words.ts'

/** A number and the word after it. */
const amount = () => /(-?[0-9]+(?:\.[0-9]+)?) ?([A-Za-z]+|%%+)\.?(?![A-Za-z_-])/gu

/** Units of the given kinds under another name, as in `10 mins`. */
export const misspelt = (...kinds: readonly ('time' | 'percent' | 'thing')[]): Repair => ({
  find: amount,
  judge([, digits = '', word = '']) {
    const spelling = word.startsWith('%') ? ({ unit: '%', kind: 'percent' } as const) : respell(word)
    if (spelling === undefined || !kinds.includes(spelling.kind)) return undefined
    const space = spelling.kind === 'thing' ? ' ' : ''
    return {
      word,
      message: `${quote(word)} is written ${spelling.unit}`,
      instead: [`${digits}${space}${spelling.unit}`],
    }
  },
})

/** Months and years, whose length differs; and `M`, which could be minutes. */
export const calendarUnit: Repair = {
  find: amount,
  judge([, digits = '', word = '']) {
    const length = calendarDays(word)
    if (length === undefined) return undefined
    const inDays = `${Number((Number(digits) * length).toFixed(3))}d`
    if (word === 'M')
      return {
        word,
        message: '"M" could mean minutes or months',
        instead: [`${digits}m`, inDays],
      }
    const reason = length === 30 ? 'm is minutes, and months differ in length' : 'its length differs'
    return { word, message: `${quote(word)} is not a unit of time here: ${reason}`, instead: [inDays] }
  },
}

/** Two units of time, as in `1h30m`. */
export const compound: Repair = {
  find: () => /[0-9]{1,6} ?[dhw] ?[0-9]{1,6} ?(?:min|[hms])(?![A-Za-z])/gu,
  judge([found]) {
    const total = [...found.matchAll(/([0-9]+) ?([a-z]+)/gu)]
      .map(([part]) => readQuantity(part))
      .reduce((sum, part) => sum + (isDuration(part) ? seconds(part) : 0), 0)
    return {
      message: `${quote(found)} has two units`,
      instead: [total % 60 === 0 ? `${total / 60}m` : `${total}s`],
    }
  },
}

/** Time below the line under another name, as in `60000/mo`. */
export const misspeltRate: Repair = {
  find: () => /(?:\/| per | an? | each | every )([A-Za-z]+)(?![A-Za-z_-])/gu,
  judge([found, word = '']) {
    if (isYearly(word))
      return {
        word,
        message: `${quote(word)} is not a unit of rates`,
        help: 'write what it makes in a month of 30 days',
      }
    const unit = respellRate(word)
    if (unit !== undefined)
      return { word, message: `${quote(word)} is written ${unit}`, instead: [`/${unit}`] }
    if (/^(?:\/| per )/u.test(found)) return undefined
    return {
      message: `${quote(found.trim())} is written /${word}`,
      word: found.trim(),
      instead: [`/${word}`],
    }
  },
}

/** Spaces around a slash. */
export const slash: Repair = {
  find: () => / ?\/ | \//gu,
  judge: () => ({ message: 'a slash stands between two units without a space', instead: ['/'] }),
}

/** A unit before the slash where only a number belongs, as in `60000 conversations/month`. */
export const superfluousUnit: Repair = {
  find: () => /([0-9]) ?([A-Za-z][A-Za-z_-]*)(?=\/| per )/gu,
  judge: ([, digit = '', word = '']) =>
    word === 'per' ? undefined : { word, message: `${quote(word)} is one unit too many`, instead: [digit] },
}

/** An amount that should be a rate, as in `24 h`. */
export const perWhat = (...rates: readonly string[]): Repair => ({
  find: () => /^[0-9][0-9.,]* ?[A-Za-z]+$/gu,
  judge: ([found]) => ({
    message: `${quote(found)} does not say per what`,
    instead: rates.map((rate) => `${found}${rate}`),
  }),
})

/** ISO 8601, as in `PT10M`. */
export const isoDuration: Repair = {
  find: () => /^P(?:([0-9]+)([DW])|T([0-9]+)([HMS]))$/gu,
  judge: ([found, days = '', longer = '', digits = days, unit = longer]) => ({
    message: `${quote(found)} is ISO 8601, which is not read here`,
    instead: [`${digits}${unit.toLowerCase()}`],
  }),
}
