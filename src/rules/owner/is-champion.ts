import { quote } from '../../values/text.ts'
import type { Rule } from '../lib/rule.ts'
import { isGroup, sameName } from '../lib/teams.ts'

// The paging system before the name, as in `pagerduty:j.meyer`.
const withoutSystem = (onCall: string): string => onCall.replace(/^[\w-]+:/u, '')

export const isChampion: Rule = {
  id: 'owner/is-champion',
  severity: 'warning',
  from: 'shadow',
  summary: 'Somebody other than the champion is accountable and on call',
  why: 'The pilot is orphaned on the day its champion leaves: the one who pushed it was also the only one who answered for it.',
  details: `\`champion\` is compared with \`owner.accountable\` and \`owner.on_call\`, whole names only: \`j.meyer\`, \`J. Meyer\` and \`pagerduty:j.meyer\` are one name.

Left alone: a rota in which the champion is one of several (\`j.meyer, a.novak\`), a schedule of the paging system (\`pagerduty:PSUPAI\`), and a champion that is a group itself.`,
  principles: ['orphaned-pilot'],
  fields: ['owner.accountable', 'owner.on_call', 'champion'],
  references: [],
  examples: {
    ready: `champion: j.meyer
owner: {team: acme/search, accountable: Head of Search, on_call: "pagerduty:PSEARCH"}`,
    notReady: `champion: j.meyer
owner:
  team: acme/search
  accountable: J. Meyer  # expect: owner/is-champion
  on_call: pagerduty:j.meyer  # expect: owner/is-champion`,
  },

  *check({ pilot: { champion, owner } }) {
    if (champion === undefined || isGroup(champion)) return
    const related = [{ path: ['champion'], label: 'the champion' }]
    if (owner?.accountable !== undefined && sameName(owner.accountable, champion))
      yield {
        path: ['owner', 'accountable'],
        message: `${quote(owner.accountable)} is both champion and accountable`,
        write: 'Head of Support Operations',
        help: 'the role that answers for the system once the champion is gone',
        related,
      }
    if (owner?.on_call !== undefined && sameName(withoutSystem(owner.on_call), champion))
      yield {
        path: ['owner', 'on_call'],
        message: `the champion is on call alone: ${quote(owner.on_call)}`,
        write: 'pagerduty:PSUPAI',
        help: 'the rota of the owning team, as the paging system names it',
        related,
      }
  },
}
