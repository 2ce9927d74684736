import { missing } from '../../../src/rules/fallback/missing.ts'
import { table } from '../table.ts'

table(missing, [
  {
    name: 'no section',
    yaml: 'stage: shadow # expect: fallback/missing',
    says: ['`fallback` is missing or empty'],
    helps: [
      'fallback: [{when: model error or slow answer, do: template_reply}, {when: low confidence or customer asks, do: human_handoff, to: tier-1 agents, within: 2m}]',
    ],
    severity: 'error',
  },
  { name: 'an empty list', yaml: 'fallback: [] # expect: fallback/missing' },
  {
    name: 'a path without when',
    yaml: 'fallback:\n  - {do: template_reply} # expect: fallback/missing',
    says: ['fallback "template_reply" has no `when`'],
    helps: ['{do: template_reply, when: model error or low confidence}  # in fallback'],
  },
  {
    name: 'the shorthand, said once',
    yaml: 'fallback: [human_handoff] # expect: fallback/missing',
    says: ['fallback "human_handoff" has no `when` or `within`'],
    helps: ['{do: human_handoff, when: model error or low confidence, within: 2m}  # in fallback'],
  },
  {
    name: 'a path that does not say what it does',
    yaml: 'fallback:\n  - {when: timeout, do: queue}\n  - {when: model error} # expect: fallback/missing',
    says: ['`fallback[1]` has no `do`'],
    helps: ['{when: model error, do: template_reply}  # in fallback'],
  },
  {
    name: 'a handoff without time',
    yaml: 'fallback:\n  - {when: customer asks, do: hand over to an agent} # expect: fallback/missing',
    says: ['fallback "hand over to an agent" has no `within`'],
    helps: ['{when: customer asks, do: hand over to an agent, within: 2m}  # in fallback'],
  },
  {
    name: 'a review by people',
    yaml: 'fallback: [{when: unsure, do: human_review}] # expect: fallback/missing',
  },
  { name: 'an escalation', yaml: 'fallback: [{when: unsure, do: escalate}] # expect: fallback/missing' },
  {
    name: 'a blank screen',
    yaml: 'fallback: [{when: model error, do: blank_screen}] # expect: fallback/missing',
    says: ['fallback "blank_screen" does nothing'],
    helps: [
      '{when: model error, do: template_reply}  # in fallback: or human_handoff, or the process before the model',
    ],
  },
  {
    name: 'a template, and a handoff with time',
    yaml: 'fallback: [{when: model error, do: template_reply}, {when: customer asks, do: human_handoff, within: 2m}]',
  },
  {
    name: 'closest: a ranking that falls back to an older ranker',
    yaml: 'fallback: [{when: slower than 80ms, do: previous ranker takes over, to: ranker-v40}]',
  },
  {
    name: 'a message for people is no handoff',
    yaml: 'fallback: [{when: model error, do: human_readable_message}]',
  },
  {
    name: 'a time that cannot be read',
    yaml: 'fallback: [{when: customer asks, do: human_handoff, within: quickly}]',
  },
  { name: 'before shadow', for: 'pilot', yaml: 'stage: pilot' },
  {
    name: 'closest: handed on to what answers at once',
    yaml: 'fallback: [{when: unsure, do: escalate to a larger model}, {when: timeout, do: hand off to the rules engine}]',
  },
  {
    name: 'people whose name holds such a word',
    yaml: 'fallback: [{when: unsure, do: escalate to the fraud rules team}] # expect: fallback/missing',
  },
  {
    name: 'nothing is done',
    yaml: 'fallback: [{when: timeout, do: do nothing}] # expect: fallback/missing',
    says: ['fallback "do nothing" does nothing'],
  },
])
