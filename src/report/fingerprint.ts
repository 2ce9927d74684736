import { createHash } from 'node:crypto'
import type { Diagnostic, Report } from '../lint/report.ts'
import { pointer } from '../yaml/path.ts'

const content = ({ text }: Report, { range, message }: Diagnostic): string =>
  text.slice(range.start.offset, range.end.offset).replaceAll('\r\n', '\n') || message

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

const inOrder = (one: Diagnostic, other: Diagnostic): number =>
  one.range.start.offset - other.range.start.offset || compare(one.message, other.message)

const digest = (parts: readonly (string | number)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)

/**
 * Identifiers that survive moved lines: 32 hexadecimal digits of file, rule, JSON pointer and content, with an
 * ordinal for duplicates. An exception does not change them.
 */
export const fingerprints = () => {
  // The same names come up again only if a file is judged twice.
  const seen = new Map<string, number>()
  return (report: Report): ReadonlyMap<Diagnostic, string> => {
    const turn = seen.get(report.file) ?? 0
    seen.set(report.file, turn + 1)
    const names = new Map<Diagnostic, string>()
    const taken = new Map<string, number>()
    const all = [...report.diagnostics, ...(report.known ?? []), ...report.waived.map(({ diagnostic }) => diagnostic)]
    for (const diagnostic of all.sort(inOrder)) {
      const parts = [report.file, diagnostic.rule, pointer(diagnostic.path), content(report, diagnostic)]
      const key = parts.join('\0')
      const ordinal = taken.get(key) ?? 0
      taken.set(key, ordinal + 1)
      names.set(diagnostic, digest([...parts, ...(ordinal + turn > 0 ? [ordinal] : []), ...(turn > 0 ? [turn] : [])]))
    }
    return names
  }
}
