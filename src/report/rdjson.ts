import type { Diagnostic, Report } from '../lint/report.ts'
import type { Severity } from '../rules/lib/rule.ts'
import type { Position, Range } from '../yaml/lines.ts'
import { type Format, runFaults, runRule, visible, withHelp } from './format.ts'
import { ruleUrl } from './rule-page.ts'
import { jsonClose, jsonItem, jsonOpen, shown } from './sanitize.ts'

const severities = { error: 'ERROR', warning: 'WARNING', info: 'INFO' } as const

/** Columns of Reviewdog count bytes of UTF-8, from 1. */
const place = (text: string, { line, column, offset }: Position) => {
  const before = text.slice(Math.max(0, offset - column + 1), offset)
  return { line, column: Buffer.byteLength(before) + 1 }
}

const rangeIn = (text: string, { start, end }: Range) => ({ start: place(text, start), end: place(text, end) })

type Entry = {
  readonly message: string
  readonly location: object
  readonly severity: (typeof severities)[Severity]
  readonly code: object
  readonly suggestions?: readonly object[]
}

const ofFinding = ({ file, text }: Report, { rule, severity, range, edit, ...said }: Diagnostic): Entry => ({
  message: shown(withHelp(said)),
  location: { path: file, range: rangeIn(text, range) },
  severity: severities[severity],
  code: { value: rule, url: ruleUrl(rule) },
  ...(edit && { suggestions: edit.map((one) => ({ range: rangeIn(text, one.range), text: one.text })) }),
})

const ofRun = ({ message, file = 'pilot.yaml' }: ReturnType<typeof runFaults>[number]): Entry => ({
  message: shown(message),
  location: { path: file },
  severity: 'ERROR',
  code: { value: runRule },
})

/** Reviewdog Diagnostic Format. Source: reviewdog/reviewdog, proto/rdf/jsonschema/DiagnosticResult.json. */
export const rdjson: Format = {
  name: 'rdjson',
  machine: true,
  open: (_, view) => {
    let entries = 0
    const printed = (all: readonly Entry[]): string => all.map((one) => jsonItem(one, entries++)).join('')
    return {
      begin: () =>
        jsonOpen({ source: { name: 'pilotlint', url: 'https://github.com/pilotlint/pilotlint' } }, 'diagnostics'),
      file: (report) => printed(visible(report, view).map((one) => ofFinding(report, one))),
      end: (closing) => {
        const last = printed(runFaults(closing).map(ofRun))
        const severity = closing.status === 'passed' ? 'INFO' : 'ERROR'
        return `${last}${jsonClose(entries, { severity })}`
      },
    }
  },
}
