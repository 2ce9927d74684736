import type { Pilot } from '../../model/pilot.ts'
import { nounOf, sameUnit } from '../../values/index.ts'
import { quote, several, withoutAccents } from '../../values/text.ts'
import { both, type Finding, type Rule } from '../lib/rule.ts'

const joined = (unit: string): string => unit.replaceAll(/[ _-]/gu, '').replace(/s$/u, '')

/** Whether one word ends in the other: `email` is `mail`, `Supportticket` is `Ticket`. */
const endsIn = (long: string, short: string): boolean => short.length >= 4 && long.endsWith(short)

/** Whether two units may mean one thing: plurals of many languages begin alike, and a noun may stand for the whole. */
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
  summary: 'What may be affected and what is called for are counted in the unit of the use case',
  why: 'Money and blast radius are computed by the unit. Calls for each contract in a pilot that counts e-mails make a cost that is wrong by the number of e-mails a contract brings, and nobody sees it.',
  details: `Compared with \`use_case.unit\` are the unit of \`rollback.max_affected\` and that below the line in \`cost.usage.calls\`. Plurals are one unit, \`ticket\` is a \`support ticket\`, and words that begin or end alike, such as \`e-mail\` and \`email\`, are left alone. \`max_affected\` may also count what \`rollout.assign_by\` assigns.`,
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
        message: `${key} counts ${quote(counted)}, and the unit of the use case is ${quote(unit)}`,
        help: `${key === 'calls' ? `calls: 3 per ${unit}` : `max_affected: 750 ${several(unit)}`}, with your number, or the unit that everything else is counted in as use_case.unit`,
        related: [{ path: ['use_case', 'unit'], label: 'the unit of the use case' }],
      }
    }
  },
}
