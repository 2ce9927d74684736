import { present, readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { sameUnit } from '../../values/index.ts'
import { enumerate, quote } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { flowScalar } from '../../yaml/print.ts'
import { isMachine } from '../lib/actions.ts'
import { goesToPeople } from '../lib/handoff.ts'
import { both, type Rule } from '../lib/rule.ts'

type Mention = { readonly name: string; readonly path: Path; readonly does: string }

const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replace(/^(?:any|the|an?) /, '')

const isSame = (one: string, other: string): boolean => sameUnit(plain(one), plain(other))

const mentions = ({ fallback, guardrails }: Pilot): Mention[] => [
  ...present(fallback).flatMap(({ item, at }) =>
    item.to === undefined || (item.within !== undefined && !goesToPeople(item))
      ? []
      : [{ name: item.to, path: ['fallback', at, 'to'], does: 'fallback to' }],
  ),
  ...present(guardrails?.actions).flatMap(({ item: { by }, at }) =>
    by === undefined ? [] : [{ name: by, path: ['guardrails', 'actions', at, 'by'], does: 'approver' }],
  ),
]

/** The owner, for whom other rules require more, and systems need no entry in `people`. */
const others = ({ owner = {}, integration }: Pilot): readonly string[] => {
  const systems = readable(integration).map(({ system }) => system)
  return [owner.team, owner.accountable, owner.on_call, ...systems].filter((name) => name !== undefined)
}

const isKnown = (name: string, known: readonly string[]): boolean =>
  [[name], name.split(/[,;&/+]| (?:or|and|then) /)].some((names) =>
    names.filter((one) => one.trim() !== '').every((one) => known.some((other) => isSame(one, other))),
  )

export const handoffUnlisted: Rule = {
  id: 'people/handoff-unlisted',
  severity: 'error',
  from: 'limited',
  summary: 'Every group that takes over or approves is listed in people',
  why: 'A handoff to a group that was not involved is an unread queue: the fallback works in the demo, but not on a busy evening.',
  details: `Compares \`fallback[].to\` and \`guardrails.actions[].by\` with \`people[].role\`, ignoring case and plurals; "tier-1 agents or shift leads" are two groups. The owner's team, accountable role and on-call need no entry, and neither do integrations, models, and fallbacks that take over in less than five seconds. Nothing is judged without \`people\`, or if a role cannot be read.`,
  principles: ['operations-along'],
  fields: ['people.role', 'fallback.to', 'guardrails.actions.by'],
  references: [],
  examples: both`fallback: [{when: low confidence, do: human_handoff, to: front desk, within: 2m}]«|  # expect: people/handoff-unlisted»
people: [{role: «front desk|nurses», change: fewer calls about opening hours}]`,

  *check({ pilot }) {
    const people = pilot.people ?? []
    const roles = readable(people).flatMap(({ role }) => (role === undefined ? [] : [role]))
    if (people.length === 0 || roles.length < people.length) return
    const known = [...roles, ...others(pilot)]
    const strangers = mentions(pilot).filter(({ name }) => !isKnown(name, known) && !isMachine(name, pilot))
    for (const [at, { name, path, does }] of strangers.entries()) {
      if (strangers.slice(0, at).some((stranger) => isSame(stranger.name, name))) continue
      yield {
        path,
        message: `${does} ${quote(name)} is not in \`people\`: ${enumerate(roles.map(quote))}`,
        write: [{ path: ['people', people.length], yaml: `{role: ${flowScalar(name)}}` }],
        help: 'with the day they were involved; or use the name of a listed group',
        related: strangers
          .slice(at + 1)
          .filter((stranger) => isSame(stranger.name, name))
          .map((stranger) => ({ path: stranger.path, label: stranger.does })),
      }
    }
  },
}
