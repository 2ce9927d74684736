import type { Change } from '../model/change.ts'
import { flaws, noticeDays, removalOf, type Waiver } from '../model/waiver.ts'
import { daysBetween } from '../values/index.ts'
import { near } from '../values/near.ts'
import { plural, quote } from '../values/text.ts'
import type { Range } from '../yaml/lines.ts'
import { dotted } from '../yaml/path.ts'
import type { JudgedFinding } from './judge.ts'
import { covers, type WaivedSplit } from './waivers.ts'

type KnownRule = { readonly id: string; readonly waivable?: false }

type State = WaivedSplit & {
  readonly today: string
  readonly rules: readonly KnownRule[]
  readonly ran: readonly string[]
  /** Rules for which an exception may cover a change that only `pilotlint diff` sees. */
  readonly coverChanges: ReadonlySet<string>
  /** False if only some rules ran: unused exceptions are then unknown. */
  readonly whole: boolean
  rangeOf(judged: JudgedFinding): Range
}

const about = (
  waiver: Waiver,
  key: 'rule' | 'until',
  id: string,
  message: string,
  help: string,
  severity: JudgedFinding['severity'] = 'error',
  change?: Change,
): JudgedFinding => ({
  id: `exception/${id}`,
  severity,
  waivable: false,
  finding:
    waiver.comment === undefined
      ? { path: [...waiver.path, key], message, help, ...(change && { change }) }
      : { path: waiver.path, place: waiver.comment, message, help, ...(change && { change }) },
})

const expiring = (waiver: Waiver, ends: string): JudgedFinding => {
  const judged = about(waiver, 'until', 'expiring', ends, 'fix the finding before then', 'warning')
  return { ...judged, finding: { ...judged.finding, cause: 'time' } }
}

const isBeyondRules = (id: string): boolean => /^(?:yaml|schema|exception)\//.test(id)

const ruleMeant = (rule: string, rules: readonly KnownRule[]): string | undefined =>
  near(
    rule,
    rules.map(({ id }) => id),
    5,
  )

const helpForUnknown = (rule: string, rules: readonly KnownRule[]): string => {
  const section = rule.replace(/\/?\*?$/, '')
  const one = rules.find(({ id }) => id.startsWith(`${section}/`))
  if (one !== undefined) return `name one rule, for example ${one.id}; run pilotlint rules to list them`
  const meant = ruleMeant(rule, rules)
  return meant === undefined ? 'run pilotlint rules to list them' : `did you mean "${meant}"?`
}

const isUnknown = (rule: string, rules: readonly KnownRule[]): boolean =>
  !isBeyondRules(rule) && !rules.some(({ id }) => id === rule)

/** Adds the unknown rule to the other flaws of a comment, so that they are one finding. */
export const withUnknownRule = (waiver: Waiver, rules: readonly KnownRule[], today: string): Waiver => {
  const { rule, comment, slips = [] } = waiver
  if (rule === undefined || comment === undefined || !isUnknown(rule, rules)) return waiver
  if (flaws(waiver, today).length === 0) return waiver
  const instead = ruleMeant(rule, rules) ?? '<rule>'
  const flaw = { key: 'rule', says: 'names a rule that does not exist', help: '', instead } as const
  return { ...waiver, slips: [flaw, ...slips] }
}

const doubled = (waiver: Waiver, { waived, rangeOf }: State): Waiver | undefined =>
  waived.find(
    ({ judged, waiver: other }) => other.rule === waiver.rule && covers(waiver, rangeOf(judged), judged.finding.path),
  )?.waiver

const unused = (waiver: Waiver, state: State): JudgedFinding => {
  const { rule, comment } = waiver
  const other = doubled(waiver, state)
  if (other !== undefined) {
    const where = other.comment ? `the comment on line ${other.comment.start.line}` : dotted(other.path)
    const message = `the exception for ${rule} duplicates ${where}`
    return about(waiver, 'rule', 'unused', message, 'remove one of the two', 'warning', removalOf(waiver))
  }
  // An exception that diff requires must not fail a run with --max-warnings 0.
  const mayCoverChange = state.coverChanges.has(rule ?? '')
  const severity = mayCoverChange ? 'info' : 'warning'
  const message = `the exception for ${rule} covers no finding${mayCoverChange ? ' in this version of the file' : ''}`
  const elsewhere = comment && state.open.find(({ id, waivable }) => id === rule && waivable)
  if (elsewhere !== undefined) {
    const { line } = state.rangeOf(elsewhere).start
    const unless = mayCoverChange ? ', unless pilotlint diff needs it here' : ''
    const help = `move it to line ${line}, where ${rule} is reported, or to the line above${unless}`
    return about(waiver, 'rule', 'unused', message, help, severity)
  }
  const help = mayCoverChange
    ? 'remove it, unless pilotlint diff needs it for a change that is not merged yet'
    : 'remove it: the finding is fixed or is reported elsewhere'
  return about(waiver, 'rule', 'unused', message, help, severity, mayCoverChange ? undefined : removalOf(waiver))
}

const ofOne = (waiver: Waiver, state: State): JudgedFinding[] => {
  const { rule, until = '' } = waiver
  if (rule === undefined) return []
  const isFlawed = flaws(waiver, state.today).length > 0
  if (isUnknown(rule, state.rules)) {
    if (isFlawed && waiver.comment !== undefined) return []
    const message = `the exception names ${quote(rule)}, which is not a rule`
    const help = helpForUnknown(rule, state.rules)
    const set = ruleMeant(rule, state.rules)
    const change = set &&
      !waiver.comment && { path: [...waiver.path, 'rule'], set, among: state.rules.map(({ id }) => id) }
    return [about(waiver, 'rule', 'unknown-rule', message, help, 'error', change || undefined)]
  }
  if (isBeyondRules(rule) || state.rules.some(({ id, waivable }) => id === rule && waivable === false)) {
    const help = 'fix the finding and remove the exception'
    return [about(waiver, 'rule', 'not-waivable', `${rule.slice(0, 60)} cannot be waived`, help)]
  }
  if (isFlawed) return []
  const isUsed = state.waived.some((one) => one.waiver === waiver)
  const isIdle = state.whole && state.ran.includes(rule) && !isUsed
  const left = daysBetween(state.today, until)
  const ends = `the exception for ${rule} expires on ${until}, in ${plural(left, 'day')}`
  return [...(isIdle ? [unused(waiver, state)] : []), ...(left > noticeDays ? [] : [expiring(waiver, ends)])]
}

/** Findings about exceptions; `spec/exception-invalid` reports their form. */
export const waiverFindings = (waivers: readonly Waiver[], state: State): JudgedFinding[] =>
  waivers.flatMap((waiver) => ofOne(waiver, state))
