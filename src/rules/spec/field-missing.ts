import { readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { reaches, type Stage } from '../../model/stage.ts'
import { enumerate, quote } from '../../values/text.ts'
import { dotted, type Path } from '../../yaml/path.ts'
import { unread } from '../lib/absent.ts'
import { goesToPeople } from '../lib/handoff.ts'
import type { Rule } from '../lib/rule.ts'

/** A field that the table "What is required from which stage" asks for, and no other rule speaks for. */
type Row = readonly [
  field: string,
  from: Stage,
  /** What the file does not say without it: completes "… does not say". */
  says: string,
  /** A value as the author would write it. */
  example: string,
  /** Whether the pilot needs it at all; `at` is the entry of the list. Absent means always. */
  where?: (pilot: Pilot, at: number) => boolean,
]

const occurs = ({ data }: Pilot, at: number) => data?.edge_cases?.[at]?.not_applicable === undefined

/** Data that an export or a person brings has no contract and no calls to count: it is reported as not live. */
const isAutomatic = ({ integration }: Pilot, at: number) => {
  const mode = integration?.[at]?.mode
  return mode !== 'static_export' && mode !== 'manual'
}

const isCalled = ({ integration }: Pilot, at: number) => integration?.[at]?.mode === 'live'

const isForPeople = ({ fallback }: Pilot, at: number) => goesToPeople(fallback?.[at] ?? {})

const isReviewed = ({ cost }: Pilot) =>
  Object.values(cost?.oversight?.reviewed ?? {}).some((share) => share !== undefined && share.value > 0)

const isCostHere = ({ cost }: Pilot) => cost?.include === undefined && Object.keys(cost ?? {}).length > 0

/** Without a control nothing is assigned; that there is none is for another rule. */
const hasControl = ({ rollout }: Pilot) =>
  [rollout?.limited, rollout?.progressive, rollout?.full].some((stage) => stage?.control !== undefined)

/** The steps of a progressive stage each say their share and time. */
const isOneStep = ({ rollout }: Pilot) => rollout?.progressive?.steps === undefined

const isShareOfAll = ({ rollout }: Pilot) => rollout?.limited?.segment === undefined

const isAction = ({ guardrails }: Pilot) => readable(guardrails?.actions).length > 0

const table: readonly Row[] = [
  ['started', 'pilot', 'when the pilot started', '2026-09-14'],
  [
    'use_case.summary',
    'pilot',
    'what the system does, for whom and from which data',
    'Answer order-status chats from live order data',
  ],
  ['use_case.unit', 'pilot', 'which transaction the business counts', 'conversation'],
  ['success.agreed', 'pilot', 'when the bar was agreed', '2026-09-07'],
  ['success.guardrail_metrics[].metric', 'pilot', 'which metric must not get worse', 'csat'],
  ['owner.involved_since', 'shadow', 'since when the owner has been part of the pilot', '2026-09-07'],
  ['integration[].direction', 'shadow', 'in which direction data flows', 'in'],
  ['integration[].mode', 'shadow', 'whether it is live', 'live'],
  [
    'integration[].contract',
    'limited',
    'where its contract is',
    'contracts/orders.openapi.yaml',
    isAutomatic,
  ],
  ['integration[].rate_limit', 'progressive', 'how many calls it takes', '10/s', isCalled],
  ['data.eval_set.path', 'shadow', 'where its cases are', 'evals/order-status.jsonl'],
  ['data.eval_set.cases', 'limited', 'how many cases it holds', '480'],
  ['data.edge_cases[].kind', 'shadow', 'what makes the case hard', 'awkward_user'],
  ['data.edge_cases[].id', 'limited', 'which tag its cases have in the eval set', 'asks-refund', occurs],
  ['data.edge_cases[].min_cases', 'limited', 'how many such cases there are at least', '30', occurs],
  ['guardrails.actions[].name', 'shadow', 'which action it is', 'read_order', isAction],
  ['people[].role', 'shadow', 'whose work changes', 'tier-1 agents'],
  ['people[].involved_since', 'shadow', 'since when they have been part of it', '2026-09-21'],
  ['cost.volume.demo', 'shadow', 'the volume of the pilot', '600/month'],
  ['cost.volume.peak_day', 'progressive', 'the volume of the busiest day', '6000/day'],
  ['cost.volume.peak_rate', 'progressive', 'the volume of the busiest minute', '25/min'],
  ['cost.oversight.capacity', 'progressive', 'how much review time there is', '14 h/day', isReviewed],
  ['cost.bill', 'full', 'where the bill or usage export is', 'costs/bill-2027-q2.csv', isCostHere],
  ['fallback[].capacity', 'progressive', 'how many requests it takes', '900/day', isForPeople],
  ['monitoring.rules', 'limited', 'which file holds the alert rules', 'monitoring/pilot.rules.yml'],
  ['monitoring.alerts[].metric', 'limited', 'which metric it watches', 'latency_p95'],
  ['monitoring.alerts[].runbook', 'progressive', 'which section of the runbook helps', 'slow-answers'],
  ['rollout.assign_by', 'limited', 'what is assigned to treatment or control', 'customer', hasControl],
  ['rollout.shadow.duration', 'shadow', 'how long it lasts', '21d'],
  ['rollout.limited.traffic', 'limited', 'what share of the traffic it serves', '5%', isShareOfAll],
  ['rollout.limited.duration', 'limited', 'how long it lasts', '14d'],
  ['rollout.progressive.duration', 'progressive', 'how long it lasts', '28d', isOneStep],
]

/** Keys from the root, where `*` stands for every entry of a list. */
export const requiredFields = table.map(([field, from, says, example, where]) => {
  const path = field.replaceAll('[]', '.*').split('.')
  return { path, key: path.at(-1) ?? '', from, says, example, where }
})

type RequiredField = (typeof requiredFields)[number]

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

export const fieldMissing: Rule = {
  id: 'spec/field-missing',
  severity: 'error',
  from: 'pilot',
  summary: 'Every field that the stage asks for is there',
  why: 'What is not written down is decided by whoever is on duty when the question comes up.',
  details: `It reads the table *What is required from which stage* and speaks for the fields in it that no other rule speaks for, ${requiredFields.length} of them: from the first day the start, the unit and the day on which the bar was agreed; later the direction of an integration, the file with the alert rules or the capacity of a handoff.

A section that is missing altogether is reported by the rule of that section, and nothing in it here. Several fields that are missing in one entry are one finding. What could not be read is not missing. Fields that a pilot does not need are not asked for: no \`assign_by\` where no stage has a control, no \`contract\` for an export by hand, no \`capacity\` for a template reply or an older ranker.`,
  principles: ['beyond-demo'],
  fields: table.map(([field]) => field.replaceAll('[]', '')),
  references: ['pilot.yaml, What is required from which stage'],
  examples: {
    ready: `started: 2026-09-14
use_case: {summary: Rank the search results of the shop, unit: search, out_of_scope: [ads]}
integration: [{system: catalogue, owner: acme/shop, effort: 6d}]`,
    notReady: `started: 2026-09-14
use_case:  # expect: spec/field-missing
  summary: Rank the search results of the shop
  out_of_scope: [ads]
integration: [{system: catalogue, owner: acme/shop, effort: 6d}]`,
  },

  *check({ pilot, gate, faults }) {
    const gaps = new Map<string, Gap>()
    for (const field of requiredFields.filter(({ from }) => reaches(gate, from)))
      for (const holder of holders(pilot, field.path)) {
        const needed = field.where?.(pilot, Number(holder.path.at(-1))) ?? true
        if (!needed || holder.data[field.key] !== undefined) continue
        if (unread(faults, [...holder.path, field.key])) continue
        const id = JSON.stringify(holder.path)
        gaps.set(id, { holder, fields: [...(gaps.get(id)?.fields ?? []), field] })
      }
    for (const { holder, fields } of gaps.values()) {
      const says = fields.map((field) => field.says)
      yield {
        path: [...holder.path, ...fields.slice(0, 1).map(({ key }) => key)],
        message: `${called(holder)} does not say ${enumerate(says, 'or')}`,
        write: fields.map(({ key, example }) => ({ path: [...holder.path, key], yaml: example })),
        help: '',
      }
    }
  },
}
