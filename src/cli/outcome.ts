import type { Report } from '../lint/report.ts'
import type { Problem, Run } from '../report/format.ts'
import { plural } from '../values/text.ts'
import type { ExitCode } from './io.ts'

export type FailOn = 'error' | 'warning' | 'never'

export type Limits = {
  readonly failOn: FailOn
  /** As ESLint has it: more warnings than this over all files fail the run; -1 is no limit. */
  readonly maxWarnings: number
}

type Outcome = Pick<Run, 'status' | 'reason'>

const exitCodes = { passed: 0, failed: 1, error: 2 } as const

export const exitCodeOf = (status: Run['status']): ExitCode => exitCodes[status]

const falls = ({ verdict: { judged, counts } }: Report, failOn: FailOn): boolean => {
  if (!judged) return true
  if (failOn === 'never') return false
  return counts.error > 0 || (failOn === 'warning' && counts.warning > 0)
}

const reasonOf = (failed: readonly Report[], all: number): string => {
  const [first] = failed
  if (first === undefined || all > 1) return `${failed.length} of ${plural(all, 'file')} failed`
  return first.verdict.sentence
}

/** What a run comes to: an invalid run is an error whatever was found in the files. */
export const outcomeOf = (
  reports: readonly Report[],
  problems: readonly Problem[],
  { failOn, maxWarnings }: Limits,
): Outcome => {
  const [problem] = problems
  if (problem !== undefined) return { status: 'error', reason: problem.message }
  const failed = reports.filter((report) => falls(report, failOn))
  if (failed.length > 0) return { status: 'failed', reason: reasonOf(failed, reports.length) }
  const warnings = reports.reduce((sum, { verdict }) => sum + verdict.counts.warning, 0)
  if (failOn !== 'never' && maxWarnings >= 0 && warnings > maxWarnings) {
    return {
      status: 'failed',
      reason: `${plural(warnings, 'warning')}, and --max-warnings allows ${maxWarnings}`,
    }
  }
  return { status: 'passed' }
}
