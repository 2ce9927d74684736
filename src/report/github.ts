import type { Diagnostic, Report } from '../lint/report.ts'
import type { Severity } from '../rules/lib/rule.ts'
import { plural } from '../values/text.ts'
import { type Format, type Problem, type Run, signed, unsaid, visible } from './format.ts'
import { ghData, ghProperty, shown } from './sanitize.ts'

/** GitHub shows this many annotations of each level for one step. */
const cap = 10

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const

type Properties = { readonly [key: string]: string | number }

type Annotation = { readonly severity: Severity; readonly line: string }

const command = (severity: Severity, properties: Properties, message: string): string => {
  const shownProperties = Object.entries(properties).map(
    ([key, value]) => `${key}=${ghProperty(String(value))}`,
  )
  return `::${commands[severity]} ${shownProperties.join(',')}::${ghData(message)}`
}

// A range over several lines carries no columns: the runner refuses them there.
const place = ({ start, end }: Diagnostic['range']): Properties =>
  start.line === end.line
    ? { line: start.line, endLine: end.line, col: start.column, endColumn: end.column }
    : { line: start.line, endLine: end.line }

const annotation = (report: Report, diagnostic: Diagnostic): Annotation => {
  const { severity, range, rule, message, help, working = [], elsewhere = [] } = diagnostic
  const lines = [
    message,
    ...working,
    ...elsewhere.map(({ file, range: there, label }) => `${file}:${there.start.line}: ${label}`),
    `help: ${help}`,
  ]
  return {
    severity,
    line: command(
      severity,
      { file: shown(report.file), ...place(range), title: shown(rule) },
      lines.map(shown).join('\n'),
    ),
  }
}

const failure = ({ file, message, help }: Problem): Annotation => ({
  severity: 'error',
  line: command(
    'error',
    { ...(file !== undefined && { file: shown(file) }), title: 'pilotlint could not judge' },
    help === undefined ? shown(message) : `${shown(message)}\nhelp: ${shown(help)}`,
  ),
})

const leftOut = (counts: readonly [Severity, number][]): string[] => {
  const over = counts.filter(([, count]) => count > cap)
  const words = over.map(([severity, count]) => plural(count - cap, `more ${commands[severity]}`))
  return words.length === 0
    ? []
    : [`${words.join(', ')} not annotated: GitHub shows ${cap} of each level for one step`]
}

const plain = ({ reports, ...run }: Run): string[] => {
  const reason = unsaid({ reports, ...run })
  return [
    ...reports.flatMap(({ file, waived, verdict }) => [
      ...waived.map(
        (one) => `${file}:${one.diagnostic.range.start.line}: waived ${one.diagnostic.rule} ${signed(one)}`,
      ),
      `${file}: ${verdict.sentence}`,
    ]),
    ...(reason === undefined ? [] : [`pilotlint: ${reason}`]),
  ].map(shown)
}

/** Workflow commands that GitHub turns into annotations, the worst first, then the verdict as plain text. */
export const github: Format = {
  name: 'github',
  machine: true,
  render: (run, view) => {
    const all = [
      ...run.problems.map(failure),
      ...run.reports.flatMap((report) =>
        visible(report, view).map((diagnostic) => annotation(report, diagnostic)),
      ),
    ]
    const levels = (['error', 'warning', 'info'] as const).map(
      (severity) => [severity, all.filter((one) => one.severity === severity)] as const,
    )
    const lines = [
      ...levels.flatMap(([, level]) => level.slice(0, cap).map(({ line }) => line)),
      ...leftOut(levels.map(([severity, level]) => [severity, level.length])),
      ...plain(run),
    ]
    return lines.map((line) => `${line}\n`).join('')
  },
}
