import type { Block, Column, TableCell } from '../blocks.ts'
import { ruleUrl } from '../rule-page.ts'
import { html, htmlLines, htmlWords } from './page.ts'

const percent = (share: number): string => `${(100 * Math.max(0, Math.min(1, share))).toFixed(1)}%`

const cell = (value: TableCell, { kind, head }: Column, at: number, isDense: boolean): string => {
  if (kind === 'bar') {
    const bar =
      value === ''
        ? ''
        : `<span class="axis" aria-hidden="true"><i style="left:0;width:${percent(Number(value))}"></i></span>`
    return `<td class="track">${bar}</td>`
  }
  const text = html(String(value))
  if (at === 0) return `<th scope="row">${text}</th>`
  // Where the page is narrow, each cell stands with its own head.
  const label = isDense && head !== '' ? ` data-head="${html(head)}"` : ''
  return kind === 'number' ? `<td class="number"${label}>${text}</td>` : `<td${label}>${text}</td>`
}

const heading = ({ head, kind }: Column): string =>
  `<th scope="col"${kind === 'number' ? ' class="number"' : ''}>${html(head)}</th>`

const tableHtml = ({ columns, rows, tones = [] }: NonNullable<Block['table']>): string => {
  const isDense = columns.length > 5
  const body = rows.map((cells, at) => {
    const tone = tones[at] === 'good' || tones[at] === 'bad' ? ` class="${tones[at]}"` : ''
    return `<tr${tone}>${columns.map((column, index) => cell(cells[index] ?? '', column, index, isDense)).join('')}</tr>\n`
  })
  const heads = columns.some(({ head }) => head !== '')
    ? `<thead><tr>${columns.map(heading).join('')}</tr></thead>\n`
    : ''
  const kind = isDense ? ' class="dense"' : columns.length > 4 ? ' class="broad"' : ''
  return `<div class="wide"><table${kind}>\n${heads}<tbody>\n${body.join('')}</tbody>\n</table></div>\n`
}

const blockHtml = ({ title, table, lines }: Block, level: number): string =>
  [
    `<h${level}>${html(title)}</h${level}>\n`,
    ...(table && table.rows.length > 0 ? [tableHtml(table)] : []),
    ...lines.map((line) => `<p>${htmlWords(line)}</p>\n`),
  ].join('')

const taskHtml = ({ title, task, lines, code = [] }: Block): string => {
  const rule = task && `<a href="${html(ruleUrl(task.rule))}">${html(task.rule)}</a>, ${html(task.place)}`
  return [
    `<div class="task"><p><span aria-hidden="true">☐ </span>${htmlWords(title)}</p>\n`,
    ...(rule === undefined ? [] : [`<p class="soft">${rule}</p>\n`]),
    ...lines.map((line) => `<p>${htmlWords(line)}</p>\n`),
    ...(code.length === 0 ? [] : [`<pre>${htmlLines(code.join('\n'))}</pre>\n`]),
    '</div>\n',
  ].join('')
}

/** The blocks of a computed report below a heading of `level`; a bar is drawn, and the number beside it says the same. */
export const blocksHtml = (blocks: readonly Block[], level: number): string =>
  blocks.map((block) => (block.task === undefined ? blockHtml(block, level) : taskHtml(block))).join('')

/** A row of a chart: from where to where, or a point with its interval, and the same in words. */
export type ChartRow = {
  readonly name: string
  readonly says: string
  readonly from: number
  readonly to: number
  readonly point?: number
}

/** A line across all rows of a chart. */
export type Mark = { readonly kind: 'zero' | 'even' | 'goal'; readonly at: number; readonly says: string }

/**
 * Rows on one axis, as a table whose last column says in words what the bar before it shows, so that whoever does not see the
 * bars misses nothing. Bars begin at 0; one with a point is an interval.
 */
export const chart = (rows: readonly ChartRow[], marks: readonly Mark[]): string => {
  const ends = [...rows.flatMap(({ from, to }) => [from, to]), ...marks.map(({ at }) => at)]
  const [low, high] = [Math.min(...ends), Math.max(...ends)]
  const width = high - low || 1
  const place = (value: number): string => percent(0.02 + (0.96 * (value - low)) / width)
  const length = (from: number, to: number): string => percent((0.96 * (to - from)) / width)
  const bar = ({ from, to, point }: ChartRow): string => {
    const kind = point === undefined ? (from < 0 ? ' class="loss"' : '') : ' class="thin"'
    const dot = point === undefined ? '' : `<i class="point" style="left:${place(point)}"></i>`
    return `<i${kind} style="left:${place(from)};width:${length(from, to)}"></i>${dot}`
  }
  const lines = marks.map(({ kind, at }) => `<i class="${kind}" style="left:${place(at)}"></i>`).join('')
  const body = rows.map(
    (row) =>
      `<tr><th scope="row">${html(row.name)}</th><td class="track"><span class="axis" aria-hidden="true">${lines}${bar(row)}</span></td><td class="number">${html(row.says)}</td></tr>\n`,
  )
  const styles = { zero: 'solid line', even: 'dotted line', goal: 'dashed line' }
  const legend = marks.map(({ kind, says }) => `${styles[kind]}: ${says}`).join('; ')
  return `<div class="wide"><table>\n<tbody>\n${body.join('')}</tbody>\n</table></div>\n<p class="soft">${html(legend)}</p>\n`
}
