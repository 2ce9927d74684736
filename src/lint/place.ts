import type { Document } from '../document/index.ts'
import type { Path } from '../document/path.ts'
import type { Range } from '../document/range.ts'
import type { Finding } from '../rules/rule.ts'
import { asWritten } from './as-written.ts'
import type { Judged } from './judge.ts'
import type { Diagnostic } from './report.ts'
import { helpFor, writtenFor } from './write.ts'

/** A document that can be read as YAML. */
export type Parsed = Extract<Document, { ok: true }>

/** Where a finding belongs in the text. */
export const rangeOf = (document: Parsed, { finding }: { readonly finding: Finding }): Range =>
  finding.place ??
  document.locate(asWritten(document.data, finding.path), finding.fault?.kind === 'key' ? 'key' : 'value')

/** A judged finding, placed. */
export const place = (document: Parsed, judged: Judged): Diagnostic => {
  const { id, severity, finding, from } = judged
  const write = writtenFor(document, finding)
  return {
    rule: id,
    severity,
    message: finding.message,
    help: helpFor(write, finding.help),
    ...(write && { write, note: finding.help }),
    path: finding.path,
    range: rangeOf(document, judged),
    related: (finding.related ?? []).map(({ path, label }) => ({
      path,
      label,
      range: document.locate(asWritten(document.data, path)),
    })),
    ...(finding.working && { working: finding.working }),
    ...(finding.elsewhere && { elsewhere: finding.elsewhere }),
    ...(from !== undefined && { stage: from }),
  }
}

/** The order in which a file is read and written; what is not named comes before, as `id` does. */
const sections = [
  'use_case',
  'success',
  'owner',
  'integration',
  'data',
  'model',
  'fallback',
  'rollback',
  'drills',
  'monitoring',
  'cost',
  'guardrails',
  'people',
  'rollout',
]

const rank = ({ path: [section] }: Diagnostic): number =>
  section === 'stage' ? sections.length : sections.indexOf(String(section))

/** From the top of the file down; sections that are missing stand at one place, in the order of the model. */
export const inOrder = (one: Diagnostic, other: Diagnostic): number =>
  one.range.start.offset - other.range.start.offset ||
  rank(one) - rank(other) ||
  (one.rule < other.rule ? -1 : 1)

/** A finding that ends the run on a file: nothing else can be said of it. */
export const alone = (rule: string, path: Path, range: Range, message: string, help: string): Diagnostic => ({
  rule,
  severity: 'error',
  message,
  help,
  path,
  range,
  related: [],
})
