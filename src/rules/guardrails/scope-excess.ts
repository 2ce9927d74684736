import { present, readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { quote } from '../../values/text.ts'
import { actionsOf } from '../lib/actions.ts'
import { type Finding, type Rule, wordSet } from '../lib/rule.ts'

/** The scopes of OpenID Connect grant no resource. */
const signIn = wordSet`openid profile email offline_access`

const isWildcard = (scope: string): boolean => {
  const parts = scope.trim().split(/[:.]/)
  // The region and account of an ARN are often empty: `arn:aws:s3:::replies`.
  const judged = /^arn:/i.test(scope.trim()) ? parts.slice(-1) : parts
  return judged.some((part) => /^[*/]+$/.test(part) && part.includes('*')) || /^[\w-]+\/\*$/.test(scope.trim())
}

function* wildcards(pilot: Pilot): Generator<Finding> {
  const granted = present(pilot.guardrails?.scopes)
  const needed = actionsOf(pilot).filter(({ action }) => !granted.some(({ item }) => item === action.scope))
  for (const { scope, path } of [
    ...granted.map(({ item, at }) => ({ scope: item, path: ['guardrails', 'scopes', at] })),
    ...needed.map(({ action, path }) => ({ scope: action.scope, path: [...path, 'scope'] })),
  ])
    if (scope !== undefined && isWildcard(scope))
      yield {
        path,
        message: `scope ${quote(scope)} is a wildcard`,
        help: 'replace it with the scopes that the actions use',
      }
}

export const scopeExcess: Rule = {
  id: 'guardrails/scope-excess',
  severity: 'error',
  from: 'limited',
  summary: 'Every granted scope is used by an action, every action has a granted scope, and none is a wildcard',
  why: 'The credentials, not the prompt, limit what a model can do: an unused write scope makes the next prompt injection worse.',
  details: `Compares \`guardrails.scopes\` with the \`scope\` of each action, as they are written. A wildcard is a scope with \`*\` for a whole part: \`orders:*\`, \`*\`, \`orders.*.read\`. An ARN with open objects (\`arn:aws:s3:::replies/*\`) and a prefix (\`s3:Get*\`) are accepted, and so are the sign-in scopes \`openid\`, \`profile\`, \`email\` and \`offline_access\`.

An action that needs several scopes is listed once for each. Nothing is compared if the actions or scopes are missing or unreadable, or if an action has no scope, which \`spec/field-missing\` reports.`,
  principles: ['guardrails'],
  fields: ['guardrails.scopes', 'guardrails.actions.scope'],
  references: ['OWASP LLM03:2026 no. 4'],
  examples: {
    ready: `guardrails:
  actions:
    - {name: book_slot, effect: write, undo: front desk frees the slot, scope: calendar:book}
    - {name: read_patient, effect: read, scope: patients:read}
  scopes: [calendar:book, patients:read]`,
    notReady: `guardrails:
  actions: [{name: book_slot, effect: write, undo: front desk frees the slot, scope: calendar:book}]
  scopes:
    - calendar:book
    - patients:*  # expect: guardrails/scope-excess
    - billing:write  # expect: guardrails/scope-excess`,
  },

  *check({ pilot }) {
    yield* wildcards(pilot)
    const { actions = [], scopes = [] } = pilot.guardrails ?? {}
    const used = readable(actions).flatMap(({ scope }) => scope?.trim() ?? [])
    const granted = readable(scopes).map((scope) => scope.trim())
    if (used.length < actions.length || granted.length < scopes.length) return
    if (used.length === 0 || granted.length === 0) return
    for (const { action, path, called } of actionsOf(pilot)) {
      const scope = action.scope?.trim() ?? ''
      if (!granted.includes(scope))
        yield {
          path: [...path, 'scope'],
          message: `${called} uses scope ${quote(scope)}, which is not in \`guardrails.scopes\``,
          help: 'add it to guardrails.scopes, or correct the scope of the action',
          related: [{ path: ['guardrails', 'scopes'], label: 'the granted scopes' }],
        }
    }
    for (const [at, scope] of granted.entries())
      if (!used.includes(scope) && !isWildcard(scope) && !signIn.has(scope))
        yield {
          path: ['guardrails', 'scopes', at],
          message: `scope ${quote(scope)} is granted, but no action uses it`,
          help: 'remove it, or add the action that uses it',
        }
  },
}
