import type { Position, Range } from './range.ts'

/** Turns offsets into positions. An offset outside the text is moved to its nearest end. */
export type Lines = {
  position(offset: number): Position
  range(start: number, end: number): Range
  /** Where the line of `offset` ends, before its line break. */
  lineEnd(offset: number): number
  /** A whole line, by its number from 1; the last one where there are fewer. */
  line(number: number): Range
}

export const lines = (text: string): Lines => {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)

  const lineOf = (offset: number): number => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }

  const position = (offset: number): Position => {
    const inside = Math.min(Math.max(offset, 0), text.length)
    const line = lineOf(inside)
    return { line: line + 1, column: inside - (starts[line] ?? 0) + 1, offset: inside }
  }

  const range = (start: number, end: number) => ({
    start: position(start),
    end: position(Math.max(start, end)),
  })

  const lineEnd = (offset: number): number => {
    const next = starts[lineOf(offset) + 1]
    if (next === undefined) return text.length
    return text[next - 2] === '\r' ? Math.max(next - 2, offset) : next - 1
  }

  return {
    position,
    range,
    lineEnd,
    line: (number) => {
      const start = starts[number - 1] ?? starts.at(-1) ?? 0
      return range(start, lineEnd(start))
    },
  }
}
