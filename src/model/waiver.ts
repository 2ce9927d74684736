import { addDays, date } from '../values/index.ts'
import type { Range } from '../yaml/lines.ts'
import type { Path } from '../yaml/path.ts'

/** An exception as written, in `exceptions` or in a comment. */
export type Waiver = {
  readonly rule: string | undefined
  /** The only path that it covers, and what is below it; undefined for the whole file. */
  readonly at?: string
  readonly why: string | undefined
  readonly by: string | undefined
  /** `YYYY-MM-DD`; undefined if missing or invalid. */
  readonly until: string | undefined
  /** Empty for a comment. */
  readonly path: Path
  /** Range of a comment, which covers its own line and the next. */
  readonly comment?: Range
  /** Parts of a comment that cannot be read. */
  readonly slips?: readonly Flaw[]
}

/** In days: one quarter, common practice for risk acceptances. */
export const longestWaiver = 90

/** Days of notice before an exception expires. */
export const noticeDays = 14

export type Flaw = {
  /** `comment` is the form of a comment as a whole. */
  readonly key: 'rule' | 'at' | 'why' | 'by' | 'until' | 'comment'
  /** A predicate of the exception: `has no reason`. */
  readonly says: string
  readonly help: string
  /** The probable intention. */
  readonly instead?: string
  readonly isMissing?: true
}

export const lastDay = (today: string): string => addDays(today, longestWaiver)

/** The date that a text in another form means, if any. */
export const dayMeant = (text: string): string | undefined => {
  const read = date.parse(text)
  return read.ok ? read.value : /^write (\d{4}-\d{2}-\d{2})$/.exec(read.problem.help)?.[1]
}

const endFlaw = (until: string, today: string): Flaw | undefined => {
  const last = lastDay(today)
  if (until < today)
    return {
      key: 'until',
      says: `expired on ${until}`,
      help: `fix the finding, or renew the exception until a date up to ${last}`,
    }
  if (until > last)
    return {
      key: 'until',
      says: `lasts until ${until}, longer than ${longestWaiver} days`,
      help: `until: ${last}  # at the latest`,
    }
  return undefined
}

/** Why the exception is not valid on `today`; empty if it is. */
export const flaws = ({ rule, why, by, until, slips = [] }: Waiver, today: string): Flaw[] => {
  const found: Flaw[] = [...slips]
  const missing = (key: Flaw['key'], says: string, help: string) => {
    if (!slips.some((slip) => slip.key === key)) found.push({ key, says, help, isMissing: true })
  }
  if (rule === undefined) missing('rule', 'has no rule', 'rule: <rule>')
  if (why === undefined) missing('why', 'has no reason', 'why: <why>')
  if (by === undefined) missing('by', 'is not signed', 'by: <who signs>')
  if (until === undefined) missing('until', 'has no end date', `until: ${lastDay(today)}  # at the latest`)
  const end = until === undefined ? undefined : endFlaw(until, today)
  return end === undefined ? found : [...found, end]
}
