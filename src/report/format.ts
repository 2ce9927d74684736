import type { Diagnostic, Report, Verdict, Waived } from '../lint/report.ts'
import type { Rule } from '../rules/lib/rule.ts'

/** Why a run is not valid: an unknown flag, a file that cannot be read, a bug of ours. Never about the pilot. */
export type Problem = {
  readonly message: string
  readonly help?: string
  /** The file that it is about, as people name it. */
  readonly file?: string
  /** The same for machines, where that is another name. */
  readonly machine?: string
}

/** How the files of a run were judged: all that is kept of those that are written. */
export type Tally = {
  readonly files: number
  readonly ready: number
  readonly unjudged: number
  readonly counts: Verdict['counts']
}

/** What is known of a run before its first file is judged. */
export type Opening = {
  readonly version: string
  /** Whether more than one file is judged. */
  readonly several: boolean
  /** Every rule there is, for formats that carry the rules' own help. */
  readonly rules: readonly Rule[]
}

/** What is known once every file is judged. */
export type Closing = {
  /** `passed` is exit code 0, `failed` 1, `error` 2. */
  readonly status: 'passed' | 'failed' | 'error'
  /** Why it failed or is an error, in one sentence; absent when it passed. */
  readonly reason?: string
  /** What made the run invalid; empty unless the status is `error`. */
  readonly problems: readonly Problem[]
  readonly tally: Tally
}

/** Everything about one run that a format may show. */
export type Run = Omit<Opening, 'several'> & Omit<Closing, 'tally'> & { readonly reports: readonly Report[] }

export type View = {
  /** Errors only. */
  readonly quiet: boolean
  /** Also passed, not applicable, unverified and waived. */
  readonly verbose: boolean
  /** chalk's colour level; 0 is none. */
  readonly color: 0 | 1 | 2 | 3
  /** Columns of the terminal. */
  readonly width: number
}

/** The pieces of a report, in the order in which they are written; each is made when it is asked for. */
export type Writer = {
  begin(): string
  file(report: Report): string
  end(closing: Closing): string
}

/** A format: the same run, told to a person or a machine, file by file. */
export type Format = {
  readonly name: string
  /** Machine formats are never coloured and stay one valid document whatever happens. */
  readonly machine: boolean
  open(opening: Opening, view: View): Writer
}

/** Adds up the files of a run, one at a time. */
export const tallier = () => {
  let [files, ready, unjudged] = [0, 0, 0]
  const counts = { error: 0, warning: 0, info: 0, waived: 0 }
  return {
    add: ({ verdict }: Report): void => {
      files += 1
      if (verdict.ready) ready += 1
      if (!verdict.judged) unjudged += 1
      for (const key of ['error', 'warning', 'info', 'waived'] as const) counts[key] += verdict.counts[key]
    },
    tally: (): Tally => ({ files, ready, unjudged, counts }),
  }
}

/** The whole report at once. */
export const render = (format: Format, { reports, ...run }: Run, view: View): string => {
  const writer = format.open({ ...run, several: reports.length > 1 }, view)
  const { add, tally } = tallier()
  for (const report of reports) add(report)
  return [
    writer.begin(),
    ...reports.map((one) => writer.file(one)),
    writer.end({ ...run, tally: tally() }),
  ].join('')
}

/** The findings that the view asks for. */
export const visible = ({ diagnostics }: Report, { quiet }: View): readonly Diagnostic[] =>
  quiet ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics

/** Why the run ended as it did, where no verdict and no problem says so already. */
export const unsaid = ({ status, reason, problems, tally }: Closing): string | undefined => {
  if (status === 'passed') return tally.files === 0 ? 'there is no pilot.yaml to judge' : undefined
  const told =
    status === 'error' ? problems.some(({ message }) => message === reason) : tally.ready < tally.files
  return told ? undefined : reason
}

/** What a sponsor wants to know beside the verdict, a sentence each. */
export const statements = ({ money, proof }: Verdict): string[] =>
  [money, proof].filter((statement) => statement !== undefined)

/** Who answers for a waived finding, how long and why. */
export const signed = ({ waiver }: Waived): string => `by ${waiver.by} until ${waiver.until}: ${waiver.why}`
