import type { Report } from '../lint/report.ts'
import type { Rule } from '../rules/rule.ts'

/** Why a run is not valid: an unknown flag, a file that cannot be read, a bug of ours. Never about the pilot. */
export type Problem = {
  readonly message: string
  readonly help?: string
  /** The file that it is about, as people name it. */
  readonly file?: string
  /** The same for machines, where that is another name. */
  readonly machine?: string
}

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
