import { addDays, date } from '../values/index.ts'
import type { Range } from '../yaml/lines.ts'
import type { Path } from '../yaml/path.ts'
import type { Change } from './change.ts'

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
  /** The day of the commit since which it stands as it is; undefined where it is not committed. */
  readonly added?: string
  /** The last day on which it may end if it is written anew, where the same was waived before. */
  readonly latest?: string
  /** Whether it stands in a file whose review the forge asks of those who sign. */
  readonly checked?: true
  /** Parts of a comment that cannot be read, and what it owes beside its form. */
  readonly slips?: readonly Flaw[]
}

/** In days: one quarter, common practice for risk acceptances. */
export const maxWaiverDays = 90

/** In days: what one rule and place may be waived in all, however often it is signed for. */
export const maxTotalDays = 180

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
  /** Set where time alone brings it. */
  readonly cause?: 'time'
}

/** The change that takes the exception away. */
export const removalOf = ({ path, comment }: Waiver): Change => (comment ? { path, comment } : { path, remove: true })

export const lastDay = (today: string): string => addDays(today, maxWaiverDays)

/** The last day on which an exception that is written today may end. */
export const lastEnd = ({ latest }: { readonly latest?: string | undefined }, today: string): string => {
  const last = lastDay(today)
  return latest !== undefined && latest < last ? latest : last
}

export const noneLeft = 'fix the finding and remove the exception'

/** The date that a text in another form means, if any. */
export const dayMeant = (text: string): string | undefined => {
  const read = date.parse(text)
  return read.ok ? read.value : /^write (\d{4}-\d{2}-\d{2})$/.exec(read.problem.help)?.[1]
}

const endFlaw = (until: string, today: string, { added, latest }: Waiver): Flaw | undefined => {
  const last = lastEnd({ latest }, today)
  if (until < today)
    return {
      key: 'until',
      says: `expired on ${until}`,
      help: last > today ? `fix the finding, or renew the exception until a date up to ${last}` : noneLeft,
      cause: 'time',
    }
  if (until > lastDay(added ?? today)) {
    const soonest = added === undefined || lastDay(added) < today ? last : lastEnd({ latest }, added)
    return {
      key: 'until',
      says: `lasts until ${until}, longer than ${maxWaiverDays} days${added === undefined ? '' : ` after its commit on ${added}`}`,
      help: soonest > today ? `until: ${soonest}  # at the latest` : noneLeft,
    }
  }
  return undefined
}

/** Why the exception is not valid on `today`; empty if it is. */
export const flaws = (waiver: Waiver, today: string): Flaw[] => {
  const { rule, why, by, until, slips = [] } = waiver
  const found: Flaw[] = [...slips]
  const missing = (key: Flaw['key'], says: string, help: string) => {
    if (!slips.some((slip) => slip.key === key)) found.push({ key, says, help, isMissing: true })
  }
  if (rule === undefined) missing('rule', 'has no rule', 'rule: <rule>')
  if (why === undefined) missing('why', 'has no reason', 'why: <why>')
  if (by === undefined) missing('by', 'is not signed', 'by: <who signs>')
  if (until === undefined) missing('until', 'has no end date', `until: ${lastEnd(waiver, today)}  # at the latest`)
  const end = until === undefined ? undefined : endFlaw(until, today, waiver)
  return end === undefined ? found : [...found, end]
}
