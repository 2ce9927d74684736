import type { Facts } from '../../evidence/facts.ts'
import { isOwnedBy } from '../../evidence/ownership/owners.ts'
import { quote } from '../../values/text.ts'
import { both, type Elsewhere, type Rule } from '../lib/rule.ts'
import { sameName, vendorOf } from '../lib/teams.ts'

/** The lines that name the team as a login: on GitHub, an owner without an organisation. */
const asLogin = ({ ownership }: Facts, team: string): Elsewhere[] => {
  if (ownership?.state !== 'found' || ownership.value.kind !== 'codeowners') return []
  const { file, value } = ownership
  const lines = value.files.flatMap((owned) => owned.lines)
  const own = lines.flatMap(({ owners, range }) =>
    owners.filter((owner) => isOwnedBy(value, team, owner)).map((owner) => ({ owner, range })),
  )
  const isLogin = ({ owner }: { owner: string }) => owner.startsWith('@') && !owner.includes('/')
  if (value.platform !== 'GitHub' || !own.every(isLogin)) return []
  return [...new Set(own.map(({ range }) => range))].map((range) => ({ file, range, label: 'a login, not a team' }))
}

export const isPerson: Rule = {
  id: 'owner/is-person',
  severity: 'error',
  from: 'pilot',
  summary: 'The owner is a team, not one person',
  why: 'One person goes on holiday, changes jobs and sleeps at night; the system keeps running.',
  details: `Reports an \`owner.team\` that equals \`champion\`, that CODEOWNERS on GitHub names as a login (\`@name\` without an organisation), or that has one person on its rota (\`owner.people: 1\`). Names are never judged: a team may have any name and any mailbox.`,
  principles: ['production-owner'],
  fields: ['owner.team', 'owner.people', 'champion'],
  references: ['AWS Well-Architected OPS02-BP03'],
  examples: both`champion: jane.doe
owner: {team: «acme/support-platform|jane.doe»}  # expect: owner/is-person`,

  *check({ pilot, facts }) {
    const { champion, owner } = pilot
    const team = owner?.team
    if (owner?.people === 1)
      yield {
        path: ['owner', 'people'],
        message: '`owner.people` is 1; one person is not a team',
        help: 'set it to the number of people on the rota, at least 2',
      }
    if (team === undefined || vendorOf(team, pilot) !== undefined) return
    const path = ['owner', 'team']
    const write = '<team as CODEOWNERS names it>'
    const [login, ...others] = asLogin(facts, team)
    if (champion !== undefined && sameName(team, champion))
      yield {
        path,
        message: `\`owner.team\` is ${quote(team)}, the champion`,
        write,
        help: 'name the person in champion only',
        related: [{ path: ['champion'], label: 'the champion' }],
      }
    else if (login)
      yield {
        path,
        message: `${login.file} names ${quote(team)} as a login, but a GitHub team is @organisation/team`,
        write,
        help: '',
        elsewhere: [login, ...others],
      }
  },
}
