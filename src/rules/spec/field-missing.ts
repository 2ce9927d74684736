import { reaches } from '../../model/stage.ts'
import { enumerate, quote } from '../../values/text.ts'
import { dotted, type Path } from '../../yaml/path.ts'
import type { Rule } from '../rule.ts'
import { unread } from '../unread.ts'
import { type RequiredField, requiredFields } from './required-fields.ts'

type Data = { readonly [key: string]: unknown }
type Holder = { readonly path: Path; readonly data: Data }

const isMap = (part: unknown): part is Data =>
  typeof part === 'object' && part !== null && !Array.isArray(part)

/** Every map of the file in which the last key of `steps` can stand; none where a part on the way is missing. */
const holders = (part: unknown, steps: readonly string[], path: Path = []): Holder[] => {
  const [step, ...rest] = steps
  if (step === undefined) return []
  if (step === '*')
    return Array.isArray(part) ? part.flatMap((entry, at) => holders(entry, rest, [...path, at])) : []
  if (!isMap(part)) return []
  if (rest.length === 0) return [{ path, data: part }]
  return Object.hasOwn(part, step) ? holders(part[step], rest, [...path, step]) : []
}

const names = ['system', 'metric', 'name', 'role', 'id', 'do', 'kind']

/** How a message names the part: an entry of a list by what the author calls it. */
const called = ({ path, data }: Holder): string => {
  const name = names.map((key) => data[key]).find((value) => typeof value === 'string')
  return typeof path.at(-1) === 'number' && name !== undefined ? quote(name) : dotted(path) || 'the file'
}

type Gap = { readonly holder: Holder; readonly fields: readonly RequiredField[] }

const keyOf = ({ path }: RequiredField): string => path.at(-1) ?? ''

export const fieldMissing: Rule = {
  id: 'spec/field-missing',
  severity: 'error',
  from: 'pilot',
  summary: 'Every field that the stage asks for is there',
  why: 'What is not written down is decided by whoever is on duty when the question comes up.',
  details: `It reads the table *What is required from which stage* and speaks for the fields in it that no other rule speaks for, ${requiredFields.length} of them:
from the first day the start, the unit and the day on which the bar was agreed; later the direction of an integration, the file with the alert rules or the capacity of a handoff.

A section that is missing altogether is reported by the rule of that section, and nothing in it here. Several fields that are missing in one entry are one finding.
What could not be read is not missing. Fields that a pilot does not need are not asked for: no \`assign_by\` where no stage has a control, no \`contract\` for an export
by hand, no \`capacity\` for a template reply or an older ranker.`,
  seed: ['S1'],
  references: ['pilot.yaml, What is required from which stage'],
  examples: {
    ready: `started: 2026-09-14
use_case: {summary: Rank the search results of the shop, unit: search, out_of_scope: [ads]}
integration: [{system: catalogue, owner: acme/shop, effort: 6d}]
`,
    notReady: `started: 2026-09-14
use_case:  # expect: spec/field-missing
  summary: Rank the search results of the shop
  out_of_scope: [ads]
integration: [{system: catalogue, owner: acme/shop, effort: 6d}]
`,
  },

  *check({ pilot, gate, faults }) {
    const gaps = new Map<string, Gap>()
    for (const field of requiredFields.filter(({ from }) => reaches(gate, from)))
      for (const holder of holders(pilot, field.path)) {
        const path = [...holder.path, keyOf(field)]
        const needed = field.where?.(pilot, Number(holder.path.at(-1))) ?? true
        if (!needed || holder.data[keyOf(field)] !== undefined || unread(faults, path)) continue
        const id = JSON.stringify(holder.path)
        gaps.set(id, { holder, fields: [...(gaps.get(id)?.fields ?? []), field] })
      }
    for (const { holder, fields } of gaps.values()) {
      const says = fields.map((field) => field.says)
      yield {
        path: [...holder.path, ...fields.slice(0, 1).map(keyOf)],
        message: `${called(holder)} does not say ${enumerate(says, 'or')}`,
        write: fields.map((field) => ({ path: [...holder.path, keyOf(field)], yaml: field.example })),
        help: '',
      }
    }
  },
}
