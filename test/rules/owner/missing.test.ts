import { missing } from '../../../src/rules/owner/missing.ts'
import { table } from '../table.ts'

table(missing, [
  {
    name: 'no section',
    yaml: 'stage: pilot # expect: owner/missing',
    says: ['`owner` is missing'],
    helps: ['owner: <team as CODEOWNERS names it>  # the team that runs the system in production'],
    severity: 'error',
  },
  {
    name: 'a section without a team',
    yaml: 'owner: {accountable: Head of Claims} # expect: owner/missing',
    says: ['`owner.team` is missing'],
    helps: [
      'owner: {accountable: Head of Claims, team: <team as CODEOWNERS names it>}  # the team that runs the system in production',
    ],
  },
  { name: 'an empty section', yaml: 'owner: {} # expect: owner/missing' },
  {
    name: 'a word for nobody',
    yaml: 'owner: Unassigned # expect: owner/missing',
    says: ['expected a team in `owner.team`, found "Unassigned"'],
  },
  ...['acme/tbd', '"@acme/Unknown"', '"group:nobody"', 'acme/none'].map((team) => ({
    name: `a word for nobody in an organisation, ${team}`,
    yaml: `owner: ${team} # expect: owner/missing`,
  })),
  ...['acme/no', 'acme/na', 'tbd-platform/search', 'acme/none-life'].map((team) => ({
    name: `closest: a team that is called ${team}`,
    yaml: `owner: ${team}`,
  })),
  { name: 'the shorthand', yaml: 'owner: acme/support-platform' },
  { name: 'a team whose name holds such a word', yaml: 'owner: acme/unknown-device-fraud' },
  { name: 'a key that is misspelt is for the schema', yaml: 'ownr: acme/support-platform' },
  { name: 'a placeholder is for spec/placeholder', yaml: 'owner: TBD' },
])
