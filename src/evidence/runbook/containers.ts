import type { LineCursor } from './line-cursor.ts'

/** A quote, or an item of a list with the column at which its content begins. */
export type Container = {
  readonly kind: 'quote' | 'item'
  readonly indent: number
  /** Whether nothing has stood in it yet: such an item ends at a blank line. */
  empty: boolean
}

// What is nested deeper is read as text, so that a line costs no more than this many steps.
const maxNesting = 100

const item = /([-+*]|\d{1,9}[.)])(?= |$)/y
const breaking = /([-+*]|1[.)])(?= +[^ ])/y
const quote = />/y

const skipQuote = (line: LineCursor): void => {
  line.skip(line.indent() + 1)
  line.skip(Math.min(line.indent(), 1))
}

const staysIn = (line: LineCursor, container: Container): boolean => {
  if (container.kind === 'quote') {
    if (line.indent() > 3 || !line.match(quote)) return false
    skipQuote(line)
    return true
  }
  if (line.blank()) return !container.empty
  container.empty = false
  if (line.indent() < container.indent) return false
  line.skip(container.indent)
  return true
}

/** How many of the open containers the line stays in; their marks are passed over. */
export const stay = (line: LineCursor, open: readonly Container[]): number => {
  const left = open.findIndex((container) => !staysIn(line, container))
  return left === -1 ? open.length : left
}

/**
 * The container that begins here, its mark passed over. Only an item that starts a list at 1 and is not empty can
 * break into a paragraph (CommonMark 0.31.2, section 5.2).
 */
export const enter = (line: LineCursor, depth: number, inParagraph: boolean): Container | undefined => {
  if (depth >= maxNesting) return undefined
  if (line.match(quote)) {
    skipQuote(line)
    return { kind: 'quote', indent: 0, empty: false }
  }
  const mark = line.match(inParagraph ? breaking : item)?.[1]
  if (mark === undefined) return undefined
  const before = line.indent() + mark.length
  line.skip(before)
  const empty = line.blank()
  // Content that stands far off is code, which begins one space after the mark.
  const gap = empty || line.indent() > 4 ? 1 : line.indent()
  line.skip(gap)
  return { kind: 'item', indent: before + gap, empty }
}
