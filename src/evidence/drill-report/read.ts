import { decode } from '../../document/decode.ts'
import { lines } from '../../document/lines.ts'
import type { Range } from '../../document/range.ts'
import { parseStructured } from '../../document/structured.ts'
import type { IsoDate } from '../../phrases/index.ts'
import type { Reader } from '../reader.ts'
import { malformed, read, unknown } from '../reading.ts'
import { datesIn, yearsIn } from './dates.ts'

export type Drill = 'fallback' | 'rollback' | 'load'

export type DrillReport = {
  /** Every day that the report names, at its first place. */
  readonly dates: ReadonlyMap<IsoDate, Range>
  /** Where each drill is spoken of first; the beginning of the report where it is not, in these words. */
  readonly place: (drill: Drill) => Range
}

/** A report of more than this is a log. */
const mostBytes = 256 * 1024

const words: { readonly [drill in Drill]: RegExp } = {
  fallback: /fall-?back/i,
  rollback: /roll(?:ed|ing)?[- ]?back/i,
  load: /\bload\b/i,
}

/** Reads the report of drills: a text, such as Markdown, or JSON and YAML, for the days that it names. */
export const reader: Reader<DrillReport> = ({ file, bytes }) => {
  if (!/\.(?:md|markdown|mdx|txt|adoc|rst|json|ya?ml)$/i.test(file))
    return unknown('is no report in Markdown, text, JSON or YAML')
  if (bytes.length > mostBytes) return unknown('is larger than 256 KiB')
  const decoded = decode(bytes)
  const text = 'text' in decoded ? decoded.text : ''
  const at = lines(text)
  if ('fault' in decoded) return malformed(`cannot be read: ${decoded.fault.message}`, at.range(0, 0))
  if (/\.(?:json|ya?ml)$/i.test(file)) {
    const parsed = parseStructured(file, bytes)
    if (!parsed.ok) return malformed(`cannot be read: ${parsed.problem.message}`, parsed.problem.range)
  }
  const rows = text.split('\n')
  const years = yearsIn(text)
  const dates = new Map<IsoDate, Range>()
  for (const [index, row] of rows.entries())
    for (const date of datesIn(row, years)) if (!dates.has(date)) dates.set(date, at.line(index + 1))
  if (dates.size === 0) return unknown('names no day that can be read')
  return read({
    dates,
    place: (drill) =>
      at.line(
        Math.max(
          0,
          rows.findIndex((row) => words[drill].test(row)),
        ) + 1,
      ),
  })
}
