import { layoutAt, pilotLayout } from '../model/layout.ts'
import type { Plan } from '../model/plan.ts'
import type { Elsewhere, Finding } from '../rules/lib/rule.ts'
import { valueAt } from '../yaml/data.ts'
import type { Range } from '../yaml/lines.ts'
import { type Path, pointer } from '../yaml/path.ts'
import type { ParsedPilot } from './include.ts'
import type { JudgedFinding } from './judge.ts'
import type { Diagnostic } from './report.ts'
import { entriesOf, helpFor, writtenFor } from './write.ts'

/** The key of the long form that a shorthand list omits at `path`. */
const leftOut = (path: Path): string | undefined => {
  const layout = layoutAt(pilotLayout, path)
  if (typeof layout !== 'object' || !('expand' in layout)) return undefined
  const { expand } = layout
  return typeof expand === 'object' ? expand.key : expand
}

/** The path in the file: `progressive.steps[1]` is `progressive[1]` if the steps are a list. */
export const asWritten = (data: unknown, path: Path): Path => {
  let written: Path = []
  for (const [at, step] of path.entries()) {
    const isLeftOut = Array.isArray(valueAt(data, written)) && leftOut(path.slice(0, at)) === step
    if (!isLeftOut) written = [...written, step]
  }
  return written
}

type Found = Pick<JudgedFinding, 'id'> & { readonly finding: Finding }

const partOf = ({ id, finding }: Found): 'key' | 'value' =>
  finding.fault?.kind === 'key' || id === 'schema/additionalProperties' ? 'key' : 'value'

export const rangeOf = (document: ParsedPilot, found: Found): Range =>
  found.finding.place ?? document.locate(asWritten(document.data, found.finding.path), partOf(found))

/** Places in an included file and in other files. */
const elsewhereOf = ({ included }: ParsedPilot, found: Found, shown: Plan['shown']): Elsewhere[] => {
  const { path, related = [], elsewhere = [] } = found.finding
  const shownAt = (at: Path, label: string): Elsewhere[] => {
    const place = elsewhere.length === 0 ? shown.get(pointer(at)) : undefined
    return place ? [{ ...place, label }] : []
  }
  const own = included?.(path, partOf(found))
  const others = related.flatMap(({ path: at, label }) => included?.(at, 'value', label) ?? shownAt(at, label))
  return [...(own === undefined ? [] : [own]), ...shownAt(path, 'shown here'), ...others, ...elsewhere]
}

export const place = (
  document: ParsedPilot,
  judged: JudgedFinding,
  shown: Plan['shown'],
  edit?: Diagnostic['edit'],
): Diagnostic => {
  const { id, severity, finding, from } = judged
  const elsewhere = elsewhereOf(document, judged, shown)
  const [kept] = elsewhere
  const isHere = (path: Path) => document.included?.(path, 'value') === undefined
  const written = writtenFor(document, finding)
  // A missing key of the section may be added next to the include; a missing part of a key belongs in the included
  // file.
  const write =
    written && kept && !isHere(finding.path) && finding.path.length > 2
      ? { ...written, where: `${written.where} of ${kept.file}` }
      : written
  return {
    rule: id,
    severity,
    message: finding.message,
    help: helpFor(write, finding.help),
    ...(write && { write, note: finding.help }),
    ...(write && entriesOf(finding).every((entry) => isHere(entry.path)) && { entries: entriesOf(finding) }),
    ...(edit && { edit }),
    path: isHere(finding.path) ? finding.path : finding.path[0] === 'cost' ? ['cost', 'include'] : ['exceptions'],
    range: rangeOf(document, judged),
    related: (finding.related ?? [])
      .filter(({ path }) => isHere(path))
      .map(({ path, label }) => ({ path, label, range: document.locate(asWritten(document.data, path)) })),
    ...(finding.working && { working: finding.working }),
    ...(elsewhere.length > 0 && { elsewhere }),
    ...(from !== undefined && { stage: from }),
    ...(finding.absent && { absent: true }),
    ...(finding.cause && { cause: finding.cause }),
  }
}

/** Other top-level keys, such as `id`, come first. */
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

/** File order; missing sections share one place and follow the order of the model. */
export const inOrder = (one: Diagnostic, other: Diagnostic): number =>
  one.range.start.offset - other.range.start.offset || rank(one) - rank(other) || (one.rule < other.rule ? -1 : 1)
