import type { Problem } from '../report/format.ts'
import { near } from '../values/near.ts'

/** What the caller asked for cannot be done: exit code 2, never a bug of ours. */
export class UsageError extends Error {
  readonly problem: Problem
  constructor(message: string, help: string) {
    super(message)
    this.problem = { message, help }
  }
}

/** `did you mean …?`, or what else to say. */
export const didYouMean = (word: string, known: readonly string[], otherwise: string): string => {
  const match = near(word, known)
  return match === undefined ? otherwise : `did you mean ${match}?`
}

/** Reads the value of a flag that takes one of a closed list. */
export const choice =
  <const V extends readonly string[]>(flag: string, values: V) =>
  (text: string): V[number] => {
    if (values.includes(text)) return text
    const list = `it is one of ${values.join(', ')}`
    const match = near(text, values)
    throw new UsageError(
      `${flag} ${text}: no such value`,
      match === undefined ? list : `did you mean ${match}? ${list}`,
    )
  }
