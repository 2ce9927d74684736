import type { ChalkInstance } from 'chalk'
import stringWidth from 'string-width'
import type { Told } from '../../finance/plans/overview.ts'
import { difference } from '../../finance/plans/words.ts'
import { cut } from '../blocks.ts'
import { shown } from '../sanitize.ts'
import { cellsOf, goalOf, markOf, type Planned } from './rollout.ts'

const signs = { shown: '✓', wanting: '✗', told: '○' } as const

const tenths = 10

const bar = (value: number): string => {
  const full = Math.round(value * tenths)
  return `${'█'.repeat(full)}${'░'.repeat(tenths - full)}`
}

type Column = {
  readonly head: string
  readonly right: boolean
  /** The lower, the sooner it is left out where the terminal is narrow. */
  readonly rank: number
  cell(told: Told, asked: number): string
}

const units = (told: Told, asked: number): string => {
  const { treatment, control } = cellsOf(told, asked)
  return `${treatment} / ${control}`
}

/** What a metric is to show, where there is little room. */
const goal = (told: Told): string =>
  told.question.kind === 'margin' && told.question.margin
    ? `harm < ${difference(told.question.margin, told.question)}`
    : goalOf(told)

const columns: readonly Column[] = [
  {
    head: '  metric',
    right: false,
    rank: 9,
    cell: (told) => `${signs[markOf(told)]} ${shown(told.question.metric)}`,
  },
  { head: 'to show', right: false, rank: 2, cell: (told) => shown(goal(told)) },
  { head: 'power', right: true, rank: 8, cell: (told, asked) => cellsOf(told, asked).power },
  {
    head: '',
    right: false,
    rank: 5,
    cell: (told, asked) => (told.power === undefined ? cellsOf(told, asked).asks : bar(told.power)),
  },
  { head: 'days', right: true, rank: 4, cell: (told, asked) => cellsOf(told, asked).days },
  { head: 'units', right: true, rank: 7, cell: units },
  { head: 'detects', right: true, rank: 3, cell: (told, asked) => shown(cellsOf(told, asked).detects) },
  { head: 'takes', right: true, rank: 6, cell: (told, asked) => cellsOf(told, asked).needs },
]

/** Columns between two cells, and before a table. */
export const gap = 2

const widthOf = (cells: readonly string[]): number => Math.max(...cells.map((cell) => stringWidth(cell)))

type Filled = { readonly column: Column; readonly cells: readonly string[]; readonly width: number }

/** The columns that fit; the least important ones are left out first. */
const fitting = (filled: readonly Filled[], room: number): readonly Filled[] => {
  const all = filled.reduce((sum, { width }) => sum + width + gap, -gap)
  if (all <= room || filled.length === 1) return filled
  const least = filled.reduce((low, one) => (one.column.rank < low.column.rank ? one : low))
  return fitting(
    filled.filter((one) => one !== least),
    room,
  )
}

const pad = (text: string, width: number, right: boolean): string => {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)))
  return right ? space + text : text + space
}

const painter = (chalk: ChalkInstance, told: Told): ChalkInstance =>
  ({ shown: chalk.green, wanting: chalk.red, told: chalk.dim })[markOf(told)]

/** The metrics of a stage as a table of at most `width` columns of text. */
export const table = (chalk: ChalkInstance, { plan, told }: Planned, width: number): string[] => {
  const asked = plan.test.bar.power
  const filled = columns.map((column) => {
    const cells = [column.head, ...told.map((one) => column.cell(one, asked))]
    return { column, cells, width: widthOf(cells) }
  })
  const kept = fitting(filled, width)
  const line = (at: number): string =>
    kept
      .map(({ column, cells, width: own }) =>
        pad(cut(cells[at] ?? '', Math.min(own, width)), Math.min(own, width), column.right),
      )
      .join(' '.repeat(gap))
      .trimEnd()
  return [chalk.dim(line(0)), ...told.map((one, at) => painter(chalk, one)(line(at + 1)))]
}
