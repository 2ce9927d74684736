import { shadowActs } from '../../../src/rules/rollout/shadow-acts.ts'
import { table } from '../table.ts'

table(shadowActs, [
  {
    name: 'a control in shadow',
    yaml: 'rollout: {shadow: {traffic: 80%, control: 20%, duration: 21d}}   # expect: rollout/shadow-acts',
    says: ['shadow keeps a control of 20%, so the others are acted on'],
    helps: ['leave control out of shadow; it belongs to limited and progressive'],
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
      '"conversion above control" needs customers who are treated, and in shadow nobody is',
      '"handling_time below control" needs customers who are treated, and in shadow nobody is',
    ],
    helps: Array(2).fill(
      'compare what the system would have done with what people did, as in status_match_rate at least 97%',
    ),
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
