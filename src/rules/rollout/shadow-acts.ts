import { present } from '../../model/lists.ts'
import { condition, printQuantity } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import type { Rule } from '../lib/rule.ts'

export const shadowActs: Rule = {
  id: 'rollout/shadow-acts',
  severity: 'error',
  from: 'shadow',
  summary: 'In shadow the system runs alongside and nobody is treated differently',
  why: 'A shadow that answers is a launch without a fallback: the first customers meet a system whose quality nobody has measured.',
  details: `What the file alone can show is whether shadow is planned as an experiment on customers: it keeps a \`control\`, or one of its exits compares with control. Both mean that some are treated and others are not. A control of 0% is none.

\`guardrails.actions\` and \`integration\` describe the system that will go live, so writing actions in them say nothing about shadow and are left alone, as are a segment or a share of the traffic, which may be mirrored.`,
  principles: ['shadow-stage'],
  fields: ['rollout.shadow.control', 'rollout.shadow.exit'],
  references: ['Flagger, traffic mirroring'],
  examples: {
    ready: `rollout:
  shadow: {traffic: 100%, duration: 21d, exit: [triage_match_rate at least 92%]}`,
    notReady: `rollout:
  shadow:
    traffic: 50%
    control: 50%   # expect: rollout/shadow-acts
    exit:
      - handling_time below control   # expect: rollout/shadow-acts`,
  },

  *check({ pilot: { rollout } }) {
    const { control, exit } = rollout?.shadow ?? {}
    if (control !== undefined && control.value > 0)
      yield {
        path: ['rollout', 'shadow', 'control'],
        message: `shadow keeps a control of ${printQuantity(control)}, so the others are acted on`,
        help: 'leave control out of shadow; it belongs to limited and progressive',
      }
    for (const { item, at } of present(exit))
      if ('metric' in item && 'reference' in item.threshold && item.threshold.reference === 'control')
        yield {
          path: ['rollout', 'shadow', 'exit', at],
          message: `${quote(condition.print(item))} needs customers who are treated, and in shadow nobody is`,
          help: 'compare what the system would have done with what people did, as in status_match_rate at least 97%',
        }
  },
}
