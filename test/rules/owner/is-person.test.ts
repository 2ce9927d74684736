import { isPerson } from '../../../src/rules/owner/is-person.ts'
import { table } from '../table.ts'

const gitHub = (text: string) => ({ '.github/CODEOWNERS': text })

table(isPerson, [
  {
    name: 'the champion',
    yaml: 'champion: j.meyer\nowner:\n  team: j.meyer # expect: owner/is-person',
    says: ['`owner.team` is "j.meyer", the champion'],
    helps: ['team: <team as CODEOWNERS names it>  # in owner: name the person in champion only'],
    severity: 'error',
  },
  { name: 'the champion, as a handle', yaml: 'champion: J.Meyer\nowner: "@j.meyer" # expect: owner/is-person' },
  {
    name: 'a group that is champion and owner',
    yaml: 'champion: acme/support\nowner: acme/support # expect: owner/is-person',
  },
  {
    name: 'a rota of one',
    yaml: 'owner:\n  team: acme/support\n  people: 1 # expect: owner/is-person',
    says: ['`owner.people` is 1; one person is not a team'],
  },
  {
    name: 'a login on GitHub',
    yaml: 'owner: j.meyer # expect: owner/is-person',
    files: gitHub('* @j.meyer\n'),
    says: ['.github/CODEOWNERS names "j.meyer" as a login, but a GitHub team is @organisation/team'],
  },
  {
    name: 'the same login on two lines, said once',
    yaml: 'owner: {team: j.meyer, runbook: docs/r.md} # expect: owner/is-person',
    files: { ...gitHub('* @j.meyer\n/docs/ @j.meyer\n'), 'docs/r.md': '' },
  },
  {
    name: 'closest honest file: a group of GitLab, which needs no organisation',
    yaml: 'owner: checkout',
    files: { CODEOWNERS: '* @checkout\n', '.gitlab-ci.yml': '' },
  },
  { name: 'a team among logins', yaml: 'owner: acme/support', files: gitHub('* @j.meyer @acme/support\n') },
  ...[
    'orders@acme.example',
    'returns@acme.example',
    'crm@acme.example',
    'ki-betrieb@acme.example',
    '受注チーム',
    'Équipe Réclamations',
    'j.nowak',
    '"@checkout"',
    'team@night',
  ].map((team) => ({
    name: `closest honest file: ${team}`,
    yaml: `champion: j.meyer\nowner: {team: ${team}, people: 2}`,
  })),
  {
    name: "a vendor's address is for owner/is-vendor",
    yaml: 'champion: jane@example-ai.example\nvendors: [example-ai.example]\nowner: jane@example-ai.example',
  },
  { name: 'no owner', yaml: 'champion: j.meyer' },
])
