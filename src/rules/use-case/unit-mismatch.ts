import type { Pilot } from '../../model/pilot.ts'
import { nounOf, sameUnit } from '../../values/index.ts'
import { quote, several, withoutAccents } from '../../values/text.ts'
import { both, type Finding, type Rule } from '../lib/rule.ts'

const joined = (unit: string): string => unit.replaceAll(/[ _-]/gu, '').replace(/s$/u, '')

/** Whether one word ends in the other: `email` is `mail`, `Supportticket` is `Ticket`. */
const endsIn = (long: string, short: string): boolean => short.length >= 4 && long.endsWith(short)

/** Whether two units may be the same: plurals in many languages begin alike. */
const mayBeOne = (one: string, other: string): boolean => {
  const plain = (unit: string) => withoutAccents(unit).toLowerCase()
  const [a, b] = [plain(one), plain(other)]
  if (sameUnit(a, b) || sameUnit(nounOf(a), nounOf(b)) || a.slice(0, 4) === b.slice(0, 4)) return true
  const [whole, part] = [joined(a), joined(b)]
  return whole.slice(0, 4) === part.slice(0, 4) || endsIn(whole, part) || endsIn(part, whole)
}

type Counted = { readonly unit: string | undefined; readonly path: Finding['path']; readonly key: string }

const counts = ({ rollback, cost }: Pilot): Counted[] => [
  { unit: rollback?.max_affected?.unit, path: ['rollback', 'max_affected'], key: 'max_affected' },
  { unit: cost?.usage?.calls?.per, path: ['cost', 'usage', 'calls'], key: 'calls' },
]

export const unitMismatch: Rule = {
  id: 'use-case/unit-mismatch',
  severity: 'error',
  from: 'limited',
  summary: 'Calls and the blast radius are counted in the unit of the use case',
  why: 'Cost and blast radius are computed per unit. Calls per contract in a pilot that counts e-mails make the cost wrong by the number of e-mails per contract.',
  details: `Compares the units of \`rollback.max_affected\` and \`cost.usage.calls\` with \`use_case.unit\`. Plurals, \`ticket\` and \`support ticket\`, and words that begin or end alike, such as \`e-mail\` and \`email\`, are the same unit. \`max_affected\` may also count the unit of \`rollout.assign_by\`.`,
  principles: ['business-metric', 'cost-model', 'rollback'],
  fields: ['use_case.unit', 'rollback.max_affected', 'cost.usage.calls', 'rollout.assign_by'],
  references: ['FinOps Foundation, Unit Economics: one unit for cost and value'],
  examples: both`use_case: {unit: e-mail}
rollback: {max_affected: 2500 «e-mails|contracts»}  # expect: use-case/unit-mismatch
cost: {usage: {calls: 3 per «e-mail|contract»}}  # expect: use-case/unit-mismatch`,

  *check({ pilot }) {
    const unit = pilot.use_case?.unit
    if (unit === undefined) return
    const assigned = pilot.rollout?.assign_by
    for (const { unit: counted, path, key } of counts(pilot)) {
      if (counted === undefined || counted === '' || mayBeOne(counted, unit)) continue
      if (key === 'max_affected' && assigned !== undefined && mayBeOne(counted, assigned)) continue
      yield {
        path,
        message: `\`${path.join('.')}\` counts ${quote(counted)}, but \`use_case.unit\` is ${quote(unit)}`,
        help: `write ${key === 'calls' ? `calls: 3 per ${unit}` : `max_affected: 750 ${several(unit)}`} with your number, or change use_case.unit`,
        related: [{ path: ['use_case', 'unit'], label: 'the unit of the use case' }],
      }
    }
  },
}
