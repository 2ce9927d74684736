import type { GradedChange, PilotDiff } from '../../diff/diff.ts'
import type { PastPilot } from '../../evidence/history/past.ts'
import { pointer } from '../../yaml/path.ts'
import { jsonHeadWithReason } from '../computed.ts'
import { jsonSpan } from '../format.ts'
import { jsonText } from '../sanitize.ts'
import { countsOf, type DiffRun, sentenceOf } from './pages.ts'
import type { JsonDiff } from './schema.ts'

const versionOf = ({ commit, date, path }: PastPilot) => ({ commit, date, file: path })

const change = ({
  name,
  kind,
  grade,
  reason,
  rule,
  was,
  is,
  path,
  range,
  before,
  waiver,
  agreed,
  shownBy,
}: GradedChange) => ({
  name,
  kind,
  grade,
  reason: reason ?? null,
  rule: rule ?? null,
  was: was ?? null,
  is: is ?? null,
  pointer: pointer(path),
  ...jsonSpan(range),
  before: before === undefined ? null : jsonSpan(before),
  agreed: agreed === undefined ? null : { ...versionOf(agreed.version), words: agreed.words },
  shownBy: shownBy ?? null,
  exception:
    waiver === undefined ? null : { why: waiver.why ?? null, by: waiver.by ?? null, until: waiver.until ?? null },
})

const file = (diff: PilotDiff, ref: string): JsonDiff['files'][number] => ({
  file: diff.file,
  was: diff.wasFile ?? null,
  state: diff.state,
  counts: countsOf(diff),
  unread: diff.unread,
  sentence: sentenceOf(diff, ref),
  changes: diff.changes.map(change),
})

/** See `schemas/diff.schema.json`. */
export const diffJson = (run: DiffRun): string => {
  const { ref, diffs } = run
  const document: JsonDiff = { ...jsonHeadWithReason(run), ref, files: diffs.map((diff) => file(diff, ref)) }
  return jsonText(document)
}
