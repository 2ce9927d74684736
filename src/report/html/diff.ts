import type { Change, PilotDiff } from '../../diff/diff.ts'
import { type Block, text } from '../blocks.ts'
import { cut, type DiffRun, inOrder, reasonOf, sentenceOf, wordOf } from '../diff/pages.ts'
import { computedPage } from './computed.ts'

const toneOf = (change: Change): 'good' | 'bad' | 'dim' => {
  const word = wordOf(change)
  return word === 'weaker' ? 'bad' : word === 'stronger' ? 'good' : 'dim'
}

const blockOf = (diff: PilotDiff, ref: string): Block => {
  const { file, wasFile, changes } = diff
  const sorted = inOrder(changes, ['weaker', 'waived', 'stronger'])
  return {
    title: wasFile === undefined ? file : `${file}, renamed from ${wasFile}`,
    table: {
      columns: ['where', 'grade', 'before', 'now', 'why'].map(text),
      rows: sorted.map((change) => [
        change.name,
        wordOf(change),
        cut(change.was ?? '(not set)'),
        cut(change.is ?? '(removed)'),
        reasonOf(change) ?? '',
      ]),
      tones: sorted.map(toneOf),
    },
    lines: [sentenceOf(diff, ref)],
  }
}

/** What changed since the ref, weaker changes first. */
export const diffPage = ({ diffs, ref, version }: DiffRun): string =>
  computedPage(
    `pilotlint diff ${ref}`,
    diffs.map((diff) => [blockOf(diff, ref)]),
    [`pilotlint ${version}`],
  )
