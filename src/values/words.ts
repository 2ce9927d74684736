/** A value as a message shows it: quoted, shortened, for text from the file. */
export const quote = (value: unknown): string => {
  const text = typeof value === 'string' ? value : String(value)
  return `"${text.length > 40 ? `${text.slice(0, 39)}…` : text}"`
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
export const plural = (count: number, noun: string): string =>
  `${count} ${count === 1 ? noun : several(noun)}`
