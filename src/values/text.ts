/** A value as a message shows it: quoted, shortened, for text from the file. Of a path, the file's name is kept. */
export const quote = (value: unknown): string => {
  const text = typeof value === 'string' ? value : String(value)
  if (text.length <= 40) return `"${text}"`
  const isPath = /^[^\s:]{1,400}\/[^\s/:]{1,38}\.[a-z]{1,8}$/i.test(text)
  return isPath ? `"…${text.slice(-39)}"` : `"${text.slice(0, 39)}…"`
}

/** `a, b and c`. */
export const enumerate = (words: readonly string[], last = 'and'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`

/** The noun with its article: `an invoice`, `a conversation`, `a user`. */
export const withArticle = (noun: string): string =>
  `${/^(?:[aeio]|u(?!ni|s[aeiou])|hour)/iu.test(noun) ? 'an' : 'a'} ${noun}`

/** More than one of what a noun names: `invoices`, `enquiries`, `branches`. */
export const several = (noun: string): string => {
  if (/[^aeiou]y$/iu.test(noun)) return `${noun.slice(0, -1)}ies`
  return `${noun}${/(?:[sxz]|[cs]h)$/iu.test(noun) ? 'es' : 's'}`
}

/** `1 error`, `2 errors`. */
export const plural = (count: number, noun: string): string => `${count} ${count === 1 ? noun : several(noun)}`

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
