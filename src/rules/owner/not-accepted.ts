import { addDays } from '../../values/index.ts'
import type { Context, Finding, Rule } from '../lib/rule.ts'

const path = ['owner', 'accepted']

const acceptance = ({ pilot, today }: Context): Finding | undefined => {
  const accepted = pilot.owner?.accepted
  const start = pilot.rollout?.limited?.start
  const by = start === undefined ? 'before limited starts' : `no later than ${start}`
  const write = start === undefined ? '2026-10-30' : start < today ? start : today
  const help = `the day on which the owner took the system over, ${by}`
  if (accepted === undefined)
    return { path, message: 'the owner has not accepted the system', write, help, absent: true }
  if (start !== undefined && accepted > start)
    return {
      path,
      message: `the owner accepts the system on ${accepted}, after limited starts on ${start}`,
      write,
      help,
      related: [{ path: ['rollout', 'limited', 'start'], label: 'limited starts here' }],
    }
  if (accepted > addDays(today, 1))
    return { path, message: `owner.accepted is ${accepted}, which is still to come`, write, help }
  return undefined
}

export const notAccepted: Rule = {
  id: 'owner/not-accepted',
  severity: 'error',
  from: 'limited',
  summary: 'The owner was there during the pilot and accepted the system before customers met it',
  why: 'A system that is handed over cold is run by people who neither trust it nor know how it fails.',
  details: `\`owner.accepted\` has to be there, must not lie after \`rollout.limited.start\`, and must not lie in the future: a planned acceptance is none yet. One day of tolerance covers the time zones ahead of UTC.

\`owner.involved_since\` must not lie after the end of the pilot stage, which is \`rollout.shadow.start\`, or \`rollout.limited.start\` where shadow has no date. It must not lie in the future, either. Where the plan has no dates, nothing else is compared; that \`involved_since\` is there at all is asked by \`spec/field-missing\`.`,
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
        message: `the owner is involved since ${since}, after ${next} starts on ${start}`,
        write: addDays(start, -1),
        help: 'or earlier, while the pilot can still be shaped; if that is past, an exception says so',
        related: [{ path: ['rollout', next, 'start'], label: `${next} starts here` }],
      }
    else if (since > addDays(context.today, 1))
      yield {
        path: ['owner', 'involved_since'],
        message: `owner.involved_since is ${since}, which is still to come`,
        help: 'the day on which the owner became part of the pilot',
      }
  },
}
