import { expect, test } from 'vitest'
import { isPerson } from '../../../src/rules/owner/is-person.ts'
import { diagnose, table } from '../table.ts'

const help =
  'team: acme/support-platform  # in owner: the team as named in CODEOWNERS or the paging system; name people in champion and accountable'

table(isPerson, [
  {
    name: 'the e-mail address of a person',
    yaml: 'owner: jane@acme.com # expect: owner/is-person',
    says: ['`owner.team` is the e-mail address "jane@acme.com", not a team'],
    helps: [
      'owner: {team: acme/support-platform}  # the team as named in CODEOWNERS or the paging system; name people in champion and accountable',
    ],
    severity: 'error',
  },
  {
    name: 'an address with a name before it',
    yaml: 'owner: {team: Jane Doe <jane.doe@acme.com>} # expect: owner/is-person',
  },
  {
    name: 'the champion',
    yaml: 'champion: j.meyer\nowner:\n  team: j.meyer # expect: owner/is-person',
    says: ['`owner.team` is "j.meyer", the champion'],
    helps: [help],
  },
  {
    name: 'the champion, written otherwise',
    yaml: 'champion: J. Meyer\nowner: "@j.meyer" # expect: owner/is-person',
  },
  {
    name: 'the champion by address, said once',
    yaml: 'champion: j.meyer\nowner: j.meyer@acme.com # expect: owner/is-person',
    says: ['`owner.team` is "j.meyer@acme.com", the champion'],
  },
  {
    name: 'a role that is champion and owner',
    yaml: 'champion: Head of Support\nowner: Head of Support # expect: owner/is-person',
  },
  { name: 'a team handle', yaml: 'champion: j.meyer\nowner: acme/support-platform' },
  { name: 'a quoted handle with its @', yaml: 'champion: j.meyer\nowner: "@acme/support-platform"' },
  { name: 'a single handle, which may be a group', yaml: 'champion: j.meyer\nowner: "@checkout"' },
  {
    name: 'closest: the mailing list of a team',
    yaml: 'champion: j.meyer\nowner: support-platform@acme.com',
  },
  { name: 'the mailbox of a department', yaml: 'owner: claims@acme.com' },
  { name: 'a small team that champions what it owns', yaml: 'champion: acme/support\nowner: acme/support' },
  { name: 'a group by its last word', yaml: 'champion: Fraud Squad\nowner: fraud-squad' },
  {
    name: "a vendor's address is for owner/is-vendor",
    yaml: 'vendors: [example-ai.example]\nowner: jane@example-ai.example',
  },
  { name: 'an @ that makes no address', yaml: 'owner: team@night' },
  { name: 'no owner', yaml: 'champion: j.meyer' },
  { name: 'a mailbox of a German department', yaml: 'owner: ki-betrieb@acme.example\n' },
])

test('points to the champion', async () => {
  const [found] = await diagnose(isPerson, 'champion: ada\nowner: ada')
  expect(found?.related).toMatchObject([{ path: ['champion'], label: 'the champion' }])
})
