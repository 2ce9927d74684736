import { addDays, date } from '../values/index.ts'
import type { Range } from '../yaml/lines.ts'
import type { Path } from '../yaml/path.ts'

/** A waiver as it was written, in `exceptions` or in a comment, before anyone has judged it. */
export type Waiver = {
  readonly rule: string | undefined
  readonly why: string | undefined
  readonly by: string | undefined
  /** `YYYY-MM-DD`, undefined where it is absent or no date. */
  readonly until: string | undefined
  /** The entry of `exceptions`; empty for a comment. */
  readonly path: Path
  /** For a comment, where it stands: it covers its own line and the next. */
  readonly comment?: Range
  /** For a comment, what of it cannot be read. */
  readonly slips?: readonly Flaw[]
}

/** No waiver lasts longer, in days: common practice for risk acceptances, long enough for one quarter. */
export const longestWaiver = 90

/** Days before its end from which a waiver is announced, so that its end surprises nobody. */
export const noticeDays = 14

export type Flaw = {
  /** The part that is wrong; `comment` for how a comment is written as a whole. */
  readonly key: 'rule' | 'why' | 'by' | 'until' | 'comment'
  /** What is wrong, said of the exception: `gives no reason`. */
  readonly says: string
  readonly help: string
  /** What was probably meant, and can stand in its place. */
  readonly instead?: string
  /** Whether the key is not there, or says nothing. */
  readonly isMissing?: true
}

/** The last day until which an exception can last. */
export const lastDay = (today: string): string => addDays(today, longestWaiver)

/** The day that a text in another form means, where it means one. */
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

/** What keeps a waiver from waiving anything; empty for a waiver that holds on `today`. */
export const flaws = ({ rule, why, by, until, slips = [] }: Waiver, today: string): Flaw[] => {
  const found: Flaw[] = [...slips]
  const missing = (key: Flaw['key'], says: string, help: string) => {
    if (!slips.some((slip) => slip.key === key)) found.push({ key, says, help, isMissing: true })
  }
  if (rule === undefined) missing('rule', 'names no rule', 'rule: section/problem')
  if (why === undefined) missing('why', 'gives no reason', 'why: the reason, for whoever reads it next')
  if (by === undefined) missing('by', 'is signed by nobody', 'by: the person or team who answers for it')
  if (until === undefined) missing('until', 'never ends', `until: ${lastDay(today)}  # at the latest`)
  const end = until === undefined ? undefined : endFlaw(until, today)
  return end === undefined ? found : [...found, end]
}
