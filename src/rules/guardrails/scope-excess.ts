import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { sameUnit } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { actionsOf, words } from '../lib/actions.ts'
import { type Finding, type Rule, wordSet } from '../lib/rule.ts'

/** Words for the access that a scope grants; its other words name the resource. */
const access = wordSet`read write delete admin manage create update list get view edit all api scope auth https www com`
const changes = wordSet`write delete admin manage create update edit`

/** The scopes of OpenID Connect grant no resource. */
const signIn = wordSet`openid profile email offline_access`

const isWildcard = (scope: string): boolean => {
  const parts = scope.trim().split(/[:.]/)
  // The region and account of an ARN are often empty: `arn:aws:s3:::replies`.
  const judged = /^arn:/i.test(scope.trim()) ? parts.slice(-1) : parts
  return judged.some((part) => /^[*/]+$/.test(part) && part.includes('*')) || /^[\w-]+\/\*$/.test(scope.trim())
}

const shares = (scope: readonly string[], identifier: string): boolean =>
  words(identifier).some((part) => scope.some((word) => sameUnit(word, part)))

/** Whether an action has the scope, or an action without a scope or a system is named after its resource. */
const isNamed = (scope: string, { integration, guardrails }: Pilot): boolean => {
  const parts = words(scope)
  const resources = parts.filter((word) => !access.has(word))
  const byAction = present(guardrails?.actions).some(({ item }) =>
    item.scope === undefined ? shares(resources, item.name ?? '') : item.scope.trim() === scope.trim(),
  )
  const writes = parts.some((word) => changes.has(word))
  const bySystem = present(integration).some(
    ({ item }) => !(writes && item.direction === 'in') && shares(resources, item.system ?? ''),
  )
  return byAction || bySystem
}

/** Whether all actions and integrations are present and readable. */
const isComparable = ({ integration, guardrails }: Pilot): boolean => {
  const { actions = [] } = guardrails ?? {}
  return actions.length > 0 && !actions.includes(undefined) && integration?.includes(undefined) === false
}

function* wildcards(pilot: Pilot): Generator<Finding> {
  const granted = present(pilot.guardrails?.scopes)
  const isGranted = (scope: string | undefined) => granted.some(({ item }) => item === scope)
  const needed = actionsOf(pilot).filter(({ action }) => !isGranted(action.scope))
  for (const { scope, path } of [
    ...granted.map(({ item, at }) => ({ scope: item, path: ['guardrails', 'scopes', at] })),
    ...needed.map(({ action, path }) => ({ scope: action.scope, path: [...path, 'scope'] })),
  ])
    if (scope !== undefined && isWildcard(scope))
      yield {
        path,
        message: `scope ${quote(scope)} is a wildcard`,
        help: 'replace it with the scopes that the actions use, for example orders:read',
      }
}

/** Actions on a resource that no granted scope covers: the list of scopes is incomplete. */
function* ungranted(pilot: Pilot): Generator<Finding> {
  const granted = pilot.guardrails?.scopes ?? []
  if (granted.length === 0 || granted.includes(undefined)) return
  const known = granted.flatMap((scope) => words(scope ?? ''))
  for (const { action, path, called } of actionsOf(pilot)) {
    const { scope } = action
    if (scope === undefined || granted.some((one) => one?.trim() === scope.trim())) continue
    const resources = words(scope).filter((word) => !access.has(word))
    if (resources.length === 0 || granted.some((one) => one !== undefined && isWildcard(one))) continue
    if (resources.some((part) => known.some((word) => sameUnit(word, part)))) continue
    yield {
      path: [...path, 'scope'],
      message: `${called} uses scope ${quote(scope)}, which \`guardrails.scopes\` does not cover`,
      help: 'add every granted scope to guardrails.scopes, or correct the scope of the action',
      severity: 'warning',
      related: [{ path: ['guardrails', 'scopes'], label: 'the granted scopes' }],
    }
  }
}

export const scopeExcess: Rule = {
  id: 'guardrails/scope-excess',
  severity: 'error',
  from: 'limited',
  summary: 'Every granted scope is used by an action or an integration, and none is a wildcard',
  why: 'The credentials, not the prompt, limit what a model can do: an unused write scope makes the next prompt injection worse.',
  details: `A wildcard is a scope with \`*\` for a whole part: \`orders:*\`, \`*\`, \`orders.*.read\`. An ARN with open objects (\`arn:aws:s3:::replies/*\`) and a prefix (\`s3:Get*\`) are accepted, and so are the sign-in scopes \`openid\`, \`profile\`, \`email\` and \`offline_access\`.

A granted scope is used if an action names it, or if its resource is in the name of an integration or of an action without a scope: \`tracking:read\` belongs to \`carrier-tracking\`. A write scope does not belong to a system with \`direction: in\`. An action whose scope no granted scope covers is a warning; a granted \`repo\` covers \`repo:status\`. Nothing is compared if the actions or integrations are missing or unreadable.`,
  principles: ['guardrails'],
  fields: ['guardrails.scopes', 'guardrails.actions.scope'],
  references: ['OWASP LLM03:2026 no. 4'],
  proves: ['guardrails'],
  examples: {
    ready: `integration: [{system: calendar-api, direction: both, mode: live}, {system: patient-index, direction: in, mode: live}]
guardrails:
  actions: [{name: book_slot, effect: write, undo: front desk frees the slot, scope: calendar:book}]
  scopes: [calendar:book, calendar:read, patients:read]`,
    notReady: `integration: [{system: calendar-api, direction: both, mode: live}, {system: patient-index, direction: in, mode: live}]
guardrails:
  actions: [{name: book_slot, effect: write, undo: front desk frees the slot, scope: calendar:book}]
  scopes:
    - calendar:book
    - patients:*  # expect: guardrails/scope-excess
    - billing:write  # expect: guardrails/scope-excess`,
  },

  *check({ pilot }) {
    yield* wildcards(pilot)
    if (!isComparable(pilot)) return
    yield* ungranted(pilot)
    for (const { item: scope, at } of present(pilot.guardrails?.scopes))
      if (!isWildcard(scope) && !signIn.has(scope.trim()) && !isNamed(scope, pilot))
        yield {
          path: ['guardrails', 'scopes', at],
          message: `scope ${quote(scope)} is granted, but no action or integration uses it`,
          help: 'remove it, or add the action that uses it with its scope',
        }
  },
}
