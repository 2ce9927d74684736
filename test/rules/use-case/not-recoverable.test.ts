import { notRecoverable } from '../../../src/rules/use-case/not-recoverable.ts'
import { table } from '../table.ts'

const guilty = '  # expect: use-case/not-recoverable'

table(notRecoverable, [
  {
    name: 'nothing about being wrong',
    yaml: `use_case:${guilty}\n  summary: Draft replies to reviews\n`,
    says: ['`use_case.when_wrong` is missing'],
    helps: ['when_wrong: <who notices an error and how it is corrected>  # in use_case'],
  },
  {
    name: 'writes that nobody can put right',
    yaml: `
use_case: {when_wrong: the agent corrects it}
guardrails:
  actions:
    - {name: set_queue, effect: write}${guilty}
    - {effect: write, undo: none}${guilty}
`,
    says: ['"set_queue" has effect write, but no `undo`', '`guardrails.actions[1]` has effect write, but no `undo`'],
    helps: [
      '{name: set_queue, effect: write, undo: <how it is undone>}  # in guardrails.actions: if no one can undo it, set effect: irreversible and approval: human',
      '{effect: write, undo: <how it is undone>}  # in guardrails.actions: if no one can undo it, set effect: irreversible and approval: human',
    ],
  },
  {
    name: 'actions that need no way back, and one that other rules judge',
    yaml: `
use_case: {when_wrong: the agent corrects it}
guardrails:
  actions:
    - {name: read_order, effect: read}
    - {name: post_reply, effect: write, undo: agent corrects in thread}
    - {name: write_log, effect: write, undo: none needed, it is a log line}
    - {name: change_address, effect: write, approval: human}
    - {name: issue_voucher, effect: irreversible}
    - {name: tag_ticket}
`,
  },
  { name: 'a pilot without actions', yaml: 'use_case: {when_wrong: the planner overrides the forecast}\n' },
  { name: 'a text that is blank', yaml: 'use_case: {when_wrong: ""}\n' },
  {
    name: 'no use case has a rule of its own',
    yaml: 'guardrails: {actions: [{name: set_queue, effect: read}]}\n',
  },
  {
    name: 'nothing happens when it is wrong',
    yaml: 'use_case:\n  when_wrong: Nothing.  # expect: use-case/not-recoverable\n',
  },
  {
    name: 'a write in a file without a use case',
    yaml: 'guardrails:\n  actions:\n    - {name: post_reply, effect: write}  # expect: use-case/not-recoverable\n',
  },
])
