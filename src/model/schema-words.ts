import { quote } from '../values/text.ts'
import { isMap } from '../yaml/data.ts'

/** What a person calls the types of JSON Schema. */
export const typeWords: { readonly [type: string]: string } = {
  string: 'a string',
  object: 'a mapping',
  array: 'a sequence',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
}

/** A value that does not fit, as a message names it. */
export const valueWords = (value: unknown): string => {
  if (Array.isArray(value)) return 'a sequence'
  if (typeof value === 'string') return quote(value)
  return isMap(value) ? 'a mapping' : String(value)
}
