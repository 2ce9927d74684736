import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { sameUnit } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { actionsOf, words } from '../lib/actions.ts'
import { type Finding, type Rule, wordSet } from '../lib/rule.ts'

/** What a scope allows; the other words of a scope say on what. */
const access = wordSet`read write delete admin manage create update list get view edit all api scope auth https www com`
const changes = wordSet`write delete admin manage create update edit`

/** What every sign-in with OpenID Connect asks for; it opens no resource. */
const signIn = wordSet`openid profile email offline_access`

const isWildcard = (scope: string): boolean => {
  const parts = scope.trim().split(/[:.]/)
  // A resource name leaves region and account open by design: `arn:aws:s3:::replies`.
  const judged = /^arn:/i.test(scope.trim()) ? parts.slice(-1) : parts
  return (
    judged.some((part) => /^[*/]+$/.test(part) && part.includes('*')) || /^[\w-]+\/\*$/.test(scope.trim())
  )
}

const shares = (scope: readonly string[], identifier: string): boolean =>
  words(identifier).some((part) => scope.some((word) => sameUnit(word, part)))

/** Whether an action states the scope, or an action without one or a system has its resource in the name. */
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

/** Whether everything that could name a scope is there to be read. */
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
        message: `${quote(scope)} grants more than any action needs`,
        help: 'write the scopes that the actions use, one by one, as in orders:read',
      }
}

/** Actions on something of which no granted scope speaks: then the list is not the one that was granted. */
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
      message: `${called} uses ${quote(scope)}, and no granted scope is about that`,
      help: 'list under scopes what the system was really granted, or name the scope that the action uses',
      severity: 'warning',
      related: [{ path: ['guardrails', 'scopes'], label: 'what is granted' }],
    }
  }
}

export const scopeExcess: Rule = {
  id: 'guardrails/scope-excess',
  severity: 'error',
  from: 'limited',
  summary: 'Every scope that the system holds is used by an action or an integration, and none is a wildcard',
  why: 'A model does what its credentials allow, not what its prompt says: an unused write scope is the damage of the next prompt injection.',
  details: `A wildcard is a scope with \`*\` for a whole part: \`orders:*\`, \`*\`, \`orders.*.read\`. A resource name that leaves objects open (\`arn:aws:s3:::replies/*\`) and a prefix (\`s3:Get*\`) are left alone.

A granted scope counts as used where an action states it, or where its resource is in the name of an integration: \`tracking:read\` belongs to \`carrier-tracking\`, \`orders:read\` to \`order-api\`. A scope that writes does not belong to a system with \`direction: in\`. An action whose scope is about something of which no granted scope speaks is a warning: the list is then not the one that was granted. \`repo:status\` under a granted \`repo\` is left alone. An action that states no scope is taken to use those with a resource in its name. The scopes of a sign-in (\`openid\`, \`profile\`, \`email\`, \`offline_access\`) are left alone. Nothing is compared while the actions or the integrations are missing or cannot be read.`,
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
          message: `${quote(scope)} is granted, and no action or integration uses it`,
          help: 'take it out, or list the action that uses it with its scope',
        }
  },
}
