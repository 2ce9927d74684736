import type { ChalkInstance } from 'chalk'
import type { Diagnostic, Report } from '../lint/report.ts'
import { dotted } from '../yaml/path.ts'
import { frame, type Row, type Span } from './frame.ts'
import { forCiLine, shown } from './sanitize.ts'
import { wrap } from './wrap.ts'

/** Longer lines than this tire the eye. */
const longest = 100

/** The columns in which text is set. */
export const measure = (width: number): number => Math.max(40, Math.min(longest, width))

/** Text beside a label, with its further lines below its first. No line can begin a command of a CI runner. */
export const labelled = (
  label: string,
  text: string,
  width: number,
  paint: (label: string) => string = (plain) => plain,
): string[] => {
  const indent = label.length + 2
  const [first, ...rest] = wrap(text, width - indent).map(forCiLine)
  return [`${paint(label)}  ${first}`, ...rest.map((line) => `${' '.repeat(indent)}${line}`)]
}

const severityColor = (chalk: ChalkInstance, severity: Diagnostic['severity']): ChalkInstance =>
  severity === 'error' ? chalk.red : severity === 'warning' ? chalk.yellow : chalk.blue

const painted = (
  chalk: ChalkInstance,
  severity: Diagnostic['severity'],
  row: Row,
  gutter: number,
): string => {
  if (row.kind === 'gap') return chalk.dim(`${' '.repeat(gutter + 1)}⋮`)
  if (row.kind === 'source')
    return `${chalk.dim(`${String(row.line).padStart(gutter)} │`)} ${row.text}`.trimEnd()
  const color = row.primary ? severityColor(chalk, severity) : chalk.cyan
  const text = [row.mark, row.label].filter((part) => part !== '').join(' ')
  return `${chalk.dim(`${' '.repeat(gutter)} │`)} ${' '.repeat(row.indent)}${color(text)}`
}

const spansOf = ({ path, range, related }: Diagnostic): Span[] => [
  { range, label: dotted(path), primary: true },
  ...related.map((one) => ({ range: one.range, label: one.label, primary: false })),
]

const code = (chalk: ChalkInstance, report: Report, diagnostic: Diagnostic, width: number): string[] => {
  if (report.text === '') return []
  const spans = spansOf(diagnostic)
  const gutter = Math.max(3, ...spans.map(({ range }) => String(range.start.line).length))
  const rows = frame(report.text, spans, Math.max(24, width - gutter - 5))
  return rows.map((row) => `  ${painted(chalk, diagnostic.severity, row, gutter)}`)
}

/** A finding with its place first, so that a terminal makes it a link, its code and one line of help. */
export const finding = (
  chalk: ChalkInstance,
  report: Report,
  diagnostic: Diagnostic,
  width: number,
): string[] => {
  const { severity, range, rule, message, help, working = [], elsewhere = [] } = diagnostic
  const place = shown(`${report.file}:${range.start.line}:${range.start.column}`)
  const color = severityColor(chalk, severity)
  return [
    `${chalk.bold(place)}  ${color.bold(severity)}  ${chalk.dim(shown(rule))}`,
    ...wrap(shown(message), measure(width) - 2).map((line) => `  ${forCiLine(line)}`),
    ...code(chalk, report, diagnostic, width),
    ...working.flatMap((line) => labelled('     =', shown(line), measure(width), chalk.dim)),
    ...elsewhere.flatMap(({ file, range: { start }, label }) =>
      labelled('   see', shown(`${file}:${start.line}:${start.column} ${label}`), measure(width), chalk.cyan),
    ),
    ...labelled('  help', shown(help), measure(width), chalk.green),
    '',
  ]
}
