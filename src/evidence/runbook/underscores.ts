/** Takes the underscores of emphasis out of the parts of a text, and leaves those of names: `order_id`. */
export type Underscores = { see(run: number, before: string, after: string): void }

const isSpace = (character: string): boolean => /^\s?$/u.test(character)
const isEdge = (character: string): boolean => /^[\s\p{P}\p{S}]?$/u.test(character)

/** CommonMark 0.31.2, section 6.2, without rules 9 and 10, which no heading needs; `before` and `after` are empty at the ends of the text. */
export const underscores = (parts: string[]): Underscores => {
  const openers: { readonly part: number; left: number }[] = []
  return {
    see: (run, before, after) => {
      let left = run
      while (left > 0 && !isSpace(before) && isEdge(after)) {
        const opener = openers.at(-1)
        if (!opener) break
        const count = Math.min(opener.left, left)
        opener.left -= count
        left -= count
        parts[opener.part] = '_'.repeat(opener.left)
        if (opener.left === 0) openers.pop()
      }
      if (left > 0 && !isSpace(after) && isEdge(before)) openers.push({ part: parts.length, left })
      parts.push('_'.repeat(left))
    },
  }
}
