import { closestMatch } from 'leven'
import type { Document } from '../document/index.ts'
import type { Range } from '../document/range.ts'
import { addDays } from '../phrases/index.ts'
import { plural, quote } from '../phrases/words.ts'
import { present } from '../spec/list.ts'
import type { Pilot } from '../spec/pilot.ts'
import { flaws, noticeDays, type Waiver } from '../spec/waiver.ts'
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

const about = (waiver: Waiver, key: 'rule' | 'until') =>
  waiver.comment === undefined
    ? { path: [...waiver.path, key] }
    : { path: waiver.path, place: waiver.comment }

const unknownRule = (waiver: Waiver, known: readonly string[]): Judged => {
  const meant = closestMatch(waiver.rule ?? '', [...known], { maxDistance: 5 })
  return {
    id: 'exception/unknown-rule',
    severity: 'error',
    waivable: false,
    finding: {
      ...about(waiver, 'rule'),
      message: `the exception names ${quote(waiver.rule)}, which is no rule`,
      help: meant === undefined ? 'pilotlint rules lists them' : `did you mean "${meant}"?`,
    },
  }
}

const notWaivable = (waiver: Waiver): Judged => ({
  id: 'exception/not-waivable',
  severity: 'error',
  waivable: false,
  finding: {
    ...about(waiver, 'rule'),
    message: `${waiver.rule} cannot be waived`,
    help: 'fix what it reports and take the exception out',
  },
})

const unused = (waiver: Waiver, mayCoverChange: boolean): Judged => ({
  id: 'exception/unused',
  // Two gates must not ask for opposite things: what diff asks for may not fail a run that allows no warning.
  severity: mayCoverChange ? 'info' : 'warning',
  waivable: false,
  finding: {
    ...about(waiver, 'rule'),
    message: `the exception for ${waiver.rule} waives nothing${mayCoverChange ? ' in the file as it is' : ''}`,
    help: mayCoverChange
      ? 'take it out, unless pilotlint diff needs it for a change that is not merged yet'
      : 'take it out: what it waived is fixed, or is reported somewhere else',
  },
})

const expiring = (waiver: Waiver, until: string, daysLeft: number): Judged => ({
  id: 'exception/expiring',
  severity: 'warning',
  waivable: false,
  finding: {
    ...about(waiver, 'until'),
    message: `the exception for ${waiver.rule} ends on ${until}, in ${plural(daysLeft, 'day')}`,
    help: 'fix the finding before then',
  },
})

type State = {
  readonly today: string
  /** Every rule there is, and whether it can be waived. */
  readonly rules: readonly { readonly id: string; readonly waivable?: false }[]
  readonly ran: readonly string[]
  readonly used: ReadonlySet<Waiver>
  /** The rules for which an exception may cover a change, which only `pilotlint diff` sees. */
  readonly coverChanges: ReadonlySet<string>
  /** False where only some rules ran: what is unused cannot be told then. */
  readonly whole: boolean
}

const daysUntil = (today: string, until: string): number => {
  for (let days = 0; days <= noticeDays; days++) if (addDays(today, days) === until) return days
  return Number.POSITIVE_INFINITY
}

/** What is to be said of the waivers themselves, beside what `spec/exception-invalid` says of their form. */
export const waiverFindings = (waivers: readonly Waiver[], state: State): Judged[] =>
  waivers.flatMap((waiver) => {
    if (waiver.rule === undefined) return []
    const rule = state.rules.find(({ id }) => id === waiver.rule)
    if (rule === undefined)
      return [
        unknownRule(
          waiver,
          state.rules.map(({ id }) => id),
        ),
      ]
    if (rule.waivable === false) return [notWaivable(waiver)]
    if (flaws(waiver, state.today).length > 0) return []
    const idle = state.whole && state.ran.includes(rule.id) && !state.used.has(waiver)
    const left = waiver.until === undefined ? Number.POSITIVE_INFINITY : daysUntil(state.today, waiver.until)
    return [
      ...(idle ? [unused(waiver, state.coverChanges.has(rule.id))] : []),
      ...(Number.isFinite(left) && waiver.until !== undefined ? [expiring(waiver, waiver.until, left)] : []),
    ]
  })
