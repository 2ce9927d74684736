import { accept, definePhrase, refuse } from './grammar.ts'
import type { Parsed, Phrase } from './phrase.ts'
import type { Repair } from './repair.ts'
import { quote } from './words.ts'

/** The lowest and the highest value of a rating. */
export type Scale = { readonly from: number; readonly to: number }

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
