import { isUnit, present, unitOf } from '../../model/lists.ts'
import { meteredOf } from '../../model/metered.ts'
import type { Pilot } from '../../model/pilot.ts'
import { sameUnit } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { isRateUnit, isTimeUnit, rateUnitName, unitName } from '../../values/unit.ts'
import { dotted } from '../../yaml/path.ts'
import { both, type Finding, type Rule } from '../lib/rule.ts'

/** Whether the word names a time: what a volume is counted in is not what is counted. */
const isPeriod = (word: string): boolean => {
  const name = word.toLowerCase().replace(/(?<=..)s$/u, '')
  return isTimeUnit(unitName(name)) || isRateUnit(rateUnitName(name)) || name === 'quarter'
}

type Counted = { readonly unit: string | undefined; readonly path: Finding['path']; readonly key: string }

const counts = (pilot: Pilot): Counted[] => [
  { unit: pilot.rollback?.max_affected?.unit, path: ['rollback', 'max_affected'], key: 'max_affected' },
  ...Object.entries(pilot.cost?.volume ?? {}).map(([key, volume]) => ({
    unit: volume?.counted,
    path: ['cost', 'volume', key],
    key: 'volume',
  })),
  ...present(pilot.cost?.capacity).map(({ item, at }) => ({
    unit: item.per?.counted,
    path: ['cost', 'capacity', at, 'per'],
    key: 'volume',
  })),
  ...meteredOf(pilot).map(({ usage, path }) => ({ unit: usage?.calls?.per, path: [...path, 'calls'], key: 'calls' })),
]

export const unitMismatch: Rule = {
  id: 'use-case/unit-mismatch',
  severity: 'error',
  from: 'pilot',
  summary: 'The unit is what the business counts, and calls and the blast radius count it too',
  why: 'Cost and blast radius are computed per unit. Calls per contract in a pilot that counts e-mails make the cost wrong by the number of e-mails per contract.',
  details: `Compares the units of \`rollback.max_affected\`, \`cost.usage.calls\`, and of \`cost.volume\` and \`cost.capacity\` if they name one, with \`use_case.unit\`. The English plural and, for \`support ticket\`, the noun \`ticket\` are the same unit; another plural is declared as \`unit: {one: person, many: people}\`. A period, such as \`day\`, is not a unit. \`max_affected\` may also count the unit of \`rollout.assign_by\`.`,
  principles: ['business-metric', 'cost-model', 'rollback'],
  fields: [
    'use_case.unit',
    'rollback.max_affected',
    'cost.usage.calls',
    'cost.volume',
    'cost.capacity.per',
    'rollout.assign_by',
  ],
  references: ['FinOps Foundation, Unit Economics: one unit for cost and value'],
  examples: both`use_case: {unit: e-mail}
rollback: {max_affected: 2500 «e-mails|contracts»}  # expect: use-case/unit-mismatch
cost: {usage: {calls: 3 per «e-mail|contract»}}  # expect: use-case/unit-mismatch`,

  *check({ pilot }) {
    const unit = unitOf(pilot)
    if (unit === undefined) return
    if (isPeriod(unit.one)) {
      yield {
        path: ['use_case', 'unit'],
        message: `\`use_case.unit\` is ${quote(unit.one)}, a period`,
        help: 'set it to what the business counts in that time, such as conversation or invoice',
      }
      return
    }
    const assigned = pilot.rollout?.assign_by
    for (const { unit: counted, path, key } of counts(pilot)) {
      if (counted === undefined || counted === '' || isUnit(counted, unit)) continue
      if (key === 'max_affected' && assigned !== undefined && sameUnit(counted, assigned)) continue
      yield {
        path,
        message: `\`${dotted(path)}\` counts ${quote(counted)}, but \`use_case.unit\` is ${quote(unit.one)}`,
        help:
          key === 'calls'
            ? `write the calls per ${unit.one}, or change use_case.unit`
            : `write the number of ${unit.many}, or set use_case.unit to {one: ${unit.one}, many: ${counted}} if that is its plural`,
        related: [{ path: ['use_case', 'unit'], label: 'the unit of the use case' }],
      }
    }
  },
}
