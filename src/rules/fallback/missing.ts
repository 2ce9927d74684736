import { present, reachesPerson, readable } from '../../model/lists.ts'
import type { FallbackStep, Pilot } from '../../model/pilot.ts'
import { reaches, type Stage } from '../../model/stage.ts'
import { enumerate } from '../../values/text.ts'
import { gap, inBackticks, missingOrEmpty } from '../lib/absent.ts'
import { both, fields, type Rule } from '../lib/rule.ts'

type Trigger = NonNullable<NonNullable<FallbackStep['for']>[number]>

const unknown = {
  for: { yaml: '[<what starts it>]' },
  do: { yaml: '<what happens instead>' },
  to: { yaml: '<group in people>' },
  within: { yaml: '<longest wait>' },
  capacity: { yaml: '<requests per day>' },
}

const asked = ({ do: step }: FallbackStep, gate: Stage): (keyof typeof unknown)[] => {
  if (step === 'human' || step === 'queue') return ['for', 'do', 'to', 'within', 'capacity']
  const returns = step === 'previous_process' || step === 'disable'
  return returns && reaches(gate, 'progressive') ? ['for', 'do', 'capacity'] : ['for', 'do']
}

const failures: readonly Trigger[] = ['model_error', 'timeout', 'dependency_down', 'over_limit']

const covers = ({ for: triggers, do: step }: FallbackStep, trigger: Trigger): boolean => {
  const isFailure = failures.includes(trigger)
  const named = readable(triggers)
  return (named.includes(trigger) || (isFailure && named.includes('any_failure'))) && (isFailure || step !== 'disable')
}

const expectsHandoff = ({ data }: Pilot): number =>
  (data?.edge_cases ?? []).findIndex((edgeCase) => edgeCase?.expect === 'hand_off')

const requests = ({ use_case }: Pilot): Trigger[] =>
  use_case?.customer_facing === true
    ? ['low_confidence', 'out_of_scope', 'user_asks']
    : ['low_confidence', 'out_of_scope']

const entry = (triggers: readonly Trigger[], isHandoff: boolean): string =>
  isHandoff
    ? `{for: [${triggers.join(', ')}], do: human, to: ${unknown.to.yaml}, within: ${unknown.within.yaml}, capacity: ${unknown.capacity.yaml}}`
    : `{for: [${triggers.join(', ')}], do: ${unknown.do.yaml}}`

export const missing: Rule = {
  id: 'fallback/missing',
  severity: 'error',
  from: 'shadow',
  summary: 'There is a fallback for when the model cannot answer, and one that reaches a person where that is expected',
  why: 'Models time out, refuse and go down; without a fallback, the customer sees a blank screen.',
  details: `Each entry of \`fallback\` needs \`for\` and \`do\`. \`human\` and \`queue\` also need \`to\`, \`within\` and \`capacity\`; \`previous_process\` and \`disable\` need \`capacity\` from progressive on.

\`model_error\`, or \`any_failure\`, has to be covered. If an edge case expects \`hand_off\`, so do \`low_confidence\` and \`out_of_scope\`, and \`user_asks\` if the system is customer-facing; \`disable\` covers none of them, and one of the entries has to reach a person: \`human\`, \`queue\` or \`previous_process\`. Nothing is judged as uncovered while an entry has no \`for\` or cannot be read.`,
  principles: ['fallback'],
  fields: fields`fallback fallback.{for,do,to,within,capacity} data.edge_cases.expect use_case.customer_facing`,
  references: ['NIST AI 600-1 GV-6.2-006'],
  examples: both`fallback:
  - {for: [model_error, timeout], do: rule}
  - {for: [low_confidence, out_of_scope], do: queue, to: fraud «analysts, within: 15m, capacity: 300/day|analysts»}  # expect: fallback/missing`,

  *check({ pilot, gate, faults }) {
    const { fallback } = pilot
    if (fallback === undefined || fallback.length === 0) {
      yield {
        ...missingOrEmpty(['fallback'], `[${entry(['any_failure'], false)}, ${entry(requests(pilot), true)}]`),
        absent: true,
      }
      return
    }
    for (const { item, at } of present(fallback)) {
      const path = ['fallback', at]
      const lacks = asked(item, gate).filter((key) => {
        const isMissing = key === 'for' ? readable(item.for).length === 0 : item[key] === undefined
        return isMissing && !faults.some((fault) => fault.path.join() === [...path, key].join())
      })
      if (lacks.length === 0) continue
      const message = `${item.do === undefined ? `\`fallback[${at}]\`` : `fallback ${inBackticks(item.do)}`} has no ${enumerate(lacks.map(inBackticks), 'or')}`
      yield { ...gap(path, lacks, unknown), message, help: '', absent: true }
    }
    const isKnown = fallback.every((item) => item?.for !== undefined && !item.for.includes(undefined) && item.do)
    if (!isKnown || faults.some(({ path }) => path[0] === 'fallback')) return
    const steps = readable(fallback)
    const uncovered = (triggers: readonly Trigger[]) =>
      triggers.filter((trigger) => !steps.some((step) => covers(step, trigger)))
    const next = ['fallback', fallback.length]
    if (uncovered(['model_error']).length > 0)
      yield {
        path: ['fallback'],
        message: '`fallback` has no entry for `model_error`',
        write: [{ path: next, yaml: entry(['model_error'], false) }],
        help: 'or add model_error to the `for` of another entry',
        absent: true,
      }
    const at = expectsHandoff(pilot)
    if (at === -1) return
    const asks = requests(pilot)
    const open = uncovered(asks)
    const related = [{ path: ['data', 'edge_cases', at, 'expect'], label: 'expects hand_off' }]
    if (open.length > 0)
      yield {
        path: ['fallback'],
        message: `an edge case expects \`hand_off\`, but \`fallback\` has no entry for ${enumerate(open.map(inBackticks), 'or')}`,
        write: [{ path: next, yaml: entry(open, true) }],
        help: '',
        related,
        absent: true,
      }
    else if (!steps.some((step) => reachesPerson(step.do) && asks.some((ask) => covers(step, ask))))
      yield {
        path: ['fallback'],
        message: 'an edge case expects `hand_off`, but no fallback for it reaches a person',
        write: [{ path: next, yaml: entry(asks, true) }],
        help: 'or do: queue or previous_process',
        related,
        absent: true,
      }
  },
}
