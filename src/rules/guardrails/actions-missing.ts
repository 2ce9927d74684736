import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { quote } from '../../values/text.ts'
import { actionsOf, filledGuardrails, forGood, verbOf } from '../lib/actions.ts'
import type { Finding, Rule } from '../lib/rule.ts'

const example = '{name: post_reply, effect: write, undo: agent corrects in thread, scope: tickets:reply}'

function* unlisted({ integration }: Pilot): Generator<Finding> {
  const written = present(integration).filter(({ item }) => item.direction === 'out' || item.direction === 'both')
  const [first] = written
  if (first === undefined) return
  const system = first.item.system === undefined ? 'a system' : quote(first.item.system)
  yield {
    path: ['guardrails', 'actions'],
    message: `the pilot writes to ${system}, but \`guardrails.actions\` lists no action`,
    write: `[${example}]`,
    help: 'list every action, including reads',
    related: written.map(({ item, at }) => ({
      path: ['integration', at, 'direction'],
      label: `direction: ${item.direction}`,
    })),
    absent: true,
  }
}

export const actionsMissing: Rule = {
  id: 'guardrails/actions-missing',
  severity: 'error',
  from: 'shadow',
  summary: 'Every action of the system is listed with its effect',
  why: 'An action that is not listed has no limits: the team learns of it from the first refund that the model issues.',
  details: `Reports a missing \`guardrails\` section, an action without \`effect\`, and a missing or empty list of actions if an integration has \`direction: out\` or \`both\`. A system that only reads is accepted.`,
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
        path: ['guardrails'],
        message: '`guardrails` is missing or empty',
        write: `{actions: [${example}]}`,
        help: 'and then scopes, input, output and disclosure',
        absent: true,
      }
    } else if ((guardrails.actions ?? []).length === 0) yield* unlisted(pilot)
    for (const { action, path, called } of actionsOf(pilot))
      if (action.effect === undefined)
        yield {
          path: [...path, 'effect'],
          message: `${called} has no \`effect\``,
          ...(verbOf(action.name ?? '') === undefined
            ? {
                write: 'read',
                help: 'or effect: write with undo, or effect: irreversible with approval: human',
              }
            : { write: forGood(path), help: 'or effect: write with undo' }),
        }
  },
}
