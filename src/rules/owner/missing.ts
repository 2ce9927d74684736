import { quote } from '../../values/text.ts'
import { isNobody } from '../lib/absent.ts'
import { both, type Rule } from '../lib/rule.ts'

export const missing: Rule = {
  id: 'owner/missing',
  severity: 'error',
  from: 'pilot',
  summary: 'A named team owns the system in production',
  why: 'A pilot that nobody is to run afterwards is switched off, or left running unwatched, the day its sponsor moves on.',
  details: `\`owner: acme/support-platform\` is enough at stage \`pilot\`. Who is accountable, on call, and when the team accepted the system is asked by later stages.

A word that says that there is no owner (\`nobody\`, \`none\`, \`unassigned\`, \`unknown\`) counts as no team.`,
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
          ? `owner.team is ${quote(team)}`
          : owner === undefined
            ? 'no team owns the system in production'
            : 'owner names no team',
      write: 'acme/support-platform',
      help: 'the team that will run the system, as CODEOWNERS names it',
      absent: true,
    }
  },
}
