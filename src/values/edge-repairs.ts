import type { Repair } from './repair.ts'
import { quote } from './words.ts'

/** What a word processor makes of quotation marks: YAML reads them as part of the text. */
const curlyQuotes: Repair = {
  find: () => /^[“”„‟‘’«»]([^“”„‟‘’«»]*)[“”„‟‘’«»]?$|^([^“”„‟‘’«»]*)[“”„‟‘’«»]$/gu,
  judge: ([found, inside, before = '']) => ({
    message: `${quote(/[“”„‟‘’«»]/u.exec(found)?.[0] ?? found)} is no quotation mark in YAML`,
    instead: [inside ?? before],
  }),
}

/** What ends a line elsewhere, or closes a bracket that was never opened. */
const ending: Repair = {
  find: () => /(?<=[^\s,;\]}]) ?[,;\]}]+$/gu,
  judge: ([found]) => ({
    message: `${quote(found.trim())} does not belong at the end`,
    word: found.trim(),
    instead: [''],
  }),
}

/** Slips at the ends of a text, whatever it says. */
export const edgeRepairs: readonly Repair[] = [curlyQuotes, ending]
