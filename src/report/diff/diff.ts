import { type Change, isOpen, type PilotDiff } from '../../diff/diff.ts'
import { plural } from '../../values/text.ts'
import type { Problem, Run } from '../format.ts'

/** Everything about one comparison with a ref that a format may show. */
export type DiffRun = Pick<Run, 'version' | 'status' | 'reason'> & {
  /** As it was asked for. */
  readonly ref: string
  readonly diffs: readonly PilotDiff[]
  readonly problems: readonly Problem[]
}

export const countsOf = ({ changes }: PilotDiff) => {
  const count = (is: (change: Change) => boolean) => changes.filter(is).length
  return {
    weaker: count(isOpen),
    waived: count(({ waiver }) => waiver !== undefined),
    stronger: count(({ grade }) => grade === 'stronger'),
    neutral: count(({ grade }) => grade === 'neutral'),
  }
}

/** What became of one pilot, in one line that begins after its name. */
export const sentenceOf = (diff: PilotDiff, ref: string): string => {
  const { state, changes, unread } = diff
  if (state === 'new') return `NEW since ${ref}: all of it is new, so nothing in it can be weaker`
  if (state === 'gone') return `GONE since ${ref}: nothing judges this pilot any more`
  if (state === 'unreadable')
    return 'UNREADABLE: nobody can tell what became of it; pilotlint says what is wrong'
  const counts = countsOf(diff)
  const told = Object.entries(counts).flatMap(([word, count]) => (count === 0 ? [] : [`${count} ${word}`]))
  const lost = unread === 0 ? [] : [`${plural(unread, 'part')} cannot be read; pilotlint says which`]
  const verdict =
    counts.weaker > 0
      ? `WEAKER than ${ref}`
      : unread > 0
        ? `PERHAPS WEAKER than ${ref}`
        : changes.length === 0
          ? `UNCHANGED since ${ref}`
          : `NOT WEAKER than ${ref}`
  return [verdict, ...told, ...lost].join(' · ')
}

/** Why a change is graded as it is, and what covers it or would. */
export const reasonOf = ({ reason, rule, grade, waiver }: Change): string | undefined => {
  if (reason === undefined) return undefined
  if (waiver !== undefined) return `${reason}; by ${waiver.by} until ${waiver.until}: ${waiver.why}`
  if (grade !== 'weaker' || rule === undefined) return reason
  return `${reason}; only an exception for ${rule} covers it`
}

/** How a change is called: a weaker one that is covered is waived. */
export const wordOf = (change: Change): string => (change.waiver === undefined ? change.grade : 'waived')

/** The changes that are called by these words first, in this order; all others as they stand in the file. */
export const inOrder = (changes: readonly Change[], words: readonly string[]): readonly Change[] => {
  const rank = (change: Change): number => {
    const at = words.indexOf(wordOf(change))
    return at === -1 ? words.length : at
  }
  return changes.toSorted((one, other) => rank(one) - rank(other))
}
