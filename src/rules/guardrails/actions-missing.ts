import type { Pilot } from '../../model/pilot.ts'
import { quote } from '../../values/text.ts'
import { missingOrEmpty } from '../lib/absent.ts'
import { actionsOf, filledGuardrails, writtenTo } from '../lib/actions.ts'
import type { Finding, Rule } from '../lib/rule.ts'

const example = '{name: <tool>, effect: <read or write or irreversible>, scope: <permission>}'

function* unlisted(pilot: Pilot): Generator<Finding> {
  const actions = pilot.guardrails?.actions ?? []
  const written = writtenTo(pilot)
  const [first] = written
  if (first === undefined || actions.some((action) => action?.effect !== 'read')) return
  const system = first.item.system === undefined ? 'a system' : quote(first.item.system)
  const related = written.map(({ item, at }) => ({
    path: ['integration', at, 'direction'],
    label: `direction: ${item.direction}`,
  }))
  const found = { path: ['guardrails', 'actions'], related, absent: true } as const
  yield actions.length === 0
    ? {
        ...found,
        message: `the pilot writes to ${system}, but \`guardrails.actions\` lists no action`,
        write: `[${example}]`,
        help: 'list every action, including reads',
      }
    : {
        ...found,
        message: `the pilot writes to ${system}, but no action has effect write or irreversible`,
        write: [{ path: ['guardrails', 'actions', actions.length], yaml: example }],
        help: 'the action that writes',
      }
}

export const actionsMissing: Rule = {
  id: 'guardrails/actions-missing',
  severity: 'error',
  from: 'shadow',
  summary: 'Every action of the system is listed with its effect',
  why: 'An action that is not listed has no limits: the team learns of it from the first refund that the model issues.',
  details: `Reports a missing \`guardrails\` section and an action without \`effect\`. If an integration has \`direction: out\` or \`both\`, at least one action has to be \`write\` or \`irreversible\`: a page, a queue or a reply is also written. A pilot that only reads is accepted.`,
  principles: ['guardrails'],
  fields: ['guardrails.actions', 'guardrails.actions.effect', 'integration.direction'],
  references: ['OWASP LLM06:2025', 'OWASP LLM03:2026 no. 1-4'],
  examples: {
    ready: `integration: [{system: ledger, direction: both, mode: live, owner: acme/finance, effort: 8d}]
guardrails:
  actions:
    - {name: read_invoice, effect: read, scope: invoices:read}
    - {name: propose_booking, effect: write, undo: accountant deletes the draft, scope: drafts:write}`,
    notReady: `integration: [{system: ledger, direction: both, mode: live, owner: acme/finance, effort: 8d}]
guardrails:  # expect: guardrails/actions-missing
  output: {never: [a booking above 5000 EUR]}`,
  },

  *check({ pilot }) {
    const guardrails = filledGuardrails(pilot)
    if (guardrails === undefined) {
      yield {
        ...missingOrEmpty(['guardrails'], `{actions: [${example}]}`, 'and then scopes, input, output and disclosure'),
        absent: true,
      }
    } else yield* unlisted(pilot)
    for (const { action, path, called } of actionsOf(pilot))
      if (action.effect === undefined)
        yield {
          path: [...path, 'effect'],
          message: `${called} has no \`effect\``,
          write: '<read or write or irreversible>',
          help: 'add undo to write, and approval to irreversible',
        }
  },
}
