import type { Diagnostic, Report } from '../lint/report.ts'
import type { Format, Problem, Run, View } from '../report/format.ts'
import { formats } from '../report/index.ts'
import { shown } from '../report/sanitize.ts'
import { rules } from '../rules/index.ts'
import type { ExitCode, Io } from './io.ts'
import { exitCodeOf, type Limits, outcomeOf } from './outcome.ts'
import type { Names } from './root.ts'
import type { Target } from './targets.ts'
import { version } from './version.ts'
import { writeReport } from './write-file.ts'

/** A report and the two names of its file; `file` of the report itself is the one that people read. */
export type Judged = { readonly report: Report; readonly names: Names }

export type Findings = { readonly judged: readonly Judged[]; readonly problems: readonly Problem[] }

export type Delivery = {
  /** Where the report goes; none stands for standard output, in the format that fits who reads it. */
  readonly targets: readonly Target[]
  readonly limits: Limits
  readonly view: View
}

const loadFormat = async (name: string): Promise<Format> => {
  const found = formats.find((format) => format.name === name)
  if (found === undefined) throw new Error(`no format ${name}`)
  return found.load()
}

/** The report with the names of files that a machine looks up. */
const forMachine = ({ report, names: { machine, prefix } }: Judged): Report => {
  const named = (one: Diagnostic): Diagnostic =>
    one.elsewhere === undefined || prefix === ''
      ? one
      : { ...one, elsewhere: one.elsewhere.map((other) => ({ ...other, file: `${prefix}${other.file}` })) }
  return {
    ...report,
    file: machine,
    diagnostics: report.diagnostics.map(named),
    waived: report.waived.map((one) => ({ ...one, diagnostic: named(one.diagnostic) })),
  }
}

const runOf = ({ judged, problems: all }: Findings, limits: Limits, machine: boolean): Run => {
  const reports = judged.map((one) => (machine ? forMachine(one) : one.report))
  const problems = machine
    ? all.map((one) => (one.machine === undefined ? one : { ...one, file: one.machine }))
    : all
  return { version, ...outcomeOf(reports, problems, limits), reports, problems, rules }
}

const render = (format: Format, findings: Findings, { limits, view }: Delivery): string =>
  format.render(runOf(findings, limits, format.machine), format.machine ? { ...view, color: 0 } : view)

/**
 * What goes to standard output where no format was asked for there: a terminal gets the long form, a pipe one
 * finding a line, and a GitHub job annotations after that. A run that judged nothing has no report to show.
 */
const usual = ({ judged, problems }: Findings, { targets }: Delivery, { env, isTTY }: Io): string[] => {
  if (judged.length === 0 && problems.length > 0) return []
  if (isTTY) return ['pretty']
  return env.GITHUB_ACTIONS === 'true' && targets.length === 0 ? ['compact', 'github'] : ['compact']
}

/** Tells problems to whoever watches standard error. */
export const tell = (problems: readonly Problem[], { stderr }: Io): void => {
  for (const { message, help } of problems) {
    stderr(`pilotlint: ${shown(message)}\n${help === undefined ? '' : `  help: ${shown(help)}\n`}`)
  }
}

const writeFiles = async (findings: Findings, delivery: Delivery, cwd: string): Promise<Problem[]> => {
  const problems: Problem[] = []
  for (const { format, file } of delivery.targets) {
    if (file === undefined) continue
    const text = render(await loadFormat(format), findings, delivery)
    const problem = writeReport(file, text, cwd)
    if (problem !== undefined) problems.push(problem)
  }
  return problems
}

/**
 * Renders what was found in every format asked for and says what the run comes to. Files come first, so that
 * one that cannot be written is told in the report on standard output. Problems also go to standard error
 * where no person reads the report itself.
 */
export const deliver = async (found: Findings, delivery: Delivery, io: Io): Promise<ExitCode> => {
  const { targets, limits } = delivery
  const lost = await writeFiles(found, { ...delivery, view: { ...delivery.view, color: 0 } }, io.cwd)
  const findings = { ...found, problems: [...found.problems, ...lost] }
  const asked = targets.filter(({ file }) => file === undefined).map(({ format }) => format)
  const names = asked.length > 0 ? asked : usual(findings, delivery, io)
  const loaded = await Promise.all(names.map(loadFormat))
  const text = loaded.map((format) => render(format, findings, delivery)).join('')
  if (loaded.every(({ machine }) => machine)) tell(findings.problems, io)
  if (text !== '') io.stdout(text)
  return exitCodeOf(runOf(findings, limits, false).status)
}
