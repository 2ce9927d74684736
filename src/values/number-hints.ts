import type { Repair } from './phrase.ts'
import { NUMERAL, printNumeral } from './quantity.ts'
import { quote } from './text.ts'

const isNumeral = (text: string) => new RegExp(`^${NUMERAL}$`, 'u').test(text)

const written = (value: number): readonly string[] => {
  const digits = value < 1e12 ? printNumeral(value) : ''
  return isNumeral(digits) ? [digits] : []
}

const space: Repair = {
  find: () => /^\s+|\s+$|\s{2,}|[^\S ]/gu,
  judge: ({ 0: found, index, input }) => ({
    message: 'there is a space that does not belong here',
    instead: [index === 0 || index + found.length === input.length ? '' : ' '],
  }),
}

const exponent: Repair = {
  find: () => /[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+/gu,
  judge: ([found]) => ({
    message: `${quote(found)} has an exponent; numbers are plain digits`,
    instead: written(Number(found)),
  }),
}

const thousands: Repair = {
  find: () =>
    /(?<![0-9.,])[1-9][0-9]{0,2}(?:([,'’_ \u00a0\u202f])[0-9]{3}(?:\1[0-9]{3})*(?:\.[0-9]+)?|(?:\.[0-9]{3}){2,}(?:,[0-9]+)?|\.[0-9]{3},[0-9]+)(?![0-9])/gu,
  judge: ([found, separator]) => ({
    message: `${quote(found)} has a thousands separator`,
    instead: [
      separator === undefined ? found.replaceAll('.', '').replace(',', '.') : found.replaceAll(separator, ''),
    ],
  }),
}

const decimalComma: Repair = {
  find: () => /[0-9]*,[0-9]+/gu,
  judge: ([found]) => ({
    message: `${quote(found)} has a decimal comma`,
    instead: [found.replace(',', '.')],
  }),
}

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
    message: `${quote(word)} is not a unit; numbers are written in full`,
    word,
    instead: written(Number(digits) * (FACTORS.get(word.toLowerCase()) ?? 1)),
  }),
}

const plus: Repair = {
  find: () => /\+(?=[0-9.])/gu,
  judge: () => ({ message: 'a number takes no plus sign', instead: [''] }),
}

const dash: Repair = {
  find: () => /(?<![^ ])[−–—](?=[0-9.])/gu,
  judge: ([found]) => ({ message: `${quote(found)} is not a minus sign`, instead: ['-'] }),
}

const digits: Repair = {
  find: () => /[0-9]*\.?[0-9]+\.?(?![0-9.,])/gu,
  judge({ 0: found }) {
    if (isNumeral(found)) return undefined
    if (/^0[0-9]/u.test(found))
      return { message: `${quote(found)} has a leading zero`, instead: [found.replace(/^0+(?=[0-9])/u, '')] }
    if (found.startsWith('.'))
      return { message: `${quote(found)} lacks the zero before the point`, instead: [`0${found}`] }
    if (found.endsWith('.'))
      return { message: `${quote(found)} ends in a point`, instead: [found.slice(0, -1)] }
    return { message: `${quote(found)} has more digits than can be kept`, instead: written(Number(found)) }
  },
}

/** Slips in numbers, whatever they count. */
export const numberRepairs: readonly Repair[] = [
  space,
  exponent,
  thousands,
  decimalComma,
  magnitude,
  plus,
  dash,
  digits,
]

/** For phrases that cannot be below zero. */
export const negative: Repair = {
  find: () => /(?<![^ ])-[0-9.]+/gu,
  judge: ([found]) => ({ message: `${quote(found)} is below zero` }),
}

/** A number without what has to follow. `completions` are what could, the likeliest first. */
export const bareNumber = (completions: readonly string[]): Repair => ({
  find: () => /(?<![0-9.,])-?[0-9]+(?:\.[0-9]+)?(?=$| for )/gu,
  judge: ([found]) => ({
    message: `${quote(found)} has no unit`,
    instead: completions.map((completion) => `${found}${completion}`),
  }),
})

/** A rate whose upper side has no unit, as in `900/month`. */
export const bareRate = (lacking: string, completion: string): Repair => ({
  find: () => /(?<![0-9.,])[0-9]+(?:\.[0-9]+)?(?=\/| per )/gu,
  judge: ([found]) => ({
    message: `${quote(found)} has no ${lacking}`,
    instead: [`${found}${completion}`],
  }),
})
