import { waiversOf } from '../lint/exceptions.ts'
import type { Parsed } from '../lint/parsed.ts'
import type { Reading } from '../lint/read-pilot.ts'
import { flaws, type Waiver } from '../model/waiver.ts'
import type { Change } from './change.ts'

export type Side = { readonly document: Parsed; readonly reading: Reading }

/** The waivers of a file by the rule that they waive, those in `exceptions` and those in comments. */
const byRule = ({ document, reading }: Side): ReadonlyMap<string, Waiver> => {
  const found = new Map<string, Waiver>()
  const counts = new Map<string, number>()
  for (const waiver of waiversOf(reading.pilot, document)) {
    const rule = waiver.rule ?? ''
    const count = (counts.get(rule) ?? 0) + 1
    counts.set(rule, count)
    found.set(`${rule} ${count}`, waiver)
  }
  return found
}

const text = ({ why, by, until }: Waiver): string =>
  `${why ?? 'no reason'}, by ${by ?? 'nobody'}, until ${until ?? 'no day'}`

const rangeIn = ({ document }: Side, { comment, path }: Waiver) => comment ?? document.locate(path)

/**
 * The exceptions that came, went or changed. One that is added, or lasts longer, weakens what its rule guards;
 * where it is valid it answers for itself, as it is dated, signed and says why.
 */
export const waiverChanges = (before: Side, after: Side, today: string): Change[] => {
  const [old, fresh] = [byRule(before), byRule(after)]
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((key): Change[] => {
    const [was, is] = [old.get(key), fresh.get(key)]
    const [wasText, isText] = [was && text(was), is && text(is)]
    if (wasText === isText) return []
    const longer = is !== undefined && (was === undefined || (is.until ?? '9') > (was.until ?? '9'))
    const grade = longer ? 'weaker' : is === undefined ? 'stronger' : 'neutral'
    const reasons = {
      weaker: was === undefined ? 'one rule more is waived' : 'a rule is waived for longer',
      stronger: 'the rule counts again',
      neutral: undefined,
    }
    return [
      {
        name: `exceptions[${is?.rule ?? was?.rule ?? ''}]`,
        kind: was === undefined ? 'added' : is === undefined ? 'removed' : 'changed',
        was: wasText,
        is: isText,
        grade,
        reason: reasons[grade],
        rule: undefined,
        path: is?.path ?? ['exceptions'],
        range: is === undefined ? after.document.locate(['exceptions']) : rangeIn(after, is),
        before: was && rangeIn(before, was),
        ...(is !== undefined && grade === 'weaker' && flaws(is, today).length === 0 && { waiver: is }),
      },
    ]
  })
}
