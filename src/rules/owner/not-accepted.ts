import { addDays } from '../../values/index.ts'
import type { Context, Finding, Rule } from '../lib/rule.ts'

const path = ['owner', 'accepted']

const acceptance = ({ pilot, now }: Context): Finding | undefined => {
  const accepted = pilot.owner?.accepted
  const start = pilot.rollout?.limited?.start
  const by = start === undefined ? 'before limited starts' : `no later than ${start}`
  const write = '<day of the handover>'
  const help = by
  if (accepted === undefined) return { path, message: '`owner.accepted` is missing', write, help, absent: true }
  if (start !== undefined && accepted > start)
    return {
      path,
      message: `\`owner.accepted\` is ${accepted}, but \`rollout.limited.start\` is ${start}`,
      write,
      help,
      related: [{ path: ['rollout', 'limited', 'start'], label: 'limited starts here' }],
    }
  if (accepted > addDays(now, 1))
    return { path, message: `\`owner.accepted\` is ${accepted}, which is in the future`, write, help }
  return undefined
}

export const notAccepted: Rule = {
  id: 'owner/not-accepted',
  severity: 'error',
  from: 'limited',
  summary: 'The owner was involved in the pilot and accepted the system before the limited stage',
  why: 'After a late handover, the system is run by people who neither trust it nor know how it fails.',
  details: `\`owner.accepted\` is required and must not be after \`rollout.limited.start\`. \`owner.involved_since\` must not be after \`rollout.shadow.start\`, or \`rollout.limited.start\` if shadow has no date. Neither may be in the future, with one day of tolerance for time zones.`,
  principles: ['early-owner'],
  fields: ['owner.accepted', 'owner.involved_since', 'rollout.shadow.start', 'rollout.limited.start'],
  references: ['Google SRE book, production readiness review and hand-off'],
  examples: {
    ready: `owner: {team: acme/returns, involved_since: 2026-09-07, accepted: 2026-10-30}
rollout: {shadow: {start: 2026-10-05}, limited: {start: 2026-11-09}}`,
    notReady: `owner:
  team: acme/returns
  involved_since: 2026-11-02  # expect: owner/not-accepted
  accepted: 2026-11-20  # expect: owner/not-accepted
rollout: {shadow: {start: 2026-10-05}, limited: {start: 2026-11-09}}`,
  },

  *check(context) {
    const { owner, rollout } = context.pilot
    if (owner === undefined) return
    const accepted = acceptance(context)
    if (accepted) yield accepted
    const next = rollout?.shadow?.start === undefined ? 'limited' : 'shadow'
    const start = rollout?.[next]?.start
    const since = owner.involved_since
    if (since === undefined) return
    if (start !== undefined && since > start)
      yield {
        path: ['owner', 'involved_since'],
        message: `\`owner.involved_since\` is ${since}, but \`rollout.${next}.start\` is ${start}`,
        write: '<day the owner joined>',
        help: `no later than ${start}; if that is not what happened, add an exception`,
        related: [{ path: ['rollout', next, 'start'], label: `${next} starts here` }],
      }
    else if (since > addDays(context.now, 1))
      yield {
        path: ['owner', 'involved_since'],
        message: `\`owner.involved_since\` is ${since}, which is in the future`,
        help: 'set it to the day the owner joined the pilot',
      }
  },
}
