import { present, readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { enumerate, quote } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { flowScalar } from '../../yaml/print.ts'
import { both, type Rule } from '../lib/rule.ts'
import { rolesOf, sameName } from '../lib/teams.ts'

type Mention = { readonly name: string; readonly path: Path; readonly does: string }

/** The approver of an irreversible action is left to `guardrails/irreversible-unapproved`. */
const mentions = ({ fallback, guardrails }: Pilot): Mention[] => [
  ...present(fallback).flatMap(({ item: { to, do: step }, at }) =>
    to === undefined || step === 'other_model' ? [] : [{ name: to, path: ['fallback', at, 'to'], does: 'fallback to' }],
  ),
  ...present(guardrails?.actions).flatMap(({ item: { by, effect }, at }) =>
    by === undefined || effect === 'irreversible'
      ? []
      : [{ name: by, path: ['guardrails', 'actions', at, 'by'], does: 'approver' }],
  ),
]

export const handoffUnlisted: Rule = {
  id: 'people/handoff-unlisted',
  severity: 'error',
  from: 'limited',
  summary: 'Every group that takes over or approves is listed in people',
  why: 'A handoff to a group that was not involved is an unread queue: the fallback works in the demo, but not on a busy evening.',
  details: `Compares \`fallback[].to\` and \`guardrails.actions[].by\` with \`people[].role\`, ignoring case, spaces, punctuation and a leading \`@\`. The owner's team, accountable role and on-call need no entry. Nothing is judged without \`people\`, or if a role cannot be read.`,
  principles: ['operations-along'],
  fields: ['people.role', 'fallback.to', 'guardrails.actions.by'],
  references: [],
  examples: both`fallback: [{for: [low_confidence], do: human, to: front desk, within: 2m, capacity: 90/day}]«|  # expect: people/handoff-unlisted»
people: [{role: «front desk|nurses», change: fewer calls about opening hours}]`,

  *check({ pilot }) {
    const roles = rolesOf(pilot)
    if (roles === undefined) return
    const { team, accountable, on_call } = pilot.owner ?? {}
    const known = readable([...roles, team, accountable, on_call])
    const strangers = mentions(pilot).filter(({ name }) => !known.some((one) => sameName(one, name)))
    for (const [at, { name, path, does }] of strangers.entries()) {
      if (strangers.slice(0, at).some((stranger) => sameName(stranger.name, name))) continue
      yield {
        path,
        message: `${does} ${quote(name)} is not in \`people\`: ${enumerate(roles.map(quote))}`,
        write: [{ path: ['people', pilot.people?.length ?? 0], yaml: `{role: ${flowScalar(name)}}` }],
        help: 'with the day they were involved; or use the name of a listed group',
        related: strangers
          .slice(at + 1)
          .filter((stranger) => sameName(stranger.name, name))
          .map((stranger) => ({ path: stranger.path, label: stranger.does })),
      }
    }
  },
}
