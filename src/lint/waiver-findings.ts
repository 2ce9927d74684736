import { flaws, noticeDays, type Waiver } from '../model/waiver.ts'
import { addDays } from '../values/index.ts'
import { near } from '../values/near.ts'
import { plural, quote } from '../values/text.ts'
import type { Range } from '../yaml/lines.ts'
import { dotted } from '../yaml/path.ts'
import type { Judged } from './judge.ts'
import { covers, type Split } from './waivers.ts'

type KnownRule = { readonly id: string; readonly waivable?: false }

type State = Split & {
  readonly today: string
  /** Every rule there is, and whether it can be waived. */
  readonly rules: readonly KnownRule[]
  readonly ran: readonly string[]
  /** The rules for which an exception may cover a change, which only `pilotlint diff` sees. */
  readonly coverChanges: ReadonlySet<string>
  /** False where only some rules ran: what is unused cannot be told then. */
  readonly whole: boolean
  rangeOf(judged: Judged): Range
}

const about = (
  waiver: Waiver,
  key: 'rule' | 'until',
  id: string,
  message: string,
  help: string,
  severity: Judged['severity'] = 'error',
): Judged => ({
  id: `exception/${id}`,
  severity,
  waivable: false,
  finding:
    waiver.comment === undefined
      ? { path: [...waiver.path, key], message, help }
      : { path: waiver.path, place: waiver.comment, message, help },
})

/** Findings that are no rule's, and that nothing waives. */
const isBeyondRules = (id: string): boolean => /^(?:yaml|schema|exception|evidence)\//.test(id)

/** The rule whose name an unknown one is near. */
const ruleMeant = (rule: string, rules: readonly KnownRule[]): string | undefined =>
  near(
    rule,
    rules.map(({ id }) => id),
    5,
  )

const helpForUnknown = (rule: string, rules: readonly KnownRule[]): string => {
  const section = rule.replace(/\/?\*?$/, '')
  const one = rules.find(({ id }) => id.startsWith(`${section}/`))
  if (one !== undefined) return `an exception waives one rule, as ${one.id}: pilotlint rules lists them`
  const meant = ruleMeant(rule, rules)
  return meant === undefined ? 'pilotlint rules lists them' : `did you mean "${meant}"?`
}

const isUnknown = (rule: string, rules: readonly KnownRule[]): boolean =>
  !isBeyondRules(rule) && !rules.some(({ id }) => id === rule)

/**
 * A comment that names no rule there is, and has another flaw: all that is wrong with it is told as one finding, by the
 * rule that judges its form, which does not know the other rules.
 */
export const withUnknownRule = (waiver: Waiver, rules: readonly KnownRule[], today: string): Waiver => {
  const { rule, comment, slips = [] } = waiver
  if (rule === undefined || comment === undefined || !isUnknown(rule, rules)) return waiver
  if (flaws(waiver, today).length === 0) return waiver
  const instead = ruleMeant(rule, rules) ?? '<rule>'
  const flaw = { key: 'rule', says: 'names a rule that does not exist', help: '', instead } as const
  return { ...waiver, slips: [flaw, ...slips] }
}

/** Which other waiver has waived what this one would. */
const doubled = (waiver: Waiver, { waived, rangeOf }: State): Waiver | undefined =>
  waived.find(({ judged, waiver: other }) => other.rule === waiver.rule && covers(waiver, rangeOf(judged)))
    ?.waiver

const unused = (waiver: Waiver, state: State): Judged => {
  const { rule, comment } = waiver
  const other = doubled(waiver, state)
  if (other !== undefined) {
    const where = other.comment ? `the comment on line ${other.comment.start.line}` : dotted(other.path)
    const message = `the exception for ${rule} waives nothing that ${where} does not waive already`
    return about(waiver, 'rule', 'unused', message, 'keep one of the two', 'warning')
  }
  // Two gates must not ask for opposite things: what diff asks for may not fail a run that allows no warning.
  const mayCoverChange = state.coverChanges.has(rule ?? '')
  const severity = mayCoverChange ? 'info' : 'warning'
  const message = `the exception for ${rule} waives nothing${mayCoverChange ? ' in the file as it is' : ''}`
  const elsewhere = comment && state.open.find(({ id, waivable }) => id === rule && waivable)
  if (elsewhere !== undefined) {
    const { line } = state.rangeOf(elsewhere).start
    const unless = mayCoverChange ? ', unless pilotlint diff needs it here' : ''
    const help = `move it to line ${line}, where ${rule} is reported, or to the line above${unless}`
    return about(waiver, 'rule', 'unused', message, help, severity)
  }
  const help = mayCoverChange
    ? 'take it out, unless pilotlint diff needs it for a change that is not merged yet'
    : 'take it out: what it waived is fixed, or is reported somewhere else'
  return about(waiver, 'rule', 'unused', message, help, severity)
}

const daysUntil = (today: string, until: string): number | undefined => {
  for (let days = 0; days <= noticeDays; days++) if (addDays(today, days) === until) return days
  return undefined
}

const ofOne = (waiver: Waiver, state: State): Judged[] => {
  const { rule, until = '' } = waiver
  if (rule === undefined) return []
  const isFlawed = flaws(waiver, state.today).length > 0
  if (isUnknown(rule, state.rules)) {
    if (isFlawed && waiver.comment !== undefined) return []
    const message = `the exception names ${quote(rule)}, which is no rule`
    return [about(waiver, 'rule', 'unknown-rule', message, helpForUnknown(rule, state.rules))]
  }
  if (isBeyondRules(rule) || state.rules.some(({ id, waivable }) => id === rule && waivable === false)) {
    const help = 'fix what it reports and take the exception out'
    return [about(waiver, 'rule', 'not-waivable', `${rule.slice(0, 60)} cannot be waived`, help)]
  }
  if (isFlawed) return []
  const isUsed = state.waived.some((one) => one.waiver === waiver)
  const isIdle = state.whole && state.ran.includes(rule) && !isUsed
  const left = daysUntil(state.today, until)
  const ends = `the exception for ${rule} ends on ${until}, in ${plural(left ?? 0, 'day')}`
  return [
    ...(isIdle ? [unused(waiver, state)] : []),
    ...(left === undefined
      ? []
      : [about(waiver, 'until', 'expiring', ends, 'fix the finding before then', 'warning')]),
  ]
}

/** What is to be said of the waivers themselves, beside what `spec/exception-invalid` says of their form. */
export const waiverFindings = (waivers: readonly Waiver[], state: State): Judged[] =>
  waivers.flatMap((waiver) => ofOne(waiver, state))
