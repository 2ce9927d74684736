import { createHash } from 'node:crypto'
import type { Diagnostic, Report } from '../lint/report.ts'
import type { Severity } from '../rules/lib/rule.ts'
import { fingerprints } from './fingerprint.ts'
import { type Format, runFaults, runRule, visible, withHelp } from './format.ts'
import { jsonItem, shown } from './sanitize.ts'

/** In the words of GitLab, where a blocker is a run that is not valid. */
const severities = { error: 'major', warning: 'minor', info: 'info' } as const

type Entry = {
  readonly description: string
  readonly check_name: string
  readonly fingerprint: string
  readonly severity: (typeof severities)[Severity] | 'blocker'
  readonly location: { readonly path: string; readonly lines: { readonly begin: number; readonly end?: number } }
}

const ofFinding = ({ file }: Report, one: Diagnostic, fingerprint: string): Entry => ({
  description: shown(withHelp(one)),
  check_name: one.rule,
  fingerprint,
  severity: severities[one.severity],
  location: { path: file, lines: { begin: one.range.start.line, end: one.range.end.line } },
})

const ofRun = ({ message, file = 'pilot.yaml' }: ReturnType<typeof runFaults>[number]): Entry => ({
  description: shown(message),
  check_name: runRule,
  fingerprint: createHash('sha256')
    .update(JSON.stringify([file, message]))
    .digest('hex')
    .slice(0, 32),
  severity: 'blocker',
  location: { path: file, lines: { begin: 1 } },
})

/**
 * GitLab Code Quality. Source: docs.gitlab.com, Code Quality, "Import code quality results from a CI/CD job". Its parser
 * stops at the first entry that is not valid, so every entry is whole, and merges entries with one fingerprint.
 */
export const gitlab: Format = {
  name: 'gitlab',
  machine: true,
  open: (_, view) => {
    const names = fingerprints()
    let entries = 0
    const printed = (all: readonly Entry[]): string => all.map((one) => jsonItem(one, entries++, '  ')).join('')
    return {
      begin: () => '[',
      file: (report) => {
        const known = names(report)
        return printed(visible(report, view).map((one) => ofFinding(report, one, known.get(one) ?? '')))
      },
      end: (closing) => {
        const last = printed(runFaults(closing).map(ofRun))
        return `${last}${entries === 0 ? '' : '\n'}]\n`
      },
    }
  },
}
