import stringWidth from 'string-width'
import { cut } from '../cut.ts'
import { shown } from '../sanitize.ts'
import { wrap } from '../wrap.ts'
import { type Block, type Cell, type Column, drawBar, type Table } from './blocks.ts'

const gap = '  '
const widestBar = 20
const narrowestBar = 4
/** A name is cut before a number is. */
const shortestName = 8

const padded = (text: string, width: number, kind: Column['kind']): string => {
  const room = ' '.repeat(Math.max(0, width - stringWidth(text)))
  return kind === 'number' ? room + text : text + room
}

const cell = (value: Cell): string => shown(String(value))

const widths = ({ columns, rows }: Table): number[] =>
  columns.map(({ head, kind }, at) =>
    kind === 'bar' ? 0 : Math.max(stringWidth(head), ...rows.map((row) => stringWidth(cell(row[at] ?? '')))),
  )

/** Each row as a paragraph, where the columns do not fit beside each other. */
const stacked = ({ columns, rows }: Table, width: number): string[] =>
  rows.flatMap((row) => {
    const rest = columns.flatMap(({ head, kind }, at) => {
      const value = cell(row[at] ?? '')
      return at === 0 || kind === 'bar' || value === '' ? [] : [head === '' ? value : `${head} ${value}`]
    })
    return [
      ...wrap(cell(row[0] ?? ''), width - 2).map((line) => `${gap}${line}`),
      ...rest.flatMap((line) => wrap(line, width - 4).map((part) => `${gap}${gap}${part}`)),
    ]
  })

const tableLines = (table: Table, width: number): string[] => {
  const { columns, rows } = table
  const full = widths(table)
  const others = full.slice(1).reduce((sum, one) => sum + (one === 0 ? 0 : one + gap.length), gap.length)
  const name = Math.min(full[0] ?? 0, width - others)
  if (name < Math.min(shortestName, full[0] ?? 0)) return stacked(table, width)
  const room = Math.min(widestBar, width - others - name - gap.length)
  const sized = [name, ...full.slice(1)]
  const line = (cells: readonly Cell[]): string[] => {
    // A label goes on below itself: without its end nobody knows what the numbers are of.
    const [label = '', ...more] = wrap(cell(cells[0] ?? ''), name)
    return [[label, ...cells.slice(1)], ...more.map((part) => [part])].map(drawn)
  }
  const drawn = (cells: readonly Cell[]): string =>
    columns
      .map(({ kind }, at) => {
        const value = cells[at] ?? ''
        if (kind === 'bar') return room < narrowestBar || value === '' ? '' : drawBar(Number(value), room)
        return padded(cut(cell(value), sized[at] ?? 0), sized[at] ?? 0, kind)
      })
      .join(gap)
  const head = columns.some((column) => column.head !== '') ? line(columns.map((column) => column.head)) : []
  return [...head, ...rows.flatMap(line)].map((one) => `${gap}${one}`.trimEnd())
}

const blockLines = ({ title, table, lines }: Block, width: number): string[] => [
  ...wrap(shown(title), width),
  ...(table && table.rows.length > 0 ? tableLines(table, width) : []),
  ...lines.flatMap((line) => wrap(shown(line), width - gap.length).map((part) => `${gap}${part}`)),
  '',
]

/** The blocks for a terminal of so many columns. */
export const blocksText = (blocks: readonly Block[], width: number): string =>
  blocks
    .flatMap((block) => blockLines(block, Math.max(20, width)))
    .map((line) => `${line}\n`)
    .join('')
