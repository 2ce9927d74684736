import type { Diagnostic, Report } from '../../lint/report.ts'
import type { Closing, Format, Opening, RunProblem, ViewOptions, Writer } from '../../report/format.ts'
import { shown } from '../../report/sanitize.ts'
import type { Check } from '../../rules/lib/rule.ts'
import { formats } from './formats.ts'
import { type ExitCode, type Io, version } from './io.ts'
import { exitCodeOf, type Limits, outcomes } from './outcome.ts'
import type { Names } from './root.ts'
import type { OutputTarget } from './targets.ts'

/** A report and the two names of its file; `file` of the report itself is the one that people read. */
export type NamedReport = { readonly report: Report; readonly names: Names }

export type Delivery = {
  /** Where the report goes; none stands for standard output, in the format that fits who reads it. */
  readonly targets: readonly OutputTarget[]
  readonly limits: Limits
  readonly view: ViewOptions
  /** Whether more than one file is judged. */
  readonly several: boolean
  /** Undefined where the run ended before anything was judged. */
  readonly run?: NonNullable<Opening['run']>
  readonly rules: readonly Check[]
  /** How many pilots the configuration leaves out. */
  readonly ignored: number
  /** How many are left out because nothing of them changed. */
  readonly unchanged: number
}

/** One place where a report is written, piece by piece. */
type Sink = {
  readonly machine: boolean
  readonly writer: Writer
  write(text: string): void
  close(): RunProblem | undefined
}

/** The report with the names of files that a machine looks up. */
const forMachine = ({ report, names: { machine, prefix } }: NamedReport): Report => {
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

const forMachines = (problems: readonly RunProblem[]): RunProblem[] =>
  problems.map((one) => (one.machine === undefined ? one : { ...one, file: one.machine }))

const loadFormat = async (name: string): Promise<Format> => {
  const found = formats.find((format) => format.name === name)
  if (found === undefined) throw new Error(`unknown format ${name}`)
  return found.load()
}

/**
 * What goes to standard output where no format was asked for there: a terminal gets the long form, a pipe one
 * finding a line, and a GitHub job annotations after that. A run that judged nothing has no report to show.
 */
const usual = ({ targets }: Delivery, { env, isTTY }: Io): string[] => {
  if (isTTY) return ['pretty']
  return env.GITHUB_ACTIONS === 'true' && targets.length === 0 ? ['compact', 'github'] : ['compact']
}

/** Tells problems to whoever watches standard error. */
export const tell = (problems: readonly RunProblem[], { stderr }: Io): void => {
  for (const { message, help } of problems) {
    stderr(`pilotlint: ${shown(message)}\n${help === undefined ? '' : `  help: ${shown(help)}\n`}`)
  }
}

const openSink = (format: Format, { view, several, run, rules }: Delivery, to: Pick<Sink, 'write' | 'close'>): Sink => {
  const opening: Opening = { version, several, rules, ...(run && { run }) }
  const writer = format.open(opening, format.machine ? { ...view, color: 0 } : view)
  to.write(writer.begin())
  return { machine: format.machine, writer, ...to }
}

/**
 * Writes what was found in every format asked for, file by file as it is judged, and says what the run comes to. Files are
 * closed first, so that one that cannot be written is told in the report on standard output. Problems also go to
 * standard error where no person reads the report itself.
 */
export const openDelivery = async (delivery: Delivery, io: Io) => {
  const { targets, limits, view, ignored, unchanged } = delivery
  const { add, undo, tally, outcome } = outcomes(limits)
  const plain = { ...delivery, view: { ...view, color: 0 } as const }
  const files: Sink[] = []
  for (const { format, file } of targets)
    if (file !== undefined) {
      const { openReport } = await import('./write-file.ts')
      files.push(openSink(await loadFormat(format), plain, openReport(file, io.cwd)))
    }
  const asked = targets.filter(({ file }) => file === undefined).map(({ format }) => format)
  let outs: readonly Sink[] | undefined
  /** Opened late: a run that is not valid may have no report to show. */
  const stdout = async (isEmpty: boolean): Promise<readonly Sink[]> => {
    if (outs !== undefined) return outs
    const names = asked.length > 0 ? asked : isEmpty ? [] : usual(delivery, io)
    const write = (text: string) => (text === '' ? undefined : io.stdout(text))
    const loaded = await Promise.all(names.map(loadFormat))
    outs = loaded.map((format) => openSink(format, delivery, { write, close: () => undefined }))
    return outs
  }
  const piece = (judged: NamedReport, { machine, writer, write }: Sink): void =>
    write(writer.file(machine ? forMachine(judged) : judged.report))
  return {
    undo,
    file: async (judged: NamedReport): Promise<void> => {
      add(judged.report)
      const all = await stdout(false)
      for (const sink of files) piece(judged, sink)
      // Where two formats share standard output, the second says at the end what it has to say.
      for (const [at, sink] of all.entries())
        if (at === 0) piece(judged, sink)
        else sink.writer.file(forMachine(judged))
    },
    end: async (problems: readonly RunProblem[]): Promise<ExitCode> => {
      const closing = (all: readonly RunProblem[], machine: boolean): Closing => ({
        ...outcome(all),
        problems: machine ? forMachines(all) : all,
        tally: { ...tally(), ignored, unchanged },
      })
      for (const { writer, write, machine } of files) write(writer.end(closing(problems, machine)))
      const lost = files.map(({ close }) => close()).filter((problem) => problem !== undefined)
      const all = [...problems, ...lost]
      const sinks = await stdout(tally().files === 0 && all.length > 0)
      if (sinks.every(({ machine }) => machine)) tell(all, io)
      for (const { writer, write, machine } of sinks) write(writer.end(closing(all, machine)))
      return exitCodeOf(outcome(all).status)
    },
  }
}
