import { shadowActs } from '../../../src/rules/rollout/shadow-acts.ts'
import { table } from '../table.ts'

table(shadowActs, [
  {
    name: 'a control in shadow',
    yaml: 'rollout: {shadow: {traffic: 80%, control: 20%, duration: 21d}}   # expect: rollout/shadow-acts',
    says: ['`rollout.shadow.control` is 20%, but shadow does not affect customers'],
    helps: ['remove `control` from shadow; it belongs to limited and progressive'],
    severity: 'error',
  },
  {
    name: 'exits that compare with control, in either direction',
    yaml: `rollout:
  shadow:
    exit:
      - conversion above control   # expect: rollout/shadow-acts
      - handling_time below control   # expect: rollout/shadow-acts
      - match_rate at least 97%`,
    says: [
      'exit "conversion above control" compares with control, but shadow does not affect customers',
      'exit "handling_time below control" compares with control, but shadow does not affect customers',
    ],
    helps: Array(2).fill('use a share of answers that agree with what people did'),
  },
  {
    name: 'the honest file that comes closest: writing actions for later, a mirrored segment, no control',
    yaml: `guardrails: {actions: [{name: post_reply, effect: write, undo: agent corrects in thread}]}
integration: [{system: helpdesk, direction: out, mode: live, status: done}]
rollout:
  shadow:
    segment: {name: web-chat-ie, share: 6%}
    control: 0%
    exit: [match_rate at least 97%, error_rate not above baseline, guardrail_metrics hold]
  limited: {traffic: 5%, control: 5%, exit: [conversion above control]}`,
  },
  { name: 'an exit that cannot be read', yaml: 'rollout: {shadow: {exit: [if happy]}}' },
  { name: 'no shadow is for rollout/big-bang', yaml: 'rollout: {limited: 5%}' },
])
