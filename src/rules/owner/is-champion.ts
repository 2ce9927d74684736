import { quote } from '../../values/text.ts'
import type { Rule } from '../lib/rule.ts'
import { sameName } from '../lib/teams.ts'

// The paging system before the name, as in `pagerduty:j.meyer`.
const withoutSystem = (onCall: string): string => onCall.replace(/^[\w-]+:/u, '')

export const isChampion: Rule = {
  id: 'owner/is-champion',
  severity: 'warning',
  from: 'shadow',
  summary: 'The champion is neither accountable nor alone on call',
  why: 'If the champion is the only person responsible, the pilot has no owner once the champion leaves.',
  details: `Compares \`champion\` with \`owner.accountable\` and \`owner.on_call\`, whole names only, ignoring case, spaces, punctuation and a leading \`@\`; \`pagerduty:j.meyer\` is \`j.meyer\`. Accepts an on-call rotation with several people (\`j.meyer, a.novak\`) and a schedule (\`pagerduty:PSUPAI\`).`,
  principles: ['orphaned-pilot'],
  fields: ['owner.accountable', 'owner.on_call', 'champion'],
  references: [],
  examples: {
    ready: `champion: j.meyer
owner: {team: acme/search, accountable: Head of Search, on_call: "pagerduty:PSEARCH"}`,
    notReady: `champion: j.meyer
owner:
  team: acme/search
  accountable: J.Meyer  # expect: owner/is-champion
  on_call: pagerduty:j.meyer  # expect: owner/is-champion`,
  },

  *check({ pilot: { champion, owner } }) {
    if (champion === undefined) return
    const related = [{ path: ['champion'], label: 'the champion' }]
    if (owner?.accountable !== undefined && sameName(owner.accountable, champion))
      yield {
        path: ['owner', 'accountable'],
        message: `\`owner.accountable\` is ${quote(owner.accountable)}, the champion`,
        write: '<accountable role>',
        help: 'a role that stays when the champion leaves',
        related,
      }
    if (owner?.on_call !== undefined && sameName(withoutSystem(owner.on_call), champion))
      yield {
        path: ['owner', 'on_call'],
        message: `\`owner.on_call\` is ${quote(owner.on_call)}, only the champion`,
        write: '<on-call schedule>',
        help: 'of the owning team',
        related,
      }
  },
}
