import { quote } from '../../values/text.ts'
import { both, type Rule } from '../lib/rule.ts'
import { addressOf, isGroup, owningVendor, sameName } from '../lib/teams.ts'

const write = 'acme/support-platform'
const help = 'the team as named in CODEOWNERS or the paging system; name people in champion and accountable'

export const isPerson: Rule = {
  id: 'owner/is-person',
  severity: 'error',
  from: 'pilot',
  summary: 'The owner is a team, not one person',
  why: 'One person goes on holiday, changes jobs and sleeps at night; the system keeps running.',
  details: `Reports a team that is an e-mail address or the \`champion\` (\`j.meyer\`, \`@j.meyer\`, \`J. Meyer\` and \`j.meyer@acme.com\` are the same name).

Accepts:
- a shared mailbox such as \`support-platform@acme.com\` or \`claims-ops@acme.com\`; an address without such a word (\`jane@\`, \`checkout@\`) may be a person's;
- a handle with or without \`@\`, which \`owner/codeowners\` judges;
- a champion that is a group (\`acme/support\`, \`fraud squad\`);
- an address of a vendor, which \`owner/is-vendor\` reports.`,
  principles: ['production-owner'],
  fields: ['owner.team', 'champion'],
  references: ['AWS Well-Architected OPS02-BP03'],
  examples: both`champion: jane.doe
owner: «acme/support-platform|jane.doe@acme.com»  # expect: owner/is-person`,
  proves: ['ownership'],

  *check({ pilot }) {
    const { champion, owner } = pilot
    const team = owner?.team
    if (team === undefined || owningVendor(pilot) !== undefined) return
    const path = ['owner', 'team']
    if (champion !== undefined && !isGroup(champion) && sameName(team, champion))
      yield {
        path,
        message: `\`owner.team\` is ${quote(team)}, the champion`,
        write,
        help,
        related: [{ path: ['champion'], label: 'the champion' }],
      }
    else if (addressOf(team) !== undefined && !isGroup(team))
      yield { path, message: `\`owner.team\` is the e-mail address ${quote(team)}, not a team`, write, help }
  },
}
