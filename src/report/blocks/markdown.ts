import { forMarkdown } from '../sanitize.ts'
import { type Block, type Cell, type Column, drawBar, type Table } from './blocks.ts'

const barWidth = 10

const cell = (value: Cell, { kind }: Column): string => {
  if (kind !== 'bar') return forMarkdown(String(value))
  return value === '' ? '' : drawBar(Number(value), barWidth)
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const tableLines = ({ columns, rows }: Table): string[] => [
  row(columns.map(({ head }) => forMarkdown(head))),
  row(columns.map(({ kind }) => (kind === 'number' ? '--:' : ':--'))),
  ...rows.map((cells) => row(columns.map((column, at) => cell(cells[at] ?? '', column)))),
  '',
]

const blockLines = ({ title, table, lines }: Block, level: number): string[] => [
  `${'#'.repeat(level)} ${forMarkdown(title)}`,
  '',
  ...(table && table.rows.length > 0 ? tableLines(table) : []),
  ...lines.flatMap((line) => [forMarkdown(line), '']),
]

/** The blocks as Markdown for a pull request: the first title heads the others. */
export const blocksMarkdown = (blocks: readonly Block[]): string =>
  blocks
    .flatMap((block, at) => blockLines(block, at === 0 ? 2 : 3))
    .map((line) => `${line}\n`)
    .join('')
