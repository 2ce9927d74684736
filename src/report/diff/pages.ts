import { type Change, isOpen, type PilotDiff } from '../../diff/diff.ts'
import { inWords } from '../../evidence/history/past.ts'
import { plural } from '../../values/text.ts'
import type { Problem, Run } from '../format.ts'
import { forMarkdown, markdownCode, shown } from '../sanitize.ts'

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
  const { state, changes, unread, barUnread } = diff
  if (state === 'new') return `NEW since ${ref}: nothing to compare`
  if (state === 'gone') return `GONE since ${ref}: this pilot is no longer linted`
  if (state === 'unreadable') return 'UNREADABLE: not compared; run pilotlint to see why'
  const counts = countsOf(diff)
  const tallies = Object.entries(counts).flatMap(([word, count]) => (count === 0 ? [] : [`${count} ${word}`]))
  const lost = unread === 0 ? [] : [`${plural(unread, 'part')} cannot be read; run pilotlint to see which`]
  const isSince = changes.filter(isOpen).every(({ agreed }) => agreed !== undefined)
  const alone = barUnread === undefined ? [] : [`the bar is not compared with what was agreed: ${barUnread}`]
  const verdict =
    counts.weaker > 0
      ? `WEAKER than ${isSince ? 'agreed' : ref}`
      : unread > 0
        ? `PERHAPS WEAKER than ${ref}`
        : changes.length === 0
          ? `UNCHANGED since ${ref}`
          : `NOT WEAKER than ${ref}`
  return [verdict, ...tallies, ...lost, ...alone].join(' · ')
}

/** With what it was compared where that is not the ref, and what shows it where that is not pilot.yaml. */
const placesOf = ({ agreed, shownBy }: Change): string => {
  const since = agreed ? `: compared with ${inWords(agreed.version)}, ${agreed.words}` : ''
  return `${since}${shownBy === undefined ? '' : `, as ${shownBy} shows`}`
}

export const reasonOf = (change: Change): string | undefined => {
  const { rule, grade, waiver } = change
  if (change.reason === undefined) return undefined
  const reason = `${change.reason}${placesOf(change)}`
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

/** Longer values make a page unreadable. */
const longest = 100

export const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)

const valuesOf = ({ kind, was, is = '' }: Change): string => {
  if (kind === 'added') return `added: ${cut(is)}`
  return kind === 'removed' ? `removed: ${cut(was ?? '')}` : `${cut(was ?? 'unreadable')} -> ${cut(is)}`
}

const linesOf = (file: string, change: Change): string[] => {
  const { start } = change.range
  const reason = reasonOf(change)
  return [
    `${file}:${start.line}:${start.column}  ${wordOf(change)}  ${change.name}`,
    `  ${valuesOf(change)}`,
    ...(reason === undefined ? [] : [`  ${reason}`]),
  ]
}

const pilot = (diff: PilotDiff, ref: string): string[] => {
  const { file, wasFile, changes } = diff
  const renamed = wasFile === undefined ? '' : `, renamed from ${wasFile}`
  return [
    ...inOrder(changes, ['weaker', 'waived']).flatMap((change) => [...linesOf(file, change), '']),
    `${file}${renamed}: ${sentenceOf(diff, ref)}`,
  ]
}

/** Weaker changes first, each with its place; one verdict line per pilot. */
export const diffText = ({ diffs, ref }: DiffRun): string =>
  diffs
    .map((diff) =>
      pilot(diff, ref)
        .map((line) => `${shown(line)}\n`)
        .join(''),
    )
    .join('\n')

const value = (text: string | undefined): string => (text === undefined ? '' : markdownCode(cut(text)))

/** Explicit text, so that added and removed values are not only a blank cell. */
const absent = { added: '_not set_', removed: '_removed_', changed: '_unreadable_' } as const

const why = (change: Change): string => {
  const { rule, grade, waiver } = change
  const reason = change.reason === undefined ? '' : `${change.reason}${forMarkdown(placesOf(change))}`
  if (waiver !== undefined)
    return `${reason}; by ${value(waiver.by)} until ${value(waiver.until)}: ${value(waiver.why)}`
  return grade === 'weaker' && rule !== undefined ? `${reason}; an exception for \`${rule}\` would cover it` : reason
}

const row = (change: Change): string => {
  const word = wordOf(change)
  const cells = [
    word === 'weaker' ? '**weaker**' : word,
    value(change.name),
    change.was === undefined ? absent[change.kind] : value(change.was),
    change.is === undefined ? absent[change.kind] : value(change.is),
    why(change),
  ]
  return `| ${cells.join(' | ')} |`
}

const pilotTable = (diff: PilotDiff, ref: string): string[] => {
  const { file, wasFile, changes } = diff
  const renamed = wasFile === undefined ? '' : `, renamed from ${value(wasFile)}`
  const sorted = inOrder(changes, ['weaker', 'waived', 'stronger'])
  const [verdict = '', ...rest] = sentenceOf(diff, '\0').split('\0')
  return [
    `### ${value(file)}${renamed}`,
    '',
    `${verdict}${rest.length === 0 ? '' : value(ref)}${rest.join('')}`,
    ...(sorted.length === 0 ? [] : ['', '| grade | where | before | now | why |', '| --- | --- | --- | --- | --- |']),
    ...sorted.map(row),
  ]
}

/** For a pull request comment, weaker changes first. */
export const diffMarkdown = ({ diffs, ref, problems }: DiffRun): string => {
  const broken = problems.map(
    ({ message, help }) => `> ${value(message)}${help === undefined ? '' : `: ${value(help)}`}`,
  )
  const parts = [...diffs.map((diff) => pilotTable(diff, ref).join('\n')), ...broken]
  return `${parts.join('\n\n')}\n`
}
