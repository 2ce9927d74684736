import { type Change, isOpen, type PilotDiff } from '../../diff/diff.ts'
import { plural } from '../../values/text.ts'
import type { Problem, Run } from '../format.ts'

export type DiffRun = Pick<Run, 'version' | 'status' | 'reason'> & {
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

/** One line that follows the file name. */
export const sentenceOf = (diff: PilotDiff, ref: string): string => {
  const { state, changes, unread } = diff
  if (state === 'new') return `NEW since ${ref}: nothing to compare`
  if (state === 'gone') return `GONE since ${ref}: this pilot is no longer linted`
  if (state === 'unreadable') return 'UNREADABLE: not compared; run pilotlint to see why'
  const counts = countsOf(diff)
  const tallies = Object.entries(counts).flatMap(([word, count]) => (count === 0 ? [] : [`${count} ${word}`]))
  const lost = unread === 0 ? [] : [`${plural(unread, 'part')} cannot be read; run pilotlint to see which`]
  const verdict =
    counts.weaker > 0
      ? `WEAKER than ${ref}`
      : unread > 0
        ? `PERHAPS WEAKER than ${ref}`
        : changes.length === 0
          ? `UNCHANGED since ${ref}`
          : `NOT WEAKER than ${ref}`
  return [verdict, ...tallies, ...lost].join(' · ')
}

export const reasonOf = ({ reason, rule, grade, waiver }: Change): string | undefined => {
  if (reason === undefined) return undefined
  if (waiver !== undefined) return `${reason}; by ${waiver.by} until ${waiver.until}: ${waiver.why}`
  if (grade !== 'weaker' || rule === undefined) return reason
  return `${reason}; an exception for ${rule} would cover it`
}

export const wordOf = (change: Change): string => (change.waiver === undefined ? change.grade : 'waived')

/** Changes with these words first, the others in file order. */
export const inOrder = (changes: readonly Change[], words: readonly string[]): readonly Change[] => {
  const rank = (change: Change): number => {
    const at = words.indexOf(wordOf(change))
    return at === -1 ? words.length : at
  }
  return changes.toSorted((one, other) => rank(one) - rank(other))
}
