import type { IsoDate } from '../../values/index.ts'
import { decode } from '../../yaml/decode.ts'
import { lines, type Range } from '../../yaml/lines.ts'
import { parseStructured } from '../../yaml/stream.ts'
import type { Reader } from '../reader.ts'
import { malformed, read, unknown } from '../reading.ts'
import { datesIn, yearsIn } from './dates.ts'
import { type Duration, durationsIn, undoneIn, undoneOf } from './outcome.ts'

export type Drill = 'fallback' | 'rollback' | 'load'

export type DrillReport = {
  /** Every day that the report names, at its first place. */
  readonly dates: ReadonlyMap<IsoDate, Range>
  /** Where each drill is spoken of first; the beginning of the report where it is not, in these words. */
  readonly place: (drill: Drill) => Range
  /** Whether nothing is written in it. */
  readonly empty: boolean
  /** The shortest time that is stated of the drill on that day; undefined where none is, or of several drills at once. */
  readonly fastest: (drill: Drill, day: IsoDate) => Told<Duration> | undefined
  /** The words by which the last line of that day says that the drill was not done. */
  readonly undone: (drill: Drill, day: IsoDate) => Told<string> | undefined
}

/** What a line of the report says. */
export type Told<T> = { readonly value: T; readonly range: Range }

/** A report of more than this is a log. */
const mostBytes = 256 * 1024

const words: { readonly [drill in Drill]: RegExp } = {
  fallback: /fall-?back/i,
  rollback: /roll(?:ed|ing)?[- ]?back/i,
  load: /\bload\b/i,
}
const drills = ['fallback', 'rollback', 'load'] as const

type Row = { readonly text: string; readonly days: readonly IsoDate[] }

const isHeading = ({ text }: Row): boolean => /^#{1,6} /.test(text)

/** The lines about one drill on one day, each with its number: those that name it, and what stands below a heading that does. */
const about = (rows: readonly Row[], drill: Drill, day: IsoDate): [number, string][] => {
  const found: [number, string][] = []
  let days: readonly IsoDate[] = []
  let below = false
  for (const [at, row] of rows.entries()) {
    if (row.days.length > 0) days = row.days
    const named = drills.filter((one) => words[one].test(row.text))
    if (isHeading(row)) below = named.length === 1 && named[0] === drill
    const isAbout = named.length === 0 ? below : named.length === 1 && named[0] === drill
    if (isAbout && days.includes(day)) found.push([at, row.text])
  }
  return found
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
  const dated = rows.map((row): Row => ({ text: row.trimEnd(), days: datesIn(row, years) }))
  for (const [index, { days }] of dated.entries())
    for (const date of days) if (!dates.has(date)) dates.set(date, at.line(index + 1))
  const empty = text.trim() === ''
  if (dates.size === 0 && !empty) return unknown('names no day that can be read')
  return read({
    dates,
    empty,
    fastest: (drill, day) =>
      about(dated, drill, day)
        .flatMap(([index, row]) => durationsIn(row).map((value) => ({ value, range: at.line(index + 1) })))
        .reduce<Told<Duration> | undefined>(
          (least, one) => (least !== undefined && least.value.seconds <= one.value.seconds ? least : one),
          undefined,
        ),
    undone: (drill, day) => {
      const index = dated.findLastIndex(
        (row) => !isHeading(row) && row.days.includes(day) && words[drill].test(row.text),
      )
      const row = dated[index]?.text ?? ''
      const several = drills.filter((one) => words[one].test(row)).length > 1
      const value = several ? undoneOf(row, words[drill]) : undoneIn(row)
      return value === undefined ? undefined : { value, range: at.line(index + 1) }
    },
    place: (drill) =>
      at.line(
        Math.max(
          0,
          rows.findIndex((row) => words[drill].test(row)),
        ) + 1,
      ),
  })
}
