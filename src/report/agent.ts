import type { Report } from '../lint/report.ts'
import { type Format, type Run, unsaid, type View, visible } from './format.ts'
import { shown } from './sanitize.ts'

const judged = (report: Report, view: View): string[] => [
  ...visible(report, view).map(
    ({ range, rule, message, help }) =>
      `${report.file}:${range.start.line}:${range.start.column} ${rule} ${message} => ${help}`,
  ),
  `${report.file} ${report.verdict.sentence}`,
]

const lines = (run: Run, view: View): string[] => {
  const reason = unsaid(run)
  return [
    ...run.reports.flatMap((report) => judged(report, view)),
    ...run.problems.map(
      ({ file, message, help }) =>
        `${file ?? 'pilotlint'} run/error ${message}${help === undefined ? '' : ` => ${help}`}`,
    ),
    ...(reason === undefined ? [] : [`pilotlint ${reason}`]),
  ]
}

/** One finding a line with what to write instead, then the verdict: for coding agents. */
export const agent: Format = {
  name: 'agent',
  machine: true,
  render: (run, view) =>
    lines(run, view)
      .map((line) => `${shown(line)}\n`)
      .join(''),
}
