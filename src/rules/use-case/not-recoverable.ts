import { isDenial, isNothing, missing } from '../lib/absent.ts'
import { actionsOf } from '../lib/actions.ts'
import type { Rule } from '../lib/rule.ts'

export const notRecoverable: Rule = {
  id: 'use-case/not-recoverable',
  severity: 'error',
  from: 'shadow',
  summary: 'The use case describes how errors are corrected, and each write can be undone',
  why: 'The system will make errors. Without a way to notice and correct them, the customer has to do both.',
  details: `\`use_case.when_wrong\` is free text; a bare \`nothing\` counts as missing. In \`guardrails.actions\`, each action with \`effect: write\` needs \`undo\` or \`approval: human\`. \`undo: none needed, it only writes a log line\` is accepted, a bare \`none\` is not. \`guardrails/irreversible-unapproved\` judges irreversible actions.`,
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
      yield missing(['use_case', 'when_wrong'], '<who notices an error and how it is corrected>')
    for (const { action, path, called } of actionsOf(pilot)) {
      if (action.effect !== 'write' || action.approval === 'human') continue
      if (action.undo !== undefined && !isDenial(action.undo)) continue
      yield {
        path: [...path, 'undo'],
        message: `${called} has effect write, but no \`undo\``,
        write: '<how it is undone>',
        help: 'if no one can undo it, set effect: irreversible and approval: human',
      }
    }
  },
}
