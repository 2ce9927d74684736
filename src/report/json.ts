import { createHash } from 'node:crypto'
import type { Diagnostic, Report, Verdict } from '../lint/report.ts'
import type { Waiver } from '../model/waiver.ts'
import { isMarked } from '../yaml/decode.ts'
import type { Range } from '../yaml/lines.ts'
import { type Path, pointer } from '../yaml/path.ts'
import { fingerprints } from './fingerprint.ts'
import { type Format, jsonProblems, jsonSpan } from './format.ts'
import type { JsonReport } from './json-schema.ts'
import { jsonRun, jsonTool } from './provenance.ts'
import { ruleUrl } from './rule-page.ts'
import { jsonClose, jsonItem, jsonOpen } from './sanitize.ts'

type File = JsonReport['files'][number]

const place = ({ path, range }: { readonly path: Path; readonly range: Range }) => ({
  pointer: pointer(path),
  ...jsonSpan(range),
})

const verdict = ({ judged, ready, partial, for: target, gate, counts, sentence, ...rest }: Verdict) => ({
  judged,
  ready,
  partial,
  for: target,
  gate,
  readyFor: rest.readyFor ?? null,
  next: rest.next ?? null,
  counts,
  money: rest.money ?? null,
  proof: rest.proof ?? null,
  sentence,
})

const signature = ({ rule, at, why, by, until, added, checked, comment }: Waiver) => ({
  rule: rule ?? null,
  at: at ?? null,
  why: why ?? null,
  by: by ?? null,
  until: until ?? null,
  added: added ?? null,
  checked: checked === true,
  in: comment === undefined ? ('file' as const) : ('comment' as const),
})

const encoder = new TextEncoder()

/** The offset in the bytes of the file, where a byte order mark counts. */
const bytesIn =
  ({ text, input }: Report) =>
  (offset: number): number =>
    encoder.encode(text.slice(0, offset)).length + (isMarked(input) ? 3 : 0)

const file = (report: Report, names: ReadonlyMap<Diagnostic, string>): File => {
  const bytesTo = bytesIn(report)
  const finding = (diagnostic: Diagnostic) => ({
    rule: diagnostic.rule,
    severity: diagnostic.severity,
    stage: diagnostic.stage ?? null,
    cause: diagnostic.cause ?? null,
    message: diagnostic.message,
    help: diagnostic.help,
    ...place(diagnostic),
    docs: ruleUrl(diagnostic.rule),
    fingerprint: names.get(diagnostic) ?? '',
    edit:
      diagnostic.edit?.map(({ range, text }) => ({
        ...jsonSpan(range),
        offset: range.start.offset,
        endOffset: range.end.offset,
        byteOffset: bytesTo(range.start.offset),
        endByteOffset: bytesTo(range.end.offset),
        text,
      })) ?? null,
    related: diagnostic.related.map((one) => ({ label: one.label, ...place(one) })),
    working: [...(diagnostic.working ?? [])],
    elsewhere: (diagnostic.elsewhere ?? []).map(({ file: other, label, range }) => ({
      file: other,
      label,
      ...jsonSpan(range),
    })),
  })
  return {
    file: report.file,
    sha256: createHash('sha256').update(report.input).digest('hex'),
    verdict: verdict(report.verdict),
    items: report.verdict.items.map(({ rules, evidence, lacks, ...one }) => ({
      ...one,
      rules: [...rules],
      evidence: [...evidence],
      lacks: [...lacks],
    })),
    results: report.verdict.results ?? null,
    history: report.verdict.history ?? null,
    diagnostics: report.diagnostics.map(finding),
    known: (report.known ?? []).map(finding),
    waived: report.waived.map(({ diagnostic, waiver }) => ({
      ...finding(diagnostic),
      exception: signature(waiver),
    })),
    exceptions: report.exceptions.map(({ waiver, valid, used }) => ({ ...signature(waiver), valid, used })),
    unverified: report.unverified.map((claim) => ({
      reference: claim.reference,
      why: claim.why,
      ...place(claim),
    })),
    passed: [...report.passed],
    notApplicable: [...report.notApplicable],
  }
}

/** The entry of one file, as a library returns it. */
export const fileReport = (report: Report): File => file(report, fingerprints()(report))

/** See `schemas/report.schema.json`; `--quiet` and `--verbose` do not change it. */
export const json: Format = {
  name: 'json',
  machine: true,
  open: ({ version, run }) => {
    const names = fingerprints()
    let files = 0
    return {
      begin: () => jsonOpen({ ...jsonTool(version), run: jsonRun(run) }, 'files'),
      file: (report) => jsonItem(file(report, names(report)), files++),
      end: ({ status, reason, problems, tally: { ignored } }) =>
        jsonClose(files, {
          problems: jsonProblems(problems),
          status,
          reason: reason ?? null,
          ignored,
        } satisfies Partial<JsonReport>),
    }
  },
}
