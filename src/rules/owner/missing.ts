import { quote } from '../../values/text.ts'
import { isNobody } from '../lib/absent.ts'
import { both, type Rule } from '../lib/rule.ts'

export const missing: Rule = {
  id: 'owner/missing',
  severity: 'error',
  from: 'pilot',
  summary: 'A named team owns the system in production',
  why: 'A pilot without an owner is turned off or left unattended when its sponsor moves on.',
  details: `\`owner: acme/support-platform\` is enough at stage \`pilot\`; later stages require more. Values such as \`nobody\`, \`none\`, \`unassigned\` and \`unknown\`, also as \`acme/unknown\` or \`acme/tbd\`, count as missing.`,
  principles: ['production-owner', 'ownership'],
  fields: ['owner.team'],
  references: ['AWS Well-Architected OPS02-BP03', 'ISO/IEC 42001:2023 A.3.2'],
  examples: both`use_case: {summary: Draft replies to invoice queries, unit: query, out_of_scope: [payments]}
owner: «acme/finance-systems|{accountable: Head of Accounts Payable}»  # expect: owner/missing`,

  *check({ pilot: { owner } }) {
    const team = owner?.team
    if (team !== undefined && !isNobody(team)) return
    yield {
      path: owner === undefined ? ['owner'] : ['owner', 'team'],
      message:
        team !== undefined
          ? `expected a team in \`owner.team\`, found ${quote(team)}`
          : `\`${owner === undefined ? 'owner' : 'owner.team'}\` is missing`,
      write: '<team as CODEOWNERS names it>',
      help: 'the team that runs the system in production',
      absent: true,
    }
  },
}
