import { isDenial, isNothing } from '../lib/absent.ts'
import { actionsOf, verbOf } from '../lib/actions.ts'
import type { Rule } from '../lib/rule.ts'

export const notRecoverable: Rule = {
  id: 'use-case/not-recoverable',
  severity: 'error',
  from: 'shadow',
  summary: 'The use case says what happens when the system is wrong, and each write how it is put right',
  why: 'The system will be wrong. Where nobody has thought of how a wrong answer is noticed and corrected, the customer is the one who does both.',
  details: `\`use_case.when_wrong\` is free text, and a bare \`nothing\` is none. In \`guardrails.actions\`, each action with \`effect: write\` needs \`undo\`, unless a person lets it through (\`approval: human\`): an honest \`undo: none needed, it only writes a log line\` will do, a bare \`none\` will not.

What is \`irreversible\` belongs to \`guardrails/irreversible-unapproved\`, and writes that refund, cancel, delete, pay, send or the like to \`guardrails/effect-understated\`.`,
  principles: ['bounded-use-case'],
  fields: ['use_case.when_wrong', 'guardrails.actions.undo'],
  references: ['NIST AI RMF MAP 3.2'],
  examples: {
    ready: `use_case:
  summary: Tag incoming tickets and route them to a queue
  when_wrong: The ticket lands in the wrong queue; the agent there moves it on, within the hour
guardrails:
  actions:
    - {name: set_queue, effect: write, undo: any agent moves the ticket}`,
    notReady: `use_case:  # expect: use-case/not-recoverable
  summary: Tag incoming tickets and route them to a queue
guardrails:
  actions:
    - {name: set_queue, effect: write}  # expect: use-case/not-recoverable`,
  },

  *check({ pilot }) {
    const { use_case: useCase } = pilot
    if (useCase !== undefined && isNothing(useCase.when_wrong ?? 'nothing'))
      yield {
        path: ['use_case', 'when_wrong'],
        message: 'nothing says what happens when the system is wrong, and how it is put right',
        write: 'Customer reads a wrong date; an agent corrects it in the same thread; no money or data lost',
        help: '',
      }
    for (const { action, path, called } of actionsOf(pilot)) {
      if (action.effect !== 'write' || action.approval === 'human') continue
      if (action.undo !== undefined && !isDenial(action.undo)) continue
      if (action.name !== undefined && verbOf(action.name) !== undefined) continue
      yield {
        path: [...path, 'undo'],
        message: `${called} writes, and nothing says how a wrong one is put right`,
        write: 'agent corrects in thread',
        help: 'where nobody can, effect: irreversible with approval: human',
      }
    }
  },
}
