import { present, readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { condition } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { fields, type Rule } from '../lib/rule.ts'
import { isReadable } from '../lib/stages.ts'

type Exit = NonNullable<NonNullable<NonNullable<NonNullable<Pilot['rollout']>['shadow']>['exit']>[number]>

/** Why what the exit names does not happen in shadow; undefined where it may. */
const unobservable = (
  exit: Exit,
  primary: string | undefined,
  answered: ReadonlySet<string>,
): string | undefined => {
  if ('guardrail_metrics' in exit) {
    const [first] = answered
    return first && `nobody answers about ${quote(first)} when nobody meets the system`
  }
  if (exit.metric === primary) return 'it is what happens when the system acts, and in shadow it does not'
  return answered.has(exit.metric) ? 'nobody answers about a system that nobody meets' : undefined
}

export const shadowUnobservable: Rule = {
  id: 'rollout/shadow-unobservable',
  severity: 'error',
  from: 'shadow',
  summary: 'The exits of shadow name what can be seen while nobody meets the system',
  why: 'In shadow no customer sees an answer, so no customer can be satisfied by one or come back. An exit that waits for it is met by nobody, and is then waved through.',
  details: `It looks for exits on \`success.metric\`, on a guardrail metric with \`response_rate\`, which people have to answer, and for \`guardrail_metrics hold\` where there is such a metric. What can be seen in shadow is agreement with what people did, latency, and cost.

Where the metric can be counted all the same, as by replaying the decisions, \`rollout.shadow.source\` names the query or file that does it, and the rule is silent.`,
  principles: ['shadow-stage'],
  fields: fields`rollout.shadow.{exit,source} success.{metric,guardrail_metrics.response_rate}`,
  references: ['Flagger, traffic mirroring'],
  examples: {
    ready: `success: {metric: deflection_rate}
rollout:
  shadow: {traffic: 100%, duration: 21d, exit: [status_match_rate at least 97%]}`,
    notReady: `success: {metric: deflection_rate}
rollout:
  shadow: {traffic: 100%, duration: 21d, exit: [deflection_rate at least 35%]}   # expect: rollout/shadow-unobservable`,
  },

  *check(context) {
    const { pilot } = context
    const { source, prove } = pilot.rollout?.shadow ?? {}
    const success = ['metric', 'guardrail_metrics'].map((key) => ['success', key])
    const inputs = [['rollout', 'shadow', 'source'], ...success]
    if (source !== undefined || prove?.by !== undefined || !isReadable(context, inputs)) return
    const { metric: primary, guardrail_metrics } = pilot.success ?? {}
    const asked = readable(guardrail_metrics).filter(({ response_rate }) => response_rate !== undefined)
    const answered = new Set(asked.flatMap(({ metric }) => metric ?? []))
    for (const { item, at } of present(pilot.rollout?.shadow?.exit)) {
      const why = unobservable(item, primary, answered)
      if (why !== undefined)
        yield {
          path: ['rollout', 'shadow', 'exit', at],
          message: `${quote(condition.print(item))} cannot be seen in shadow: ${why}`,
          help: 'an agreement, as in status_match_rate at least 97%; or rollout.shadow.source, if a replay counts it',
        }
    }
  },
}
