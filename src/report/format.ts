import type { Diagnostic, Report, Verdict, Waived } from '../lint/report.ts'
import type { Rule } from '../rules/lib/rule.ts'

/** Why a run is not valid: an unknown flag, a file that cannot be read, a bug of ours. Never about the pilot. */
export type Problem = { readonly message: string; readonly help?: string; readonly file?: string }

/** Everything about one run that a format may show. */
export type Run = {
  readonly version: string
  /** `passed` is exit code 0, `failed` 1, `error` 2. */
  readonly status: 'passed' | 'failed' | 'error'
  /** Why it failed or is an error, in one sentence; absent when it passed. */
  readonly reason?: string
  readonly reports: readonly Report[]
  /** What made the run invalid; empty unless the status is `error`. */
  readonly problems: readonly Problem[]
  /** Every rule there is, for formats that carry the rules' own help. */
  readonly rules: readonly Rule[]
}

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

/** A format: the same run, told to a person or a machine. */
export type Format = {
  readonly name: string
  /** Machine formats are never coloured and stay one valid document whatever happens. */
  readonly machine: boolean
  render(run: Run, view: View): string
}

/** The findings that the view asks for. */
export const visible = ({ diagnostics }: Report, { quiet }: View): readonly Diagnostic[] =>
  quiet ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics

/** Why the run ended as it did, where no verdict and no problem says so already. */
export const unsaid = ({ status, reason, reports, problems }: Run): string | undefined => {
  if (status === 'passed') return reports.length === 0 ? 'there is no pilot.yaml to judge' : undefined
  const told =
    status === 'error'
      ? problems.some(({ message }) => message === reason)
      : reports.some(({ verdict }) => !verdict.ready)
  return told ? undefined : reason
}

/** What a sponsor wants to know beside the verdict, a sentence each. */
export const statements = ({ money, proof }: Verdict): string[] =>
  [money, proof].filter((statement) => statement !== undefined)

/** Who answers for a waived finding, how long and why. */
export const signed = ({ waiver }: Waived): string => `by ${waiver.by} until ${waiver.until}: ${waiver.why}`
