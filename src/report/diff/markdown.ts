import type { Change, PilotDiff } from '../../diff/diff.ts'
import { markdownCode } from '../sanitize.ts'
import { type DiffRun, inOrder, sentenceOf, wordOf } from './diff.ts'

/** Longer values make the table unreadable. */
const longest = 120

const value = (text: string | undefined): string => {
  if (text === undefined) return ''
  return markdownCode(text.length > longest ? `${text.slice(0, longest - 1)}…` : text)
}

/** Explicit text, so that added and removed values are not only a blank cell. */
const absent = { added: '_not set_', removed: '_removed_', changed: '_unreadable_' } as const

const why = ({ reason = '', rule, grade, waiver }: Change): string => {
  if (waiver !== undefined)
    return `${reason}; by ${value(waiver.by)} until ${value(waiver.until)}: ${value(waiver.why)}`
  return grade === 'weaker' && rule !== undefined
    ? `${reason}; an exception for \`${rule}\` would cover it`
    : reason
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

const pilot = (diff: PilotDiff, ref: string): string[] => {
  const { file, wasFile, changes } = diff
  const renamed = wasFile === undefined ? '' : `, renamed from ${value(wasFile)}`
  const sorted = inOrder(changes, ['weaker', 'waived', 'stronger'])
  const [verdict = '', ...rest] = sentenceOf(diff, '\0').split('\0')
  return [
    `### ${value(file)}${renamed}`,
    '',
    `${verdict}${rest.length === 0 ? '' : value(ref)}${rest.join('')}`,
    ...(sorted.length === 0
      ? []
      : ['', '| grade | where | before | now | why |', '| --- | --- | --- | --- | --- |']),
    ...sorted.map(row),
  ]
}

/** For a pull request comment, weaker changes first. */
export const diffMarkdown = ({ diffs, ref, problems }: DiffRun): string => {
  const broken = problems.map(
    ({ message, help }) => `> ${value(message)}${help === undefined ? '' : `: ${value(help)}`}`,
  )
  const parts = [...diffs.map((diff) => pilot(diff, ref).join('\n')), ...broken]
  return `${parts.join('\n\n')}\n`
}
