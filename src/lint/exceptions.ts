import { present } from '../model/lists.ts'
import type { Pilot } from '../model/pilot.ts'
import { flaws, type Waiver } from '../model/waiver.ts'
import type { Document } from '../yaml/index.ts'
import type { Range } from '../yaml/range.ts'
import { readIgnore } from './ignore-comment.ts'
import type { Judged } from './judge.ts'

type Parsed = Extract<Document, { ok: true }>

/** The waivers of a file: the entries of `exceptions`, then the comments. */
export const waiversOf = ({ exceptions }: Pilot, { comments }: Pick<Parsed, 'comments'>): Waiver[] => [
  ...present(exceptions).map(({ item, at }) => ({
    rule: item.rule,
    why: item.why,
    by: item.by,
    until: item.until,
    path: ['exceptions', at],
  })),
  ...comments.map(readIgnore).filter((waiver) => waiver !== undefined),
]

/** Whether a waiver covers a finding of its rule that starts on `line`. */
export const covers = ({ comment }: Waiver, range: Range): boolean =>
  comment === undefined ||
  range.start.line === comment.start.line ||
  range.start.line === comment.start.line + 1

export type Split = {
  readonly open: readonly Judged[]
  readonly waived: readonly { judged: Judged; waiver: Waiver }[]
}

/** Findings that a valid waiver covers, apart from those that none does. */
export const split = (
  found: readonly Judged[],
  waivers: readonly Waiver[],
  today: string,
  rangeOf: (judged: Judged) => Range,
): Split => {
  const valid = waivers.filter((waiver) => flaws(waiver, today).length === 0)
  const open: Judged[] = []
  const waived: { judged: Judged; waiver: Waiver }[] = []
  for (const judged of found) {
    const waiver = judged.waivable
      ? valid.find((one) => one.rule === judged.id && covers(one, rangeOf(judged)))
      : undefined
    if (waiver === undefined) open.push(judged)
    else waived.push({ judged, waiver })
  }
  return { open, waived }
}
