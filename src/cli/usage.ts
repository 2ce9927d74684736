import type { Problem } from '../report/format.ts'
import { near } from '../values/near.ts'

/** A wrong command line: exit code 2. */
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

export const choice =
  <const V extends readonly string[]>(flag: string, values: V) =>
  (text: string): V[number] => {
    if (values.includes(text)) return text
    const list = `use one of ${values.join(', ')}`
    const match = near(text, values)
    throw new UsageError(
      `${flag} ${text}: no such value`,
      match === undefined ? list : `did you mean ${match}? ${list}`,
    )
  }
