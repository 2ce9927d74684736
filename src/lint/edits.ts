import type { Facts } from '../evidence/facts.ts'
import type { Change } from '../model/change.ts'
import { stages } from '../model/stage.ts'
import type { Waiver } from '../model/waiver.ts'
import { isMap, valueAt } from '../yaml/data.ts'
import { parse } from '../yaml/document.ts'
import type { TextEdit } from '../yaml/fault.ts'
import { type Lines, lines, type Range } from '../yaml/lines.ts'
import { isWithin, pointer } from '../yaml/path.ts'
import { applied, overlaps, type Splice, spliceOf } from './fix.ts'
import type { ParsedPilot } from './include.ts'
import type { JudgedFinding } from './judge.ts'
import type { Judgements, JudgeOptions } from './judge-stages.ts'
import { readPilot } from './load.ts'
import { type EditProposal, lineStart, proposalOf } from './proposals.ts'

/** Whether data are equal, keys in the same order. Nothing is printed for it: aliases make a short file print long. */
const same = (one: unknown, other: unknown): boolean => {
  if (Object.is(one, other)) return true
  if (Array.isArray(one))
    return Array.isArray(other) && one.length === other.length && one.every((item, at) => same(item, other[at]))
  if (!isMap(one) || !isMap(other)) return false
  const keys = Object.keys(one)
  return same(keys, Object.keys(other)) && keys.every((key) => same(one[key], other[key]))
}

/**
 * The proposals that do what they say, and nothing else: the edited text is read again, and has the data and comments
 * that it should have, with nothing wrong where a value was mended. Empty if they do not all fit together.
 */
const proven = (document: ParsedPilot, proposals: readonly EditProposal[]): readonly EditProposal[] => {
  const splices = proposals.flatMap((one) => one.splices)
  const again = parse(applied(document.text, splices))
  if (!again.ok) return []
  const expected = proposals.reduce((data, one) => one.becomes(data), document.own ?? document.data)
  const isLost = (at: number) => splices.some(({ start, end }) => start <= at && at < end)
  const comments = document.comments.filter(({ range }) => !isLost(range.start.offset))
  const words = (all: ParsedPilot['comments']) => all.map(({ text }) => text)
  if (!same(again.data, expected) || !same(words(again.comments), words(comments))) return []
  const { faults } = readPilot(again.data, again.nullHint)
  const isMended = ({ change, at }: EditProposal) =>
    'remove' in change || 'comment' in change || 'rename' in change || !faults.some(({ path }) => isWithin(path, at))
  return proposals.filter(isMended)
}

/** How much text is read again to prove proposals one by one, in characters. */
const maxLengthRead = 2_000_000

const edit = ({ start, end, text }: Splice, at: Lines): TextEdit => ({ range: at.range(start, end), text })

/** Edits of a text that is not YAML: those after which nothing is wrong in the line, and nothing new before it. */
export const syntaxEdits = (
  text: string,
  problems: readonly { readonly range: Range; readonly edit?: TextEdit }[],
): ReadonlySet<TextEdit> => {
  const most = Math.ceil(maxLengthRead / (text.length + 1))
  const edits = problems.flatMap(({ edit: one }) => one ?? []).slice(0, most)
  const mends = (one: TextEdit): boolean => {
    const splice = spliceOf(one)
    const again = parse(applied(text, [splice]))
    if (again.ok) return true
    const line = lineStart(text, splice.start)
    const before = (all: readonly { readonly range: Range }[]) =>
      all.filter(({ range }) => range.start.offset < line).length
    const isThere = ({ range }: { readonly range: Range }) =>
      range.start.offset >= line && range.start.offset < splice.start + splice.text.length
    return before(again.problems) === before(problems) && !again.problems.some(isThere)
  }
  return new Set(edits.filter(mends))
}

/** Whether one takes an item away from a sequence in which the other changes something: the numbers would shift. */
const shifts = (one: EditProposal, other: EditProposal, data: unknown): boolean =>
  'remove' in one.change && Array.isArray(valueAt(data, one.at)) && isWithin(other.at, one.at)

/** Whether the exception of a finding settles nothing at any stage, as far as everything was read. */
const isUnusedAnywhere = (
  { finding: { change } }: JudgedFinding,
  judged: Judgements,
  withHistory: boolean,
): boolean => {
  if (change === undefined) return false
  const isIt = ({ comment, path }: Waiver) =>
    'comment' in change ? comment?.start.offset === change.comment.start.offset : pointer(path) === pointer(change.path)
  return withHistory && stages.every((stage) => !judged.at(stage).waived.some(({ waiver }) => isIt(waiver)))
}

/** What the edits of a file are made of. */
export type EditGrounds = {
  readonly document: ParsedPilot
  readonly judged: Judgements
  readonly facts: Facts
  readonly options: JudgeOptions
}

/** The changes of findings. An exception is taken away only where everything was read. */
const changesOf = (
  open: readonly JudgedFinding[],
  { judged, facts, options }: EditGrounds,
): Map<JudgedFinding, Change> => {
  // A pilot that nothing was agreed for yet has no history to read; a policy from outside may ask for less than others.
  const isWhole = options.policy === undefined && options.repository !== undefined && options.history !== false
  const withHistory = isWhole && (facts.history?.state ?? 'found') === 'found'
  return new Map(
    open.flatMap((one) => {
      const change = one.finding.change ?? one.finding.fault?.change
      const stays = one.id === 'exception/unused' && !isUnusedAnywhere(one, judged, withHistory)
      return change === undefined || stays ? [] : [[one, change] as const]
    }),
  )
}

/** The text edits of findings that are proven; each holds by itself, and all that do not overlap hold together. */
export const editsOf = (
  open: readonly JudgedFinding[],
  grounds: EditGrounds,
): ReadonlyMap<JudgedFinding, readonly TextEdit[]> => {
  const changes = changesOf(open, grounds)
  const edits = provenEdits(grounds.document, [...changes.values()])
  return new Map(
    [...changes].flatMap(([one, change]) => {
      const found = edits.get(change)
      return found === undefined ? [] : [[one, found] as const]
    }),
  )
}

/** The text edits of the changes that are proven; each holds by itself, and all that do not overlap hold together. */
const provenEdits = (document: ParsedPilot, changes: readonly Change[]): ReadonlyMap<Change, readonly TextEdit[]> => {
  if (changes.length === 0) return new Map()
  const proposals = changes.flatMap((change) => proposalOf(document, change) ?? [])
  const data = document.own ?? document.data
  const together: EditProposal[] = []
  for (const one of proposals) {
    const isApart = (other: EditProposal) =>
      !overlaps(one.splices, other.splices) && !shifts(one, other, data) && !shifts(other, one, data)
    if (together.every(isApart)) together.push(one)
  }
  const batch = proven(document, together)
  const others = proposals.filter((one) => !batch.includes(one))
  const most = Math.ceil(maxLengthRead / (document.text.length + 1))
  const single = others.slice(0, most).flatMap((one) => proven(document, [one]))
  const at = lines(document.text)
  return new Map([...batch, ...single].map(({ change, splices }) => [change, splices.map((one) => edit(one, at))]))
}
