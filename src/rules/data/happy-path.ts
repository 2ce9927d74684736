import { edgeCaseKinds, readable } from '../../model/lists.ts'
import { enumerate, plural } from '../../values/text.ts'
import { isNoReason } from '../lib/absent.ts'
import { fields, type Rule } from '../lib/rule.ts'

/** Half of the closed list of kinds. */
const least = 4

/** Kinds that every pilot meets. */
const always = ['out_of_scope', 'adversarial', 'seasonal_peak'] as const

export const happyPath: Rule = {
  id: 'data/happy-path',
  severity: 'error',
  from: 'shadow',
  summary: 'At least four kinds of edge case are covered, including out_of_scope, adversarial and seasonal_peak',
  why: 'A system that was tested only on normal requests meets the others for the first time in production.',
  details: `An entry of \`data.edge_cases\` covers its kind with an \`id\`, the tag of its cases, with \`expect\`, or with \`not_applicable\` and a reason; a bare \`none\` or \`yes\` is not a reason. \`other\` counts as one kind. A ranking model without free text, for example, sets \`{kind: adversarial, not_applicable: why}\`.`,
  principles: ['real-data', 'edge-cases'],
  fields: fields`data.edge_cases data.edge_cases.{id,kind,expect,not_applicable}`,
  references: ['ML Test Score (Breck et al. 2017), Model 6', 'NIST AI 600-1 MP-5.1-005'],
  examples: {
    ready: `data:
  edge_cases:
    - {id: new-product, kind: missing_data, expect: degrade}
    - {id: gift-cards, kind: out_of_scope, expect: refuse}
    - {id: black-friday, kind: seasonal_peak, expect: answer, note: same quality at 3x load}
    - {kind: adversarial, not_applicable: no free text and no seller-written input reaches the model}`,
    notReady: `data:
  edge_cases:  # expect: data/happy-path
    - {id: normal-order, kind: other, expect: answer}`,
  },

  *check({ pilot: { data } }) {
    if (data === undefined) return
    const path = ['data', 'edge_cases']
    const cases = readable(data.edge_cases)
    const settled = new Set<string>(
      cases.flatMap(({ kind, id, expect, not_applicable: why = 'none' }) =>
        kind !== undefined && ((id ?? expect) !== undefined || !isNoReason(why)) ? [kind] : [],
      ),
    )
    const open = always.filter((kind) => !settled.has(kind))
    const few = settled.size < least
    if (open.length === 0 && !few) return
    const count = `${plural(settled.size, 'kind')} of edge case covered, fewer than ${least}`
    const unsettled = `${enumerate(open)} ${open.length === 1 ? 'is' : 'are'} neither covered nor \`not_applicable\``
    const [next] = open.length > 0 ? open : Object.keys(edgeCaseKinds).filter((kind) => !settled.has(kind))
    yield {
      path,
      message:
        cases.length === 0
          ? '`data.edge_cases` is missing or empty'
          : [...(open.length > 0 ? [unsettled] : []), ...(few ? [count] : [])].join('; '),
      help: `add an entry for each: {id: <tag of its cases>, kind: ${next}, expect: <what it must do>}, or {kind: ${next}, not_applicable: <why>}`,
    }
  },
}
