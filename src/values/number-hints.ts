import { type Repair, respelled, unexpected } from './phrase.ts'
import { NUMERAL, printNumeral, unmistakable } from './quantity.ts'
import { quote } from './text.ts'

const isNumeral = (text: string) => new RegExp(`^${NUMERAL}$`, 'u').test(text)

const written = (value: number): readonly string[] => {
  const digits = value < 1e12 ? printNumeral(value) : ''
  return isNumeral(digits) ? [digits] : []
}

const unexpectedSpace = (input: string) => `unexpected space in ${quote(input)}`

/** Spaces at the ends, several in a row, of another kind than the ordinary one, or around a slash. */
export const space: Repair = {
  find: () => / ?\/ | \/|^\s+|\s+$|\s{2,}|[^\S ]/gu,
  judge({ 0: found, index, input }) {
    const isEnd = index === 0 || index + found.length === input.length
    return { message: unexpectedSpace(input), instead: [found.includes('/') ? '/' : isEnd ? '' : ' '] }
  },
}

/**
 * A number in another notation: with an exponent, separators, a decimal comma, or a zero too many or too few. A comma
 * before exactly three digits is a decimal comma in half of the world, unless `counted` things have no decimals.
 */
const notation = (counted: boolean): Repair => ({
  find: () =>
    /[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+|(?<thousands>(?<![0-9.,])[1-9][0-9]{0,2}(?:(?<separator>[,'’_ \u00a0\u202f])[0-9]{3}(?:\k<separator>[0-9]{3})*(?:\.[0-9]+)?|(?:\.[0-9]{3}){2,}(?:,[0-9]+)?|\.[0-9]{3},[0-9]+)(?![0-9]))|(?<comma>[0-9]*,[0-9]+)|[0-9]*\.?[0-9]+\.?(?![0-9.,])/gu,
  judge({ 0: found, groups: { thousands, separator, comma } = {}, input }) {
    const message = found.includes(' ') ? unexpectedSpace(input) : `expected a plain number, found ${quote(found)}`
    if (thousands !== undefined) {
      const digits = separator ? found.replaceAll(separator, '') : found.replaceAll('.', '').replace(',', '.')
      return { message, instead: [digits], guess: !counted && /^[0-9]+,[0-9]{3}$/u.test(found) }
    }
    if (comma !== undefined) return { message, instead: [found.replace(',', '.')] }
    if (isNumeral(found)) return undefined
    if (/^[1-9][0-9]*\.[0-9]{3}$/u.test(found)) {
      const [whole, decimals] = [found.replace('.', ''), unmistakable(found)]
      return {
        message: `${quote(found)} can mean thousands or decimals`,
        instead: (found.length > 7 ? [decimals] : [whole, decimals]).filter(isNumeral),
      }
    }
    const instead = written(Number(found))
    return { message, instead, guess: Number(instead[0]) !== Number(found) }
  },
})

const FACTORS = new Map([
  ['k', 1e3],
  ['thousand', 1e3],
  ['tsd', 1e3],
  ['m', 1e6],
  ['mio', 1e6],
  ['million', 1e6],
  ['bn', 1e9],
  ['billion', 1e9],
])

/** A bare `m` is minutes and a bare `M` is anything; before a currency or a slash `M` is a million. */
const magnitude: Repair = {
  find: () =>
    /([0-9]+(?:\.[0-9]+)?) ?(k|K|[Tt]housand|tsd|[Mm]io|[Mm]illion|bn|[Bb]illion|M(?=\/| per | ?[A-Z]{3}(?![A-Z])| ?tokens?))(?![A-Za-z])/gu,
  judge: ([, digits = '', word = '']) => ({
    message: `${quote(word)} is not a unit; write the number in full`,
    word,
    instead: written(Number(digits) * (FACTORS.get(word.toLowerCase()) ?? 1)),
  }),
}

const sign: Repair = {
  find: () => /\+(?=[0-9.])|(?<![^ ])[−–—](?=[0-9.])/gu,
  judge: ([found]) => (found === '+' ? unexpected(found) : respelled(found, '-')),
}

/** A range where one value belongs; a date is none. */
const range: Repair = {
  find: () =>
    /(?<![0-9.,])(?![0-9]{4}-[0-9]{2}-[0-9]{2})[0-9][^…]*?(?:\.\.+|…| ?[–—] ?| ?-(?=[0-9]| )| to )[^a-z0-9]*[0-9].*$/giu,
  judge: ([found]) => ({ message: `expected one value, found the range ${quote(found)}` }),
}

/** Slips in numbers, whatever they measure. */
export const numberRepairs: readonly Repair[] = [range, space, notation(false), magnitude, sign]

/** The same in numbers of things. */
export const countRepairs: readonly Repair[] = [range, space, notation(true), magnitude, sign]

/** For phrases that cannot be below zero. */
export const negative: Repair = {
  find: () => /(?<![^ ])-[0-9.]+/gu,
  judge: ([found]) => ({ message: `${quote(found)} is negative` }),
}

/** A number without what has to follow. `completions` are what could, the likeliest first. */
export const bareNumber = (completions: readonly string[]): Repair => ({
  find: () => /(?<![0-9.,])-?[0-9]+(?:\.[0-9]+)?(?=$| for )/gu,
  judge: ([found]) => ({
    message: `${quote(found)} has no unit`,
    instead: completions.map((completion) => `${found}${completion}`),
    guess: true,
  }),
})

/** A rate whose upper side has no unit, as in `900/month`. */
export const bareRate = (lacking: string, completion: string): Repair => ({
  find: () => /(?<![0-9.,])[0-9]+(?:\.[0-9]+)?(?=\/| per )/gu,
  judge: ([found]) => ({
    message: `${quote(found)} has no ${lacking}`,
    instead: [`${found}${completion}`],
    guess: true,
  }),
})
