import type { Diagnostic, Report } from '../lint/report.ts'
import { type Format, leftOut, plainLines, runFaults, runRule, signed, visible } from './format.ts'
import { azureData, azureProperty, shown } from './sanitize.ts'

type Properties = { readonly [key: string]: string | number }

const issue = (properties: Properties, message: string): string => {
  const written = Object.entries(properties).map(([key, value]) => `${key}=${azureProperty(String(value))};`)
  return `##vso[task.logissue ${written.join('')}]${azureData(message)}`
}

const linesOf = ({ message, help, working = [], elsewhere = [] }: Diagnostic): string =>
  [
    message,
    ...working,
    ...elsewhere.map(({ file, range, label }) => `${file}:${range.start.line}: ${label}`),
    `help: ${help}`,
  ]
    .map(shown)
    .join('\n')

const ofFinding = ({ file }: Report, finding: Diagnostic): string => {
  const { rule, severity, range } = finding
  const { line, column } = range.start
  // There is no command for what is only information.
  if (severity === 'info') return shown(`${file}:${line}:${column}: info ${finding.message} [${rule}]`)
  const place = { sourcepath: shown(file), linenumber: line, columnnumber: column, code: shown(rule) }
  return issue({ type: severity, ...place }, linesOf(finding))
}

const printed = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')

/** Logging commands of Azure Pipelines. Source: learn.microsoft.com, "Logging commands", task.logissue. */
export const azure: Format = {
  name: 'azure',
  machine: true,
  open: (_, view) => ({
    begin: () => '',
    file: (report) =>
      printed([
        ...visible(report, view).map((one) => ofFinding(report, one)),
        ...report.waived.map((one) =>
          shown(`${report.file}:${one.diagnostic.range.start.line}: waived ${one.diagnostic.rule} ${signed(one)}`),
        ),
        ...plainLines(report, view).map((line) => shown(`${report.file}: ${line}`)),
        shown(`${report.file}: ${report.verdict.sentence}`),
      ]),
    end: (closing) =>
      printed([
        ...leftOut(closing).map((line) => shown(`pilotlint: ${line}`)),
        ...runFaults(closing).map(({ message, file }) =>
          closing.status === 'passed'
            ? shown(`pilotlint: ${message}`)
            : issue(
                { type: 'error', ...(file !== undefined && { sourcepath: shown(file) }), code: runRule },
                shown(message),
              ),
        ),
      ]),
  }),
}
