/** What to write for a value that its `#` turned into a comment: `slack:orders` for `#orders`, `"#12"` for `#12`. */
export const withoutHash = (comment: string): string | undefined => {
  const word = /^#([\p{L}\p{N}._-]+)/u.exec(comment.slice(0, 100))?.[1]
  if (word === undefined) return undefined
  return /^\d+$/.test(word) ? `"#${word}"` : `slack:${word}`
}
