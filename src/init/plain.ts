/** Whether a text is one line of characters that do not control a terminal or hide others. */
export const isPlain = (text: string): boolean =>
  text.trim() !== '' && !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(text)

/** A text as one such line, as far as that can be. */
export const plain = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim()
