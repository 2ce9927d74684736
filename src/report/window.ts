import stringWidth from 'string-width'
import { forTerminal } from './sanitize.ts'

/** One character as it is shown, with the stretch of the line that it stands for. */
type Cell = { readonly text: string; readonly width: number; readonly from: number; readonly to: number }

/** The part of a line that fits; columns are those of the terminal. */
export type Window = {
  readonly text: string
  /** The offset in the line at which the window ends. */
  readonly to: number
  /** The column of an offset in the line, the nearest edge for one outside. */
  column(offset: number): number
}

/** YAML allows a tab only between values, so a fixed width does. */
const tab = '  '

const segmenter = new Intl.Segmenter()

const opensCommand = (line: string, at: number): boolean =>
  line[at] === '[' && /##[a-z]*$/i.test(line.slice(Math.max(0, at - 20), at))

const shownAs = (line: string, at: number, character: string): string => {
  if (character === '\t') return tab
  return opensCommand(line, at) ? `\\x5b${forTerminal(character.slice(1))}` : forTerminal(character)
}

// What hides in a cluster is shown, and is then no part of one.
const parts = (cluster: string): string[] => (forTerminal(cluster) === cluster ? [cluster] : [...cluster])

const cells = (line: string, from: number, to: number): Cell[] => {
  const row: Cell[] = []
  let at = from
  for (const { segment } of segmenter.segment(line.slice(from, to))) {
    for (const part of parts(segment)) {
      const text = shownAs(line, at, part)
      row.push({ text, width: stringWidth(text), from: at, to: at + part.length })
      at += part.length
    }
  }
  return row
}

const widthOf = (row: readonly Cell[]): number => row.reduce((sum, { width }) => sum + width, 0)

const firstThatFit = (row: readonly Cell[], room: number): Cell[] => {
  let used = 0
  const end = row.findIndex(({ width }) => {
    used += width
    return used > room
  })
  return end === -1 ? [...row] : row.slice(0, end)
}

const lastThatFit = (row: readonly Cell[], room: number): Cell[] =>
  firstThatFit(row.toReversed(), room).reverse()

const shownText = (row: readonly Cell[]): string => row.map(({ text }) => text).join('')

/**
 * The part of a line around `anchor`, an offset in the line, in at most `room` columns. Only as much of the
 * line is looked at as could fit, however long it is.
 */
export const windowOn = (line: string, anchor: number, room: number): Window => {
  const reach = 2 * room
  const lead = cells(line, Math.max(0, anchor - reach), anchor)
  const whole = anchor <= reach && widthOf(lead) <= (2 * room) / 3
  const before = whole ? lead : lastThatFit(lead, Math.floor(room / 3))
  const left = before.length > 0 ? (before[0]?.from ?? 0) > 0 : anchor > 0
  const start = left ? 1 : 0
  const rest = cells(line, anchor, anchor + reach)
  const space = room - start - widthOf(before)
  const complete = anchor + reach >= line.length && widthOf(rest) <= space
  const row = [...before, ...(complete ? rest : firstThatFit(rest, space - 1))]
  return {
    text: `${left ? '…' : ''}${shownText(row)}${complete ? '' : '…'}`,
    to: complete ? line.length : (row.at(-1)?.to ?? anchor),
    column: (offset) => start + widthOf(row.filter(({ to }) => to <= offset)),
  }
}
