import type { Path } from '../document/path.ts'
import type { Range } from '../document/range.ts'
import { addDays } from '../phrases/index.ts'
import { quote } from '../phrases/words.ts'

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
}

/** No waiver lasts longer, in days: common practice for risk acceptances, long enough for one quarter. */
export const longestWaiver = 90

/** Days before its end from which a waiver is announced, so that its end surprises nobody. */
export const noticeDays = 14

export type Flaw = {
  readonly key: 'rule' | 'why' | 'by' | 'until'
  readonly message: string
  readonly help: string
}

/** What keeps a waiver from waiving anything; empty for a waiver that holds on `today`. */
export const flaws = ({ rule, why, by, until }: Waiver, today: string): Flaw[] => {
  const found: Flaw[] = []
  const last = addDays(today, longestWaiver)
  const name = rule === undefined ? 'the exception' : `the exception for ${quote(rule)}`
  if (rule === undefined)
    found.push({ key: 'rule', message: 'the exception names no rule', help: 'rule: section/problem' })
  if (why === undefined)
    found.push({
      key: 'why',
      message: `${name} gives no reason`,
      help: 'why: the reason, for whoever reads it next',
    })
  if (by === undefined)
    found.push({
      key: 'by',
      message: `nobody signs ${name}`,
      help: 'by: the person or team who answers for it',
    })
  if (until === undefined)
    found.push({ key: 'until', message: `${name} never ends`, help: `until: ${last}  # at the latest` })
  else if (until < today)
    found.push({
      key: 'until',
      message: `${name} expired on ${until}`,
      help: `fix the finding, or renew the exception until a date up to ${last}`,
    })
  else if (until > last)
    found.push({
      key: 'until',
      message: `${name} lasts until ${until}, longer than ${longestWaiver} days`,
      help: `until: ${last}  # at the latest`,
    })
  return found
}
