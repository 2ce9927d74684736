// Asking Unicode for its classes costs a run a millisecond each, and nearly all names are plain.
const plain = /^[ -~]*$/

/** Whether a text holds nothing but the letters, digits and signs of ASCII. */
export const isPlain = (text: string): boolean => plain.test(text)

/** The text in lower case, cut wherever something stands that is neither a letter nor a digit of any script. */
export const cutIntoWords = (text: string): string[] =>
  text.toLowerCase().split(isPlain(text) ? /[^a-z0-9]+/ : /[^\p{L}\p{N}]+/u)

/** The words of a text in lower case: letters and digits of any script. */
export const wordsOf = (text: string): string[] => cutIntoWords(text).filter((word) => word !== '')

/** The text without accents. */
export const withoutAccents = (text: string): string =>
  isPlain(text) ? text : text.normalize('NFKD').replaceAll(/\p{M}/gu, '')
