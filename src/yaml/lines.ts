/** A place in the text. `line` and `column` count from 1, `column` and `offset` in UTF-16 code units. */
export type Position = { readonly line: number; readonly column: number; readonly offset: number }

/** A stretch of text; `end` is exclusive. */
export type Range = { readonly start: Position; readonly end: Position }

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
  let known: number[] | undefined
  // Most texts are never asked for a position.
  const startsOf = (): readonly number[] => {
    if (known !== undefined) return known
    known = [0]
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) known.push(at + 1)
    return known
  }

  const lineOf = (offset: number): number => {
    const starts = startsOf()
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
    return { line: line + 1, column: inside - (startsOf()[line] ?? 0) + 1, offset: inside }
  }

  const range = (start: number, end: number) => ({
    start: position(start),
    end: position(Math.max(start, end)),
  })

  const lineEnd = (offset: number): number => {
    const next = startsOf()[lineOf(offset) + 1]
    if (next === undefined) return text.length
    return text[next - 2] === '\r' ? Math.max(next - 2, offset) : next - 1
  }

  return {
    position,
    range,
    lineEnd,
    line: (number) => {
      const starts = startsOf()
      const start = starts[number - 1] ?? starts.at(-1) ?? 0
      return range(start, lineEnd(start))
    },
  }
}

/** The start of a text, for what stands at no place in it. */
export const nowhere: Range = lines('').range(0, 0)

const key = /^([A-Za-z_][A-Za-z0-9_-]*):(?:[ \r]|$)/

/** What may stand at the beginning of a line that goes on with the value above it, or says nothing. */
const goesOn = /^(?:[ #\r]|$)/

/** What stands for a value that is written elsewhere. */
const alias = /[\s[{,:]\*/

/**
 * The lines of some of the top-level keys, in their order; undefined for a text that is not a plain list of keys, each at
 * the beginning of a line, or where what is wanted may rest on what is not: the whole has to be read then. Of a text that
 * is YAML, the excerpt gives these keys the same values. It tells nothing of the rest, which need not be YAML.
 */
export const excerptOf = (text: string, wanted: ReadonlySet<string>): string | undefined => {
  const seen = new Set<string>()
  const kept: string[] = []
  let isKept = false
  for (const line of text.split('\n')) {
    const [, name] = key.exec(line) ?? []
    if (name !== undefined) {
      if (seen.has(name)) return undefined
      seen.add(name)
      isKept = wanted.has(name)
    } else if (!goesOn.test(line)) return undefined
    if (!isKept) continue
    // What a comment says makes no difference, nor how many stand one below the other.
    if (!line.startsWith('#')) kept.push(line)
    else if (kept.at(-1) !== '#') kept.push('#')
  }
  const excerpt = kept.join('\n')
  return kept.length === 0 || alias.test(excerpt) ? undefined : excerpt
}
