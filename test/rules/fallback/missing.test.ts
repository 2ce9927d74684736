import { missing } from '../../../src/rules/fallback/missing.ts'
import { table } from '../table.ts'

const handoff = 'to: tier-1 agents, within: 2m, capacity: 900/day'
const asks = 'data: {edge_cases: [{id: angry, kind: awkward_user, expect: hand_off}]}\n'

table(missing, [
  {
    name: 'no section',
    yaml: 'stage: shadow # expect: fallback/missing',
    says: ['`fallback` is missing or empty'],
    helps: [
      'fallback: [{for: [any_failure], do: <what happens instead>}, {for: [low_confidence, out_of_scope], do: human, to: <group in people>, within: <longest wait>, capacity: <requests per day>}]',
    ],
    severity: 'error',
  },
  { name: 'an empty list', yaml: 'fallback: [] # expect: fallback/missing' },
  {
    name: 'a path without a trigger',
    yaml: 'fallback:\n  - {do: template} # expect: fallback/missing',
    says: ['fallback `template` has no `for`'],
    helps: ['{do: template, for: [<what starts it>]}  # in fallback'],
  },
  {
    name: 'the shorthand, said once',
    yaml: 'fallback: [human] # expect: fallback/missing',
    says: ['fallback `human` has no `for`, `to`, `within` or `capacity`'],
  },
  {
    name: 'a path that does not say what it does',
    yaml: 'fallback:\n  - {for: [any_failure], do: cached}\n  - {for: [over_limit]} # expect: fallback/missing',
    says: ['`fallback[1]` has no `do`'],
  },
  {
    name: 'a queue that nobody was asked about',
    yaml: 'fallback: [{for: [any_failure], do: queue, to: clerks, within: 4h}] # expect: fallback/missing',
    says: ['fallback `queue` has no `capacity`'],
  },
  {
    name: 'a path that only knows slow answers',
    yaml: `fallback: [{for: [timeout], do: template}] # expect: fallback/missing`,
    says: ['`fallback` has no entry for `model_error`'],
    helps: [
      '{for: [model_error], do: <what happens instead>}  # add to fallback: or add model_error to the `for` of another entry',
    ],
  },
  {
    name: 'an edge case expects a handoff, and only failures have a fallback',
    yaml: `${asks}fallback: [{for: [any_failure], do: template}] # expect: fallback/missing`,
    says: ['an edge case expects `hand_off`, but `fallback` has no entry for `low_confidence` or `out_of_scope`'],
  },
  {
    name: 'customers may ask for a person',
    yaml: `${asks}use_case: {customer_facing: true}\nfallback: [{for: [any_failure, low_confidence, out_of_scope], do: human, ${handoff}}] # expect: fallback/missing`,
    says: ['an edge case expects `hand_off`, but `fallback` has no entry for `user_asks`'],
  },
  {
    name: 'to hide the feature answers no request',
    yaml: `${asks}fallback: [{for: [any_failure, low_confidence, out_of_scope], do: disable}] # expect: fallback/missing`,
  },
  {
    name: 'a text for everybody reaches nobody',
    yaml: `${asks}fallback: [{for: [any_failure, low_confidence, out_of_scope], do: template}] # expect: fallback/missing`,
    says: ['an edge case expects `hand_off`, but no fallback for it reaches a person'],
  },
  {
    name: 'what returns to the old process is counted from progressive on',
    for: 'progressive',
    yaml: 'fallback: [{for: [any_failure], do: previous_process}] # expect: fallback/missing',
    says: ['fallback `previous_process` has no `capacity`'],
  },
  {
    name: 'closest honest file: a review that goes back to the ordinary process',
    for: 'limited',
    yaml: `${asks}fallback: [{for: [any_failure, low_confidence, out_of_scope], do: previous_process}]`,
  },
  {
    name: 'closest honest file: a text, and people where customers ask',
    yaml: `${asks}use_case: {customer_facing: true}
fallback:
  - {for: [model_error, timeout], do: template, uses: order-api, after: 8s}
  - {for: [out_of_scope], do: template}
  - {for: [low_confidence, user_asks], do: human, ${handoff}}`,
  },
  {
    name: 'a ranking that no edge case hands off',
    yaml: 'fallback: [{for: [any_failure], do: search}, {for: [low_confidence], do: disable}]',
  },
  {
    name: 'what cannot be read is not missing',
    yaml: `${asks}fallback: [{for: [any_failure], do: human, to: clerks, within: quickly, capacity: 90/day}]`,
  },
  { name: 'before shadow', for: 'pilot', yaml: 'stage: pilot' },
])
