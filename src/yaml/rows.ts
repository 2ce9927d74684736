// Many errors on one long line must not read all of it each time.
const MAX_CONTENT = 2000

/** A line that holds more than blanks and a comment. */
export type Row = {
  /** Its number, from 1. */
  readonly line: number
  /** Where its content begins, and where it ends. */
  readonly start: number
  readonly end: number
  /** How many spaces it begins with. */
  readonly indent: number
  /** What it holds, or the beginning of that. */
  readonly content: string
}

export type Rows = {
  /** The row of an offset, or the next one where its line holds nothing. */
  at(offset: number): Row | undefined
  before(row: Row): Row | undefined
  after(row: Row): Row | undefined
}

/** The column, from 0, in which the key or text of a row begins: behind the `- ` of a list item. */
export const innerIndent = ({ indent, content }: Row): number =>
  indent + (/^(?:- +)*/.exec(content)?.[0].length ?? 0)

/** Whether a text reads `key: value`, or holds a `: ` anyway. */
export const isKey = (text: string): boolean => /:(?:\s|$)/.test(text)

export const isItem = ({ content }: Row): boolean => /^-(?:\s|$)/.test(content)

/** The lines that matter for how a text is laid out, in order. */
export const rowsOf = (text: string): Rows => {
  const rows: Row[] = []
  let start = 0
  for (const [at, line] of text.split('\n').entries()) {
    const indent = line.length - line.replace(/^ +/, '').length
    const content = line.slice(indent).trimEnd()
    const begin = start + indent
    if (content !== '' && !content.startsWith('#'))
      rows.push({
        line: at + 1,
        start: begin,
        end: begin + content.length,
        indent,
        content: content.slice(0, MAX_CONTENT),
      })
    start += line.length + 1
  }
  const indexes = new Map(rows.map((row, index) => [row, index]))
  const beside = (row: Row, by: number) => rows[(indexes.get(row) ?? Number.NaN) + by]

  const at = (offset: number): Row | undefined => {
    let low = 0
    let high = rows.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((rows[middle]?.end ?? 0) < offset) low = middle + 1
      else high = middle
    }
    return rows[low]
  }
  return { at, before: (row) => beside(row, -1), after: (row) => beside(row, 1) }
}
