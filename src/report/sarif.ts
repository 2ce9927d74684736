import type {
  Invocation,
  Log,
  MultiformatMessageString,
  Notification,
  PhysicalLocation,
  Region,
  ReportingDescriptor,
  Result,
  Run as SarifRun,
  Suppression,
} from 'sarif'
import type { Diagnostic, Report, Waived } from '../lint/report.ts'
import { stages } from '../model/stage.ts'
import { documentedRules } from '../rules/documented.ts'
import type { Check, Documentation, Rule, Severity } from '../rules/lib/rule.ts'
import type { Range } from '../yaml/lines.ts'
import { pointer } from '../yaml/path.ts'
import { fingerprints } from './fingerprint.ts'
import { type Closing, type Format, type RunProblem, verdictLines, withHelp } from './format.ts'
import { jsonRun } from './provenance.ts'
import { findingWithoutRule, pageWithoutRule, rulePage, ruleUrl } from './rule-page.ts'
import { jsonClose, jsonItem, jsonOpen, sarifText } from './sanitize.ts'

export const levels = { error: 'error', warning: 'warning', info: 'note' } as const

const problemSeverity = { error: 'error', warning: 'warning', info: 'recommendation' } as const

/** GitHub rejects longer descriptions. */
const maxLength = 1024

const cut = (text: string): string => (text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text)

const pascal = (id: string): string =>
  id
    .split(/[/-]/)
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join('')

type Described = {
  readonly id: string
  readonly severity: Severity
  readonly summary: string
  readonly why: string
  readonly help: MultiformatMessageString
}

const descriptor = ({ id, severity, summary, why, help }: Described): ReportingDescriptor => ({
  id,
  name: pascal(id),
  shortDescription: { text: cut(`${summary}.`) },
  fullDescription: { text: cut(why) },
  help,
  helpUri: ruleUrl(id),
  defaultConfiguration: { level: levels[severity] },
  properties: {
    tags: ['ai', 'production-readiness', id.split('/', 1)[0] ?? id],
    precision: 'high',
    'problem.severity': problemSeverity[severity],
  },
})

const gravest = ({ severity }: Check): Severity =>
  typeof severity === 'string' ? severity : (stages.map((stage) => severity[stage]).findLast(Boolean) ?? 'error')

const undocumented: Documentation = {
  summary: 'What a rule of this repository asks for',
  why: 'It is asked for here.',
  principles: [],
  fields: [],
  references: [],
  examples: { ready: '', notReady: '' },
}

const ofRule = (checked: Check): ReportingDescriptor => {
  // A rule of an organisation brings its own documentation.
  const documented = 'why' in checked ? undefined : documentedRules.find(({ id }) => id === checked.id)
  const rule: Rule = { ...undocumented, ...documented, ...checked }
  return descriptor({
    id: rule.id,
    severity: gravest(rule),
    summary: rule.summary,
    why: rule.why,
    help: { text: `${rule.summary}. ${rule.why}`, markdown: rulePage(rule) },
  })
}

const withoutRule = (id: string): ReportingDescriptor => {
  const known = findingWithoutRule(id)
  const summary = known?.summary ?? `What pilotlint reports as ${id}`
  const why = known?.why ?? `${summary}.`
  return descriptor({
    id,
    severity: 'error',
    summary,
    why,
    help: {
      text: known === undefined ? why : `${why} ${known.help}`,
      ...(known && { markdown: pageWithoutRule(id, known) }),
    },
  })
}

const home = 'https://github.com/pilotlint/pilotlint'

const encoded = (path: string): string =>
  path
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+|\p{Cs}/gu, (part) => (part.startsWith('.') ? '' : '\ufffd'))
    .split('/')
    .map(encodeURIComponent)
    .join('/')

/** Relative paths stay relative; absolute paths become `file:` URIs. */
const uri = (path: string): string => {
  if (/^[A-Za-z]:[\\/]/.test(path)) return `file:///${path.slice(0, 2)}${encoded(path.slice(2))}`
  return path.startsWith('/') ? `file://${encoded(path)}` : encoded(path)
}

const region = ({ start, end }: Range): Region => ({
  startLine: start.line,
  startColumn: start.column,
  endLine: end.line,
  endColumn: end.column,
})

const physical = (file: string, range?: Range): PhysicalLocation => ({
  artifactLocation: { uri: uri(file) },
  ...(range && { region: region(range) }),
})

const suppression = ({ file }: Report, { waiver }: Waived): Suppression => ({
  kind: 'inSource',
  status: 'accepted',
  justification: sarifText(`${waiver.why} (by ${waiver.by}, until ${waiver.until})`),
  ...(waiver.comment && { location: { physicalLocation: physical(file, waiver.comment) } }),
  properties: { by: waiver.by, until: waiver.until, pointer: pointer(waiver.path) },
})

type Placed = {
  readonly report: Report
  readonly diagnostic: Diagnostic
  readonly suppressions: Suppression[]
  /** Undefined without a baseline. */
  readonly state?: 'new' | 'unchanged'
}

const relatedTo = ({ file }: Report, { related, elsewhere = [] }: Diagnostic): Pick<Result, 'relatedLocations'> => {
  const places = [...related.map((one) => ({ file, ...one })), ...elsewhere]
  if (places.length === 0) return {}
  return {
    relatedLocations: places.map((one, at) => ({
      id: at + 1,
      message: { text: sarifText(one.label) },
      physicalLocation: physical(one.file, one.range),
    })),
  }
}

const fixesOf = ({ file }: Report, { edit, help }: Diagnostic): Pick<Result, 'fixes'> =>
  edit === undefined
    ? {}
    : {
        fixes: [
          {
            description: { text: sarifText(help) },
            artifactChanges: [
              {
                artifactLocation: { uri: uri(file) },
                replacements: edit.map(({ range, text }) => ({
                  deletedRegion: region(range),
                  insertedContent: { text },
                })),
              },
            ],
          },
        ],
      }

const result = ({ report, diagnostic, suppressions, state }: Placed, index: number, fingerprint: string): Result => ({
  ruleId: diagnostic.rule,
  ruleIndex: index,
  kind: 'fail',
  level: levels[diagnostic.severity],
  message: {
    text: sarifText([diagnostic.message, ...(diagnostic.working ?? []), `Help: ${diagnostic.help}`].join('. ')),
  },
  locations: [{ physicalLocation: physical(report.file, diagnostic.range) }],
  ...relatedTo(report, diagnostic),
  ...fixesOf(report, diagnostic),
  // GitHub reads only the first key, and expects an ordinal after the hash.
  partialFingerprints: { primaryLocationLineHash: `${fingerprint}:1`, 'pilotlint/v1': fingerprint },
  suppressions,
  ...(state && { baselineState: state }),
  properties: {
    pointer: pointer(diagnostic.path),
    ...(diagnostic.stage !== undefined && { stage: diagnostic.stage }),
    ...(diagnostic.cause && { cause: diagnostic.cause }),
  },
})

const notification = ({ file, ...said }: RunProblem): Notification => ({
  level: 'error',
  message: { text: sarifText(withHelp(said)) },
  ...(file !== undefined && { locations: [{ physicalLocation: physical(file) }] }),
})

const invocation = ({ status, reason, problems }: Closing): Invocation => {
  if (status !== 'error') return { executionSuccessful: true }
  const reported = problems.length > 0 ? problems : [{ message: reason ?? 'the run is not valid' }]
  return { executionSuccessful: false, toolExecutionNotifications: reported.map(notification) }
}

const placed = (report: Report): Placed[] => [
  ...report.diagnostics.map((diagnostic): Placed => {
    const placed = { report, diagnostic, suppressions: [] }
    return report.known === undefined ? placed : { ...placed, state: 'new' }
  }),
  ...(report.known ?? []).map((diagnostic): Placed => ({ report, diagnostic, suppressions: [], state: 'unchanged' })),
  ...report.waived.map((waived) => ({
    report,
    diagnostic: waived.diagnostic,
    suppressions: [suppression(report, waived)],
  })),
]

/** The verdict with its nine lines, which no result stands for. */
const verdictOf = ({ file, verdict }: Report) => ({
  file,
  ready: verdict.ready,
  sentence: verdict.sentence,
  lines: verdictLines(verdict).map(({ name, state, failed, says }) => ({ name, state, failed, says: sarifText(says) })),
})

type Head = Omit<Log, 'runs'>
type Tail = Omit<SarifRun, 'results' | 'columnKind'>

/** SARIF 2.1.0; `--quiet` and `--verbose` do not change it. */
export const sarif: Format = {
  name: 'sarif',
  machine: true,
  open: ({ version, rules, run }) => {
    const ids = rules.map(({ id }) => id)
    const names = fingerprints()
    const verdicts: ReturnType<typeof verdictOf>[] = []
    let results = 0
    const indexOf = (rule: string): number => {
      if (!ids.includes(rule)) ids.push(rule)
      return ids.indexOf(rule)
    }
    const head: Head = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0' }
    return {
      begin: () => `${jsonOpen(head, 'runs')}\n${jsonOpen({ columnKind: 'utf16CodeUnits' }, 'results')}`,
      file: (report) => {
        const known = names(report)
        verdicts.push(verdictOf(report))
        return placed(report)
          .map((one) => {
            const { diagnostic } = one
            return jsonItem(result(one, indexOf(diagnostic.rule), known.get(diagnostic) ?? ''), results++)
          })
          .join('')
      },
      end: (closing) => {
        const others = ids.slice(rules.length).map(withoutRule)
        const driver = {
          name: 'pilotlint',
          version,
          semanticVersion: version,
          informationUri: home,
          rules: [...rules.map(ofRule), ...others],
        }
        const tail: Tail = {
          tool: { driver },
          invocations: [invocation(closing)],
          properties: { status: closing.status, ...(run && { run: jsonRun(run) }), verdicts },
        }
        return `${jsonClose(results, tail)}]}\n`
      },
    }
  },
}
