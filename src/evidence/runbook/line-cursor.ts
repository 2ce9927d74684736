/** Reads a line from left to right, each space of it once. */
export type LineCursor = {
  /** How many spaces stand before the next character. */
  indent(): number
  /** Whether nothing but spaces is left. */
  blank(): boolean
  skip(count: number): void
  /** What a sticky pattern finds at the next character that is no space. */
  match(pattern: RegExp): RegExpExecArray | null
  /** What is left, from the next character that is no space. */
  rest(): string
}

const space = 0x20

// What a line is shows at its beginning; a bound keeps the patterns from running out of stack.
const maxLength = 10_000

// Tabs stop at every fourth column (CommonMark 0.31.2, section 2.2).
const withoutTabs = (line: string): string => {
  if (!line.includes('\t')) return line
  let column = 0
  return line
    .split('\t')
    .map((part, at, parts) => {
      const padded = at === parts.length - 1 ? part : part + ' '.repeat(4 - ((column + part.length) % 4))
      column += padded.length
      return padded
    })
    .join('')
}

export const lineCursor = (source: string): LineCursor => {
  const line = withoutTabs(source.slice(0, maxLength))
  let at = 0
  let ink = 0
  const nextInk = (): number => {
    ink = Math.max(ink, at)
    while (line.charCodeAt(ink) === space) ink += 1
    return ink
  }
  return {
    indent: () => nextInk() - at,
    blank: () => nextInk() >= line.length,
    skip: (count) => {
      at = Math.min(at + count, line.length)
    },
    match: (pattern) => {
      pattern.lastIndex = nextInk()
      return pattern.exec(line)
    },
    rest: () => line.slice(nextInk()),
  }
}
