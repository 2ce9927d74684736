import { closestMatch } from 'leven'
import type { Problem } from '../report/format.ts'

/** A wrong command line: exit code 2. */
export class UsageError extends Error {
  readonly problem: Problem
  constructor(message: string, help: string) {
    super(message)
    this.problem = { message, help }
  }
}

/** Short words allow fewer typos. */
export const meant = (word: string, known: readonly string[]): string | undefined =>
  word.length < 2
    ? undefined
    : closestMatch(word.toLowerCase().slice(0, 100), known, {
        maxDistance: Math.min(word.length - 1, Math.max(2, Math.floor(word.length / 3))),
      })

export const didYouMean = (word: string, known: readonly string[], otherwise: string): string => {
  const match = meant(word, known)
  return match === undefined ? otherwise : `did you mean ${match}?`
}

export const choice =
  <const V extends readonly string[]>(flag: string, values: V) =>
  (text: string): V[number] => {
    if (values.includes(text)) return text
    const list = `use one of ${values.join(', ')}`
    const match = meant(text, values)
    throw new UsageError(
      `${flag} ${text}: no such value`,
      match === undefined ? list : `did you mean ${match}? ${list}`,
    )
  }
