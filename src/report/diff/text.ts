import type { Change, PilotDiff } from '../../diff/diff.ts'
import { shown } from '../sanitize.ts'
import { type DiffRun, inOrder, reasonOf, sentenceOf, wordOf } from './diff.ts'

const longest = 90

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)

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
