import stringWidth from 'string-width'
import type { Range } from '../yaml/lines.ts'
import { forTerminal, shown } from './sanitize.ts'

/** A character as shown, with its range in the line. */
type Cell = { readonly text: string; readonly width: number; readonly from: number; readonly to: number }

/** The visible part of a line; columns are terminal columns. */
type Window = {
  readonly text: string
  readonly to: number
  /** Offsets outside the window map to its nearest edge. */
  column(offset: number): number
}

/** YAML allows tabs only between values, so a fixed width is enough. */
const tab = '  '

const segmenter = new Intl.Segmenter()

const opensCommand = (line: string, at: number): boolean =>
  line[at] === '[' && /##[a-z]*$/i.test(line.slice(Math.max(0, at - 20), at))

const shownAs = (line: string, at: number, character: string): string => {
  if (character === '\t') return tab
  return opensCommand(line, at) ? `\\x5b${forTerminal(character.slice(1))}` : forTerminal(character)
}

// A hidden character is shown on its own, so it must leave its cluster.
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

const lastThatFit = (row: readonly Cell[], room: number): Cell[] => firstThatFit(row.toReversed(), room).reverse()

const shownText = (row: readonly Cell[]): string => row.map(({ text }) => text).join('')

/** The part of a line around `anchor` in at most `room` columns. Reads only as much of the line as could fit. */
const windowOn = (line: string, anchor: number, room: number): Window => {
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

export type LabelledSpan = { readonly range: Range; readonly label: string; readonly primary: boolean }

export type Row =
  | { readonly kind: 'source'; readonly line: number; readonly text: string }
  | { readonly kind: 'gap' }
  | {
      readonly kind: 'mark'
      readonly primary: boolean
      readonly indent: number
      readonly mark: string
      /** Empty if the label has a row of its own. */
      readonly label: string
    }

const maxLines = 8

const lineAt = (text: string, { start }: Range): string => {
  const from = start.offset - (start.column - 1)
  const end = text.indexOf('\n', from)
  return text.slice(from, end === -1 ? text.length : end).replace(/\r$/, '')
}

const endOn = (line: string, { start, end }: Range): number => (end.line === start.line ? end.column - 1 : line.length)

const words = ({ range, label }: LabelledSpan): string => {
  const further = range.end.line > range.start.line ? `to line ${range.end.line}` : ''
  return [shown(label), further].filter((part) => part !== '').join(', ')
}

const fitting = (text: string, room: number): string => {
  if (stringWidth(text) <= room) return text
  let used = 1
  const kept: string[] = []
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, 2 * room))) {
    used += stringWidth(segment)
    if (used > room) break
    kept.push(segment)
  }
  return `${kept.join('')}…`
}

const marks = (span: LabelledSpan, from: number, to: number, room: number): Row[] => {
  const { primary } = span
  const mark = (primary ? '^' : '-').repeat(Math.max(1, to - from))
  const label = words(span)
  const width = stringWidth(label)
  const row = { kind: 'mark', primary, indent: from, mark } as const
  if (width === 0 || from + mark.length + 1 + width <= room) return [{ ...row, label }]
  const indent = Math.max(0, Math.min(from, room - width))
  return [
    { ...row, label: '' },
    { ...row, indent, mark: '', label: fitting(label, room) },
  ]
}

/** Spans that do not fit in the window of the first one get a window of their own. */
const onLine = (text: string, spans: readonly LabelledSpan[], room: number): Row[] => {
  const [first] = spans
  if (first === undefined) return []
  const line = lineAt(text, first.range)
  const view = windowOn(line, first.range.start.column - 1, room)
  const inSight = ({ range }: LabelledSpan) => range === first.range || range.start.column - 1 < view.to
  return [
    { kind: 'source', line: first.range.start.line, text: view.text },
    ...spans.filter(inSight).flatMap((span) => {
      const from = Math.min(view.column(span.range.start.column - 1), room - 1)
      return marks(span, from, Math.min(view.column(endOn(line, span.range)), room), room)
    }),
    ...onLine(
      text,
      spans.filter((span) => !inSight(span)),
      room,
    ),
  ]
}

const inOrder = (one: LabelledSpan, other: LabelledSpan): number =>
  one.range.start.offset - other.range.start.offset || Number(other.primary) - Number(one.primary)

/** Rows of source with a mark and a label under each span, in at most `room` columns. */
export const frame = (text: string, spans: readonly LabelledSpan[], room: number): Row[] => {
  const shownSpans = [...spans.slice(0, maxLines)].sort(inOrder)
  const lines = [...new Set(shownSpans.map(({ range }) => range.start.line))]
  const rows = lines.flatMap((line, at): Row[] => {
    const here = shownSpans.filter(({ range }) => range.start.line === line)
    const previous = lines[at - 1]
    const gap: Row[] = previous !== undefined && line > previous + 1 ? [{ kind: 'gap' }] : []
    return [...gap, ...onLine(text, here, room)]
  })
  const left = spans.length - shownSpans.length
  return left === 0
    ? rows
    : [...rows, { kind: 'mark', primary: false, indent: 0, mark: '', label: `and ${left} more places` }]
}
