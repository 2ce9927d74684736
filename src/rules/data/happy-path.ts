import { edgeCaseKinds, present, readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { perDay } from '../../values/index.ts'
import { enumerate, plural, quote, wordsOf } from '../../values/text.ts'
import { isNoReason } from '../lib/absent.ts'
import { type Finding, fields, type Rule } from '../lib/rule.ts'

/** Half of the closed list of kinds. */
const least = 4

/** Kinds that every pilot meets. */
const always = ['out_of_scope', 'adversarial', 'seasonal_peak'] as const

/** How many kinds may be settled by a reason. */
const maxReasons = 3

/** How far above the average day a peak makes load a case of its own. */
const peak = 1.5

/** Where the file says that the customers who read it write to it, too; to read is not to write. */
const writersIn = ({ use_case, integration, fallback, data, guardrails }: Pilot): string | undefined => {
  if (use_case?.customer_facing !== true) return undefined
  if (readable(fallback).some((path) => readable(path.for).includes('user_asks'))) return '`for: user_asks`'
  if (readable(data?.edge_cases).some(({ expect }) => expect === 'clarify')) return '`expect: clarify`'
  if (guardrails?.input?.injection !== undefined) return '`guardrails.input.injection`'
  return readable(integration).every(({ direction }) => direction === 'out') ? 'no inbound integration' : undefined
}

/** Why a kind can occur after all; undefined where nothing says so. */
const occurring = (kind: string | undefined, pilot: Pilot): string | undefined => {
  const { integration, cost } = pilot
  const systems = readable(integration)
  if (kind === 'out_of_scope') return 'every pilot has a scope'
  if (kind === 'adversarial' || kind === 'awkward_user') {
    const writers = writersIn(pilot)
    if (writers !== undefined) return `customers write to it (${writers})`
    return systems.some(({ untrusted }) => untrusted === true) ? 'outsiders write what comes in' : undefined
  }
  if (kind === 'dependency_down')
    return systems.some(({ mode, direction }) => mode === 'live' && direction !== 'out')
      ? 'it reads from a live system'
      : undefined
  const { peak_day: day, full } = cost?.volume ?? {}
  const usual = full && perDay(full)
  // Of two or three units a day, chance alone makes five on the busiest.
  return kind === 'seasonal_peak' && day && usual && perDay(day) > Math.max(peak * usual, usual + 3 * Math.sqrt(usual))
    ? `\`peak_day\` is more than ${peak} times an average day`
    : undefined
}

function* reasons(pilot: Pilot): Generator<Finding> {
  const settled = present(pilot.data?.edge_cases).filter(({ item }) => item.not_applicable !== undefined)
  const seen = new Set<string>()
  for (const [count, { item, at }] of settled.entries()) {
    const { kind, not_applicable: why = '' } = item
    const key = wordsOf(why).join(' ')
    const can = occurring(kind, pilot)
    const words = can
      ? `${quote(kind)} is not applicable, but ${can}`
      : seen.has(key)
        ? `${quote(kind)} is not applicable for the same reason as another kind`
        : count >= maxReasons
          ? `${settled.length} kinds are not applicable, more than ${maxReasons}`
          : undefined
    seen.add(key)
    if (words !== undefined)
      yield {
        path: ['data', 'edge_cases', at, 'not_applicable'],
        message: words,
        help:
          item.id === undefined
            ? `cover the kind: {id: <tag of its cases>, kind: ${kind ?? '<kind>'}, expect: <what it must do>}`
            : `remove \`not_applicable\`: the cases with the tag ${JSON.stringify(item.id)} cover the kind`,
      }
  }
}

export const happyPath: Rule = {
  id: 'data/happy-path',
  severity: 'error',
  from: 'shadow',
  summary: 'At least four kinds of edge case are covered, including out_of_scope, adversarial and seasonal_peak',
  why: 'A system that was tested only on normal requests meets the others for the first time in production.',
  details: `An entry of \`data.edge_cases\` covers its kind with an \`id\`, the tag of its cases, with \`expect\`, or with \`not_applicable\` and a reason; a bare \`none\` or \`yes\` is not a reason. \`other\` counts as one kind. No two entries share an \`id\`. A ranking model without free text, for example, sets \`{kind: adversarial, not_applicable: why}\`.

At most three kinds are not applicable, no two for the same reason, and none that can occur: never \`out_of_scope\`; never \`adversarial\` or \`awkward_user\` where an integration is \`untrusted\`, or where customers write to a \`customer_facing\` pilot: a fallback is for \`user_asks\`, an edge case expects \`clarify\`, \`guardrails.input\` has \`injection\`, or no integration is inbound; never \`dependency_down\` with a live inbound system; never \`seasonal_peak\` where \`peak_day\` is above 1.5 average days, unless there are so few units that chance alone explains it.`,
  principles: ['real-data', 'edge-cases'],
  fields: fields`data.edge_cases data.edge_cases.{id,kind,expect,not_applicable} use_case.customer_facing integration.untrusted fallback.for guardrails.input cost.volume.peak_day`,
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

  *check({ pilot }) {
    const { data } = pilot
    if (data === undefined) return
    yield* reasons(pilot)
    const path = ['data', 'edge_cases']
    for (const { item, at } of present(data.edge_cases))
      if (item.id !== undefined && present(data.edge_cases).some((one) => one.at < at && one.item.id === item.id))
        yield {
          path: [...path, at, 'id'],
          message: `${quote(item.id)} is also the tag of another edge case`,
          help: 'give each edge case a tag and cases of its own',
        }
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
