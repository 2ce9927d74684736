import { quote } from '../../values/text.ts'
import { both, type Rule } from '../lib/rule.ts'
import { addressOf, isGroup, owningVendor, sameName } from '../lib/teams.ts'

const write = 'acme/support-platform'
const help =
  'the team as CODEOWNERS or the paging system names it; people stay under champion and accountable'

export const isPerson: Rule = {
  id: 'owner/is-person',
  severity: 'error',
  from: 'pilot',
  summary: 'The owner is a team, not one person',
  why: 'One person goes on holiday, changes jobs and sleeps at night; the system does none of these.',
  details: `The team is refused when it is an e-mail address, or when it is the \`champion\` (\`j.meyer\`, \`@j.meyer\`, \`J. Meyer\` and \`j.meyer@acme.com\` are one name).

Left alone:
- a shared mailbox, whose address says that a group reads it: \`support-platform@acme.com\`, \`claims-ops@acme.com\`. An address without such a word (\`jane@\`, \`checkout@\`) cannot be told from a person's: write the team's name instead;
- a handle with or without \`@\`, since \`@checkout\` may be a group or a login; what CODEOWNERS says of it is for \`owner/codeowners\`;
- a champion that is a group itself (\`acme/support\`, \`fraud squad\`): a small team may well champion what it owns;
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
        message: `owner.team is ${quote(team)}, the champion`,
        write,
        help,
        related: [{ path: ['champion'], label: 'the champion' }],
      }
    else if (addressOf(team) !== undefined && !isGroup(team))
      yield { path, message: `owner.team is the e-mail address ${quote(team)}, not a team`, write, help }
  },
}
