import type { Change, PilotDiff } from '../../diff/diff.ts'
import { shown } from '../sanitize.ts'
import { type DiffRun, inOrder, reasonOf, sentenceOf, wordOf } from './diff.ts'

/** Longer values are cut: the file is one click away. */
const longest = 90

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)

const valuesOf = ({ kind, was, is = '' }: Change): string => {
  if (kind === 'added') return `new: ${cut(is)}`
  return kind === 'removed' ? `gone: ${cut(was ?? '')}` : `${cut(was ?? 'unreadable')} -> ${cut(is)}`
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
  const renamed = wasFile === undefined ? '' : `, which was ${wasFile}`
  return [
    ...inOrder(changes, ['weaker', 'waived']).flatMap((change) => [...linesOf(file, change), '']),
    `${file}${renamed}: ${sentenceOf(diff, ref)}`,
  ]
}

/** The changes for a person at a terminal, the weaker ones first, each with its place, and a line for each pilot. */
export const diffText = ({ diffs, ref }: DiffRun): string =>
  diffs
    .map((diff) =>
      pilot(diff, ref)
        .map((line) => `${shown(line)}\n`)
        .join(''),
    )
    .join('\n')
