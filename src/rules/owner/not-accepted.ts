import { production, reaches } from '../../model/stage.ts'
import { isTeam } from '../../model/team.ts'
import { addDays, type IsoDate } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { missing } from '../lib/absent.ts'
import type { Context, Finding, Rule } from '../lib/rule.ts'

const path = ['owner', 'accepted']

type Due = { readonly by: string; readonly words: string; readonly related?: Finding['related'] }

/** A stage before which the owner comes; undefined where it has no date. */
const beginOf = ({ pilot }: Context, stage: 'shadow' | 'limited'): Due | undefined => {
  const by = pilot.rollout?.[stage]?.start
  const related = [{ path: ['rollout', stage, 'start'], label: `${stage} starts here` }]
  return by === undefined ? undefined : { by, words: `\`rollout.${stage}.start\` is ${by}`, related }
}

/** However it is written, with or without its organisation. */
const isSame = (one: string, other: string): boolean => isTeam(one, other) || isTeam(other, one)

/** The last version with another team than the one that has the system now, and the day on which this one was named. */
const formerOf = ({ pilot, facts: { history }, now }: Context) => {
  const team = pilot.owner?.team
  if (team === undefined || history?.state !== 'found') return undefined
  const { versions } = history.value.run
  const at = versions.findLastIndex(({ pilot: { owner } }) => owner?.team !== undefined && !isSame(owner.team, team))
  const last = versions[at]
  /** Whether this team was the first to accept the system on that day: it may have it back from another one. */
  const isOwn = (accepted: IsoDate): boolean => {
    const first = versions.find((version) => version.pilot.owner?.accepted === accepted)?.pilot.owner?.team
    return first !== undefined && isSame(first, team)
  }
  return last && { last, by: versions[at + 1]?.date ?? now, isOwn }
}

type Former = ReturnType<typeof formerOf>

/** The day on which a system in production went to the team that has it now, from one that had accepted it in time. */
const handoverOf = (former: Former): Due | undefined => {
  const { owner, stage, rollout } = former?.last.pilot ?? {}
  const start = rollout?.limited?.start
  if (former === undefined || stage === undefined || !reaches(stage, production)) return undefined
  if (owner?.accepted === undefined || start === undefined || owner.accepted > start) return undefined
  return { by: former.by, words: `${quote(owner.team)} handed it over on ${former.by}` }
}

/** The acceptance of another team; one of the day on which this team was named may be of both. */
const inherited = (accepted: IsoDate, former: Former): string | undefined => {
  const { date, pilot } = former?.last ?? {}
  if (former === undefined || date === undefined || pilot?.owner?.accepted !== accepted) return undefined
  if (former.isOwn(accepted)) return undefined
  return accepted <= date && accepted < addDays(former.by, -1) ? pilot.owner.team : undefined
}

const acceptance = ({ pilot, now }: Context, due: Due | undefined, former: Former): Finding | undefined => {
  const accepted = pilot.owner?.accepted
  const write = '<day of the handover>'
  const help = due === undefined ? 'before limited starts' : `no later than ${due.by}`
  if (accepted === undefined) return { ...missing(path, write, help), absent: true }
  if (due !== undefined && accepted > due.by)
    return {
      path,
      message: `\`owner.accepted\` is ${accepted}, but ${due.words}`,
      write,
      help,
      ...(due.related && { related: due.related }),
    }
  const other = inherited(accepted, former)
  if (other !== undefined)
    return {
      path,
      message: `\`owner.accepted\` is ${accepted}, the day on which ${quote(other)} accepted it`,
      write: '<day on which the new team accepted it>',
      help: due === undefined ? help : `no later than ${due.by}; if that is not what happened, add an exception`,
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
  details: `\`owner.accepted\` is required and must not be after \`rollout.limited.start\`. \`owner.involved_since\` must not be after \`rollout.shadow.start\`, or \`rollout.limited.start\` if shadow has no date. A team that takes the system over in production, from one that had accepted it in time, is involved and has accepted it by the day of the commit that names it. A day on which another team had accepted it does not count, unless it is the day of that commit or the one before; if the team only has another name, \`owner.accepted\` is the day on which it accepted the system under that name. Neither may be in the future, with one day of tolerance for time zones.`,
  needs: ['history'],
  principles: ['early-owner'],
  fields: ['owner.team', 'owner.accepted', 'owner.involved_since', 'rollout.shadow.start', 'rollout.limited.start'],
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
    const former = formerOf(context)
    const handover = handoverOf(former)
    const accepted = acceptance(context, handover ?? beginOf(context, 'limited'), former)
    if (accepted) yield accepted
    const due = handover ?? beginOf(context, rollout?.shadow?.start === undefined ? 'limited' : 'shadow')
    const since = owner.involved_since
    if (since === undefined) return
    if (due !== undefined && since > due.by)
      yield {
        path: ['owner', 'involved_since'],
        message: `\`owner.involved_since\` is ${since}, but ${due.words}`,
        write: '<day the owner joined>',
        help: `no later than ${due.by}; if that is not what happened, add an exception`,
        ...(due.related && { related: due.related }),
      }
    else if (since > addDays(context.now, 1))
      yield {
        path: ['owner', 'involved_since'],
        message: `\`owner.involved_since\` is ${since}, which is in the future`,
        help: 'set it to the day the owner joined the pilot',
      }
  },
}
