import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { quote } from '../../values/text.ts'
import { actionsOf, filledGuardrails, forGood, verbOf } from '../lib/actions.ts'
import type { Finding, Rule } from '../lib/rule.ts'

const example = '{name: post_reply, effect: write, undo: agent corrects in thread, scope: tickets:reply}'

function* unlisted({ integration }: Pilot): Generator<Finding> {
  const written = present(integration).filter(
    ({ item }) => item.direction === 'out' || item.direction === 'both',
  )
  const [first] = written
  if (first === undefined) return
  const system = first.item.system === undefined ? 'a system' : quote(first.item.system)
  yield {
    path: ['guardrails', 'actions'],
    message: `the pilot writes to ${system}, and no action is listed`,
    write: `[${example}]`,
    help: 'reads are listed as well',
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
  summary: 'Everything that the system can do is listed, each action with its effect',
  why: 'A tool that nobody listed is a tool that nobody limited: the first that a team hears of it is the refund that the model gave away.',
  details: `Speaks for the whole section where there are no guardrails. An empty list of actions is reported where an integration has \`direction: out\` or \`both\`; a system that only reads is left alone. An action without \`effect\` is listed in name only: whether it has to be approved cannot be told.`,
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
        message: 'nothing says what the system may do and say',
        write: `{actions: [${example}]}`,
        help: 'then scopes, input, output and disclosure',
        absent: true,
      }
    } else if ((guardrails.actions ?? []).length === 0) yield* unlisted(pilot)
    for (const { action, path, called } of actionsOf(pilot))
      if (action.effect === undefined)
        yield {
          path: [...path, 'effect'],
          message: `${called} does not say what it does to the world`,
          ...(verbOf(action.name ?? '') === undefined
            ? {
                write: 'read',
                help: 'or effect: write with undo, or effect: irreversible with approval: human',
              }
            : { write: forGood(path), help: 'or effect: write with undo, how a person takes it back' }),
        }
  },
}
