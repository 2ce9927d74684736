import type { TextEdit } from '../yaml/fault.ts'
import type { Report } from './report.ts'

/** Text in the place of a stretch of text, by offsets. */
export type Splice = { readonly start: number; readonly end: number; readonly text: string }

/** Whether two edits touch: what one writes could stand beside or inside what the other does. */
export const overlaps = (some: readonly Splice[], others: readonly Splice[]): boolean =>
  some.some((one) => others.some((other) => one.start <= other.end && other.start <= one.end))

/** The text with all splices, which do not overlap. */
export const applied = (text: string, splices: readonly Splice[]): string => {
  const parts: string[] = []
  let at = 0
  for (const { start, end, text: piece } of splices.toSorted((one, other) => one.start - other.start)) {
    parts.push(text.slice(at, start), piece)
    at = end
  }
  return [...parts, text.slice(at)].join('')
}

/** Each pass settles one finding or more; a hand-written text never needs more passes. */
const passesFor = ({ length }: string): number => Math.min(100, Math.ceil(10_000_000 / (length + 1)))

export const spliceOf = ({ range: { start, end }, text }: TextEdit): Splice => ({
  start: start.offset,
  end: end.offset,
  text,
})

type Pass = { readonly splices: readonly Splice[]; readonly fixed: number }

/** The edits of a report that can be made at once, at most so many: where two touch, the first. */
const passOf = ({ diagnostics }: Report, most: number): Pass =>
  diagnostics.reduce<Pass>(
    (pass, { edit = [] }) => {
      const splices = edit.map(spliceOf)
      return splices.length === 0 || pass.fixed === most || overlaps(pass.splices, splices)
        ? pass
        : { splices: [...pass.splices, ...splices], fixed: pass.fixed + 1 }
    },
    { splices: [], fixed: 0 },
  )

export type Fixed = {
  /** Without a byte order mark. */
  readonly text: string
  /** About the text as it is then. */
  readonly report: Report
  /** How many findings an edit has settled. */
  readonly fixed: number
}

/** Makes the edits of a report and judges again, until there are none left. `judge` is given the text alone. */
export const fix = async (first: Report, judge: (text: string) => Promise<Report>): Promise<Fixed> => {
  let [report, fixed] = [first, 0]
  const most = passesFor(first.text)
  for (let pass = 0; pass < most; pass += 1) {
    const all = passOf(report, Number.POSITIVE_INFINITY)
    if (all.fixed === 0) break
    const after = await judge(applied(report.text, all.splices))
    // Each edit is proven by itself: should two not go together, one does.
    const isBroken = report.verdict.judged && !after.verdict.judged
    const made = isBroken ? passOf(report, 1) : all
    fixed += made.fixed
    report = isBroken ? await judge(applied(report.text, made.splices)) : after
  }
  return { text: report.text, report, fixed }
}
