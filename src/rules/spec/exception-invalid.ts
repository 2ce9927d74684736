import type { ShapeFault } from '../../model/layout.ts'
import { dayMeant, type Flaw, flaws, lastEnd, removalOf, type Waiver } from '../../model/waiver.ts'
import { enumerate, quote } from '../../values/text.ts'
import type { Range } from '../../yaml/lines.ts'
import { isWithin } from '../../yaml/path.ts'
import { unread } from '../lib/absent.ts'
import type { Finding, Rule } from '../lib/rule.ts'

const about = ({ rule }: Waiver, found: readonly { readonly says: string }[]): string =>
  `the exception${rule === undefined ? '' : ` for ${quote(rule)}`} ${enumerate(found.map(({ says }) => says))}`

/** The day that the author meant if an exception can end on it, otherwise the last possible day. */
const endOn = (meant: string | undefined, waiver: Waiver, today: string): string => {
  const last = lastEnd(waiver, today)
  return meant !== undefined && meant >= today && meant <= last ? meant : last
}

const shown = (text: string | undefined, otherwise: string): string =>
  text === undefined || text.length > 100 ? otherwise : text

/** A comment is one line, so it gets one finding, and the help is the corrected line. */
const inComment = (waiver: Waiver, place: Range, found: readonly Flaw[], today: string): Finding => {
  const instead = (key: Flaw['key']) => found.find((flaw) => flaw.key === key)?.instead
  const { until } = waiver
  const rule = instead('rule') ?? shown(waiver.rule, '<rule>')
  const [by, why] = [shown(waiver.by, '<who>'), shown(waiver.why, '<why>')]
  const end = endOn(until ?? instead('until'), waiver, today)
  const [first] = found
  // No comment mends what is wrong with whoever signs, or with where it stands.
  const duty = found.find(({ help, isMissing, key }) => help !== '' && !isMissing && key !== 'until')
  const isOverAlone = found.length === 1 && until !== undefined && until < today
  return {
    path: ['exceptions'],
    message: about(waiver, found),
    help: duty
      ? duty.help
      : isOverAlone && first
        ? first.help
        : `write # pilotlint-ignore ${rule} by=${by} until=${end} -- ${why}`,
    place,
    ...(found.every(({ cause }) => cause === 'time') && { cause: 'time' as const }),
    ...(found.some(({ cause }) => cause === 'time') && { change: removalOf(waiver) }),
  }
}

const endFor = (value: unknown, waiver: Waiver, today: string): string => {
  const meant = dayMeant(String(value))
  const end = endOn(meant, waiver, today)
  return `until: ${end}${end === meant ? '' : '  # at the latest'}`
}

/** All missing keys of an entry are one finding; each wrong value is a finding at its key. */
function* inEntry(
  waiver: Waiver,
  found: readonly Flaw[],
  faults: readonly ShapeFault[],
  today: string,
): Generator<Finding> {
  const { path } = waiver
  const fault = unread(faults, [...path, 'until'])
  if (fault?.kind === 'phrase')
    yield {
      path: fault.path,
      message: about(waiver, [{ says: `ends on ${quote(fault.value)}, which is not a date` }]),
      help: endFor(fault.value, waiver, today),
      fault,
    }
  for (const flaw of found)
    if (!flaw.isMissing)
      yield {
        path: [...path, flaw.key],
        message: about(waiver, [flaw]),
        help: flaw.help,
        ...(flaw.cause && { cause: flaw.cause }),
        // One that is over settles nothing; whoever still needs it signs anew.
        ...(flaw.cause === 'time' && { change: removalOf(waiver) }),
      }
  // An unknown key may be a misspelling of the missing one.
  if (faults.some(({ kind, path: at }) => kind === 'key' && isWithin(at, path))) return
  const missing = found.filter(({ key, isMissing }) => isMissing && !unread(faults, [...path, key]))
  const [first] = missing
  if (first === undefined) return
  yield {
    path: [...path, first.key],
    message: about(waiver, missing),
    help:
      missing.length === 1 ? first.help : `add ${missing.map(({ help }) => help.replace(/ {2}#.*/, '')).join('; ')}`,
  }
}

export const exceptionInvalid: Rule = {
  id: 'spec/exception-invalid',
  severity: 'error',
  from: 'pilot',
  summary: 'Every exception has a rule, a reason, an author and an end date within 90 days',
  why: 'An exception without an end date is a permanent change of the rules, made without agreement.',
  details: `Applies to entries of \`exceptions\` and to comments \`# pilotlint-ignore <rule> by=<who> until=YYYY-MM-DD -- why\`. The 90 days count from the commit since which the exception has this rule, path and end, or from the day of the run if it is not committed. The same rule and path may be waived for 180 days in all, counted over the committed versions of \`pilot.yaml\` and of every file that held its exceptions. Neither the champion, nor \`owner.team\`, nor one of \`vendors\` may sign, nor does a placeholder.

In production an entry needs \`at\`, the path that it is limited to, and settles one finding. At most three exceptions are accepted, two at \`full\`; \`prove\` at a stage beyond shadow is one of them. From \`progressive\` on, exceptions are in a separate file, \`exceptions: governance/exceptions.yaml\`, by [its schema](../../../schemas/exceptions.schema.json), and the last line of CODEOWNERS that matches the file names \`by\`, so that the forge requests a review from that team. An invalid exception has no effect, and this rule accepts no exception.`,
  principles: ['all-seven'],
  fields: ['exceptions', 'champion', 'owner.team', 'vendors'],
  references: ['ISO/IEC 27005:2022, risk acceptance with conditions and time limit'],
  needs: ['history'],
  waivable: false,
  examples: {
    ready: `exceptions:
  - {rule: use-case/no-simpler-alternative, why: the comparison runs until mid December, by: acme/search, until: 2026-12-15}`,
    notReady: `exceptions:
  - {rule: use-case/no-simpler-alternative, why: not needed, by: acme/search, until: never}  # expect: spec/exception-invalid
  - {rule: success/perfection, why: agreed with the board, until: 2026-12-15}  # expect: spec/exception-invalid`,
  },

  *check({ waivers, faults, today, facts: { exceptions } }) {
    // What is absent or broken has rules of its own.
    if (exceptions?.state === 'unverified')
      yield {
        path: ['exceptions'],
        message: `${quote(exceptions.file)} ${exceptions.why}, so it waives nothing`,
        help: 'set `exceptions` to a YAML file of the repository',
      }
    for (const waiver of waivers) {
      const found = flaws(waiver, today)
      if (found.length === 0) continue
      if (waiver.comment === undefined) yield* inEntry(waiver, found, faults, today)
      else yield inComment(waiver, waiver.comment, found, today)
    }
  },
}
