import { present } from '../../model/lists.ts'
import { condition, printQuantity } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import type { Rule } from '../lib/rule.ts'

export const shadowActs: Rule = {
  id: 'rollout/shadow-acts',
  severity: 'error',
  from: 'shadow',
  summary: 'In shadow the system runs alongside and does not affect customers',
  why: 'A shadow stage that answers is a launch: the first customers meet a system of unknown quality.',
  details: `Shadow with a \`control\` above 0%, or with an exit that compares with control, is an experiment on customers. \`guardrails.actions\` and \`integration\` describe the live system and are not judged; neither is a segment or a share of the traffic, which may be mirrored.`,
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
        message: `\`rollout.shadow.control\` is ${printQuantity(control)}, but shadow does not affect customers`,
        help: 'remove `control` from shadow; it belongs to limited and progressive',
        change: { path: ['rollout', 'shadow', 'control'], remove: true },
      }
    for (const { item, at } of present(exit))
      if ('metric' in item && 'reference' in item.threshold && item.threshold.reference === 'control')
        yield {
          path: ['rollout', 'shadow', 'exit', at],
          message: `exit ${quote(condition.print(item))} compares with control, but shadow does not affect customers`,
          help: 'use a share of answers that agree with what people did',
        }
  },
}
